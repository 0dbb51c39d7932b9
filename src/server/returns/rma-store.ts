import { type RawBuilder, sql } from 'kysely';
import { assert, present } from '../../domain/assert.ts';
import type { MerchantId, OrderId, RmaId } from '../../domain/ids.ts';
import { add, type Money, sum, zero } from '../../domain/money.ts';
import type { Order } from '../../domain/orders/order.ts';
import { versionFor } from '../../domain/policy/release.ts';
import type { RmaEvent } from '../../domain/returns/events.ts';
import { evolve } from '../../domain/returns/evolve.ts';
import { needsPerson } from '../../domain/returns/needs-person.ts';
import { openDifferences, type Rma, type RmaLine, replacementOf, stageOf } from '../../domain/returns/rma.ts';
import { dueOf, type RunningClock } from '../../domain/returns/running-clocks.ts';
import type { Instant } from '../../domain/time.ts';
import { reviveMoney, toJson } from '../../domain/wire.ts';
import { readBuyerRecord } from '../buyers/buyer-record.ts';
import type { Tx } from '../db/database.ts';
import { iso, type OrderRow, orderFromRow, orderJson } from '../orders/order-store.ts';
import { type ReleaseColumns, releaseFrom } from '../policy/releases.ts';

export type Actor = { kind: 'staff' | 'api_key' | 'buyer' | 'platform' | 'courier' | 'system'; id: string };

export type StoredEvent = {
  seq: number;
  event: RmaEvent;
  actor: Actor;
  commandId: string;
  commandHash: string;
  at: Instant;
};

export type Locked = { order: Order; rma: Rma; history: StoredEvent[] };

type EventRow = {
  seq: number;
  type: string;
  data: unknown;
  actor_kind: Actor['kind'];
  actor_id: string;
  command_id: string;
  command_hash: string;
  occurred_at: Instant;
};

/**
 * Locks the order, then reads it and the return. All commands on returns of one order queue at the order's row, because
 * the limits across returns live there. The reading is a statement of its own, which follows on the same connection: one
 * that waits for the lock would go on to read the other rows as they were before the wait.
 */
export async function lock(tx: Tx, merchantId: MerchantId, rmaId: RmaId): Promise<Locked | undefined> {
  const [, locked] = await Promise.all([holdOrder(tx, merchantId, rmaId), read(tx, merchantId, rmaId)]);
  return locked;
}

/** The lock alone, for those who must read something of their own behind it before they give a command. */
export const holdOrder = (tx: Tx, merchantId: MerchantId, rmaId: RmaId) =>
  sql`select 1 from sales_order o join rma r on r.merchant_id = o.merchant_id and r.order_id = o.order_id
    where r.merchant_id = ${merchantId} and r.rma_id = ${rmaId} for update of o`.execute(tx);

/** The order and the return without a lock, for screens and previews. */
export async function read(tx: Tx, merchantId: MerchantId, rmaId: RmaId): Promise<Locked | undefined> {
  const { rows } = await sql<{ order: OrderRow; events: EventRow[] }>`
    select ${orderJson} as order, (
      select json_agg(json_build_object('seq', e.seq, 'type', e.type, 'data', e.data, 'actor_kind', e.actor_kind,
        'actor_id', e.actor_id, 'command_id', e.command_id, 'command_hash', encode(e.command_hash, 'hex'),
        'occurred_at', ${iso('e.occurred_at')}) order by e.seq)
      from rma_event e where e.merchant_id = r.merchant_id and e.rma_id = r.rma_id) as events
    from rma r join sales_order o on o.merchant_id = r.merchant_id and o.order_id = r.order_id
    where r.merchant_id = ${merchantId} and r.rma_id = ${rmaId}`.execute(tx);
  const row = rows[0];
  if (!row) return undefined;
  const history = row.events.map(eventFromRow);
  const rma = present(fold(history.map(({ event }) => event)), 'a return with events');
  return { order: orderFromRow(row.order), rma, history };
}

export const fold = (events: readonly RmaEvent[]): Rma | null => events.reduce<Rma | null>(evolve, null);

export const eventFromRow = (row: EventRow): StoredEvent => ({
  seq: row.seq,
  event: { type: row.type, ...reviveMoney<object>(row.data) } as RmaEvent,
  actor: { kind: row.actor_kind, id: row.actor_id },
  commandId: row.command_id,
  commandHash: row.command_hash,
  at: row.occurred_at,
});

