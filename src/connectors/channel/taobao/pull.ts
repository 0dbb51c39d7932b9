import { toWallClock } from '../../../domain/time.ts';
import { type Reading, SHANGHAI } from '../../vendor-values.ts';
import type { ChannelDocument, ChannelFault, Found, Pulled, PullWindow } from '../port.ts';
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
import { type Page, readRefundPage, readTradePage } from './vendor-shapes.ts';

/** A list of changes, and how to read a row of it whole. */
type Listing = {
  method: string;
  fields: (config: TaobaoConfig) => string;
  /** The names of the window's beginning and end. */
  window: readonly [string, string];
  readPage: (body: unknown) => Reading<Page>;
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

type Row = { row: ChannelDocument; get: Listing['get'] };

async function pull(config: TaobaoConfig, listings: readonly Listing[], window: PullWindow): Promise<Pulled> {
  // By number: should an exchange stand among the refunds as well, its own list knows it better.
  const listed = new Map<string, Row>();
  for (const listing of listings) {
    const rows = await list(config, listing, window);
    if (rows.kind !== 'rows') return rows;
    for (const row of rows.rows) listed.set(row.externalId, { row, get: listing.get });
  }
  const documents: ChannelDocument[] = [];
  for (const { row, get } of oldestFirst([...listed.values()])) {
    if (await window.holds?.(row)) continue;
    const read = await get(config, row.externalId);
    if (read.kind === 'document') documents.push(read.document);
    // One document that cannot be had must not hold up the others: its list row stands for it, and a person sees why
    // it cannot be decoded.
    else if (read.kind === 'absent' || read.kind === 'refused') documents.push(row);
    else return documents.length > 0 ? { kind: 'partial', documents, fault: read } : read;
  }
  return { kind: 'documents', documents };
}

/** So that what an interrupted pull has read is the beginning of the story. */
const oldestFirst = (rows: readonly Row[]): Row[] =>
  rows.toSorted(({ row: a }, { row: b }) => (a.modifiedAt < b.modifiedAt ? -1 : a.modifiedAt > b.modifiedAt ? 1 : 0));

type Listed = { kind: 'rows'; rows: ChannelDocument[] } | ChannelFault;

const maxRounds = 5;

/**
 * Lists the window from its last page to its first. A row that changes meanwhile leaves the window, and the rows behind
 * it move one place forward: read forwards, one of them would slip onto a page that is done; read backwards, it is only
 * read twice. Rows that newly enter the window (it was still open, or the platform was late) push the others the other
 * way: then the round is repeated.
 */
async function list(config: TaobaoConfig, listing: Listing, window: PullWindow): Promise<Listed> {
  const rows = new Map<string, ChannelDocument>();
  for (let round = 0; round < maxRounds; round++) {
    const before = await readPage(config, listing, window, 1);
    if (before.kind !== 'page') return before;
    keepNewest(rows, before.rows);
    const lastPage = Math.ceil(before.total / unverified(config).pageSize);
    if (lastPage <= 1) return { kind: 'rows', rows: [...rows.values()] };
    for (let pageNumber = lastPage; pageNumber >= 1; pageNumber--) {
      const page = await readPage(config, listing, window, pageNumber);
      if (page.kind !== 'page') return page;
      keepNewest(rows, page.rows);
      if (pageNumber === 1 && !hasEntered(before, page)) return { kind: 'rows', rows: [...rows.values()] };
    }
  }
  return { kind: 'unknown', cause: 'the list of changes did not hold still' };
}

type ReadPage = { kind: 'page'; rows: ChannelDocument[]; total: number };

/** Whether rows have come in: there are more of them, or the front holds one newer than all that stood there. */
function hasEntered(before: ReadPage, after: ReadPage): boolean {
  const known = new Map(before.rows.map((row) => [row.externalId, row.modifiedAt]));
  const newest =
    before.rows
      .map(({ modifiedAt }) => modifiedAt)
      .toSorted()
      .at(-1) ?? '';
  return (
    after.total > before.total ||
    after.rows.some((row) => row.modifiedAt >= newest && known.get(row.externalId) !== row.modifiedAt)
  );
}

async function readPage(
  config: TaobaoConfig,
  listing: Listing,
  window: PullWindow,
  pageNumber: number,
): Promise<ReadPage | ChannelFault> {
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
  const rows: ChannelDocument[] = [];
  for (const raw of page.value.rows) {
    const row = listing.documentOf(raw);
    if (row.kind === 'unknown') return row;
    rows.push(row.document);
  }
  return { kind: 'page', rows, total: page.value.total };
}

function keepNewest(rows: Map<string, ChannelDocument>, page: ChannelDocument[]): void {
  for (const row of page) {
    const known = rows.get(row.externalId);
    if (!known || known.modifiedAt <= row.modifiedAt) rows.set(row.externalId, row);
  }
}
