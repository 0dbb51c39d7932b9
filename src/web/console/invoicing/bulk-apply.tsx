import { Button } from 'antd';
import { useState } from 'react';
import { applyForReds, type RedInvoiceRow } from '../../../contract/invoicing.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { useTexts } from '../locales/texts.ts';
import { BulkToolbar } from '../parts/bulk-toolbar.tsx';
import { useAct } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { VerdictsModal } from '../parts/verdicts-modal.tsx';
import { useRedsAnew } from './red-acts.tsx';

type Verdict = ReplyOf<typeof applyForReds>['verdicts'][number];

/** Applies for several red invoices, each with a verdict of its own. */
export function BulkApply({ rows, onClear }: { rows: readonly RedInvoiceRow[]; onClear: () => void }) {
  const t = useTexts('invoicing');
  const readAnew = useRedsAnew();
  const [verdicts, setVerdicts] = useState<Verdict[]>([]);
  const [judged, setJudged] = useState<readonly RedInvoiceRow[]>([]);
  const apply = useAct(applyForReds, {
    onRefused: useShowProblem(),
    onDone: (reply) => {
      setJudged(rows);
      setVerdicts(reply.verdicts);
      onClear();
      readAnew();
    },
  });
  return (
    <>
      {rows.length > 0 ? (
        <BulkToolbar selected={t('selected', { count: rows.length })} cancelText={t('clear')} onCancel={onClear}>
          <Button
            size="small"
            type="primary"
            loading={apply.isPending}
            onClick={() => apply.mutate({ body: { redIds: rows.map(({ id }) => id) } })}
          >
            {t('apply')}
          </Button>
        </BulkToolbar>
      ) : null}
      <VerdictsModal
        idOf={({ redId }) => redId}
        verdicts={verdicts}
        numbers={new Map(judged.map((row) => [row.id, row.rmaNumber]))}
        title={(counts) => t('severalDone', counts)}
        okText={t('applied')}
        onClose={() => setVerdicts([])}
      />
    </>
  );
}