/**
 * The order with a lock, whether this command has opened a return before, the policy that a new return falls under, and what
 * its buyer has done so far.
 */
export async function lockOrder(tx: Tx, merchantId: MerchantId, orderId: OrderId, commandId: string, now: Instant) {
  const locking = sql`select 1 from sales_order
    where merchant_id = ${merchantId} and order_id = ${orderId} for update`.execute(tx);
  const reading = sql<{ order: OrderRow; rma_id: RmaId | null; release: ReleaseColumns | null }>`
    select ${orderJson} as order, (
      select r.rma_id from rma r where r.merchant_id = o.merchant_id and r.opened_by_command = ${commandId}) as rma_id,
      (select json_build_object('version', l.version, 'candidate', l.candidate, 'shop_ids', l.shop_ids,
          'share_percent', l.share_percent)
        from policy_release l where l.merchant_id = o.merchant_id order by l.seq desc limit 1) as release
    from sales_order o where o.merchant_id = ${merchantId} and o.order_id = ${orderId}`.execute(tx);
  const counting = readBuyerRecord(tx, merchantId, { orderId }, now);
  const [, { rows }, buyer] = await Promise.all([locking, reading, counting]);
  const row = rows[0];
  if (!row) return undefined;
  const order = orderFromRow(row.order);
  const release = releaseFrom(present(row.release, `a release of ${merchantId}`));
  const livePolicy = versionFor(release, { shopId: order.shopId, orderId });
  return { order, openedBefore: row.rma_id, livePolicy, buyer: present(buyer, 'the buyer') };
}

export type Recording = {
  merchantId: MerchantId;
  commandId: string;
  commandHash: Buffer;
  actor: Actor;
  now: Instant;
  order: Order;
  /** Those of the return as it is after its events. */
  clocks: readonly RunningClock[];
};

/**
 * Appends the events and writes the summary rows that they lead to, in one statement.
 * @param beside named parts of `with` that write rows of the return which other files know
 */
export async function save(
  tx: Tx,
  next: Rma,
  events: readonly RmaEvent[],
  meta: Recording,
  beside: readonly RawBuilder<unknown>[],
): Promise<void> {
  assert(events.length > 0 && next.version >= events.length, 'a saved return has new events');
  const first = next.version - events.length + 1;
  const recorded = events.map(({ type, ...data }, i) => ({ seq: first + i, type, data }));
  await sql`
    with new_event as (
      insert into rma_event (merchant_id, rma_id, seq, type, data, actor_kind, actor_id, command_id, command_hash, occurred_at)
      select ${meta.merchantId}, ${next.id}, e.seq, e.type, e.data, ${meta.actor.kind}, ${meta.actor.id},
        ${meta.commandId}, ${meta.commandHash}, ${meta.now}
      from jsonb_to_recordset(${toJson(recorded)}::jsonb) as e(seq int, type text, data jsonb)
    ), summary as (
      insert into rma select * from jsonb_populate_record(null::rma, ${toJson(summaryRow(next, meta))}::jsonb)
      on conflict (merchant_id, rma_id) do update set
        external_id = excluded.external_id, resolution = excluded.resolution, reason = excluded.reason, intervention = excluded.intervention, review = excluded.review, stage = excluded.stage,
        channel_push = excluded.channel_push, due_at = excluded.due_at, due_source = excluded.due_source,
        units = excluded.units, amount_minor = excluded.amount_minor, refunded_minor = excluded.refunded_minor,
        approved_at = excluded.approved_at, received_at = excluded.received_at, updated_at = excluded.updated_at,
        version = excluded.version, assignee_id = excluded.assignee_id, automation = excluded.automation,
        needs = excluded.needs, buyer_wrote_at = excluded.buyer_wrote_at,
        open_differences = excluded.open_differences
    )${sql.join([sql``, ...beside])}
    insert into rma_line select * from jsonb_populate_recordset(null::rma_line, ${toJson(lineRows(next, meta.merchantId))}::jsonb)
    on conflict (merchant_id, rma_id, line_id) do update set
      quantity = excluded.quantity, reception = excluded.reception, inspection = excluded.inspection,
      disposition = excluded.disposition, settlement = excluded.settlement, grade = excluded.grade,
      replacement = excluded.replacement, failed = excluded.failed, waits_for = excluded.waits_for,
      waits_since_by = excluded.waits_since_by
    where (rma_line.quantity, rma_line.reception, rma_line.inspection, rma_line.disposition, rma_line.settlement, rma_line.grade, rma_line.replacement, rma_line.failed, rma_line.waits_for, rma_line.waits_since_by)
      is distinct from (excluded.quantity, excluded.reception, excluded.inspection, excluded.disposition, excluded.settlement, excluded.grade, excluded.replacement, excluded.failed, excluded.waits_for, excluded.waits_since_by)
    `.execute(tx);
}

