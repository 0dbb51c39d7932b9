import { Link } from 'react-router';
import { shopId as shopIdShape } from '../../../contract/common.ts';
import { listOrders } from '../../../contract/orders.ts';
import { listShops } from '../../../contract/shops.ts';
import { call, type ReplyOf } from '../../ui/api.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { SearchTool, SelectTool } from '../parts/address-tools.tsx';
import { Blank } from '../parts/blank.tsx';
import { Listing } from '../parts/listing.tsx';
import { Money, Side } from '../parts/money.tsx';
import { Page, Panel } from '../parts/page.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { useAddress } from '../parts/use-address.ts';
import { usePages, useRead } from '../parts/use-api.ts';
import { When } from '../parts/when.tsx';

type Row = ReplyOf<typeof listOrders>['rows'][number];

export default function Orders() {
  const t = useTexts('orders');
  const queue = useTexts('queue');
  const { get } = useAddress();
  const q = get('q');
  const shop = shopIdShape.safeParse(get('shopId'));
  const shops = useRead(listShops, {}).data?.shops ?? [];
  const query = { ...(q ? { q } : {}), ...(shop.success ? { shopId: shop.data } : {}) };
  const pages = usePages([listOrders.path, query], (after, signal) =>
    call(listOrders, { query: { ...query, ...(after ? { after } : {}) } }, { signal }),
  );
  return (
    <Page
      title={t('title')}
      note={t('note')}
      tools={
        <>
          <SearchTool label={t('search')} />
          <SelectTool
            name="shopId"
            label={queue('shop')}
            options={shops.map(({ id, name }) => ({ value: id, label: name }))}
          />
        </>
      }
    >
      <Listing pages={pages} blank={<Blank title={t('empty')} hint={t('emptyHint')} />}>
        {(rows) => (
          <Panel>
            <OrderTable rows={rows} />
          </Panel>
        )}
      </Listing>
    </Page>
  );
}

function OrderTable({ rows }: { rows: Row[] }) {
  const t = useTexts('orders');
  const words = useWords();
  return (
    <PlainTable<Row>
      rowKey="id"
      dataSource={rows}
      columns={[
        {
          title: t('col.order'),
          render: (_, row) => (
            <Link to={`/orders/${row.id}`} className="number">
              {row.externalId}
            </Link>
          ),
        },
        { title: t('col.shop'), render: (_, row) => `${row.shopName} · ${words('channel', row.channel)}` },
        { title: t('col.buyer'), render: (_, row) => row.buyerNick },
        { title: t('col.placed'), render: (_, row) => <When at={row.placedAt} /> },
        { title: t('col.lines'), align: 'right', render: (_, row) => <span className="number">{row.lines}</span> },
        { title: t('col.paid'), align: 'right', render: (_, row) => <Money of={row.paid} strong /> },
        { title: t('col.refunded'), align: 'right', render: (_, row) => <Side of={row.refunded} /> },
      ]}
    />
  );
}
