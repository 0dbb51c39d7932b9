import { useQueryClient } from '@tanstack/react-query';
import { Button, Form, Tooltip } from 'antd';
import { useState } from 'react';
import { listRefunds } from '../../../contract/back-office.ts';
import { countRefundDesk, listTransfers, proposeTransfer } from '../../../contract/transfers.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { formatMoney } from '../../ui/format.ts';
import { WordsField } from '../claims/fields.tsx';
import { useTexts } from '../locales/texts.ts';
import { FormDialog } from '../parts/form-dialog.tsx';
import { useAct } from '../parts/use-api.ts';
import { useRefusal, useShowProblem } from '../parts/use-refusal.ts';
import { useSession } from '../shell/session.tsx';

type Row = ReplyOf<typeof listRefunds>['rows'][number];

/** All that the refund desk shows, read anew after somebody has acted. */
export function useDeskAnew() {
  const queries = useQueryClient();
  return () => {
    for (const { path } of [listRefunds, listTransfers, countRefundDesk])
      void queries.invalidateQueries({ queryKey: [path] });
  };
}

/** No gateway can pay it: a person proposes to pay it at the bank. */
export function ProposeTransfer({ row }: { row: Row }) {
  const t = useTexts('refunds');
  const say = useRefusal();
  const { may } = useSession();
  const readAnew = useDeskAnew();
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<{ because: string }>();
  const propose = useAct(proposeTransfer, {
    onRefused: useShowProblem(),
    onDone: () => {
      setOpen(false);
      readAnew();
    },
  });
  if (row.transfer === 'no' || row.transfer === 'paid') return null;
  if (row.transfer === 'proposed' || row.transfer === 'approved')
    return <span className="faint">{t(`transfers.${row.transfer}`)}</span>;
  const because = !may('transfer:propose')
    ? say({ code: 'not_permitted', permission: 'transfer:propose' })
    : row.transfer === 'needs_payee'
      ? t('needsPayee')
      : undefined;
  return (
    <>
      <Tooltip title={because}>
        <Button size="small" disabled={because !== undefined} onClick={() => setOpen(true)}>
          {t('propose')}
        </Button>
      </Tooltip>
      {open ? (
        <FormDialog
          form={form}
          title={t('proposeTitle', { amount: formatMoney(row.amount) })}
          okText={t('propose')}
          busy={propose.isPending}
          onClose={() => setOpen(false)}
          onFinish={(body) => propose.mutate({ params: { rmaId: row.rmaId, refundId: row.id }, body })}
        >
          <p className="faint">{t('proposeHint')}</p>
          <WordsField name="because" label={t('why')} most={300} long />
        </FormDialog>
      ) : null}
    </>
  );
}
