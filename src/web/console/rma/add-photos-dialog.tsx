import { Modal } from 'antd';
import { useState } from 'react';
import { addEvidence, type RmaView } from '../../../contract/returns.ts';
import { useTexts } from '../locales/texts.ts';
import { type FileId, PhotoPicker } from '../parts/photo-picker.tsx';
import { useRmaAct } from './use-rma-act.ts';

export function AddPhotosDialog({ rma, onClose }: { rma: RmaView; onClose: () => void }) {
  const t = useTexts('rma');
  const [files, setFiles] = useState<FileId[]>([]);
  const add = useRmaAct(addEvidence, 'add_evidence', rma, { onDone: onClose });
  return (
    <Modal
      open
      onCancel={onClose}
      title={`${t('addPhotosTitle')} · ${rma.number}`}
      okButtonProps={{ disabled: files.length === 0, loading: add.isPending }}
      onOk={() => add.mutate({ params: { rmaId: rma.id }, body: { files } })}
    >
      <PhotoPicker files={files} onChange={setFiles} label={t('addPhotos')} />
    </Modal>
  );
}
