import { DownloadOutlined } from '@ant-design/icons';
import { Button, Tabs } from 'antd';
import { useState } from 'react';
import { shopId as shopIdField } from '../../../contract/common.ts';
import { exportDifferences, listDifferences } from '../../../contract/matching.ts';
import { differenceKinds } from '../../../domain/matching/compare.ts';
import { addressOf, call, type QueryOf, type ReplyOf } from '../../ui/api.ts';
import { useTexts } from '../locales/texts.ts';
import { SearchTool, SelectTool } from '../parts/address-tools.tsx';
import { Blank } from '../parts/blank.tsx';
import { Listing } from '../parts/listing.tsx';
import { Money } from '../parts/money.tsx';
import { Page } from '../parts/page.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { RmaLink } from '../parts/rma-link.tsx';
import { Tag } from '../parts/tag.tsx';
import { useAddress } from '../parts/use-address.ts';
import { usePages } from '../parts/use-api.ts';
import { useSession } from '../shell/session.tsx';
import { BillDialog } from './bill-dialog.tsx';
import { BillsList } from './bills-list.tsx';
import { BulkSettle } from './bulk-settle.tsx';
import { DifferenceDrawer } from './difference-drawer.tsx';
import { stateTones } from './difference-tones.ts';
import { MatchDays } from './match-days.tsx';
import { ReadDialog } from './read-dialog.tsx';
import { useAccountName } from './use-account-name.ts';

type Row = ReplyOf<typeof listDifferences>['rows'][number];

const accounts = ['alipay', 'wechat', 'unionpay', 'stripe', 'taobao', 'jd', 'pinduoduo', 'douyin', 'goods'] as const;
const tabs = ['differences', 'days', 'bills'] as const;

/** 对账: refunds, statements and goods held against each other, and the differences that people settle (M-7). */
export default function Matching() {
  const t = useTexts('matching');
  const bills = useTexts('bills');
  const { may } = useSession();
  const { get, change } = useAddress();
  const [reading, setReading] = useState(false);
  const [bringing, setBringing] = useState(false);
  const tab = tabs.find((each) => each === get('tab')) ?? 'differences';
  const query = useFilters();
  return (
    <Page
      title={t('title')}
      note={t('note')}
      tools={
        <>
          {tab === 'differences' ? <Filters /> : null}
          {tab === 'differences' ? (
            <Button icon={<DownloadOutlined />} href={addressOf(exportDifferences.path, undefined, query)} download>
              {t('save')}
            </Button>
          ) : null}
          {may('ledger:post') && tab !== 'bills' ? (
            <Button onClick={() => setReading(true)}>{t('readAgain')}</Button>
          ) : null}
          {may('ledger:post') && tab !== 'differences' ? (
            <Button type={tab === 'bills' ? 'primary' : 'default'} onClick={() => setBringing(true)}>
              {bills('bring')}
            </Button>
          ) : null}
        </>
      }
    >
      <Tabs
        activeKey={tab}
        onChange={(next) => change({ tab: next === 'differences' ? null : next })}
        items={tabs.map((key) => ({ key, label: t(`tabs.${key}`) }))}
      />
      {tab === 'days' ? <MatchDays /> : null}
      {tab === 'bills' ? <BillsList /> : null}
      {tab === 'differences' ? <Differences query={query} /> : null}
      <DifferenceDrawer id={get('difference')} onClose={() => change({ difference: null })} />
      {bringing ? <BillDialog onEnd={() => setBringing(false)} /> : null}
      {reading ? <ReadDialog onEnd={() => setReading(false)} /> : null}
    </Page>
  );
}

type Query = NonNullable<QueryOf<typeof listDifferences>>;

const shopOf = (text: string | undefined | null) => {
  const known = shopIdField.safeParse(text);
  return known.success ? known.data : undefined;
};

/** The filters of the address. */
function useFilters(): Query {
  const { get } = useAddress();
  const [vendor, day, q, keepsOpen] = [get('vendor'), get('day'), get('q'), get('keepsOpen')];
  const shopId = shopOf(get('shop'));
  const kind = differenceKinds.find((each) => each === get('kind'));
  const state = (['open', 'settled', 'gone'] as const).find((each) => each === get('state'));
  return {
    ...(vendor ? { vendor } : {}),
    ...(shopId ? { shopId } : {}),
    ...(day ? { day } : {}),
    ...(keepsOpen ? { keepsOpen } : {}),
    ...(q ? { q } : {}),
    ...(kind ? { kind } : {}),
    ...(state ? { state } : {}),
  };
}

