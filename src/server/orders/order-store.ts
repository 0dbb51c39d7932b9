import { sql } from 'kysely';
import type { MerchantId, OrderId, OrderLineId, PartyId, PaymentId, ShopId } from '../../domain/ids.ts';
import { money } from '../../domain/money.ts';
import type { Discount, Exclusion, GoodsClass, Order, OrderLine, Payment } from '../../domain/orders/order.ts';
import type { Promotion } from '../../domain/orders/promotions.ts';
import type { Instant } from '../../domain/time.ts';
import { reviveMoney } from '../../domain/wire.ts';
import type { Tx } from '../db/database.ts';

/** An order with its lines and payments as one JSON value; amounts as text, since JSON numbers lose digits. */
export type OrderRow = {
  order_id: OrderId;
  shop_id: ShopId;
  channel: string;
  external_id: string;
  external_version: string;
  currency: string;
  buyer_id: PartyId;
  placed_at: Instant;
  paid_at: Instant | null;
  shipped_at: Instant | null;
  delivered_at: Instant | null;
  business_purchase: boolean;
  invoiced: boolean;
  outbound: { courier: string; waybill: string }[];
  promotions: unknown[];
  entitled_minor: string;
  lines: {
    line_id: OrderLineId;
    external_id: string;
    sku: string;
    title: string;
    quantity: number;
    unit_price_minor: string;
    paid_minor: string;
    freight_minor: string;
    discounts: unknown;
    unit_cost_minor: string;
    vat_basis_points: number;
    goods_class: GoodsClass;
    exclusion: Exclusion | null;
    exclusion_confirmed: boolean;
    serials: string[];
    claimed: number;
    settled: number;
    refunded_minor: string;
    rebated_minor: string;
  }[];
  payments: {
    payment_id: PaymentId;
    method: string;
    trade_number: string;
    paid_minor: string;
    refunded_minor: string;
  }[];
};

