import { Checkbox, Form, Radio, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import type { PostageView } from '../../../contract/claim-views.ts';
import { askPostage, declinePostage, payPostage, recordInsurance, recoverPostage } from '../../../contract/claims.ts';
import type { RmaView } from '../../../contract/returns.ts';
import { formatDecimal } from '../../../domain/money.ts';
import { type PostagePayer, postagePayers } from '../../../domain/recovery/postage.ts';
import { formatMoney } from '../../ui/format.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { FormDialog } from '../parts/form-dialog.tsx';
import { type FileId, PhotoPicker } from '../parts/photo-picker.tsx';
import { useRmaAct } from '../rma/use-rma-act.ts';
import { AmountField, amountFrom, MomentField, useMoments, WordsField } from './fields.tsx';
import { moneyOf } from './possible.ts';

type Props = { rma: RmaView; postage: PostageView; onClose: () => void };

export function AskPostageDialog({ rma, onClose }: { rma: RmaView; onClose: () => void }) {
  const t = useTexts('claims');
  const words = useWords();
  const { currency } = rma.order.paid;
  const open = rma.parcels.filter(({ waybill }) => !rma.postages.some((postage) => postage.waybill === waybill));
  const [files, setFiles] = useState<FileId[]>([]);
  const [form] = Form.useForm<{ waybill: string; amount: string; insured: boolean }>();
  const typed = Form.useWatch('amount', form);
  const send = useRmaAct(askPostage, 'ask_postage', rma, { onDone: onClose });
  const amount = amountFrom(typed, currency);
  return (
    <FormDialog
      form={form}
      title={`${t('askTitle')} · ${rma.number}`}
      okText={t('askGo', { amount: amount ? formatMoney(amount) : '' })}
      busy={send.isPending}
      onClose={onClose}
      initialValues={{ waybill: open[0]?.waybill, insured: false }}
      onFinish={({ waybill, insured, amount: sum }) => {
        const asked = amountFrom(sum, currency);
        if (asked) send.mutate({ params: { rmaId: rma.id }, body: { waybill, insured, amount: asked, files } });
      }}
    >
      <p className="faint">{t('askHint')}</p>
      <Form.Item name="waybill" label={t('waybill')}>
        <Select
          options={open.map(({ waybill, courier }) => ({
            value: waybill,
            label: `${words('courier', courier)} ${waybill}`,
          }))}
        />
      </Form.Item>
      <AmountField label={t('amount')} currency={currency} />
      <Form.Item name="insured" valuePropName="checked">
        <Checkbox>{t('insured')}</Checkbox>
      </Form.Item>
      <Form.Item label={t('photos')}>
        <PhotoPicker files={files} onChange={setFiles} label={t('addPhoto')} />
      </Form.Item>
    </FormDialog>
  );
}

/** Money from the insurer to the buyer is none of ours: it is only known, so that nobody pays twice. */
export function InsuranceDialog({ rma, postage, onClose }: Props) {
  const t = useTexts('claims');
  const { now, instantOf } = useMoments();
  const [form] = Form.useForm<{
    outcome: 'paid' | 'refused';
    amount: string;
    reference: string;
    because: string;
    at: Dayjs;
  }>();
  const outcome = Form.useWatch('outcome', form) ?? 'paid';
  const send = useRmaAct(recordInsurance, 'record_insurance', rma, { onDone: onClose });
  const { currency } = postage.asked;
  const ours = postage.payouts.reduce((total, { amount }) => total + BigInt(amount.minor), 0n);
  return (
    <FormDialog
      form={form}
      title={t('insuranceTitle')}
      okText={t('insuranceGo')}
      busy={send.isPending}
      onClose={onClose}
      initialValues={{ outcome: 'paid', amount: formatDecimal(moneyOf(postage.asked)), at: now }}
      onFinish={({ amount, reference, because, at }) => {
        const params = { rmaId: rma.id, waybill: postage.waybill };
        const paid = amountFrom(amount, currency);
        if (outcome === 'refused') send.mutate({ params, body: { outcome, because, at: instantOf(at) } });
        else if (paid) send.mutate({ params, body: { outcome, amount: paid, reference, at: instantOf(at) } });
      }}
    >
      <Form.Item name="outcome">
        <Radio.Group
          options={[
            { value: 'paid', label: t('insurancePaid') },
            ...(postage.insurance ? [] : [{ value: 'refused', label: t('insuranceRefused') }]),
          ]}
        />
      </Form.Item>
      {outcome === 'paid' ? (
        <>
          <AmountField label={t('amount')} currency={currency} />
          <WordsField name="reference" label={t('insuranceReference')} />
        </>
      ) : (
        <WordsField name="because" label={t('because')} most={300} long />
      )}
      <MomentField label={t('insuranceAt')} />
      {outcome === 'paid' && ours > 0n ? (
        <p className="amber">{t('twiceHint', { amount: formatMoney({ minor: String(ours), currency }) })}</p>
      ) : null}
    </FormDialog>
  );
}

export function PayPostageDialog({ rma, postage, onClose }: Props) {
  const t = useTexts('claims');
  const words = useWords();
  const { now, instantOf } = useMoments();
  const [form] = Form.useForm<{ by: PostagePayer; amount: string; reference: string; at: Dayjs; goodwill: boolean }>();
  const [by, typed] = [Form.useWatch('by', form) ?? 'merchant', Form.useWatch('amount', form)];
  const send = useRmaAct(payPostage, 'pay_postage', rma, { onDone: onClose });
  const { currency } = postage.asked;
  const amount = amountFrom(typed, currency);
  const terms = rma.returnFreight;
  const needsGoodwill = by === 'merchant' && terms?.payer === 'buyer';
  return (
    <FormDialog
      form={form}
      title={t('payPostageTitle')}
      okText={t('payGo', { amount: amount ? formatMoney(amount) : '' })}
      busy={send.isPending}
      onClose={onClose}
      initialValues={{ by: 'merchant', amount: formatDecimal(moneyOf(postage.left)), at: now, goodwill: false }}
      onFinish={({ amount: sum, reference, at, goodwill }) => {
        const paid = amountFrom(sum, currency);
        if (!paid) return;
        send.mutate({
          params: { rmaId: rma.id, waybill: postage.waybill },
          body: { by, amount: paid, reference, paidAt: instantOf(at), goodwill: needsGoodwill && goodwill },
        });
      }}
    >
      <p className="faint">{t('payPostageHint', { left: formatMoney(postage.left) })}</p>
      <Form.Item name="by" label={t('by')}>
        <Radio.Group options={postagePayers.map((value) => ({ value, label: words('postagePayer', value) }))} />
      </Form.Item>
      <AmountField label={t('amount')} currency={currency} most={moneyOf(postage.left)} />
      <WordsField name="reference" label={t('postageReference')} />
      <MomentField label={t('postagePaidAt')} />
      {needsGoodwill ? (
        <Form.Item
          name="goodwill"
          valuePropName="checked"
          rules={[
            {
              validator: (_, ticked: boolean) =>
                ticked ? Promise.resolve() : Promise.reject(new Error(t('goodwillNeeded'))),
            },
          ]}
        >
          <Checkbox>{t('goodwill', { basis: terms.basis })}</Checkbox>
        </Form.Item>
      ) : null}
    </FormDialog>
  );
}

export function DeclinePostageDialog({ rma, postage, onClose }: Props) {
  const t = useTexts('claims');
  const [form] = Form.useForm<{ because: string }>();
  const send = useRmaAct(declinePostage, 'decline_postage', rma, { onDone: onClose });
  return (
    <FormDialog
      form={form}
      title={t('declineTitle')}
      okText={t('declineGo')}
      busy={send.isPending}
      onClose={onClose}
      onFinish={(body) => send.mutate({ params: { rmaId: rma.id, waybill: postage.waybill }, body })}
    >
      <p className="faint">{t('declineHint')}</p>
      <WordsField name="because" label={t('because')} most={300} long />
    </FormDialog>
  );
}

export function RecoverPostageDialog({ rma, postage, onClose }: Props) {
  const t = useTexts('claims');
  const [form] = Form.useForm<{ outcome: 'recovered' | 'waived'; reference: string }>();
  const send = useRmaAct(recoverPostage, 'recover_postage', rma, { onDone: onClose });
  return (
    <FormDialog
      form={form}
      title={t('recoverTitle', { amount: formatMoney(postage.paidTwice) })}
      okText={t('recoverGo')}
      busy={send.isPending}
      onClose={onClose}
      initialValues={{ outcome: 'recovered' }}
      onFinish={(body) => send.mutate({ params: { rmaId: rma.id, waybill: postage.waybill }, body })}
    >
      <Form.Item name="outcome">
        <Radio.Group
          options={[
            { value: 'recovered', label: t('recovered') },
            { value: 'waived', label: t('waived') },
          ]}
        />
      </Form.Item>
      <WordsField name="reference" label={t('recoverReference')} />
    </FormDialog>
  );
}
