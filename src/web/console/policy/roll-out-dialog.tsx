import { Modal } from 'antd';
import { useState } from 'react';
import { useTexts } from '../locales/texts.ts';
import { NoteField } from './note-field.tsx';
import { type Scope, ScopeFields } from './scope-fields.tsx';
import { type Release, useChangeRelease } from './use-release.ts';

type Props = { release: Release; rollOut: NonNullable<Release['rollOut']>; onClose: () => void };

/** Widens or narrows a roll-out. */
export function RollOutDialog({ release, rollOut, onClose }: Props) {
  const t = useTexts('policy');
  const [scope, setScope] = useState<Scope>({ shopIds: rollOut.shopIds, sharePercent: rollOut.sharePercent });
  const [note, setNote] = useState('');
  const act = useChangeRelease(onClose);
  return (
    <Modal
      open
      title={t('rollOut.widenTitle')}
      okText={t('rollOut.widen')}
      okButtonProps={{ loading: act.isPending }}
      onOk={() =>
        act.mutate({
          body: { seen: release.seq, note: note.trim(), change: { action: 'roll_out', rollOut: scope } },
        })
      }
      onCancel={onClose}
    >
      <ScopeFields scope={scope} onChange={setScope} />
      <NoteField value={note} onChange={setNote} />
    </Modal>
  );
}
