import { toMs } from '../../../domain/time.ts';
import type { Reading } from '../../vendor-values.ts';
import type { ChannelFault, Found, Pulled, PullWindow } from '../port.ts';
import { keepNewest, type Listed, type Page, pageOf, type Row, readListed, restless } from '../pulling.ts';
import { call } from './call.ts';
import { type DouyinConfig, unverified } from './config.ts';
import type { ParamObject } from './param-json.ts';
import { getOrder, getRefund, orderDocument, refundRow } from './read.ts';
import { type Page as DouyinPage, readAfterSalePage, readOrderPage } from './vendor-shapes.ts';

/** One of the two lists of changes, and how to read a row of it whole. */
type Listing = {
  method: string;
  /** The oldest change first, from second to second, both included. */
  query: (from: number, to: number) => ParamObject;
  readPage: (data: unknown, upTo: number) => Reading<DouyinPage>;
  documentOf: typeof refundRow;
  get: (config: DouyinConfig, externalId: string) => Promise<Found>;
};

const refunds: Listing = {
  method: 'afterSale.List',
  query: (from, to) => ({ update_start_time: from, update_end_time: to, order_by: ['update_time asc'] }),
  readPage: readAfterSalePage,
  documentOf: refundRow,
  get: getRefund,
};

const orders: Listing = {
  method: 'order.searchList',
  query: (from, to) => ({ update_time_start: from, update_time_end: to, order_by: 'update_time', order_asc: true }),
  readPage: readOrderPage,
  documentOf: orderDocument,
  get: getOrder,
};

export const pullRefunds = (config: DouyinConfig, window: PullWindow): Promise<Pulled> => pull(config, refunds, window);
export const pullOrders = (config: DouyinConfig, window: PullWindow): Promise<Pulled> => pull(config, orders, window);

async function pull(config: DouyinConfig, listing: Listing, window: PullWindow): Promise<Pulled> {
  const listed = await list(config, listing, window);
  return listed.kind === 'rows' ? readListed(listed.rows, window) : listed;
}

/**
 * Walks the window by time and not by pages: each call asks for the first page from the last second seen. A row that
 * changes meanwhile leaves the window, and what stood behind it would slip onto a page that is done; asked for by time,
 * it is still ahead.
 */
async function list(config: DouyinConfig, listing: Listing, window: PullWindow): Promise<Listed> {
  const rows = new Map<string, Row>();
  const to = Math.floor(toMs(window.to) / 1000);
  let from = Math.floor(toMs(window.from) / 1000);
  while (from <= to) {
    const page = await readPage(config, listing, from, to, 0);
    if (page.kind !== 'page') return page;
    keepNewest(rows, page.rows);
    if (!page.more) break;
    // A row that changed a moment ago may be found by its old time and shown with its new one: that leads nowhere.
    const moments = page.rows.map(({ document }) => toMs(document.modifiedAt) / 1000).filter((moment) => moment <= to);
    const last = Math.max(from, ...moments);
    if (last === from) {
      const crowd = await listSecond(config, listing, from);
      if (crowd.kind !== 'rows') return crowd;
      keepNewest(rows, crowd.rows);
    }
    from = last === from ? from + 1 : last;
  }
  return { kind: 'rows', rows: [...rows.values()] };
}

const maxRounds = 5;

/**
 * More rows in one second than a page holds: a sale that starts, a batch at the seller's. From a second that is over rows
 * can only leave, so when the total has not changed between the first page and the last, none has slipped by.
 */
async function listSecond(config: DouyinConfig, listing: Listing, second: number): Promise<Listed> {
  const rows = new Map<string, Row>();
  for (let round = 0; round < maxRounds; round++) {
    let total: number | undefined;
    for (let pageNumber = 0; ; pageNumber++) {
      const page = await readPage(config, listing, second, second, pageNumber);
      if (page.kind !== 'page') return page;
      keepNewest(rows, page.rows);
      total ??= page.total;
      if (page.total !== total) break;
      if (!page.more) return { kind: 'rows', rows: [...rows.values()] };
    }
  }
  return restless;
}

type ReadPage = Page & { more: boolean };

async function readPage(
  config: DouyinConfig,
  listing: Listing,
  from: number,
  to: number,
  pageNumber: number,
): Promise<ReadPage | ChannelFault> {
  const { pageSize } = unverified(config);
  const answer = await call(config, listing.method, { ...listing.query(from, to), page: pageNumber, size: pageSize });
  if (answer.kind !== 'answered') return answer;
  const page = listing.readPage(answer.data, (pageNumber + 1) * pageSize);
  if (page.kind === 'unreadable') return { kind: 'unknown', cause: page.reason };
  const { total, more } = page.value;
  // A page that promises more and shows nothing would be asked for for ever.
  if (more && page.value.rows.length === 0) return { kind: 'unknown', cause: 'an empty page with more behind it' };
  const read = pageOf(page.value.rows, total, listing.documentOf, ({ externalId }) => listing.get(config, externalId));
  return read.kind === 'page' ? { ...read, more } : read;
}
