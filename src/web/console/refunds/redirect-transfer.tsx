import { App, Button, Form, Input, Tooltip } from 'antd';
import { useState } from 'react';
import { redirectTransfer, type TransferRow } from '../../../contract/transfers.ts';
import { formatMoney } from '../../ui/format.ts';
import { useTexts } from '../locales/texts.ts';
import { FormDialog } from '../parts/form-dialog.tsx';
import { useAct } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { useDeskAnew } from './propose-transfer.tsx';
import { useBecause } from './use-because.ts';

/** The gateway holds the money: it is told the account that was agreed to, of which only its bank's code is missing. */
export function RedirectTransfer({ row }: { row: TransferRow }) {
  const t = useTexts('refunds');
  const { message } = App.useApp();
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<{ bankCode: string }>();
  const because = useBecause('transfer:pay', row.can.redirect);
  const readAnew = useDeskAnew();
  const redirect = useAct(redirectTransfer, {
    onRefused: useShowProblem(),
    onDone: (said) => {
      const isTaken = said.outcome === 'accepted' || said.outcome === 'succeeded';
      if (isTaken) message.success(t('redirectTaken'));
      else message.error(`${t(said.outcome === 'refused' ? 'redirectRefused' : 'redirectUnknown')} ${said.message}`);
      setOpen(false);
      return readAnew();
    },
  });
  // Only what the gateway holds can go this way; the account of an Alipay user is paid at Alipay.
  if (row.state !== 'approved' || row.payee.kind !== 'bank' || row.can.redirect?.code === 'refund_not_abnormal')
    return null;
  return (
    <>
      <Tooltip title={because}>
        <Button size="small" disabled={because !== undefined} onClick={() => setOpen(true)}>
          {t('redirect')}
        </Button>
      </Tooltip>
      {open ? (
        <FormDialog
          form={form}
          title={t('redirectTitle', {
            amount: formatMoney(row.amount),
            payee: `${row.payee.holder} ${row.payee.number}`,
          })}
          okText={t('redirect')}
          busy={redirect.isPending}
          onClose={() => setOpen(false)}
          onFinish={(body) => redirect.mutate({ params: { rmaId: row.rmaId, transferId: row.id }, body })}
        >
          <p className="faint">{t('redirectHint')}</p>
          <Form.Item name="bankCode" label={t('bankCode')} rules={[{ required: true }]} extra={t('bankCodeHint')}>
            <Input autoComplete="off" maxLength={40} placeholder="CMB_DEBIT" />
          </Form.Item>
        </FormDialog>
      ) : null}
    </>
  );
}
