import { listBills } from '../../../contract/bills.ts';
import { call, type ReplyOf } from '../../ui/api.ts';
import { useTexts } from '../locales/texts.ts';
import { Blank } from '../parts/blank.tsx';
import { Listing } from '../parts/listing.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Tag } from '../parts/tag.tsx';
import { usePages } from '../parts/use-api.ts';
import { useFormats } from '../parts/use-formats.ts';
import { useAccountName } from './use-account-name.ts';

type Row = ReplyOf<typeof listBills>['rows'][number];

/** The bills that people have brought, with what was left out of each. */
export function BillsList() {
  const t = useTexts('bills');
  const matching = useTexts('matching');
  const formats = useFormats();
  const nameOf = useAccountName();
  const pages = usePages<Row>([listBills.path], (after, signal) =>
    call(listBills, { query: after ? { after } : {} }, { signal }),
  );
  return (
    <Listing pages={pages} blank={<Blank title={t('noBills')} hint={t('noBillsHint')} />}>
      {(rows) => (
        <PlainTable<Row>
          rowKey="id"
          dataSource={rows}
          columns={[
            { title: t('source'), render: (_, row) => nameOf(row.vendor) },
            {
              title: t('file'),
              render: (_, row) => (
                <>
                  {row.fileName}
                  <div className="faint">{`${formats.full(row.at)} · ${row.by}`}</div>
                </>
              ),
            },
            { title: t('days'), className: 'number', render: (_, row) => `${row.from} – ${row.to}` },
            { title: t('count'), align: 'right', className: 'number', dataIndex: 'lines' },
            {
              title: matching('col.state'),
              render: (_, row) =>
                row.takenAt ? (
                  <Tag tone="green">{matching('dayState.complete')}</Tag>
                ) : (
                  <Tag tone="red">{t('halfway')}</Tag>
                ),
            },
            {
              title: t('check'),
              render: (_, row) => (
                <span className="faint">
                  {[
                    ...row.setAside.map(({ word, rows: count }) => t('aside', { word, rows: count })),
                    ...(row.notes > 0 ? [t('notes', { rows: row.notes })] : []),
                  ].join(' · ')}
                </span>
              ),
            },
          ]}
        />
      )}
    </Listing>
  );
}