function Filters() {
  const t = useTexts('matching');
  const nameOf = useAccountName();
  return (
    <>
      <SearchTool label={t('search')} />
      <SelectTool
        name="vendor"
        label={t('anyAccount')}
        options={accounts.map((value) => ({ value, label: nameOf(value) }))}
      />
      <SelectTool
        name="kind"
        label={t('anyKind')}
        options={differenceKinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
      />
      <SelectTool
        name="state"
        label={t('anyState')}
        options={(['open', 'settled', 'gone'] as const).map((value) => ({ value, label: t(`state.${value}`) }))}
      />
    </>
  );
}

function Differences({ query }: { query: Query }) {
  const t = useTexts('matching');
  const { change } = useAddress();
  const { may } = useSession();
  const [picked, setPicked] = useState<readonly string[]>([]);
  const pages = usePages<Row>([listDifferences.path, query], (after, signal) =>
    call(listDifferences, { query: { ...query, ...(after ? { after } : {}) } }, { signal }),
  );
  return (
    <Listing pages={pages} blank={<Blank title={t('noDifferences')} hint={t('noDifferencesHint')} />}>
      {(rows) => (
        <>
          <BulkSettle rows={rows.filter(({ id }) => picked.includes(id))} onClear={() => setPicked([])} />
          <DifferenceTable
            rows={rows}
            onOpen={(id) => change({ difference: id })}
            {...(may('ledger:post') ? { picked, onPick: setPicked } : {})}
          />
        </>
      )}
    </Listing>
  );
}

type TableProps = {
  rows: Row[];
  onOpen: (id: string) => void;
  picked?: readonly string[];
  onPick?: (ids: readonly string[]) => void;
};

/** Up to so many are settled at once. */
const MOST_PICKED = 100;

function DifferenceTable({ rows, onOpen, picked, onPick }: TableProps) {
  const t = useTexts('matching');
  const nameOf = useAccountName();
  return (
    <PlainTable<Row>
      rowKey="id"
      dataSource={rows}
      {...(picked && onPick
        ? {
            rowSelection: {
              selectedRowKeys: [...picked],
              onChange: (keys) => onPick(keys.map(String).slice(0, MOST_PICKED)),
              getCheckboxProps: ({ state }) => ({ disabled: state !== 'open' }),
            },
          }
        : {})}
      columns={[
        { title: t('col.day'), dataIndex: 'day', className: 'number' },
        { title: t('col.account'), render: (_, row) => nameOf(row.vendor, row.shopName) },
        {
          title: t('col.kind'),
          render: (_, row) => (
            <>
              <Button type="link" size="small" className="match-kind" onClick={() => onOpen(row.id)}>
                {t(`kind.${row.kind}`)}
              </Button>
              <div className="faint">{t(`cause.${row.cause}`)}</div>
            </>
          ),
        },
        {
          title: t('col.number'),
          render: (_, row) =>
            row.rmaId ? (
              <RmaLink id={row.rmaId} number={row.rmaNumber} />
            ) : (
              <span className="number">{row.number}</span>
            ),
        },
        { title: t('col.ours'), align: 'right', render: (_, row) => row.ours && <Money of={row.ours} /> },
        { title: t('col.theirs'), align: 'right', render: (_, row) => row.theirs && <Money of={row.theirs} /> },
        {
          title: t('col.gap'),
          align: 'right',
          render: (_, row) => row.gap.minor !== '0' && <Money of={row.gap} strong />,
        },
        { title: t('col.due'), className: 'number', render: (_, row) => (row.state === 'open' ? row.dueOn : '') },
        { title: t('col.owner'), dataIndex: 'owner' },
        {
          title: t('col.state'),
          render: (_, row) => <Tag tone={stateTones[row.state]}>{t(`state.${row.state}`)}</Tag>,
        },
      ]}
    />
  );
}
