import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Modal } from 'antd';
import { useState } from 'react';
import { bulkTellAgain } from '../../../contract/negotiation.ts';
import { bulkReview, countLanes, getRma, listRmas, type RmaRow } from '../../../contract/returns.ts';
import { add, money, zero } from '../../../domain/money.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { formatMoney } from '../../ui/format.ts';
import { useTexts } from '../locales/texts.ts';
import { Tag } from '../parts/tag.tsx';
import { useAct } from '../parts/use-api.ts';
import { useRefusal, useShowProblem } from '../parts/use-refusal.ts';
import { RejectDialog } from '../rma/reject-dialog.tsx';
import { BulkAssign } from '../team/bulk-assign.tsx';

type Verdict = ReplyOf<typeof bulkReview>['verdicts'][number];
type Props = { rows: readonly RmaRow[]; onClear: () => void; onDecided: () => void };

/** Decides several returns at once; each gets a verdict of its own. */
export function BulkBar({ rows, onClear, onDecided }: Props) {
  const t = useTexts('queue');
  const talk = useTexts('talk');
  const { modal } = App.useApp();
  const queries = useQueryClient();
  const showProblem = useShowProblem();
  const [refusing, setRefusing] = useState(false);
  const [verdicts, setVerdicts] = useState<Verdict[]>([]);
  const [judged, setJudged] = useState<readonly RmaRow[]>([]);
  const judge = (reply: { verdicts: Verdict[] }) => {
    setJudged(rows);
    setVerdicts(reply.verdicts);
    setRefusing(false);
    onClear();
    onDecided();
    for (const path of [listRmas.path, countLanes.path, getRma.path]) {
      void queries.invalidateQueries({ queryKey: [path] });
    }
  };
  const review = useAct(bulkReview, { onRefused: showProblem, onDone: judge });
  const tell = useAct(bulkTellAgain, { onRefused: showProblem, onDone: judge });
  const untold = rows.length > 0 && rows.every((row) => row.channelPush === 'failed');
  const rmaIds = rows.map((row) => row.id);
  const approve = () =>
    modal.confirm({
      title: t('bulkApproveAsk', { count: rows.length }),
      content: t('bulkApproveBody', { amount: totalOf(rows) }),
      okText: t('bulkApproveGo', { count: rows.length }),
      onOk: () => review.mutateAsync({ body: { rmaIds, verdict: 'approve' } }).catch(() => undefined),
    });
  return (
    <>
      {rows.length > 0 ? (
        <div className="bulk" role="toolbar" aria-label={t('selected', { count: rows.length })}>
          <strong>{t('selected', { count: rows.length })}</strong>
          <span className="faint">{totalOf(rows)}</span>
          <span className="filters-space" />
          {untold ? (
            <Button size="small" loading={tell.isPending} onClick={() => tell.mutate({ body: { rmaIds } })}>
              {talk('bulkTellAgain')}
            </Button>
          ) : null}
          <Button type="primary" size="small" loading={review.isPending} onClick={approve}>
            {t('approve')}
          </Button>
          <Button size="small" danger onClick={() => setRefusing(true)}>
            {t('reject')}
          </Button>
          <BulkAssign rmaIds={rmaIds} onDone={judge} />
          <Button size="small" type="text" onClick={onClear}>
            {t('cancelSelection')}
          </Button>
        </div>
      ) : null}
      <RejectDialog
        open={refusing}
        subject={t('selected', { count: rows.length })}
        busy={review.isPending}
        onClose={() => setRefusing(false)}
        onReject={({ reasonCode, note }) => review.mutate({ body: { rmaIds, verdict: 'reject', reasonCode, note } })}
      />
      <Verdicts rows={judged} verdicts={verdicts} onClose={() => setVerdicts([])} />
    </>
  );
}

function totalOf(rows: readonly RmaRow[]): string {
  const currency = rows[0]?.amount.currency ?? 'CNY';
  // Amounts of different currencies have no sum.
  if (rows.some((row) => row.amount.currency !== currency)) return '';
  const total = rows.reduce((all, row) => add(all, money(BigInt(row.amount.minor), currency)), zero(currency));
  return formatMoney({ minor: String(total.minor), currency });
}

type VerdictsProps = {
  rows: readonly RmaRow[];
  verdicts: readonly Verdict[];
  onClose: () => void;
};

function Verdicts({ rows, verdicts, onClose }: VerdictsProps) {
  const t = useTexts('queue');
  const say = useRefusal();
  const done = verdicts.filter((verdict) => verdict.ok).length;
  return (
    <Modal
      open={verdicts.length > 0}
      onCancel={onClose}
      onOk={onClose}
      title={t('bulkDone', { done, failed: verdicts.length - done })}
      cancelButtonProps={{ style: { display: 'none' } }}
    >
      <ul className="verdicts">
        {verdicts.map((verdict) => (
          <li key={verdict.rmaId}>
            <span className="number">{rows.find((row) => row.id === verdict.rmaId)?.number ?? verdict.rmaId}</span>
            {verdict.ok ? (
              <Tag tone="green">{t('bulkOk')}</Tag>
            ) : (
              <Tag tone="red">{say(verdict.rejection ?? { code: 'unknown' })}</Tag>
            )}
          </li>
        ))}
      </ul>
    </Modal>
  );
}
