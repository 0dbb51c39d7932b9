import { listRefunds } from '../../../contract/back-office.ts';
import { countRefundDesk } from '../../../contract/transfers.ts';
import { call, type QueryOf } from '../../ui/api.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { SearchTool } from '../parts/address-tools.tsx';
import { Blank, Failed, Waiting } from '../parts/blank.tsx';
import { Listing } from '../parts/listing.tsx';
import { LoadMore } from '../parts/load-more.tsx';
import { Page, Panel } from '../parts/page.tsx';
import { TabLinks } from '../parts/tab-links.tsx';
import { useAddress } from '../parts/use-address.ts';
import { usePages, useRead } from '../parts/use-api.ts';
import { Exposure } from './exposure.tsx';
import { PaymentNotices } from './payment-notices.tsx';
import { RefundTable } from './refund-table.tsx';
import { Transfers } from './transfer-table.tsx';

const states = ['requested', 'accepted', 'succeeded', 'rejected', 'abnormal', 'unknown', 'replaced'] as const;
type State = (typeof states)[number];

const isWaited = (state: State) => state !== 'succeeded' && state !== 'replaced';

const useRefunds = (query: QueryOf<typeof listRefunds>) =>
  usePages([listRefunds.path, query], (after, signal) =>
    call(listRefunds, { query: { ...query, ...(after ? { after } : {}) } }, { signal }),
  );

/** Money on its way back. What needs a person is what one sees first. */
export default function Refunds() {
  const t = useTexts('refunds');
  const ahead = useTexts('exposure');
  const shell = useTexts('shell');
  const words = useWords();
  const { get } = useAddress();
  const q = get('q');
  const wanted = get('state') ?? (q ? 'all' : 'attention');
  const state = states.find((each) => each === wanted);
  const search = q ? { q } : {};
  const { data } = useRead(countRefundDesk, {}, { everyMs: 30_000 });
  const counted = (name: string, count: number | undefined): string => (count ? `${name} ${count}` : name);
  const attention = data && data.rejected + data.unknown + data.abnormal;
  const byHand = (['proposed', 'approved', 'paid', 'overtaken', 'paid_twice'] as const).find((each) => each === wanted);
  return (
    <Page title={t('title')} note={t('note')} tools={<SearchTool label={t('search')} />}>
      <TabLinks
        label={t('states')}
        current={wanted}
        tabs={[
          { key: 'attention', name: counted(t('attention'), attention) },
          { key: 'proposed', name: counted(t('transfers.proposed'), data?.proposed) },
          { key: 'approved', name: counted(t('transfers.approved'), data?.approved) },
          { key: 'paid', name: t('transfers.paid') },
          { key: 'overtaken', name: t('transfers.overtaken') },
          { key: 'paid_twice', name: counted(t('transfers.paid_twice'), data?.paid_twice) },
          { key: 'exposure', name: counted(ahead('tab'), data?.exposure) },
          { key: 'notices', name: counted(ahead('notices'), data?.notices) },
          ...states.map((each) => ({
            key: each,
            name: counted(words('refundState', each), isWaited(each) ? data?.[each] : undefined),
          })),
          { key: 'all', name: shell('all') },
        ]}
        param="state"
        forget={['goods', 'days', 'shop']}
      />
      {wanted === 'attention' ? (
        <Attention search={search} />
      ) : wanted === 'exposure' ? (
        <Exposure search={search} />
      ) : wanted === 'notices' ? (
        <PaymentNotices />
      ) : byHand ? (
        <Transfers state={byHand} search={search} />
      ) : (
        <OneState {...(state ? { state } : {})} search={search} />
      )}
    </Page>
  );
}

function Attention({ search }: { search: { q?: string } }) {
  const t = useTexts('refunds');
  const rejected = useRefunds({ state: 'rejected', ...search });
  const unknown = useRefunds({ state: 'unknown', ...search });
  const abnormal = useRefunds({ state: 'abnormal', ...search });
  const error = rejected.error ?? unknown.error ?? abnormal.error;
  if (error)
    return (
      <Failed error={error} retry={() => Promise.all([rejected.refetch(), unknown.refetch(), abnormal.refetch()])} />
    );
  if (rejected.isPending || unknown.isPending || abnormal.isPending) return <Waiting />;
  if (rejected.rows.length + unknown.rows.length + abnormal.rows.length === 0)
    return <Blank title={t('allClear')} hint={t('allClearHint')} />;
  return (
    <>
      {rejected.rows.length > 0 ? (
        <Panel
          title={<span className="red">{t('rejected')}</span>}
          tools={<span className="faint">{t('rejectedHint')}</span>}
        >
          <RefundTable rows={rejected.rows} />
          <LoadMore pages={rejected} count={rejected.rows.length} />
        </Panel>
      ) : null}
      {abnormal.rows.length > 0 ? (
        <Panel
          title={<span className="red">{t('abnormal')}</span>}
          tools={<span className="faint">{t('abnormalHint')}</span>}
        >
          <RefundTable rows={abnormal.rows} />
          <LoadMore pages={abnormal} count={abnormal.rows.length} />
        </Panel>
      ) : null}
      {unknown.rows.length > 0 ? (
        <Panel
          title={<span className="amber">{t('unknown')}</span>}
          tools={<span className="faint">{t('unknownHint')}</span>}
        >
          <RefundTable rows={unknown.rows} />
          <LoadMore pages={unknown} count={unknown.rows.length} />
        </Panel>
      ) : null}
    </>
  );
}

function OneState({ state, search }: { state?: State; search: { q?: string } }) {
  const t = useTexts('refunds');
  const pages = useRefunds({ ...(state ? { state } : {}), ...search });
  return (
    <Listing pages={pages} blank={<Blank title={t('empty')} hint={t('emptyHint')} />}>
      {(rows) => (
        <Panel>
          <RefundTable rows={rows} withState />
        </Panel>
      )}
    </Listing>
  );
}
