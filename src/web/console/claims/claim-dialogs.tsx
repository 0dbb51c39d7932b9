import { Form, Radio } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import type { ClaimView } from '../../../contract/claim-views.ts';
import { appealClaim, closeClaim, recordClaimAnswer, recordClaimPayment } from '../../../contract/claims.ts';
import type { RmaView } from '../../../contract/returns.ts';
import { formatDecimal, isPositive, subtract } from '../../../domain/money.ts';
import { formatMoney } from '../../ui/format.ts';
import { useTexts } from '../locales/texts.ts';
import { FormDialog } from '../parts/form-dialog.tsx';
import { type FileId, PhotoPicker } from '../parts/photo-picker.tsx';
import { useRmaAct } from '../rma/use-rma-act.ts';
import { AmountField, amountFrom, MomentField, useMoments, WordsField } from './fields.tsx';
import { moneyOf } from './possible.ts';

type Props = { rma: RmaView; claim: ClaimView; onClose: () => void };

/** What they have answered; a granted sum is booked at once. */
export function AnswerDialog({ rma, claim, onClose }: Props) {
  const t = useTexts('claims');
  const { now, instantOf } = useMoments();
  const [form] = Form.useForm<{ outcome: 'accepted' | 'refused'; amount: string; because: string; at: Dayjs }>();
  // Only who owes an answer can refuse.
  const outcomes = claim.state === 'filed' ? (['accepted', 'refused'] as const) : (['accepted'] as const);
  const outcome = Form.useWatch('outcome', form) ?? 'accepted';
  const send = useRmaAct(recordClaimAnswer, 'record_claim_answer', rma, { onDone: onClose });
  const { currency } = claim.amount;
  return (
    <FormDialog
      form={form}
      title={t('answerTitle')}
      okText={t('answerGo')}
      busy={send.isPending}
      onClose={onClose}
      initialValues={{ outcome: 'accepted', amount: formatDecimal(moneyOf(claim.amount)), at: now }}
      onFinish={({ amount, because, at }) => {
        const params = { rmaId: rma.id, claimId: claim.id };
        const granted = amountFrom(amount, currency);
        if (outcome === 'refused') send.mutate({ params, body: { outcome, because, at: instantOf(at) } });
        else if (granted) send.mutate({ params, body: { outcome, amount: granted, at: instantOf(at) } });
      }}
    >
      <Form.Item name="outcome">
        <Radio.Group options={outcomes.map((value) => ({ value, label: t(value) }))} />
      </Form.Item>
      {outcome === 'accepted' ? (
        <AmountField
          label={t('granted', { most: formatMoney(claim.amount) })}
          currency={currency}
          most={moneyOf(claim.amount)}
        />
      ) : (
        <WordsField name="because" label={t('because')} most={300} long />
      )}
      <MomentField label={t('answeredAt')} />
      {outcome === 'accepted' ? (
        <p className="faint">
          {t('grantedHint')}
          {claim.against === 'courier' && claim.cause === 'lost' ? ` ${t('lostHint')}` : ''}
        </p>
      ) : null}
    </FormDialog>
  );
}

export function ClaimPaymentDialog({ rma, claim, onClose }: Props) {
  const t = useTexts('claims');
  const { now, instantOf } = useMoments();
  const [form] = Form.useForm<{ amount: string; reference: string; at: Dayjs }>();
  const owed = subtract(moneyOf(claim.accepted), moneyOf(claim.paid));
  const typed = Form.useWatch('amount', form);
  const send = useRmaAct(recordClaimPayment, 'record_claim_payment', rma, { onDone: onClose });
  const { currency } = claim.amount;
  const amount = amountFrom(typed, currency);
  const most = formatMoney({ minor: String(owed.minor), currency });
  return (
    <FormDialog
      form={form}
      title={t('payTitle')}
      okText={t('payGo', { amount: amount ? formatMoney(amount) : '' })}
      busy={send.isPending}
      onClose={onClose}
      initialValues={{ amount: formatDecimal(owed), at: now }}
      onFinish={({ reference, at, amount: sum }) => {
        const paid = amountFrom(sum, currency);
        if (!paid) return;
        send.mutate({
          params: { rmaId: rma.id, claimId: claim.id },
          body: { amount: paid, reference, paidAt: instantOf(at) },
        });
      }}
    >
      <AmountField label={t('payAmount', { most })} currency={currency} most={owed} />
      <WordsField name="reference" label={t('payReference')} />
      <MomentField label={t('paidAt')} />
    </FormDialog>
  );
}

export function AppealDialog({ rma, claim, onClose }: Props) {
  const t = useTexts('claims');
  const { now, instantOf } = useMoments();
  const [form] = Form.useForm<{ because: string; at: Dayjs }>();
  const [files, setFiles] = useState<FileId[]>([]);
  const send = useRmaAct(appealClaim, 'appeal_claim', rma, { onDone: onClose });
  return (
    <FormDialog
      form={form}
      title={t('appealTitle')}
      okText={t('appealGo')}
      busy={send.isPending}
      onClose={onClose}
      initialValues={{ at: now }}
      onFinish={({ because, at }) =>
        send.mutate({
          params: { rmaId: rma.id, claimId: claim.id },
          body: { because, appealedAt: instantOf(at), files },
        })
      }
    >
      {claim.refusedBecause ? <p className="amber">{t('refusedBecause', { because: claim.refusedBecause })}</p> : null}
      <WordsField name="because" label={t('because')} most={300} long />
      <MomentField label={t('appealedAt')} />
      <Form.Item label={t('photos')}>
        <PhotoPicker files={files} onChange={setFiles} label={t('addPhoto')} />
      </Form.Item>
    </FormDialog>
  );
}

export function CloseClaimDialog({ rma, claim, onClose }: Props) {
  const t = useTexts('claims');
  const [form] = Form.useForm<{ outcome: 'written_off' | 'withdrawn'; because: string }>();
  const accepted = moneyOf(claim.accepted);
  const rest = subtract(accepted, moneyOf(claim.paid));
  const send = useRmaAct(closeClaim, 'close_claim', rma, { onDone: onClose });
  const writeOff = isPositive(accepted)
    ? t('writeOff', { amount: formatMoney({ minor: String(rest.minor), currency: rest.currency }) })
    : t('writeOffRefused');
  return (
    <FormDialog
      form={form}
      title={t('closeTitle')}
      okText={t('closeGo')}
      busy={send.isPending}
      danger
      onClose={onClose}
      initialValues={{ outcome: 'written_off' }}
      onFinish={(body) => send.mutate({ params: { rmaId: rma.id, claimId: claim.id }, body })}
    >
      <Form.Item name="outcome">
        <Radio.Group
          className="claim-choices"
          options={[
            { value: 'written_off', label: writeOff },
            ...(isPositive(accepted) ? [] : [{ value: 'withdrawn', label: t('withdraw') }]),
          ]}
        />
      </Form.Item>
      <WordsField name="because" label={t('because')} most={300} long />
    </FormDialog>
  );
}
