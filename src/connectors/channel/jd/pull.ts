import { fromMs, type Instant, plusMs, toMs, toWallClock } from '../../../domain/time.ts';
import { type Reading, SHANGHAI } from '../../vendor-values.ts';
import type { ChannelDocument, ChannelFault, Pulled, PullWindow } from '../port.ts';
import { keepNewest, type Page, pageOf, type Row, type RowRead, readListed } from '../pulling.ts';
import { call, callAsc, payloadOf } from './call.ts';
import { type JdConfig, unverified } from './config.ts';
import { applicationDocument, type Documented, orderDocument, serviceDocument } from './documents.ts';
import { objectWith, type Rows, readApplicationPage, readOrderPage, readPage, refusalIn } from './envelope.ts';
import { type Listed, list } from './listing.ts';
import { getOrder } from './read.ts';
import { getService } from './read-service.ts';

const wallClock = (at: Instant): string => toWallClock(at, SHANGHAI);

/** JD hands out page numbers up to 100 of refund applications; no limit is known of the other lists. */
const maxApplicationPages = 100;

/**
 * A return parcel leaves the date of its service alone and has one of its own, so services are listed by both. Refund
 * applications are another kind of document, with a date for their coming and one for their decision.
 */
export async function pullRefunds(config: JdConfig, window: PullWindow): Promise<Pulled> {
  const lookback = window.holds ? unverified(config).applicationLookbackMs : 0;
  // Without `holds` the rows before the window could not be told from new ones.
  const appliedFrom = fromMs(Math.min(toMs(window.from), toMs(window.to) - lookback));
  const listings = [
    () => listServices(config, 'updateTime', window),
    () => listServices(config, 'freightUpdateDate', window),
    () => listApplications(config, 'applyTime', appliedFrom, window.to),
    () => listApplications(config, 'checkTime', window.from, window.to),
  ];
  const rows = new Map<string, Row>();
  for (const listing of listings) {
    const listed = await listing();
    if (listed.kind === 'too_many') return { kind: 'unknown', cause: 'more refund applications than JD lists' };
    if (listed.kind !== 'rows') return listed;
    keepNewest(rows, listed.rows);
  }
  return readListed([...rows.values()], window);
}

export async function pullOrders(config: JdConfig, window: PullWindow): Promise<Pulled> {
  const pageSize = unverified(config).pageSize;
  const readOrders = async (pageNumber: number): Promise<Page | ChannelFault> => {
    const answer = await call(config, 'jingdong.pop.order.search', {
      start_date: wallClock(window.from),
      end_date: wallClock(window.to),
      order_state: orderStates,
      optional_fields: 'orderId,orderState,modified',
      page: String(pageNumber),
      page_size: String(pageSize),
      sortType: 1,
      dateType: 0,
    });
    if (answer.kind !== 'answered') return answer;
    const refusal = refusalIn(objectWith('apiResult', answer.body)?.['apiResult'] ?? {}, []);
    if (refusal) return refusal;
    return listPageOf(readOrderPage(answer.body), orderDocument, ({ externalId }) => getOrder(config, externalId));
  };
  const listed = await list(readOrders, { pageSize, maxRows: Number.POSITIVE_INFINITY });
  if (listed.kind === 'too_many') return { kind: 'unknown', cause: 'more orders than JD lists' };
  return listed.kind === 'rows' ? readListed(listed.rows, window) : listed;
}

const orderStates = [
  'WAIT_SELLER_STOCK_OUT,WAIT_SELLER_DELIVERY,WAIT_GOODS_RECEIVE_CONFIRM,FINISHED_L,TRADE_CANCELED,LOCKED',
  'POP_ORDER_PAUSE,PAUSE,WAIT_SEND_CODE,DELIVERY_RETURN',
].join(',');

function listServices(
  config: JdConfig,
  date: 'updateTime' | 'freightUpdateDate',
  { from, to }: PullWindow,
): Promise<Listed> {
  const { pageSize } = unverified(config);
  const readServices = async (pageNumber: number): Promise<Page | ChannelFault> => {
    const args = { [`${date}Begin`]: wallClock(from), [`${date}End`]: wallClock(to), pageNumber, pageSize };
    const answer = await payloadOf(config, 'pageResult', callAsc(config, 'sync.list', args));
    if (answer.kind !== 'payload') return answer;
    return listPageOf(
      readPage(answer.payload),
      (brief) => serviceDocument({ brief }),
      (_, brief) => getService(config, brief),
    );
  };
  return list(readServices, { pageSize, maxRows: Number.POSITIVE_INFINITY });
}

/** Where a window holds more than JD lists, its halves are listed. */
async function listApplications(
  config: JdConfig,
  date: 'applyTime' | 'checkTime',
  from: Instant,
  to: Instant,
): Promise<Listed> {
  const { pageSize } = unverified(config);
  const readApplications = async (pageIndex: number): Promise<Page | ChannelFault> => {
    const args = { [`${date}Start`]: wallClock(from), [`${date}End`]: wallClock(to), pageIndex, pageSize };
    const answering = call(config, 'jingdong.pop.afs.soa.refundapply.queryPageList', args);
    const answer = await payloadOf(config, 'queryResult', answering);
    if (answer.kind !== 'payload') return answer;
    // The row has all that the single reading has.
    return listPageOf(readApplicationPage(answer.payload), applicationDocument, async (_, row) =>
      applicationDocument(row),
    );
  };
  const listed = await list(readApplications, { pageSize, maxRows: maxApplicationPages * pageSize });
  if (listed.kind !== 'too_many' || toMs(to) - toMs(from) < 2000) return listed;
  const middle = plusMs(from, Math.floor((toMs(to) - toMs(from)) / 2));
  const early = await listApplications(config, date, from, middle);
  if (early.kind !== 'rows') return early;
  const late = await listApplications(config, date, middle, to);
  if (late.kind !== 'rows') return late;
  return { kind: 'rows', rows: [...early.rows, ...late.rows] };
}

function listPageOf(
  reading: Reading<Rows>,
  documentOf: (raw: unknown) => Documented,
  read: (document: ChannelDocument, raw: unknown) => Promise<RowRead>,
): Page | ChannelFault {
  if (reading.kind === 'unreadable') return { kind: 'unknown', cause: reading.reason };
  const { rows, total } = reading.value;
  if (total === undefined) return { kind: 'unknown', cause: 'totalCount: missing' };
  return pageOf(rows, total, documentOf, read);
}
