import { Button } from 'antd';
import { listResale } from '../../../contract/stock-hook.ts';
import { formatDecimal } from '../../../domain/money.ts';
import { call, type ReplyOf } from '../../ui/api.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Blank } from '../parts/blank.tsx';
import { Listing } from '../parts/listing.tsx';
import { Money } from '../parts/money.tsx';
import { Panel } from '../parts/page.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { usePages } from '../parts/use-api.ts';
import { useCsvExport } from '../parts/use-csv-export.ts';

type Row = ReplyOf<typeof listResale>['rows'][number];

const plain = (amount: { minor: string; currency: string } | null): string =>
  amount ? formatDecimal({ minor: BigInt(amount.minor), currency: amount.currency }) : '';

/** Second-hand goods as they are offered elsewhere. */
export function Resale() {
  const t = useTexts('warehouse');
  const stock = useTexts('stock');
  const words = useWords();
  const pages = usePages<Row>([listResale.path], (after, signal) =>
    call(listResale, { query: { ...(after ? { after } : {}) } }, { signal }),
  );
  const csv = useCsvExport<Row>({
    name: 'second-hand',
    head: ['sku', 'title', 'grade', 'location', 'quantity', 'price', 'currency', 'photos'],
    cells: (row) => [
      row.sku,
      row.title,
      row.grade ?? '',
      row.location,
      row.quantity,
      plain(row.suggestedPrice),
      row.bookValue.currency,
      row.photos.join(' '),
    ],
    page: (limit, after) => call(listResale, { query: { limit, ...(after ? { after } : {}) } }),
    saidAfter: (count) => t('exported', { count }),
  });
  return (
    <>
      <div className="stock-tools">
        <Button loading={csv.busy} onClick={csv.run}>
          {t('exportCsv')}
        </Button>
      </div>
      <Listing pages={pages} blank={<Blank title={t('resaleNone')} />}>
        {(rows) => (
          <Panel>
            <PlainTable<Row>
              rowKey={(row) => `${row.sku}/${row.location}`}
              dataSource={rows}
              columns={[
                { title: stock('sku'), render: (_, row) => <span className="number">{row.sku}</span> },
                { title: stock('item'), render: (_, row) => <span className="wrap">{row.title}</span> },
                { title: t('grade'), render: (_, row) => (row.grade ? words('grade', row.grade) : '') },
                { title: stock('location'), render: (_, row) => words('location', row.location) },
                {
                  title: stock('quantity'),
                  align: 'right',
                  render: (_, row) => <strong className="number">{row.quantity}</strong>,
                },
                {
                  title: t('photos'),
                  align: 'right',
                  render: (_, row) => <span className="number">{row.photos.length}</span>,
                },
                { title: t('value'), align: 'right', render: (_, row) => <Money of={row.bookValue} /> },
                {
                  title: t('price'),
                  align: 'right',
                  render: (_, row) => (row.suggestedPrice ? <Money of={row.suggestedPrice} /> : null),
                },
              ]}
            />
          </Panel>
        )}
      </Listing>
    </>
  );
}
