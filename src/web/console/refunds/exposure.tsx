import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { ageSteps, listExposure, sumExposure } from '../../../contract/advances.ts';
import { shopId as shopIdOf } from '../../../contract/common.ts';
import { type AdvanceState, advanceStates } from '../../../domain/returns/advance.ts';
import { call, type ReplyOf } from '../../ui/api.ts';
import { formatMoney } from '../../ui/format.ts';
import { useTexts } from '../locales/texts.ts';
import { Blank, Failed, Waiting } from '../parts/blank.tsx';
import { Listing } from '../parts/listing.tsx';
import { Money } from '../parts/money.tsx';
import { Panel } from '../parts/page.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { TabLinks } from '../parts/tab-links.tsx';
import { useAddress } from '../parts/use-address.ts';
import { usePages, useRead } from '../parts/use-api.ts';
import { useSession } from '../shell/session.tsx';
import { ExposureTable } from './exposure-table.tsx';
import { LimitsDialog } from './limits-dialog.tsx';

type Sums = ReplyOf<typeof sumExposure>;

/** What is out before its goods are back: how old, where, and what was done about it. */
export function Exposure({ search }: { search: { q?: string } }) {
  const t = useTexts('exposure');
  const { get } = useAddress();
  const state: AdvanceState = advanceStates.find((each) => each === get('goods')) ?? 'open';
  const minDays = Number.parseInt(get('days') ?? '', 10);
  const shopId = shopIdOf.safeParse(get('shop')).data;
  const query = {
    state,
    ...(minDays > 0 ? { minDays } : {}),
    ...(shopId ? { shopId } : {}),
    ...search,
  };
  const pages = usePages([listExposure.path, query], (after, signal) =>
    call(listExposure, { query: { ...query, ...(after ? { after } : {}) } }, { signal }),
  );
  return (
    <>
      <Standing />
      <TabLinks
        label={t('states')}
        current={state}
        param="goods"
        forget={['days', 'shop']}
        tabs={advanceStates.map((key) => ({ key, name: t(`state.${key}`) }))}
      />
      <Listing pages={pages} blank={<Blank title={t(`empty.${state}`)} hint={t('emptyHint')} />}>
        {(rows) => (
          <Panel>
            <ExposureTable rows={rows} state={state} />
          </Panel>
        )}
      </Listing>
    </>
  );
}

function Standing() {
  const t = useTexts('exposure');
  const { may } = useSession();
  const [isOpen, setOpen] = useState(false);
  const answer = useRead(sumExposure, { query: {} }, { keep: true });
  if (answer.error) return <Failed error={answer.error} retry={answer.refetch} />;
  if (!answer.data) return <Waiting rows={2} />;
  const { limits, today, ages, shops } = answer.data;
  return (
    <>
      <div className="recovery-tools exposure-head">
        <span className="faint">{t('hint')}</span>
        {may('advance:manage') ? (
          <Button size="small" onClick={() => setOpen(true)}>
            {t('limits')}
          </Button>
        ) : null}
      </div>
      <div className="claim-tiles">
        {ages.map(({ fromDays, count, open }) => (
          <Link
            key={fromDays}
            to={`?state=exposure&goods=open${fromDays > 0 ? `&days=${fromDays}` : ''}`}
            className={`claim-tile ${count > 0 ? toneOf(fromDays) : ''}`}
          >
            <span className="claim-tile-name">{t(`ages.from${ageSteps.find((step) => step === fromDays) ?? 0}`)}</span>
            <strong>{formatMoney(open)}</strong>
            <span className="faint">{t('count', { count })}</span>
          </Link>
        ))}
        <div className="claim-tile">
          <span className="claim-tile-name">{t('today')}</span>
          <strong>{formatMoney(today)}</strong>
          <span className="faint">{limits ? t('ofDay', { limit: formatMoney(limits.perDay) }) : t('noLimits')} </span>
        </div>
      </div>
      {shops.length > 1 ? <Shops rows={shops} /> : null}
      {isOpen ? <LimitsDialog limits={limits} currency={today.currency} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

const toneOf = (fromDays: number): string => (fromDays >= 31 ? 'red' : fromDays >= 15 ? 'amber' : '');

function Shops({ rows }: { rows: Sums['shops'] }) {
  const t = useTexts('exposure');
  return (
    <details className="claim-parties">
      <summary>{t('byShop')}</summary>
      <PlainTable<Sums['shops'][number]>
        rowKey="shopId"
        dataSource={[...rows]}
        columns={[
          {
            title: t('col.shop'),
            render: (_, row) => <Link to={`?state=exposure&goods=open&shop=${row.shopId}`}>{row.shopName}</Link>,
          },
          { title: t('col.count'), align: 'right', dataIndex: 'count' },
          { title: t('col.open'), align: 'right', render: (_, row) => <Money of={row.open} /> },
        ]}
      />
    </details>
  );
}
