import { Button } from 'antd';
import type { listStock } from '../../../contract/back-office.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { formatCount } from '../../ui/format.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Money } from '../parts/money.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Tag, type Tone } from '../parts/tag.tsx';
import { usePhone } from '../parts/use-wide.ts';

type Row = ReplyOf<typeof listStock>['rows'][number];

const tones: Record<string, Tone> = {
  uninspected: 'amber',
  good: 'green',
  to_repair: 'blue',
  second_hand: 'blue',
  scrap: 'red',
  to_vendor: 'amber',
  quarantine: 'amber',
};

const keyOf = (row: Row): string => `${row.sku}/${row.location}/${row.condition}`;

export function StockTable({ rows, onShow }: { rows: Row[]; onShow: (sku: string) => void }) {
  const t = useTexts('stock');
  const words = useWords();
  const isPhone = usePhone();
  const number = (row: Row) => (
    <Button size="small" type="link" className="number" onClick={() => onShow(row.sku)}>
      {row.sku}
    </Button>
  );
  const state = (row: Row) => <Tag tone={tones[row.condition] ?? 'grey'}>{words('condition', row.condition)}</Tag>;
  const quantity = {
    title: t('quantity'),
    align: 'right' as const,
    render: (_: unknown, row: Row) => <strong className="number">{formatCount(row.quantity)}</strong>,
  };
  // How many lie where must be seen without pushing the table aside.
  if (isPhone)
    return (
      <PlainTable<Row>
        rowKey={keyOf}
        scroll={{}}
        dataSource={rows}
        columns={[
          {
            title: t('item'),
            render: (_, row) => (
              <span className="stock-article">
                {number(row)}
                <span>{row.title}</span>
              </span>
            ),
          },
          {
            title: t('location'),
            render: (_, row) => (
              <span className="stock-article">
                {words('location', row.location)}
                {state(row)}
              </span>
            ),
          },
          quantity,
        ]}
      />
    );
  return (
    <PlainTable<Row>
      rowKey={keyOf}
      dataSource={rows}
      columns={[
        { title: t('sku'), render: (_, row) => <span className="number">{row.sku}</span> },
        { title: t('item'), render: (_, row) => <span className="wrap">{row.title}</span> },
        { title: t('condition'), render: (_, row) => state(row) },
        { title: t('location'), render: (_, row) => words('location', row.location) },
        quantity,
        { title: t('value'), align: 'right', render: (_, row) => <Money of={row.value} /> },
        {
          title: '',
          align: 'right',
          render: (_, row) => (
            <Button size="small" type="link" onClick={() => onShow(row.sku)}>
              {t('show')}
            </Button>
          ),
        },
      ]}
    />
  );
}
