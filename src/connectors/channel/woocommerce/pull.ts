import { type Instant, plusMs, toMs } from '../../../domain/time.ts';
import { readAs } from '../../vendor-values.ts';
import type { ChannelDocument, ChannelFault, Pulled, PullWindow } from '../port.ts';
import { get } from './call.ts';
import { unverified, type WoocommerceConfig } from './config.ts';
import { getRefundsOf, orderDocument } from './read.ts';
import { readOrderHead, rows as rowsShape } from './vendor-shapes.ts';

type Row = { id: string; modifiedAt: Instant; refunds: number; body: unknown };

/** The list gives whole orders, so none is read again. */
export async function pullOrders(config: WoocommerceConfig, window: PullWindow): Promise<Pulled> {
  const listed = await list(config, window);
  if (listed.kind !== 'rows') return listed;
  const documents: ChannelDocument[] = [];
  for (const { id, modifiedAt, body } of listed.rows) {
    if (await window.holds?.({ externalId: id, modifiedAt })) continue;
    const one = orderDocument(config, body);
    if (one.kind !== 'document') return one;
    documents.push(one.document);
  }
  return { kind: 'documents', documents };
}

/** WooCommerce holds no requests. A refund that was booked has changed its order, and is read below it. */
export async function pullRefunds(config: WoocommerceConfig, window: PullWindow): Promise<Pulled> {
  const listed = await list(config, window);
  if (listed.kind !== 'rows') return listed;
  const documents: ChannelDocument[] = [];
  for (const { refunds, body } of listed.rows) {
    if (refunds === 0) continue;
    const read = await getRefundsOf(config, body);
    // The order was deleted meanwhile.
    if (read.kind === 'absent') continue;
    if (read.kind !== 'documents') return documents.length > 0 ? { kind: 'partial', documents, fault: read } : read;
    for (const document of read.documents) if (!(await window.holds?.(document))) documents.push(document);
  }
  return { kind: 'documents', documents };
}

type Listed = { kind: 'rows'; rows: Row[] } | ChannelFault;

const maxRounds = 5;

/**
 * Pages are counted, and sorted by number of order since no sort by change is documented. An order that changes meanwhile
 * leaves the window, and those behind it move forward: read from the last page to the first, they are only read twice.
 * Where orders have come in (the window was still open, or the shop was late) the round is repeated.
 */
async function list(config: WoocommerceConfig, window: PullWindow): Promise<Listed> {
  const rows = new Map<string, Row>();
  for (let round = 0; round < maxRounds; round++) {
    const before = await readPage(config, window, 1);
    if (before.kind !== 'page') return before;
    for (const row of before.rows) rows.set(row.id, row);
    const lastPage = Math.ceil(before.total / unverified(config).pageSize);
    let total = before.total;
    for (let page = lastPage > 1 ? lastPage : 0; page >= 1; page--) {
      const read = await readPage(config, window, page);
      if (read.kind !== 'page') return read;
      for (const row of read.rows) rows.set(row.id, row);
      total = Math.max(total, read.total);
    }
    if (total === before.total)
      return { kind: 'rows', rows: [...rows.values()].filter(isIn(window)).sort(oldestFirst) };
  }
  return { kind: 'unknown', cause: 'the list of changes did not hold still' };
}

const isIn =
  ({ from, to }: PullWindow) =>
  ({ modifiedAt }: Row): boolean =>
    toSecond(modifiedAt) >= toSecond(from) && toSecond(modifiedAt) <= toSecond(to);
const oldestFirst = (a: Row, b: Row): number => toMs(a.modifiedAt) - toMs(b.modifiedAt);

async function readPage(
  config: WoocommerceConfig,
  window: PullWindow,
  page: number,
): Promise<{ kind: 'page'; rows: Row[]; total: number } | ChannelFault> {
  const answer = await get(config, 'orders', {
    // Both ends are left out of what the shop lists, and it tells time by the second.
    modified_after: toSecond(plusMs(window.from, -1000)),
    modified_before: toSecond(plusMs(window.to, 1000)),
    dates_are_gmt: 'true',
    status: 'any',
    orderby: 'id',
    order: 'asc',
    per_page: String(unverified(config).pageSize),
    page: String(page),
  });
  if (answer.kind === 'absent') return { kind: 'unknown', cause: 'the list of orders is absent' };
  if (answer.kind !== 'answered') return answer;
  const total = Number(answer.headers.get('x-wp-total') ?? Number.NaN);
  if (!Number.isSafeInteger(total)) return { kind: 'unknown', cause: 'x-wp-total: missing' };
  const body = readAs(rowsShape, answer.body);
  if (body.kind === 'unreadable') return { kind: 'unknown', cause: body.reason };
  const rows: Row[] = [];
  for (const one of body.value) {
    const head = readOrderHead(one);
    if (head.kind === 'unreadable') return { kind: 'unknown', cause: `order: ${head.reason}` };
    const { id, date_modified_gmt: modifiedAt, refunds } = head.value;
    rows.push({ id, modifiedAt, refunds: refunds.length, body: one });
  }
  return { kind: 'page', rows, total };
}

const toSecond = (at: Instant): string => at.slice(0, 19);
