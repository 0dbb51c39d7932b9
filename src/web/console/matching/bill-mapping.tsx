import { Button, Form, Select } from 'antd';
import type { z } from 'zod';
import type { listBillSources, mapBillSource } from '../../../contract/bills.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { useTexts } from '../locales/texts.ts';
import { PlainTable } from '../parts/plain-table.tsx';
import { Tag } from '../parts/tag.tsx';
import { useFormats } from '../parts/use-formats.ts';

type Source = ReplyOf<typeof listBillSources>['rows'][number];
export type Mapping = z.input<NonNullable<typeof mapBillSource.body>>['mapping'];
type Fields = {
  at?: string;
  amount?: string;
  tradeNumber?: string;
  refundNumber?: string;
  kind?: string;
  refunds?: string[];
};

type Props = {
  source: Source | undefined;
  columns: readonly string[];
  sample: readonly string[][];
  busy: boolean;
  onSave: (mapping: Mapping) => void;
};

/** Which columns of the file say what, beside its first rows. */
export function BillMapping({ source, columns, sample, busy, onSave }: Props) {
  const t = useTexts('bills');
  const [form] = Form.useForm<Fields>();
  const kind = Form.useWatch('kind', form);
  const options = columns.map((value) => ({ value, label: value }));
  const column = (name: 'at' | 'amount' | 'tradeNumber') => (
    <Form.Item name={name} label={t(name)} rules={[{ required: true }]}>
      <Select showSearch options={options} />
    </Form.Item>
  );
  return (
    <section aria-label={t('columns')}>
      <h3>{t('columns')}</h3>
      <p className="match-lead">
        <Origin source={source} />
      </p>
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        className="bill-mapping"
        initialValues={fieldsOf(source, columns)}
        onFinish={(fields) => onSave(mappingOf(fields))}
      >
        {column('at')}
        {column('amount')}
        {column('tradeNumber')}
        <Form.Item name="refundNumber" label={t('refundNumber')}>
          <Select showSearch allowClear options={options} placeholder={t('none')} />
        </Form.Item>
        <Form.Item name="kind" label={t('kindColumn')}>
          <Select showSearch allowClear options={options} placeholder={t('everyRow')} />
        </Form.Item>
        {kind ? (
          <Form.Item name="refunds" label={t('refunds')} rules={[{ required: true }]}>
            <Select mode="tags" placeholder={t('refundsHint')} options={wordsIn(sample, columns.indexOf(kind))} />
          </Form.Item>
        ) : null}
      </Form>
      <Button loading={busy} type={source?.isMapped ? 'default' : 'primary'} onClick={() => form.submit()}>
        {t('saveMapping')}
      </Button>
      <h3>{t('sample')}</h3>
      <PlainTable<string[]>
        rowKey={(row) => row.join(' ')}
        dataSource={sample.map((cells) => [...cells])}
        columns={columns.map((title, n) => ({ title, render: (_, row) => row[n] }))}
      />
    </section>
  );
}

function Origin({ source }: { source: Source | undefined }) {
  const t = useTexts('bills');
  const formats = useFormats();
  if (!source) return null;
  if (source.isMapped && source.mappedAt)
    return (
      <span className="faint">{t('mappedBy', { name: source.mappedBy ?? '', at: formats.full(source.mappedAt) })}</span>
    );
  return source.isVerified ? null : <Tag tone="amber">{t('unverified')}</Tag>;
}

/** Columns that the file lacks are left for a person to choose. */
function fieldsOf(source: Source | undefined, columns: readonly string[]): Fields {
  if (!source) return {};
  const { at, amount, tradeNumber, refundNumber, kind } = source.mapping;
  const there = (name: string | undefined) => (name !== undefined && columns.includes(name) ? name : undefined);
  const known = { at: there(at), amount: there(amount), tradeNumber: there(tradeNumber) };
  return {
    ...Object.fromEntries(Object.entries(known).filter(([, name]) => name !== undefined)),
    ...(there(refundNumber) && refundNumber ? { refundNumber } : {}),
    ...(kind && there(kind.column) ? { kind: kind.column, refunds: [...kind.refunds] } : {}),
  };
}

const mappingOf = ({ at = '', amount = '', tradeNumber = '', refundNumber, kind, refunds = [] }: Fields): Mapping => ({
  at,
  amount,
  tradeNumber,
  ...(refundNumber ? { refundNumber } : {}),
  ...(kind ? { kind: { column: kind, refunds } } : {}),
});

const wordsIn = (sample: readonly string[][], n: number) =>
  [...new Set(sample.map((row) => row[n] ?? ''))]
    .filter((word) => word !== '')
    .map((value) => ({ value, label: value }));