/** A timestamp column as an Instant, for use inside JSON. */
export const iso = (column: string) =>
  sql.raw(`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);

/** SQL for {@link OrderRow}, over a `sales_order` called `o`. */
export const orderJson = sql<OrderRow>`json_build_object(
  'order_id', o.order_id, 'shop_id', o.shop_id, 'channel', o.channel, 'external_id', o.external_id,
  'external_version', o.external_version::text, 'currency', o.currency, 'buyer_id', o.buyer_id,
  'placed_at', ${iso('o.placed_at')}, 'paid_at', ${iso('o.paid_at')}, 'shipped_at', ${iso('o.shipped_at')},
  'delivered_at', ${iso('o.delivered_at')}, 'business_purchase', o.business_purchase, 'invoiced', o.invoiced, 'outbound', o.outbound,
  'promotions', o.promotions, 'entitled_minor', o.entitled_minor::text,
  'lines', (select json_agg(json_build_object('line_id', l.line_id, 'external_id', l.external_id, 'sku', l.sku,
      'title', l.title, 'quantity', l.quantity, 'unit_price_minor', l.unit_price_minor::text,
      'paid_minor', l.paid_minor::text, 'freight_minor', l.freight_minor::text, 'discounts', l.discounts,
      'unit_cost_minor', l.unit_cost_minor::text, 'vat_basis_points', l.vat_basis_points, 'goods_class', l.goods_class,
      'exclusion', l.exclusion, 'exclusion_confirmed', l.exclusion_confirmed, 'serials', l.serials, 'claimed', l.claimed,
      'settled', l.settled, 'refunded_minor', l.refunded_minor::text, 'rebated_minor', l.rebated_minor::text) order by l.position)
    from order_line l where l.merchant_id = o.merchant_id and l.order_id = o.order_id),
  'payments', (select json_agg(json_build_object('payment_id', p.payment_id, 'method', p.method,
      'trade_number', p.trade_number, 'paid_minor', p.paid_minor::text, 'refunded_minor', p.refunded_minor::text)
      order by p.position)
    from order_payment p where p.merchant_id = o.merchant_id and p.order_id = o.order_id))`;

export function orderFromRow(row: OrderRow): Order {
  const amount = (minor: string) => money(BigInt(minor), row.currency);
  return {
    id: row.order_id,
    shopId: row.shop_id,
    channel: row.channel,
    externalId: row.external_id,
    currency: row.currency,
    buyerId: row.buyer_id,
    placedAt: row.placed_at,
    paidAt: row.paid_at,
    shippedAt: row.shipped_at,
    deliveredAt: row.delivered_at,
    businessPurchase: row.business_purchase,
    ...(row.invoiced ? { invoiced: true } : {}),
    outbound: row.outbound,
    ...(row.promotions.length > 0 ? { promotions: reviveMoney<Promotion[]>(row.promotions) } : {}),
    entitled: amount(row.entitled_minor),
    lines: (row.lines ?? []).map(
      (line): OrderLine => ({
        id: line.line_id,
        externalId: line.external_id,
        sku: line.sku,
        title: line.title,
        quantity: line.quantity,
        unitPrice: amount(line.unit_price_minor),
        paid: amount(line.paid_minor),
        freight: amount(line.freight_minor),
        discounts: reviveMoney<Discount[]>(line.discounts),
        unitCost: amount(line.unit_cost_minor),
        vatBasisPoints: line.vat_basis_points,
        goodsClass: line.goods_class,
        exclusion: line.exclusion,
        exclusionConfirmed: line.exclusion_confirmed,
        ...(line.serials.length > 0 ? { serials: line.serials } : {}),
        claimed: line.claimed,
        settled: line.settled,
        refunded: amount(line.refunded_minor),
        rebated: amount(line.rebated_minor),
      }),
    ),
    payments: (row.payments ?? []).map(
      (payment): Payment => ({
        id: payment.payment_id,
        method: payment.method,
        tradeNumber: payment.trade_number,
        paid: amount(payment.paid_minor),
        refunded: amount(payment.refunded_minor),
      }),
    ),
  };
}

export async function findOrder(tx: Tx, merchantId: MerchantId, orderId: OrderId): Promise<Order | undefined> {
  const { rows } = await sql<{ order: OrderRow }>`select ${orderJson} as order from sales_order o
    where o.merchant_id = ${merchantId} and o.order_id = ${orderId}`.execute(tx);
  return rows[0] && orderFromRow(rows[0].order);
}

/** Writes the counters that a command moved. The table's checks are the last word on them. */
export async function saveCounters(tx: Tx, merchantId: MerchantId, before: Order, after: Order): Promise<void> {
  const lines = after.lines
    .filter((line, i) => line !== before.lines[i])
    .map((line) => ({
      line_id: line.id,
      claimed: line.claimed,
      settled: line.settled,
      refunded: String(line.refunded.minor),
      rebated: String(line.rebated?.minor ?? 0n),
    }));
  const payments = after.payments
    .filter((payment, i) => payment !== before.payments[i])
    .map((payment) => ({ payment_id: payment.id, refunded: String(payment.refunded.minor) }));
  if (lines.length === 0 && payments.length === 0 && after.entitled === before.entitled) return;
  const entitled = String(after.entitled?.minor ?? 0n);
  await sql`
    with given as (
      update sales_order set entitled_minor = ${entitled}
      where merchant_id = ${merchantId} and order_id = ${after.id} and entitled_minor <> ${entitled}::bigint
    ), paid as (
      update order_payment p set refunded_minor = c.refunded
      from jsonb_to_recordset(${JSON.stringify(payments)}::jsonb) as c(payment_id text, refunded bigint)
      where p.merchant_id = ${merchantId} and p.order_id = ${after.id} and p.payment_id = c.payment_id
    )
    update order_line l set claimed = c.claimed, settled = c.settled, refunded_minor = c.refunded,
      rebated_minor = c.rebated
    from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb)
      as c(line_id text, claimed int, settled int, refunded bigint, rebated bigint)
    where l.merchant_id = ${merchantId} and l.order_id = ${after.id} and l.line_id = c.line_id`.execute(tx);
}

/** The numbers of the pieces that went out, for the lines that are named. */
export async function saveSerials(
  tx: Tx,
  merchantId: MerchantId,
  orderId: OrderId,
  sent: readonly { orderLineId: OrderLineId; serials: string[] }[],
): Promise<void> {
  await sql`update order_line l set serials = s.serials
    from json_to_recordset(${JSON.stringify(sent)}::json) as s("orderLineId" text, serials text[])
    where l.merchant_id = ${merchantId} and l.order_id = ${orderId} and l.line_id = s."orderLineId"`.execute(tx);
}
