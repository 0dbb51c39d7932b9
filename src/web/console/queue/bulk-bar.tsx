import { useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { bulkReview } from '../../../contract/bulk-review.ts';
import { bulkTellAgain } from '../../../contract/negotiation.ts';
import { countLanes, getRma, listRmas, type RmaRow } from '../../../contract/returns.ts';
import { add, money, zero } from '../../../domain/money.ts';
import { formatMoney } from '../../ui/format.ts';
import { useTexts } from '../locales/texts.ts';
import { BulkToolbar } from '../parts/bulk-toolbar.tsx';
import { useAct } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { type Verdict, VerdictsModal } from '../parts/verdicts-modal.tsx';
import { RejectDialog } from '../rma/reject-dialog.tsx';
import { BulkAssign } from '../team/bulk-assign.tsx';

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
  const selected = t('selected', { count: rows.length });
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
        <BulkToolbar selected={selected} note={totalOf(rows)} cancelText={t('cancelSelection')} onCancel={onClear}>
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
        </BulkToolbar>
      ) : null}
      <RejectDialog
        open={refusing}
        subject={selected}
        busy={review.isPending}
        onClose={() => setRefusing(false)}
        onReject={({ reasonCode, note }) => review.mutate({ body: { rmaIds, verdict: 'reject', reasonCode, note } })}
      />
      <VerdictsModal
        idOf={({ rmaId }) => rmaId}
        verdicts={verdicts}
        numbers={new Map(judged.map(({ id, number }) => [id, number]))}
        title={(counts) => t('bulkDone', counts)}
        okText={t('bulkOk')}
        onClose={() => setVerdicts([])}
      />
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
