import { useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { type listDifferences, settleDifferences } from '../../../contract/matching.ts';
import { add, money } from '../../../domain/money.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { formatMoney } from '../../ui/format.ts';
import { useTexts } from '../locales/texts.ts';
import { BulkToolbar } from '../parts/bulk-toolbar.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import { useAct } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { VerdictsModal } from '../parts/verdicts-modal.tsx';

type Row = ReplyOf<typeof listDifferences>['rows'][number];
type Verdict = ReplyOf<typeof settleDifferences>['verdicts'][number];

const actions = ['take', 'raise', 'book', 'explain'] as const;

/** Settles several differences the same way, each with a verdict of its own. */
export function BulkSettle({ rows, onClear }: { rows: readonly Row[]; onClear: () => void }) {
  const t = useTexts('matching');
  const queries = useQueryClient();
  const [form] = Form.useForm<{ note: string }>();
  const [doing, setDoing] = useState<(typeof actions)[number]>();
  const [verdicts, setVerdicts] = useState<Verdict[]>([]);
  const [judged, setJudged] = useState<readonly Row[]>([]);
  const settle = useAct(settleDifferences, {
    onDone: (reply) => {
      setJudged(rows);
      setVerdicts(reply.verdicts);
      setDoing(undefined);
      form.resetFields();
      onClear();
      void queries.invalidateQueries();
    },
    onRefused: useShowProblem(),
  });
  const selected = t('selected', { count: rows.length });
  return (
    <>
      {rows.length > 0 ? (
        <BulkToolbar selected={selected} note={totalOf(rows)} cancelText={t('clear')} onCancel={onClear}>
          {actions.map((action) => (
            <Button
              key={action}
              size="small"
              type={action === 'book' ? 'primary' : 'default'}
              onClick={() => setDoing(action)}
            >
              {t(`action.${action}`)}
            </Button>
          ))}
        </BulkToolbar>
      ) : null}
      {doing ? (
        <FormDialog
          form={form}
          title={t('severalTitle', { action: t(`action.${doing}`), count: rows.length })}
          okText={t('confirm')}
          busy={settle.isPending}
          onClose={() => setDoing(undefined)}
          onFinish={({ note }) => settle.mutate({ body: bodyOf(rows, doing, note) })}
        >
          <p className="match-lead">{t('severalHint', { amount: totalOf(rows) })}</p>
          <Form.Item name="note" label={t('remark')} rules={[{ required: true, whitespace: true }]}>
            <Input.TextArea rows={2} maxLength={300} />
          </Form.Item>
        </FormDialog>
      ) : null}
      <VerdictsModal
        idOf={({ differenceId }) => differenceId}
        verdicts={verdicts}
        numbers={new Map(judged.map((row) => [row.id, row.rmaNumber ?? row.number]))}
        title={(counts) => t('severalDone', counts)}
        okText={t('settledOne')}
        onClose={() => setVerdicts([])}
      />
    </>
  );
}

function bodyOf(rows: readonly Row[], action: (typeof actions)[number], note: string) {
  const differenceIds = rows.map(({ id }) => id);
  return action === 'book'
    ? { differenceIds, action, note, gaps: rows.map(({ gap }) => gap.minor) }
    : { differenceIds, action, note };
}

/** What the rows come to, apart for each currency. */
function totalOf(rows: readonly Row[]): string {
  const sums = new Map<string, bigint>();
  for (const { gap } of rows) {
    const { currency } = gap;
    sums.set(currency, add(money(sums.get(currency) ?? 0n, currency), money(BigInt(gap.minor), currency)).minor);
  }
  return [...sums].map(([currency, minor]) => formatMoney({ minor: String(minor), currency })).join(' + ');
}
