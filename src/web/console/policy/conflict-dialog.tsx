import { App, Button, Modal } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { createDraft, saveDraft } from '../../../contract/policy.ts';
import { call, newIdempotencyKey } from '../../ui/api.ts';
import { useTexts } from '../locales/texts.ts';
import { useFormats } from '../parts/use-formats.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { useSession } from '../shell/session.tsx';
import type { Draft, Editing } from './use-draft-editing.ts';

const LONGEST_NAME = 60;

/** Two people edited one draft: who was first, and what becomes of ours. */
export function ConflictDialog({ editing, theirs }: { editing: Editing; theirs: Draft }) {
  const t = useTexts('draft');
  const formats = useFormats();
  const keepBoth = useKeepBoth(editing, theirs);
  const who = theirs.changedBy.name;
  return (
    <Modal
      open
      className="many-ways"
      width={600}
      title={t('conflictTitle', { name: who })}
      onCancel={editing.forgetTheirs}
      footer={[
        <Button key="later" onClick={editing.forgetTheirs}>
          {t('conflictLater')}
        </Button>,
        <Button key="theirs" danger onClick={() => editing.adopt(theirs)}>
          {t('conflictReload')}
        </Button>,
        <Button key="both" type="primary" loading={keepBoth.busy} onClick={keepBoth.run}>
          {t('conflictKeep')}
        </Button>,
      ]}
    >
      <p>{t('conflictBody', { name: who, at: formats.full(theirs.changedAt), revision: theirs.revision })}</p>
    </Modal>
  );
}

/** Ours as a draft of its own; theirs stays where it is. */
function useKeepBoth(editing: Editing, theirs: Draft) {
  const t = useTexts('draft');
  const go = useNavigate();
  const { principal } = useSession();
  const { message } = App.useApp();
  const showProblem = useShowProblem();
  const [busy, setBusy] = useState(false);
  const run = () => {
    const { content } = editing;
    const name = t('conflictName', { name: editing.name, person: principal.name }).slice(0, LONGEST_NAME);
    setBusy(true);
    call(createDraft, { body: { name, from: theirs.basedOn } }, { idempotencyKey: newIdempotencyKey() })
      .then(({ id, revision }) =>
        call(
          saveDraft,
          { params: { draftId: id }, body: { revision, name, content } },
          { idempotencyKey: newIdempotencyKey() },
        ),
      )
      .then(({ id }) => {
        // Ours is safe now: what is left here is theirs, and nothing holds us back from going.
        editing.adopt(theirs);
        message.success(t('keptBoth'));
        setTimeout(() => void go(`/policy/drafts/${id}`));
      })
      .catch(showProblem)
      .finally(() => setBusy(false));
  };
  return { run, busy };
}
