import { Alert, Button } from 'antd';
import { useState } from 'react';
import { shopId as shopIdOf } from '../../../contract/common.ts';
import {
  getInvoicing,
  listRedInvoices,
  type RedInvoiceRow,
  redLanes,
  sumRedInvoices,
} from '../../../contract/invoicing.ts';
import { redStates } from '../../../domain/invoicing/red-task.ts';
import { call } from '../../ui/api.ts';
import { useTexts } from '../locales/texts.ts';
import { SelectTool } from '../parts/address-tools.tsx';
import { Blank, Failed } from '../parts/blank.tsx';
import { Listing } from '../parts/listing.tsx';
import { Money } from '../parts/money.tsx';
import { Page } from '../parts/page.tsx';
import { TabLinks } from '../parts/tab-links.tsx';
import { useAddress } from '../parts/use-address.ts';
import { usePages, useRead } from '../parts/use-api.ts';
import { useShops } from '../policy/use-shops.ts';
import { useSession } from '../shell/session.tsx';
import { BulkApply } from './bulk-apply.tsx';
import { ConnectDialog } from './connect-dialog.tsx';
import { RedTable } from './red-table.tsx';

type Lane = (typeof redLanes)[number];
/** At least so many days. */
const ages = ['3', '7', '30'] as const;

/** Red invoices that paid refunds call for: which are to be applied for, which wait for whom, which are done. */
export default function RedInvoicesPage() {
  const t = useTexts('invoicing');
  const { get } = useAddress();
  const lane: Lane = redLanes.find((known) => known === get('lane')) ?? 'open';
  return (
    <Page title={t('title')} note={t('note')} tools={<Tools lane={lane} />}>
      <Standing />
      <TabLinks
        label={t('title')}
        current={lane}
        param="lane"
        forget={['state']}
        tabs={redLanes.map((key) => ({ key, name: t(`lane.${key}`) }))}
      />
      <Reds key={lane} lane={lane} />
    </Page>
  );
}

const statesOf: Record<Lane, readonly (typeof redStates)[number][]> = {
  open: ['due', 'refused', 'denied', 'expired', 'withdrawn'],
  under_way: ['queued', 'applying', 'awaiting_buyer', 'awaiting_us', 'confirmed', 'issuing', 'withdrawing', 'blocked'],
  done: ['issued', 'by_hand'],
};

function Tools({ lane }: { lane: Lane }) {
  const t = useTexts('invoicing');
  const shops = useShops();
  const { may } = useSession();
  const view = useRead(getInvoicing, {}).data;
  const [connecting, setConnecting] = useState(false);
  return (
    <>
      <SelectTool
        name="state"
        label={t('anyState')}
        options={statesOf[lane].map((value) => ({ value, label: t(`state.${value}`) }))}
      />
      <SelectTool
        name="shop"
        label={t('anyShop')}
        options={shops.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <SelectTool
        name="days"
        label={t('anyAge')}
        options={ages.map((value) => ({ value, label: t('age', { days: value }) }))}
      />
      {view && may('shop:manage') ? (
        <Button onClick={() => setConnecting(true)}>{t(view.connection ? 'change' : 'connect')}</Button>
      ) : null}
      {view && connecting ? <ConnectDialog view={view} onClose={() => setConnecting(false)} /> : null}
    </>
  );
}

/** Whether anything can be sent, and what output tax waits. */
function Standing() {
  const t = useTexts('invoicing');
  const view = useRead(getInvoicing, {});
  const sums = useRead(sumRedInvoices, { query: {} }, { keep: true });
  if (view.error) return <Failed error={view.error} retry={view.refetch} />;
  const waiting = (sums.data?.lanes ?? []).filter(({ lane }) => lane !== 'done');
  const halted = view.data?.connection?.halted ?? null;
  return (
    <>
      {view.data && !view.data.connection ? <Alert showIcon type="info" title={t('notConnected')} /> : null}
      {halted === null ? null : <Alert showIcon type="error" title={t('halted', { reason: halted })} />}
      {waiting.length > 0 ? (
        <p className="red-standing">
          {waiting.map(({ lane, count, tax }) => (
            <span key={`${lane} ${tax.currency}`}>
              {t(`lane.${lane}`)} {t('count', { count })} · {t('taxWaiting')} <Money of={tax} strong />
            </span>
          ))}
        </p>
      ) : null}
    </>
  );
}

function Reds({ lane }: { lane: Lane }) {
  const t = useTexts('invoicing');
  const { get } = useAddress();
  const { may } = useSession();
  const [picked, setPicked] = useState<readonly string[]>([]);
  const state = redStates.find((known) => known === get('state'));
  const shopId = shopIdOf.safeParse(get('shop')).data;
  const minDays = Number(ages.find((known) => known === get('days')) ?? 0);
  const query = { lane, ...(state ? { state } : {}), ...(shopId ? { shopId } : {}), ...(minDays ? { minDays } : {}) };
  const pages = usePages<RedInvoiceRow>([listRedInvoices.path, query], (after, signal) =>
    call(listRedInvoices, { query: { ...query, ...(after ? { after } : {}) } }, { signal }),
  );
  const picks = lane === 'open' && may('invoice:manage') ? { picked, onPick: setPicked } : {};
  return (
    <Listing pages={pages} blank={<Blank title={t(`empty.${lane}`)} hint={t('emptyHint')} />}>
      {(rows) => (
        <>
          <BulkApply rows={rows.filter(({ id }) => picked.includes(id))} onClear={() => setPicked([])} />
          <RedTable rows={rows} {...picks} />
        </>
      )}
    </Listing>
  );
}
