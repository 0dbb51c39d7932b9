import { fromMs, type Instant, plusMs, toMs } from '../../../domain/time.ts';
import type { Reading } from '../../vendor-values.ts';
import type { ChannelDocument, ChannelFault, Found, Pulled, PullWindow } from '../port.ts';
import { call, type PopType } from './call.ts';
import { type PinduoduoConfig, unverified } from './config.ts';
import { getOrder, getRefund, orderDocument, refundDocument } from './read.ts';
import { type Page, readOrderPage, readRefundPage } from './vendor-shapes.ts';

/** Neither list takes a longer window. */
export const MAX_WINDOW_MS = 30 * 60_000;

/** One of the two lists of changes, and how to read a row of it whole. */
type Listing = {
  type: PopType;
  /** The list must be asked once with each of these. */
  filters: Readonly<Record<string, string>>[];
  readPage: (body: unknown) => Reading<Page>;
  documentOf: typeof refundDocument;
  get: (config: PinduoduoConfig, externalId: string) => Promise<Found>;
};

const refunds = (config: PinduoduoConfig): Listing => ({
  type: 'pdd.refund.list.increment.get',
  filters: unverified(config).listStatuses.map((status) => ({
    after_sales_type: '1',
    after_sales_status: String(status),
  })),
  readPage: readRefundPage,
  documentOf: refundDocument,
  get: getRefund,
});

const orders: Listing = {
  type: 'pdd.order.number.list.increment.get',
  filters: [{ order_status: '5', refund_status: '5', is_lucky_flag: '0' }],
  readPage: readOrderPage,
  documentOf: orderDocument,
  get: getOrder,
};

export const pullRefunds = (config: PinduoduoConfig, window: PullWindow): Promise<Pulled> =>
  pull(config, refunds(config), window);

/** The platform advises to read the last minutes of orders again, as some show late. */
export const pullOrders = (config: PinduoduoConfig, window: PullWindow): Promise<Pulled> =>
  pull(config, orders, { ...window, from: plusMs(window.from, -unverified(config).lateMs) });

async function pull(config: PinduoduoConfig, listing: Listing, window: PullWindow): Promise<Pulled> {
  const documents = new Map<string, ChannelDocument>();
  const soFar = (fault: ChannelFault): Pulled =>
    documents.size > 0 ? { kind: 'partial', documents: [...documents.values()], fault } : fault;
  for (const slice of slicesOf(window)) {
    const listed = await list(config, listing, slice);
    if (listed.kind !== 'rows') return soFar(listed);
    // The oldest change first, so that what an interrupted pull has read is the beginning of the story.
    for (const row of listed.rows.toSorted((a, b) => a.version - b.version)) {
      const known = documents.get(row.externalId);
      if (known && known.version >= row.version) continue;
      if (await window.holds?.(row)) continue;
      const read = await listing.get(config, row.externalId);
      documents.delete(row.externalId);
      if (read.kind === 'document') documents.set(row.externalId, read.document);
      // One document that cannot be had must not hold up the others: its list row stands for it.
      else if (read.kind === 'absent' || read.kind === 'refused') documents.set(row.externalId, row);
      else return soFar(read);
    }
  }
  return { kind: 'documents', documents: [...documents.values()] };
}

type Slice = { from: Instant; to: Instant };

/** Windows that the platform takes, one after the other: they meet in a second, which is read twice. */
function slicesOf({ from, to }: Slice): Slice[] {
  const slices: Slice[] = [];
  for (let at = toMs(from); at < toMs(to) || slices.length === 0; at += MAX_WINDOW_MS) {
    slices.push({ from: fromMs(at), to: fromMs(Math.min(at + MAX_WINDOW_MS, toMs(to))) });
  }
  return slices;
}

type Listed = { kind: 'rows'; rows: ChannelDocument[] } | ChannelFault;

async function list(config: PinduoduoConfig, listing: Listing, slice: Slice): Promise<Listed> {
  const rows = new Map<string, ChannelDocument>();
  for (const filter of listing.filters) {
    const fault = await listBackwards(config, listing, slice, filter, rows);
    if (fault) return fault;
  }
  return { kind: 'rows', rows: [...rows.values()] };
}

const maxRounds = 5;

/**
 * Lists from the last page to the first, as the platform itself demands: a row that changes meanwhile leaves the window,
 * and the rows behind it move up. Read forwards, one of them would slip onto a page that is done; read backwards, it is
 * only read twice. Where rows have come in instead, which pushes the others the other way, the round is repeated.
 */
async function listBackwards(
  config: PinduoduoConfig,
  listing: Listing,
  slice: Slice,
  filter: Readonly<Record<string, string>>,
  rows: Map<string, ChannelDocument>,
): Promise<ChannelFault | undefined> {
  for (let round = 0; round < maxRounds; round++) {
    const before = await readPage(config, listing, slice, filter, 1);
    if (before.kind !== 'page') return before;
    keepNewest(rows, before.rows);
    const lastPage = Math.ceil(before.total / unverified(config).pageSize);
    if (lastPage <= 1) return undefined;
    for (let pageNumber = lastPage; pageNumber >= 1; pageNumber--) {
      const page = await readPage(config, listing, slice, filter, pageNumber);
      if (page.kind !== 'page') return page;
      keepNewest(rows, page.rows);
      if (pageNumber === 1 && !hasEntered(before, page)) return undefined;
    }
  }
  return { kind: 'unknown', cause: 'the list of changes did not hold still' };
}

type ReadPage = { kind: 'page'; rows: ChannelDocument[]; total: number };

/** Whether rows have come in: there are more of them, or the front holds one newer than all that stood there. */
function hasEntered(before: ReadPage, after: ReadPage): boolean {
  if (after.total > before.total) return true;
  const known = new Map(before.rows.map(({ externalId, version }) => [externalId, version]));
  const newest = Math.max(...known.values());
  return after.rows.some(({ externalId, version }) => version >= newest && known.get(externalId) !== version);
}

async function readPage(
  config: PinduoduoConfig,
  listing: Listing,
  slice: Slice,
  filter: Readonly<Record<string, string>>,
  pageNumber: number,
): Promise<ReadPage | ChannelFault> {
  const answer = await call(config, listing.type, {
    ...filter,
    start_updated_at: secondsOf(slice.from),
    end_updated_at: secondsOf(slice.to),
    page: String(pageNumber),
    page_size: String(unverified(config).pageSize),
  });
  if (answer.kind !== 'answered') return answer;
  const page = listing.readPage(answer.body);
  if (page.kind === 'unreadable') return { kind: 'unknown', cause: page.reason };
  const rows: ChannelDocument[] = [];
  for (const raw of page.value.rows) {
    const row = listing.documentOf(raw);
    if (row.kind === 'unknown') return row;
    rows.push(row.document);
  }
  return { kind: 'page', rows, total: page.value.total };
}

const secondsOf = (at: Instant): string => String(Math.floor(toMs(at) / 1000));

function keepNewest(rows: Map<string, ChannelDocument>, page: ChannelDocument[]): void {
  for (const row of page) {
    const known = rows.get(row.externalId);
    if (!known || known.version <= row.version) rows.set(row.externalId, row);
  }
}
