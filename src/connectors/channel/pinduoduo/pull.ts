import { fromMs, type Instant, plusMs, toMs } from '../../../domain/time.ts';
import type { Reading } from '../../vendor-values.ts';
import type { ChannelDocument, ChannelFault, Found, Pulled, PullWindow } from '../port.ts';
import { type Listed, listBackwards, type Page, pageOf, type Row, readListed } from '../pulling.ts';
import { call, type PopType } from './call.ts';
import { type PinduoduoConfig, unverified } from './config.ts';
import { getOrder, getRefund, orderDocument, refundDocument } from './read.ts';
import { listStatuses } from './statuses.ts';
import { type Page as PopPage, readOrderPage, readRefundPage } from './vendor-shapes.ts';

/** Neither list takes a longer window. */
export const MAX_WINDOW_MS = 30 * 60_000;

/** One of the two lists of changes, and how to read a row of it whole. */
type Listing = {
  type: PopType;
  readPage: (body: unknown) => Reading<PopPage>;
  documentOf: typeof refundDocument;
  get: (config: PinduoduoConfig, externalId: string) => Promise<Found>;
};

const refunds: Listing = {
  type: 'pdd.refund.list.increment.get',
  readPage: readRefundPage,
  documentOf: refundDocument,
  get: getRefund,
};

const orders: Listing = {
  type: 'pdd.order.number.list.increment.get',
  readPage: readOrderPage,
  documentOf: orderDocument,
  get: getOrder,
};

export const pullRefunds = (config: PinduoduoConfig, window: PullWindow): Promise<Pulled> =>
  pull(window, (slice) =>
    listStatuses(config, (status) =>
      list(config, refunds, slice, { after_sales_type: '1', after_sales_status: String(status) }),
    ),
  );

/** The platform advises to read the last minutes of orders again, as some show late. */
export const pullOrders = (config: PinduoduoConfig, window: PullWindow): Promise<Pulled> =>
  pull({ ...window, from: plusMs(window.from, -unverified(config).lateMs) }, (slice) =>
    list(config, orders, slice, { order_status: '5', refund_status: '5', is_lucky_flag: '0' }),
  );

async function pull(window: PullWindow, listSlice: (slice: Slice) => Promise<Listed>): Promise<Pulled> {
  const documents = new Map<string, ChannelDocument>();
  const soFar = (fault: ChannelFault): Pulled =>
    documents.size > 0 ? { kind: 'partial', documents: [...documents.values()], fault } : fault;
  for (const slice of slicesOf(window)) {
    const listed = await listSlice(slice);
    if (listed.kind !== 'rows') return soFar(listed);
    const isNews = ({ document }: Row) => (documents.get(document.externalId)?.version ?? -1) < document.version;
    const read = await readListed(listed.rows.filter(isNews), window);
    for (const document of 'documents' in read ? read.documents : []) {
      documents.delete(document.externalId);
      documents.set(document.externalId, document);
    }
    if (read.kind !== 'documents') return soFar(read.kind === 'partial' ? read.fault : read);
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

/** The platform itself demands that pages be read from the last to the first. */
const list = (
  config: PinduoduoConfig,
  listing: Listing,
  slice: Slice,
  filter: Readonly<Record<string, string>>,
): Promise<Listed> =>
  listBackwards((pageNumber) => readPage(config, listing, slice, filter, pageNumber), unverified(config).pageSize);

async function readPage(
  config: PinduoduoConfig,
  listing: Listing,
  slice: Slice,
  filter: Readonly<Record<string, string>>,
  pageNumber: number,
): Promise<Page | ChannelFault> {
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
  return pageOf(page.value.rows, page.value.total, listing.documentOf, ({ externalId }) =>
    listing.get(config, externalId),
  );
}

const secondsOf = (at: Instant): string => String(Math.floor(toMs(at) / 1000));
