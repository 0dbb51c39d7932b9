import { Button } from 'antd';
import type { listStock } from '../../../contract/back-office.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { formatCount } from '../../ui/format.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Money } from '../parts/money.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Tag, type Tone } from '../parts/tag.tsx';

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

export function StockTable({ rows, onShow }: { rows: Row[]; onShow: (sku: string) => void }) {
  const t = useTexts('stock');
  const words = useWords();
  return (
    <PlainTable<Row>
      rowKey={(row) => `${row.sku}/${row.location}/${row.condition}`}
      dataSource={rows}
      columns={[
        { title: t('sku'), render: (_, row) => <span className="number">{row.sku}</span> },
        { title: t('item'), render: (_, row) => <span className="wrap">{row.title}</span> },
        {
          title: t('condition'),
          render: (_, row) => <Tag tone={tones[row.condition] ?? 'grey'}>{words('condition', row.condition)}</Tag>,
        },
        { title: t('location'), render: (_, row) => words('location', row.location) },
        {
          title: t('quantity'),
          align: 'right',
          render: (_, row) => <strong className="number">{formatCount(row.quantity)}</strong>,
        },
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
