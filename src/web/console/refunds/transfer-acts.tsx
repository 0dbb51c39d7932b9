import { EyeOutlined } from '@ant-design/icons';
import { App, Button, Form, Tooltip } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import {
  approveTransfer,
  endTransfer,
  payTransfer,
  reclaimTransfer,
  revealPayee,
  type TransferRow,
} from '../../../contract/transfers.ts';
import { formatMoney } from '../../ui/format.ts';
import { MomentField, useMoments, WordsField } from '../claims/fields.tsx';
import { useTexts } from '../locales/texts.ts';
import { FormDialog } from '../parts/form-dialog.tsx';
import { RevealDialog } from '../parts/reveal-dialog.tsx';
import { useAct } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { useReveal } from '../parts/use-reveal.ts';
import { useSession } from '../shell/session.tsx';
import { useDeskAnew } from './propose-transfer.tsx';
import { useBecause } from './use-because.ts';

type Props = { row: TransferRow };

export function ApproveTransfer({ row }: Props) {
  const t = useTexts('refunds');
  const { modal } = App.useApp();
  const because = useBecause('transfer:approve', row.can.approve);
  const approve = useAct(approveTransfer, { onRefused: useShowProblem(), onDone: useDeskAnew() });
  if (row.state !== 'proposed') return null;
  const ask = () =>
    modal.confirm({
      title: t('approveAsk', { amount: formatMoney(row.amount), payee: `${row.payee.holder} ${row.payee.number}` }),
      content: row.because,
      okText: t('approve'),
      onOk: () =>
        approve.mutateAsync({ params: { rmaId: row.rmaId, transferId: row.id }, body: {} }).catch(() => undefined),
    });
  return (
    <Tooltip title={because}>
      <Button size="small" type="primary" disabled={because !== undefined} loading={approve.isPending} onClick={ask}>
        {t('approve')}
      </Button>
    </Tooltip>
  );
}

type Slip = { reference: string; paidAt: string };
type SlipProps = {
  name: string;
  title: string;
  hint: string;
  because: string | undefined;
  busy: boolean;
  onSlip: (slip: Slip) => void;
};

/** What the bank's slip says: its reference and its moment. */
function SlipDialog({ name, title, hint, because, busy, onSlip }: SlipProps) {
  const t = useTexts('refunds');
  const { now, instantOf } = useMoments();
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<{ reference: string; at: Dayjs }>();
  return (
    <>
      <Tooltip title={because}>
        <Button size="small" type="primary" disabled={because !== undefined} onClick={() => setOpen(true)}>
          {name}
        </Button>
      </Tooltip>
      {open ? (
        <FormDialog
          form={form}
          title={title}
          okText={name}
          busy={busy}
          initialValues={{ at: now }}
          onClose={() => setOpen(false)}
          onFinish={({ reference, at }) => onSlip({ reference, paidAt: instantOf(at) })}
        >
          <p className="faint">{hint}</p>
          <WordsField name="reference" label={t('bankReference')} />
          <MomentField label={t('paidAt')} />
        </FormDialog>
      ) : null}
    </>
  );
}

/** The bank has paid: also where the gateway has paid meanwhile, so that both stand in the books. */
export function PayTransfer({ row }: Props) {
  const t = useTexts('refunds');
  const because = useBecause('transfer:pay', row.can.pay);
  const pay = useAct(payTransfer, { onRefused: useShowProblem(), onDone: useDeskAnew() });
  const isLate = row.state === 'overtaken';
  if (row.state !== 'approved' && !isLate) return null;
  return (
    <SlipDialog
      name={t(isLate ? 'paidToo' : 'paidNow')}
      title={t('payTitle', { amount: formatMoney(row.amount) })}
      hint={t(isLate ? 'paidTooHint' : 'payHint')}
      because={because}
      busy={pay.isPending}
      onSlip={(body) => pay.mutate({ params: { rmaId: row.rmaId, transferId: row.id }, body })}
    />
  );
}

export function ReclaimTransfer({ row }: Props) {
  const t = useTexts('refunds');
  const because = useBecause('transfer:pay', row.can.reclaim);
  const reclaim = useAct(reclaimTransfer, { onRefused: useShowProblem(), onDone: useDeskAnew() });
  if (row.state !== 'paid_twice') return null;
  return (
    <SlipDialog
      name={t('reclaimed')}
      title={t('reclaimTitle', { amount: formatMoney(row.amount) })}
      hint={t('reclaimHint')}
      because={because}
      busy={reclaim.isPending}
      onSlip={(body) => reclaim.mutate({ params: { rmaId: row.rmaId, transferId: row.id }, body })}
    />
  );
}

export function EndTransfer({ row }: Props) {
  const t = useTexts('refunds');
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<{ because: string }>();
  const because = useBecause('transfer:approve', row.can.end);
  const end = useAct(endTransfer, { onRefused: useShowProblem(), onDone: useDeskAnew() });
  if (row.state !== 'proposed' && row.state !== 'approved') return null;
  return (
    <>
      <Tooltip title={because}>
        <Button size="small" danger disabled={because !== undefined} onClick={() => setOpen(true)}>
          {t('end')}
        </Button>
      </Tooltip>
      {open ? (
        <FormDialog
          form={form}
          danger
          title={t('endTitle')}
          okText={t('end')}
          busy={end.isPending}
          onClose={() => setOpen(false)}
          onFinish={(body) => end.mutate({ params: { rmaId: row.rmaId, transferId: row.id }, body })}
        >
          <p className="faint">{t('endHint')}</p>
          <WordsField name="because" label={t('why')} most={300} long />
        </FormDialog>
      ) : null}
    </>
  );
}

/** The account: masked, and in clear for who says what for; that stays on record. */
export function RevealPayee({ row }: Props) {
  const t = useTexts('refunds');
  const { may } = useSession();
  const { clear, asking, ask, close, reveal, isBusy } = useReveal(revealPayee);
  if (clear)
    return (
      <strong>
        {clear.holder} {clear.bank} {clear.number}
      </strong>
    );
  return (
    <>
      {row.payee.holder} <span className="number">{row.payee.number}</span>
      {may('transfer:pay') && row.state !== 'ended' ? (
        <Button
          size="small"
          type="text"
          icon={<EyeOutlined />}
          aria-label={t('reveal')}
          title={t('reveal')}
          onClick={ask}
        />
      ) : null}
      {asking ? (
        <RevealDialog
          title={t('reveal')}
          purpose={t('revealPurpose')}
          busy={isBusy}
          onClose={close}
          onReveal={(purpose) => reveal({ params: { transferId: row.id }, body: { purpose } })}
        />
      ) : null}
    </>
  );
}
