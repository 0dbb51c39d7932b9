import { toWallClock } from '../../../domain/time.ts';
import { type Reading, SHANGHAI } from '../../vendor-values.ts';
import type { ChannelFault, Found, Pulled, PullWindow } from '../port.ts';
import { listBackwards, type Page, pageOf, type Row, readListed } from '../pulling.ts';
import { call } from './call.ts';
import { type TaobaoConfig, unverified } from './config.ts';
import { readExchangePage } from './exchange-shapes.ts';
import {
  exchangeDocument,
  exchangeFieldsOf,
  getExchange,
  getOrder,
  getRefund,
  orderDocument,
  refundDocument,
} from './read.ts';
import { readRefundPage, readTradePage, type Page as TopPage } from './vendor-shapes.ts';

/** A list of changes, and how to read a row of it whole. */
type Listing = {
  method: string;
  fields: (config: TaobaoConfig) => string;
  /** The names of the window's beginning and end. */
  window: readonly [string, string];
  readPage: (body: unknown) => Reading<TopPage>;
  documentOf: typeof refundDocument;
  get: (config: TaobaoConfig, externalId: string) => Promise<Found>;
};

const refunds: Listing = {
  method: 'taobao.refunds.receive.get',
  fields: () =>
    'refund_id,tid,oid,status,modified,created,refund_fee,refund_phase,dispute_type,has_good_return,reason,desc,company_name,sid',
  window: ['start_modified', 'end_modified'],
  readPage: readRefundPage,
  documentOf: refundDocument,
  get: getRefund,
};

const orders: Listing = {
  method: 'taobao.trades.sold.increment.get',
  fields: () => 'tid,tid_str,status,modified',
  window: ['start_modified', 'end_modified'],
  readPage: readTradePage,
  documentOf: orderDocument,
  get: getOrder,
};

/** Only Tmall has it. The vendor's own slip is in the name of the window's end. */
const exchanges: Listing = {
  method: 'tmall.exchange.receive.get',
  fields: exchangeFieldsOf,
  window: ['start_gmt_modified_time', 'end_gmt_modifed_time'],
  readPage: readExchangePage,
  documentOf: exchangeDocument,
  get: getExchange,
};

export const pullOrders = (config: TaobaoConfig, window: PullWindow): Promise<Pulled> => pull(config, [orders], window);
export const pullRefunds = (config: TaobaoConfig, window: PullWindow): Promise<Pulled> =>
  pull(config, unverified(config).pullsExchanges ? [refunds, exchanges] : [refunds], window);

/** What a list refuses to an app that was not granted it; which of these the platform says is not documented. */
const notGranted = /^(11|12|13|isv\.(insufficient-)?permission)/;

async function pull(config: TaobaoConfig, listings: readonly Listing[], window: PullWindow): Promise<Pulled> {
  // By number: should an exchange stand among the refunds as well, its own list knows it better.
  const listed = new Map<string, Row>();
  for (const listing of listings) {
    const { pageSize } = unverified(config);
    const rows = await listBackwards((pageNumber) => readPage(config, listing, window, pageNumber), pageSize);
    // The shop lets us in all the same, and its refunds are read: only exchanges are not for this app.
    if (listing === exchanges && rows.kind === 'unauthorised' && notGranted.test(rows.code)) continue;
    if (rows.kind !== 'rows') return rows;
    for (const row of rows.rows) listed.set(row.document.externalId, row);
  }
  return readListed([...listed.values()], window);
}

async function readPage(
  config: TaobaoConfig,
  listing: Listing,
  window: PullWindow,
  pageNumber: number,
): Promise<Page | ChannelFault> {
  const [from, to] = listing.window;
  const answer = await call(config, listing.method, {
    fields: listing.fields(config),
    [from]: toWallClock(window.from, SHANGHAI),
    [to]: toWallClock(window.to, SHANGHAI),
    page_no: String(pageNumber),
    page_size: String(unverified(config).pageSize),
    // Only then does a page tell how many rows there are.
    use_has_next: 'false',
  });
  if (answer.kind !== 'answered') return answer;
  const page = listing.readPage(answer.body);
  if (page.kind === 'unreadable') return { kind: 'unknown', cause: page.reason };
  if (page.value.total === undefined) return { kind: 'unknown', cause: 'total_results: missing' };
  return pageOf(page.value.rows, page.value.total, listing.documentOf, ({ externalId }) =>
    listing.get(config, externalId),
  );
}
