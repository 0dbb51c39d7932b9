import { sql } from 'kysely';
import type { BuyerRecord, OpenListing } from '../../domain/buyers/buyer-record.ts';
import type { MerchantId, OrderId, RmaId } from '../../domain/ids.ts';
import { type Instant, plusHours } from '../../domain/time.ts';
import type { Tx } from '../db/database.ts';
import { iso } from '../orders/order-store.ts';

type Row = Omit<BuyerRecord, 'listings'> & { listings: OpenListing[] | null };

/** Days of a record, as hours back. */
export const daysBefore = (now: Instant, days: number): Instant => plusHours(now, -24 * days);

/** A return that was refused or withdrawn says nothing about habits. */
export const stands = sql.raw(`r.stage not in ('rejected', 'withdrawn')`);

/**
 * Counts what the buyer behind an order, or behind a return, has done at all shops of the merchant; a return does not count
 * itself. One statement that waits for no other: it travels with the one that locks the order.
 */
export async function readBuyerRecord(
  tx: Tx,
  merchantId: MerchantId,
  of: { orderId: OrderId } | { rmaId: RmaId },
  now: Instant,
): Promise<BuyerRecord | undefined> {
  const [year, quarter] = [daysBefore(now, 365), daysBefore(now, 90)];
  const rmaId = 'rmaId' in of ? of.rmaId : '';
  const order =
    'orderId' in of
      ? sql`${of.orderId}`
      : sql`(select x.order_id from rma x where x.merchant_id = ${merchantId} and x.rma_id = ${of.rmaId})`;
  const { rows } = await sql<Row>`
    with whose as (
      select p.buyer_id from sales_order o join party p on p.merchant_id = o.merchant_id and p.party_id = o.buyer_id
      where o.merchant_id = ${merchantId} and o.order_id = ${order}
    ), own as (
      select o.order_id, o.placed_at >= ${year}::timestamptz as recent from whose w
      join party p on p.merchant_id = ${merchantId} and p.buyer_id = w.buyer_id
      join sales_order o on o.merchant_id = ${merchantId} and o.buyer_id = p.party_id
    ), returned as (
      select own.order_id, own.recent, r.opened_at >= ${quarter}::timestamptz as lately, r.resolution from own
      join rma r on r.merchant_id = ${merchantId} and r.order_id = own.order_id
      where ${stands} and r.rma_id <> ${rmaId}
    )
    select (select count(*)::int from own where recent) as "orders365d",
      (select count(distinct order_id)::int from returned where recent) as "ordersReturned365d",
      (select count(*)::int from returned where lately) as "returns90d",
      (select count(*)::int from returned where lately and resolution = 'refund_only') as "refundOnly90d",
      (select json_agg(json_build_object('kind', l.kind, 'lapsesAt', ${iso('l.lapses_at')})) from buyer_listing l
        where l.merchant_id = ${merchantId} and l.buyer_id = whose.buyer_id and l.ended_at is null) as listings
    from whose`.execute(tx);
  const row = rows[0];
  return row && { ...row, listings: row.listings ?? [] };
}
