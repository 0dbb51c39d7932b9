import { AutoComplete, Form, Input, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { fileClaim } from '../../../contract/claims.ts';
import type { RmaView } from '../../../contract/returns.ts';
import { formatDecimal } from '../../../domain/money.ts';
import { type ClaimCause, type ClaimParty, claimCauses, claimParties } from '../../../domain/recovery/loss-claim.ts';
import { formatMoney } from '../../ui/format.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { FormDialog } from '../parts/form-dialog.tsx';
import { type FileId, PhotoPicker } from '../parts/photo-picker.tsx';
import { couriers, useCourierCode } from '../rma/courier-fields.tsx';
import { useRmaAct } from '../rma/use-rma-act.ts';
import { AmountField, amountFrom, MomentField, useMoments, WordsField } from './fields.tsx';
import { moneyOf } from './possible.ts';

export type ClaimStart = { cause?: string | undefined; waybill?: string | undefined };

type Asked = {
  against: ClaimParty;
  party: string;
  cause: ClaimCause;
  waybill?: string;
  amount: string;
  reference?: string;
  at: Dayjs;
};

/** As many photos as a claim takes. */
const MOST_PHOTOS = 20;

/** A claim, filled in by what the return tells: its parcel and courier, what it is worth, its photos. */
export function FileClaimDialog({ rma, start, onClose }: { rma: RmaView; start: ClaimStart; onClose: () => void }) {
  const t = useTexts('claims');
  const words = useWords();
  const { now, instantOf } = useMoments();
  const codeOf = useCourierCode();
  const { currency } = rma.order.paid;
  const parcel = rma.parcels.find(({ waybill }) => waybill === start.waybill) ?? rma.parcels[0];
  const courier = parcel ? words('courier', parcel.courier) : '';
  const [files, setFiles] = useState<FileId[]>(rma.evidence.slice(0, MOST_PHOTOS));
  const [form] = Form.useForm<Asked>();
  const against = Form.useWatch('against', form) ?? 'courier';
  const typed = Form.useWatch('amount', form);
  const send = useRmaAct(fileClaim, 'file_claim', rma, { onDone: onClose });
  const amount = amountFrom(typed, currency);
  return (
    <FormDialog
      form={form}
      width={560}
      title={`${t('fileTitle')} · ${rma.number}`}
      okText={t('fileGo', { amount: amount ? formatMoney(amount) : '' })}
      busy={send.isPending}
      onClose={onClose}
      initialValues={{
        against: 'courier',
        party: courier,
        cause: claimCauses.find((each) => each === start.cause) ?? 'lost',
        waybill: start.waybill ?? parcel?.waybill,
        amount: worthOf(rma),
        at: now,
      }}
      onValuesChange={(changed) => {
        if ('against' in changed) form.setFieldValue('party', changed.against === 'courier' ? courier : '');
      }}
      onFinish={({ at, amount: sum, ...asked }) => {
        const claimed = amountFrom(sum, currency);
        if (!claimed) return;
        const body = { ...bodyOf(asked, codeOf), amount: claimed, filedAt: instantOf(at), files };
        send.mutate({ params: { rmaId: rma.id }, body });
      }}
    >
      <ClaimFields against={against} currency={currency} />
      <WordsField name="reference" label={t('reference')} optional />
      <Form.Item label={t('photos')} extra={t('photosHint')}>
        <PhotoPicker files={files} onChange={setFiles} label={t('addPhoto')} />
      </Form.Item>
    </FormDialog>
  );
}

const bodyOf = (
  { against, party, cause, waybill, reference }: Omit<Asked, 'at' | 'amount'>,
  codeOf: (name: string) => string,
) => ({
  against,
  cause,
  party: against === 'courier' ? codeOf(party.trim()) : party.trim(),
  ...(waybill?.trim() ? { waybill: waybill.trim() } : {}),
  reference: reference?.trim() ?? '',
});

/** Against whom, for what, and how much. A courier is named by its code and wants a waybill. */
function ClaimFields({ against, currency }: { against: ClaimParty; currency: string }) {
  const t = useTexts('claims');
  const words = useWords();
  return (
    <div className="claim-fields">
      <Form.Item name="against" label={t('against')}>
        <Select options={claimParties.map((value) => ({ value, label: words('claimParty', value) }))} />
      </Form.Item>
      <Form.Item
        name="party"
        label={t(`party.${against}`)}
        rules={[{ required: true, whitespace: true, message: t('needed') }]}
      >
        {against === 'courier' ? (
          <AutoComplete options={couriers.map((code) => ({ value: words('courier', code) }))} />
        ) : (
          <Input maxLength={80} />
        )}
      </Form.Item>
      <Form.Item name="cause" label={t('cause')}>
        <Select options={claimCauses.map((value) => ({ value, label: words('claimCause', value) }))} />
      </Form.Item>
      <Form.Item
        name="waybill"
        label={t('waybill')}
        rules={[
          {
            required: against === 'courier',
            pattern: /^\s*[0-9A-Za-z-]{6,32}\s*$/,
            message: t('needed'),
          },
        ]}
      >
        <Input className="number" />
      </Form.Item>
      <AmountField label={t('amount')} currency={currency} />
      <MomentField label={t('filedAt')} />
    </div>
  );
}

/** What was given back for them, else what would be. */
function worthOf(rma: RmaView): string {
  const paid = rma.refunds.filter(({ state }) => state === 'succeeded');
  if (paid.length === 0) return formatDecimal(moneyOf(rma.amount?.total ?? rma.order.paid));
  const minor = paid.reduce((total, { amount }) => total + BigInt(amount.minor), 0n);
  return formatDecimal({ minor, currency: rma.order.paid.currency });
}