/** The row of `rma` as the return stands: also what `npm run replay` compares with what is stored. */
export function summaryOf(rma: Rma, order: Order, clocks: readonly RunningClock[]) {
  const due = dueOf(clocks);
  return {
    rma_id: rma.id,
    number: rma.number,
    order_id: rma.orderId,
    order_external_id: order.externalId,
    shop_id: rma.shopId,
    channel: rma.channel,
    external_id: rma.channelRef?.externalId ?? null,
    resolution: rma.resolution,
    reason: rma.reason,
    review: rma.review,
    stage: stageOf(rma),
    channel_push: rma.channelPush,
    intervention: rma.intervention ?? null,
    due_at: due?.at ?? null,
    due_source: due?.source ?? null,
    units: rma.lines.reduce((units, line) => units + line.quantity, 0),
    currency: order.currency,
    amount_minor: worthOf(rma, order).minor,
    refunded_minor: refundedOf(rma, order.currency).minor,
    opened_at: rma.openedAt,
    approved_at: rma.approvedAt,
    received_at: rma.receivedAt,
    version: rma.version,
    assignee_id: rma.assignee ?? null,
    automation: rma.automation ?? 'on',
    needs: needsPerson(rma),
    buyer_wrote_at: rma.buyerWroteAt ?? null,
    open_differences: openDifferences(rma).length,
  };
}

export const lineRows = (rma: Rma, merchantId: MerchantId) =>
  rma.lines.map((line) => ({
    merchant_id: merchantId,
    rma_id: rma.id,
    line_id: line.id,
    order_line_id: line.orderLineId,
    sku: line.sku,
    quantity: line.quantity,
    reception: line.reception,
    inspection: line.inspection,
    disposition: line.disposition,
    settlement: line.settlement,
    grade: line.grade,
    replacement: replacementOf(line),
    failed: line.failedTests.length > 0,
    ...waiting(line),
  }));

/** Whose answer the goods of a line wait for, and who may not give it. */
export function waiting({ secondLook, scrapAsked }: RmaLine) {
  if (secondLook?.state === 'waiting') return { waits_for: 'second_look' as const, waits_since_by: secondLook.by };
  if (secondLook?.state === 'differs') return { waits_for: 'verdict' as const, waits_since_by: secondLook.by };
  if (scrapAsked) return { waits_for: 'scrap_approval' as const, waits_since_by: scrapAsked.by };
  return { waits_for: null, waits_since_by: null };
}

const summaryRow = (rma: Rma, meta: Recording) => ({
  merchant_id: meta.merchantId,
  ...summaryOf(rma, meta.order, meta.clocks),
  updated_at: meta.now,
  // Kept from the first row on: an update leaves it alone.
  opened_by_command: meta.commandId,
});

export const refundedOf = (rma: Rma, currency: string): Money =>
  sum(
    rma.refunds.filter((refund) => refund.state === 'succeeded').map((refund) => refund.amount),
    currency,
  );

/** What the return is about in money: what was ordered back, else what is asked for, else what the goods cost the buyer. */
function worthOf(rma: Rma, order: Order): Money {
  if (rma.refunds.length > 0)
    return sum(
      rma.refunds.map((refund) => refund.amount),
      order.currency,
    );
  if (rma.agreed) return rma.agreed.amount;
  if (rma.requested) return rma.requested;
  return rma.lines.reduce((total, line) => {
    const bought = order.lines.find((candidate) => candidate.id === line.orderLineId);
    if (!bought) return total;
    return add(total, { ...bought.paid, minor: (bought.paid.minor * BigInt(line.quantity)) / BigInt(bought.quantity) });
  }, zero(order.currency));
}
