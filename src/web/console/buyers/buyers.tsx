import { type Breakpoint, Input } from 'antd';
import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import { listBuyers } from '../../../contract/buyers.ts';
import { listingKinds } from '../../../domain/buyers/buyer-record.ts';
import { call, type ReplyOf } from '../../ui/api.ts';
import { useTexts } from '../locales/texts.ts';
import { SelectTool } from '../parts/address-tools.tsx';
import { Blank } from '../parts/blank.tsx';
import { Listing } from '../parts/listing.tsx';
import { Page, Panel } from '../parts/page.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { useAddress } from '../parts/use-address.ts';
import { usePages } from '../parts/use-api.ts';
import { When } from '../parts/when.tsx';
import { Listed, Share } from './listed.tsx';

type Row = ReplyOf<typeof listBuyers>['rows'][number];

/** A phone shows who it is and what came back; the rest stands on the buyer's own page. */
const wide: Breakpoint[] = ['md'];

const lists = [...listingKinds, 'any'] as const;

export default function Buyers() {
  const t = useTexts('buyers');
  const { get } = useAddress();
  const [phone, setPhone] = useState('');
  const q = phone || get('q');
  const listed = lists.find((each) => each === get('listed'));
  const query = { ...(q ? { q } : {}), ...(listed ? { listed } : {}) };
  const pages = usePages([listBuyers.path, query], (after, signal) =>
    call(listBuyers, { query: { ...query, ...(after ? { after } : {}) } }, { signal }),
  );
  return (
    <Page
      title={t('title')}
      note={t('note')}
      tools={
        <>
          <BuyerSearch phone={phone} onPhone={setPhone} />
          <SelectTool
            name="listed"
            label={t('listed')}
            options={lists.map((each) => ({ value: each, label: t(`on.${each}`) }))}
          />
        </>
      }
    >
      <Listing pages={pages} blank={<Blank title={t('empty')} hint={t('emptyHint')} />}>
        {(rows) => (
          <Panel>
            <BuyerTable rows={rows} />
          </Panel>
        )}
      </Listing>
    </Page>
  );
}

const isPhone = (text: string): boolean => /^[+\d][\d\s-]{6,}$/.test(text);

/** A whole phone stays out of the address, which is kept in histories and sent to colleagues. */
function BuyerSearch({ phone, onPhone }: { phone: string; onPhone: (phone: string) => void }) {
  const t = useTexts('buyers');
  const { get, change } = useAddress();
  const asked = phone || (get('q') ?? '');
  const [typed, setTyped] = useState(asked);
  useEffect(() => setTyped(asked), [asked]);
  const search = (text: string) => {
    onPhone(isPhone(text) ? text : '');
    change({ q: isPhone(text) ? null : text });
  };
  return (
    <Input.Search
      allowClear
      className="buyer-search"
      placeholder={t('search')}
      aria-label={t('search')}
      autoComplete="off"
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onSearch={(text) => search(text.trim())}
    />
  );
}

function BuyerTable({ rows }: { rows: Row[] }) {
  const t = useTexts('buyers');
  return (
    <PlainTable<Row>
      rowKey="id"
      dataSource={rows}
      columns={[
        {
          title: t('col.buyer'),
          render: (_, row) => <Link to={`/buyers/${row.id}`}>{row.nick || t('noNick')}</Link>,
        },
        { title: t('col.listing'), render: (_, row) => <Listed entry={row.listing} /> },
        {
          title: t('col.returns'),
          align: 'right',
          render: (_, row) => <span className="number">{row.returns90d}</span>,
        },
        {
          title: t('col.orders'),
          responsive: wide,
          align: 'right',
          render: (_, row) => <span className="number">{row.orders365d}</span>,
        },
        { title: t('col.share'), responsive: wide, align: 'right', render: (_, row) => <Share of={row.returnShare} /> },
        {
          title: t('col.lastOrder'),
          responsive: wide,
          render: (_, row) => (row.lastOrderAt ? <When at={row.lastOrderAt} /> : null),
        },
        { title: t('col.phone'), render: (_, row) => <span className="number">{row.maskedPhone}</span> },
        {
          title: t('col.shops'),
          responsive: wide,
          render: (_, row) => <span className="wrap">{row.shops.join(' / ')}</span>,
        },
      ]}
    />
  );
}
