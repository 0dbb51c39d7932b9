import { sql } from 'kysely';
import type { MerchantId, RmaId } from '../../domain/ids.ts';
import { zero } from '../../domain/money.ts';
import type { Order } from '../../domain/orders/order.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { evolve } from '../../domain/returns/evolve.ts';
import { evolveOrder } from '../../domain/returns/evolve-order.ts';
import type { Rma } from '../../domain/returns/rma.ts';
import { clocksOf } from '../../domain/returns/running-clocks.ts';
import { toJson } from '../../domain/wire.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { findOrder } from '../orders/order-store.ts';
import { exposureRows } from './exposure-rows.ts';
import { claimRows, postageRows } from './recovery-rows.ts';
import { refundRows } from './refund-rows.ts';
import { lineRows, read, type StoredEvent, summaryOf } from './rma-store.ts';
import { lapseRows, timerRows } from './rma-timers.ts';
import { transferRows } from './transfer-rows.ts';

/** One row that is not what the events add up to. */
export type Disagreement = { rmaId: string; table: string; key: string; stored: unknown; replayed: unknown };

export type Replayed = { returns: number; events: number; disagreements: Disagreement[] };

const BATCH = 200;

/**
 * Folds every event of a merchant again and compares what comes out with every row that was written beside them: the
 * return, its lines, its refunds, its claims and postage, and the counters of its order.
 */
export async function replay(
  app: App,
  merchantId: MerchantId,
  onProgress: (returns: number) => void = () => {},
): Promise<Replayed> {
  const result: Replayed = { returns: 0, events: 0, disagreements: [] };
  let after = '';
  for (;;) {
    const batch = await app.db.inMerchant(merchantId, async (tx) => {
      const { rows } = await sql<{ order_id: Order['id'] }>`select distinct order_id from rma
        where merchant_id = ${merchantId} and order_id > ${after} order by order_id limit ${BATCH}`.execute(tx);
      for (const { order_id } of rows) await replayOrder(app, tx, merchantId, order_id, result);
      return rows;
    });
    onProgress(result.returns);
    const last = batch.at(-1);
    if (!last) return result;
    after = last.order_id;
  }
}

async function replayOrder(
  app: App,
  tx: Tx,
  merchantId: MerchantId,
  orderId: Order['id'],
  result: Replayed,
): Promise<void> {
  const stored = await findOrder(tx, merchantId, orderId);
  const { rows } = await sql<{ rma_id: RmaId }>`select rma_id from rma
    where merchant_id = ${merchantId} and order_id = ${orderId} order by rma_id`.execute(tx);
  if (!stored) return;
  let order = untouched(stored);
  for (const { rma_id } of rows) {
    const found = await read(tx, merchantId, rma_id);
    if (!found) continue;
    const folded = foldWithOrder(found.history, order);
    order = folded.order;
    result.returns += 1;
    result.events += found.history.length;
    const policy = await app.policies.pinned(tx, merchantId, folded.rma.policyVersion);
    await compareReturn(tx, merchantId, folded.rma, stored, policy, result);
    await compareRecovery(tx, merchantId, folded.rma, result);
    await compareClocks(tx, merchantId, folded.rma, found.history, policy, result);
  }
  compare(result, rows[0]?.rma_id ?? '', 'order counters', orderId, counters(stored), counters(order));
}

const none = ({ refunded }: Order['lines'][number]) => ({ ...refunded, minor: 0n });

/** The order as it was before any return. */
const untouched = (order: Order): Order => ({
  ...order,
  entitled: zero(order.currency),
  lines: order.lines.map((line) => ({ ...line, claimed: 0, settled: 0, refunded: none(line), rebated: none(line) })),
  payments: order.payments.map((payment) => ({ ...payment, refunded: { ...payment.refunded, minor: 0n } })),
});

function foldWithOrder(history: readonly StoredEvent[], start: Order): { rma: Rma; order: Order } {
  let rma: Rma | null = null;
  let order = start;
  for (const { event } of history) {
    order = evolveOrder(order, rma, event);
    rma = evolve(rma, event);
  }
  if (!rma) throw new Error('a return without events');
  return { rma, order };
}

const counters = (order: Order) => ({
  entitled: order.entitled,
  lines: order.lines.map(({ id, claimed, settled, refunded, rebated }) => ({
    id,
    claimed,
    settled,
    refunded,
    rebated,
  })),
  payments: order.payments.map(({ id, refunded }) => ({ id, refunded })),
});

