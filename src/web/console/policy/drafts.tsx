import { useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { Link } from 'react-router';
import { deleteDraft, listDrafts } from '../../../contract/policy.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { useTexts } from '../locales/texts.ts';
import { Blank, Failed, Waiting } from '../parts/blank.tsx';
import { Panel } from '../parts/page.tsx';
import { Tag } from '../parts/tag.tsx';
import { useAct, useRead } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { When } from '../parts/when.tsx';
import { useSession } from '../shell/session.tsx';

type Draft = ReplyOf<typeof listDrafts>['drafts'][number];

/** Rule sets that are being worked on. */
export function Drafts({ onNew }: { onNew: () => void }) {
  const t = useTexts('policy');
  const { may } = useSession();
  const answer = useRead(listDrafts, {});
  if (answer.error && !answer.data) return <Failed error={answer.error} retry={answer.refetch} />;
  if (!answer.data) return <Waiting rows={4} />;
  const { drafts } = answer.data;
  if (drafts.length === 0) {
    return (
      <Blank title={t('noDrafts')} hint={t(may('policy:edit') ? 'noDraftsHint' : 'noDraftsHintOthers')}>
        {may('policy:edit') ? <Button onClick={onNew}>{t('edit')}</Button> : null}
      </Blank>
    );
  }
  return (
    <Panel>
      <ul className="drafts">
        {drafts.map((draft) => (
          <DraftLine key={draft.id} draft={draft} />
        ))}
      </ul>
    </Panel>
  );
}

function DraftLine({ draft }: { draft: Draft }) {
  const t = useTexts('policy');
  const { may } = useSession();
  const remove = useRemove(draft);
  return (
    <li className="draft-line">
      <div className="draft-what">
        <Link to={`/policy/drafts/${draft.id}`} className="strong">
          {draft.name}
        </Link>
        <div className="faint">
          {t('draftBased', { version: draft.basedOn })} · {t('draftRows', { count: draft.rows })} ·{' '}
          {t('changedBy', { name: draft.changedBy.name })} <When at={draft.changedAt} time />
        </div>
      </div>
      <div className="chips flat">
        {draft.shadowSince ? <Tag tone="blue">{t('shadowing')}</Tag> : null}
        {draft.errors > 0 ? (
          <Tag tone="red">{t('draftErrors', { count: draft.errors })}</Tag>
        ) : (
          <Tag tone="green">{t('draftFine')}</Tag>
        )}
      </div>
      <div className="draft-tools">
        <Link to={`/policy/drafts/${draft.id}`}>
          <Button size="small">{t('open')}</Button>
        </Link>
        {may('policy:edit') ? (
          <Button size="small" type="text" danger onClick={remove}>
            {t('remove')}
          </Button>
        ) : null}
      </div>
    </li>
  );
}

function useRemove(draft: Draft): () => void {
  const t = useTexts('policy');
  const { message, modal } = App.useApp();
  const queries = useQueryClient();
  const act = useAct(deleteDraft, {
    onRefused: useShowProblem(),
    onDone: () => {
      message.success(t('removed'));
      void queries.invalidateQueries({ queryKey: [listDrafts.path] });
    },
  });
  return () =>
    void modal.confirm({
      title: t('removeDraft', { name: draft.name }),
      content: t('removeDraftBody'),
      okText: t('remove'),
      okButtonProps: { danger: true },
      onOk: () => act.mutateAsync({ params: { draftId: draft.id } }).catch(() => undefined),
    });
}
