import { Modal } from 'antd';
import { useState } from 'react';
import type { changeRelease } from '../../../contract/policy.ts';
import type { CallInput } from '../../ui/api.ts';
import { NoteField } from './note-field.tsx';
import { useChangeRelease } from './use-release.ts';

type Change = CallInput<typeof changeRelease>['body']['change'];
type Props = {
  seen: number;
  change: Change;
  title: string;
  body: string;
  go: string;
  danger?: boolean;
  onClose: () => void;
};

/** Asks before other rules decide, and why. */
export function ReleaseConfirm({ seen, change, title, body, go, danger = false, onClose }: Props) {
  const [note, setNote] = useState('');
  const act = useChangeRelease(onClose);
  return (
    <Modal
      open
      title={title}
      okText={go}
      okButtonProps={{ loading: act.isPending, danger }}
      onOk={() => act.mutate({ body: { seen, note: note.trim(), change } })}
      onCancel={onClose}
    >
      <p>{body}</p>
      <NoteField value={note} onChange={setNote} />
    </Modal>
  );
}