async function compareReturn(
  tx: Tx,
  merchantId: MerchantId,
  rma: Rma,
  order: Order,
  policy: Policy,
  result: Replayed,
): Promise<void> {
  const { rows } = await sql<{ summary: object; lines: object[] | null; refunds: object[] | null }>`select
    to_jsonb(r) - array['merchant_id', 'updated_at', 'opened_by_command'] as summary,
    (select jsonb_agg(to_jsonb(l) order by l.line_id) from rma_line l
      where l.merchant_id = r.merchant_id and l.rma_id = r.rma_id) as lines,
    (select jsonb_agg(to_jsonb(f) - 'updated_at' order by f.refund_id) from refund f
      where f.merchant_id = r.merchant_id and f.rma_id = r.rma_id and f.state <> 'replaced') as refunds
    from rma r where r.merchant_id = ${merchantId} and r.rma_id = ${rma.id}`.execute(tx);
  const row = rows[0];
  const byKey = (key: string) => (a: object, b: object) => (text(a, key) < text(b, key) ? -1 : 1);
  compare(result, rma.id, 'rma', rma.id, row?.summary, summaryOf(rma, order, clocksOf(rma, policy)));
  compare(
    result,
    rma.id,
    'rma_line',
    rma.id,
    (row?.lines ?? []).toSorted(byKey('line_id')),
    lineRows(rma, merchantId).toSorted(byKey('line_id')),
  );
  compare(
    result,
    rma.id,
    'refund',
    rma.id,
    (row?.refunds ?? []).toSorted(byKey('refund_id')),
    refundRows(rma, merchantId).toSorted(byKey('refund_id')),
  );
}

async function compareRecovery(tx: Tx, merchantId: MerchantId, rma: Rma, result: Replayed): Promise<void> {
  const { rows } = await sql<{
    claims: object[] | null;
    postages: object[] | null;
    transfers: object[] | null;
    exposure: object[] | null;
  }>`select
    (select jsonb_agg(to_jsonb(c) - 'updated_at' order by length(c.claim_id), c.claim_id collate "C") from claim c
      where c.merchant_id = ${merchantId} and c.rma_id = ${rma.id}) as claims,
    (select jsonb_agg(to_jsonb(t) - 'updated_at' order by length(t.transfer_id), t.transfer_id) from refund_transfer t
      where t.merchant_id = ${merchantId} and t.rma_id = ${rma.id}) as transfers,
    (select jsonb_agg(to_jsonb(e) - 'updated_at') from exposure e
      where e.merchant_id = ${merchantId} and e.rma_id = ${rma.id}) as exposure,
    (select jsonb_agg(to_jsonb(p) - 'updated_at' - 'parcel_id' order by p.waybill) from postage p
      where p.merchant_id = ${merchantId} and p.rma_id = ${rma.id}) as postages`.execute(tx);
  const byWaybill = (a: { waybill: string }, b: { waybill: string }) => (a.waybill < b.waybill ? -1 : 1);
  compare(result, rma.id, 'claim', rma.id, rows[0]?.claims ?? [], claimRows(rma, merchantId));
  const postages = postageRows(rma, merchantId).toSorted(byWaybill);
  compare(result, rma.id, 'postage', rma.id, rows[0]?.postages ?? [], postages);
  compare(result, rma.id, 'refund_transfer', rma.id, rows[0]?.transfers ?? [], transferRows(rma, merchantId));
  compare(result, rma.id, 'exposure', rma.id, rows[0]?.exposure ?? [], exposureRows(rma, merchantId));
}

/** Which clocks run, and which ran out. When a lapse was made good is not compared: no event says so by itself. */
async function compareClocks(
  tx: Tx,
  merchantId: MerchantId,
  rma: Rma,
  history: readonly StoredEvent[],
  policy: Policy,
  result: Replayed,
): Promise<void> {
  const { rows } = await sql<{ timers: object[] | null; lapses: object[] | null }>`select
    (select jsonb_agg(to_jsonb(t) - 'claimed_until' order by t.kind collate "C") from rma_timer t
      where t.merchant_id = ${merchantId} and t.rma_id = ${rma.id}) as timers,
    (select jsonb_agg(to_jsonb(l) || '{"done_at": null}' order by l.rma_seq) from deadline_lapse l
      where l.merchant_id = ${merchantId} and l.rma_id = ${rma.id}) as lapses`.execute(tx);
  const byKind = (a: { kind: string }, b: { kind: string }) => (a.kind < b.kind ? -1 : 1);
  const timers = timerRows(rma, clocksOf(rma, policy), policy, merchantId).toSorted(byKind);
  compare(result, rma.id, 'rma_timer', rma.id, rows[0]?.timers ?? [], timers);
  compare(result, rma.id, 'deadline_lapse', rma.id, rows[0]?.lapses ?? [], lapseRows(rma, history, merchantId));
}

const text = (row: object, key: string): string => String(Reflect.get(row, key));

function compare(
  result: Replayed,
  rmaId: string,
  table: string,
  key: string,
  stored: unknown,
  replayed: unknown,
): void {
  const [left, right] = [canonical(stored), canonical(replayed)];
  if (left !== right) result.disagreements.push({ rmaId, table, key, stored: left, replayed: right });
}

/** The same text for the same facts: keys in order, amounts as digits, moments as milliseconds. */
function canonical(value: unknown): string {
  const normal = (part: unknown): unknown => {
    if (typeof part === 'string' && /^\d{4}-\d\d-\d\dT/.test(part)) return Date.parse(part);
    if (typeof part === 'string' && /^-?\d+$/.test(part)) return part;
    if (typeof part === 'number') return String(part);
    if (Array.isArray(part)) return part.map(normal);
    if (part === null || typeof part !== 'object') return part;
    return Object.fromEntries(
      Object.entries(part)
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, inner]) => [key, normal(inner)]),
    );
  };
  return JSON.stringify(normal(JSON.parse(toJson(value ?? null))));
}
