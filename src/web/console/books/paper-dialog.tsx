import { useQueryClient } from '@tanstack/react-query';
import { DatePicker, Form, Input, InputNumber, Modal, Select, Switch } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { bookDocument } from '../../../contract/papers.ts';
import { type PartyKind, partyKinds } from '../../../domain/ledger/accounts.ts';
import { type PaidAccount, paidAccounts } from '../../../domain/ledger/book-document.ts';
import { now } from '../../ui/clock.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { useAct } from '../parts/use-api.ts';
import { useFormats } from '../parts/use-formats.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { useSession } from '../shell/session.tsx';
import { amountOf } from '../stock/amount-input.tsx';
import type { InputOf } from './paper-input.ts';

// A loss is settled where it waits.
const kinds = [
  'freight_bill',
  'party_payment',
  'fine',
  'freight_insurance',
  'fee_returned',
  'goodwill',
  'scrap_sale',
  'returns_estimate',
] as const;

type Fields = {
  kind: (typeof kinds)[number];
  day: Dayjs;
  amount: string;
  cost?: string;
  party?: string;
  partyKind: PartyKind;
  account: PaidAccount;
  vat: number;
  lower?: boolean;
  memo?: string;
  attachments: number;
};

/** What the paper says, by its kind; undefined where an amount is none. */
function documentOf(fields: Fields, currency: string): InputOf | undefined {
  const { kind, party = '', vat, lower } = fields;
  const amount = amountOf(fields.amount, currency);
  if (!amount) return undefined;
  const vatBasisPoints = Math.round(vat * 100);
  switch (kind) {
    case 'freight_bill':
      return { kind, courier: party, gross: amount, vatBasisPoints };
    case 'scrap_sale':
      return { kind, gross: amount, vatBasisPoints };
    case 'fine':
      return { kind, platform: party, amount };
    case 'party_payment':
      return { kind, account: fields.account, party: { kind: fields.partyKind, id: party }, amount };
    case 'returns_estimate': {
      const cost = amountOf(fields.cost ?? '0', currency);
      return cost && { kind, revenue: amount, cost, ...(lower ? { lower: true } : {}) };
    }
    default:
      return { kind, amount };
  }
}

export function PaperDialog({ onEnd }: { onEnd: () => void }) {
  const t = useTexts('books');
  const { merchant } = useSession();
  const formats = useFormats();
  const queries = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const kind = Form.useWatch('kind', form) ?? 'freight_bill';
  const book = useAct(bookDocument, {
    onDone: () => {
      void queries.invalidateQueries();
      onEnd();
    },
    onRefused: useShowProblem(),
  });
  const send = (fields: Fields) => {
    const document = documentOf(fields, merchant.currency);
    if (!document) return form.setFields([{ name: 'amount', errors: [t('amountWrong')] }]);
    const { day, memo = '', attachments } = fields;
    book.mutate({ body: { document, occurredOn: day.format('YYYY-MM-DD'), memo, attachments } });
  };
  const today = dayjs(formats.today(now()));
  return (
    <Modal
      open
      onCancel={onEnd}
      title={t('newPaper')}
      okText={t('bookIt')}
      okButtonProps={{ loading: book.isPending }}
      onOk={form.submit}
    >
      <Form<Fields>
        form={form}
        layout="vertical"
        initialValues={{
          kind: 'freight_bill',
          day: today,
          vat: 6,
          attachments: 1,
          partyKind: 'courier',
          account: 'freight_payable',
        }}
        onFinish={send}
      >
        <Form.Item name="kind" label={t('col.kind')}>
          <Select options={kinds.map((value) => ({ value, label: t(`paper.${value}`) }))} />
        </Form.Item>
        <Form.Item name="day" label={t('col.date')} extra={t('dayHint')} rules={[{ required: true }]}>
          <DatePicker allowClear={false} maxDate={today} />
        </Form.Item>
        <KindFields kind={kind} />
        <Form.Item name="attachments" label={t('col.attachments')}>
          <InputNumber min={0} max={999} precision={0} />
        </Form.Item>
        <Form.Item name="memo" label={t('memo')}>
          <Input maxLength={200} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function KindFields({ kind }: { kind: Fields['kind'] }) {
  const t = useTexts('books');
  const words = useWords();
  const named = kind === 'freight_bill' || kind === 'fine' || kind === 'party_payment';
  const taxed = kind === 'freight_bill' || kind === 'scrap_sale';
  return (
    <>
      {kind === 'party_payment' ? (
        <>
          <Form.Item name="account" label={t('col.account')}>
            <Select options={paidAccounts.map((value) => ({ value, label: t(`paid.${value}`) }))} />
          </Form.Item>
          <Form.Item name="partyKind" label={t('col.party')}>
            <Select options={partyKinds.map((value) => ({ value, label: words('partyKind', value) }))} />
          </Form.Item>
        </>
      ) : null}
      {named ? (
        <Form.Item name="party" label={t('partyName')} rules={[{ required: true, message: t('partyNeeded') }]}>
          <Input maxLength={40} />
        </Form.Item>
      ) : null}
      <Form.Item
        name="amount"
        label={t(kind === 'returns_estimate' ? 'revenue' : taxed ? 'gross' : 'col.amount')}
        rules={[{ required: true, message: t('amountWrong') }]}
      >
        <Input className="number" inputMode="decimal" maxLength={16} />
      </Form.Item>
      {kind === 'returns_estimate' ? (
        <>
          <Form.Item name="cost" label={t('cost')} rules={[{ required: true, message: t('amountWrong') }]}>
            <Input className="number" inputMode="decimal" maxLength={16} />
          </Form.Item>
          <Form.Item name="lower" label={t('lower')} valuePropName="checked">
            <Switch />
          </Form.Item>
        </>
      ) : null}
      <Form.Item name="vat" label={t('vat')} hidden={!taxed}>
        <InputNumber min={0} max={100} precision={2} suffix="%" />
      </Form.Item>
    </>
  );
}
