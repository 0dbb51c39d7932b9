import { Drawer } from 'antd';
import { Link } from 'react-router';
import { listMovements } from '../../../contract/back-office.ts';
import { call, type ReplyOf } from '../../ui/api.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Blank, Failed } from '../parts/blank.tsx';
import { LoadMore } from '../parts/load-more.tsx';
import { Money } from '../parts/money.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { usePages } from '../parts/use-api.ts';
import { When } from '../parts/when.tsx';
import { documentAddress } from './document-address.ts';

type Row = ReplyOf<typeof listMovements>['rows'][number];

/** How the units of an article came to be where they are. */
export function Movements({ sku, onClose }: { sku: string | undefined; onClose: () => void }) {
  const t = useTexts('stock');
  const words = useWords();
  const pages = usePages(
    [listMovements.path, sku],
    (after, signal) => call(listMovements, { query: { sku: sku ?? '', ...(after ? { after } : {}) } }, { signal }),
    sku !== undefined,
  );
  return (
    <Drawer open={sku !== undefined} onClose={onClose} size={640} title={`${t('movements')} · ${sku ?? ''}`}>
      {pages.error ? <Failed error={pages.error} retry={pages.refetch} /> : null}
      {pages.isSuccess && pages.rows.length === 0 ? <Blank title={t('noMovements')} /> : null}
      <PlainTable<Row>
        rowKey="id"
        loading={pages.isPending && sku !== undefined}
        dataSource={pages.rows}
        columns={[
          { title: t('at'), render: (_, row) => <When at={row.recordedAt} time /> },
          { title: t('from'), render: (_, row) => placeIn(row.from, words) },
          { title: t('to'), render: (_, row) => placeIn(row.to, words) },
          { title: t('quantity'), align: 'right', render: (_, row) => <span className="number">{row.quantity}</span> },
          { title: t('value'), align: 'right', render: (_, row) => <Money of={row.value} /> },
          { title: t('source'), render: (_, row) => <Source row={row} /> },
        ]}
      />
      {pages.rows.length > 0 ? <LoadMore pages={pages} count={pages.rows.length} /> : null}
    </Drawer>
  );
}

function Source({ row }: { row: Row }) {
  const t = useTexts('stock');
  if (row.rmaId) return <Link to={`/rmas/${row.rmaId}`}>{t('openCase')}</Link>;
  const { document } = row;
  return document ? (
    <Link to={documentAddress({ documentId: document.id, documentKind: document.kind })} className="number">
      {document.number}
    </Link>
  ) : (
    <Link to={`/unknown-parcels?parcel=${row.unknownParcelId}`}>{t('unknownParcel')}</Link>
  );
}

/** The server writes a place as `location/condition`; a bare location is said alone. */
function placeIn(text: string, words: ReturnType<typeof useWords>): string {
  const [location = '', condition] = text.split('/');
  const place = words('location', location);
  return condition && location !== 'customer' ? `${place} · ${words('condition', condition)}` : place;
}
