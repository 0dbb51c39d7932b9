import { sql } from 'kysely';
import type { OrderId } from '../../domain/ids.ts';
import { sum } from '../../domain/money.ts';
import type { AppraisedOrder } from '../../domain/orders/incoming-order.ts';
import { toJson } from '../../domain/wire.ts';
import type { NewId } from '../new-id.ts';

/**
 * The rows that an order becomes, as JSON that PostgreSQL reads as a table called `i`. Amounts are made text here: a
 * replacer of JSON.stringify that did it would be called for every field of every line.
 */
export const orderRow = ({ order, orderId }: AppraisedOrder & { orderId: OrderId }) => ({
  order_id: orderId,
  external_id: order.externalId,
  external_version: String(order.version),
  currency: order.currency,
  token: order.buyer.token,
  placed_at: order.placedAt,
  paid_at: order.paidAt,
  shipped_at: order.shippedAt,
  delivered_at: order.deliveredAt,
  business_purchase: order.businessPurchase,
  outbound: toJson(order.outbound ?? []),
  promotions: toJson(order.promotions ?? []),
  freight_minor: String(order.freightPaid.minor),
  paid_minor: String(
    sum(
      order.payments.map((payment) => payment.paid),
      order.currency,
    ).minor,
  ),
});

export const lineRows = ({ order, lines }: AppraisedOrder, orderId: OrderId, newId: NewId) =>
  order.lines.map((line, i) => ({
    order_id: orderId,
    line_id: newId('oli'),
    position: i + 1,
    external_id: line.externalId,
    sku: line.sku,
    title: line.title,
    image_url: line.imageUrl,
    quantity: line.quantity,
    unit_price_minor: String(line.unitPrice.minor),
    paid_minor: String(lines[i]?.paid.minor ?? 0n),
    freight_minor: String(lines[i]?.freight.minor ?? 0n),
    discounts: toJson(lines[i]?.discounts ?? []),
    unit_cost_minor: String(line.unitCost?.minor ?? 0n),
    vat_basis_points: line.vatBasisPoints,
    goods_class: line.goodsClass,
    exclusion: line.exclusion,
    exclusion_confirmed: line.exclusionConfirmed,
    serials: line.serials ?? [],
  }));

export const lineColumns = sql.raw(
  [
    'order_id',
    'line_id',
    'position',
    'external_id',
    'sku',
    'title',
    'image_url',
    'quantity',
    'unit_price_minor',
    'paid_minor',
    'freight_minor',
    'discounts::jsonb as discounts',
    'unit_cost_minor',
    'vat_basis_points',
    'goods_class',
    'exclusion',
    'exclusion_confirmed',
    'serials',
  ]
    .map((column) => `i.${column}`)
    .join(', '),
);

export const linesIn = (rows: ReturnType<typeof lineRows>) =>
  sql`json_to_recordset(${JSON.stringify(rows)}::json) as i(order_id text, line_id text, position int, external_id text, sku text,
    title text, image_url text, quantity int, unit_price_minor bigint, paid_minor bigint, freight_minor bigint,
    discounts text, unit_cost_minor bigint, vat_basis_points int, goods_class text, exclusion text,
    exclusion_confirmed boolean, serials text[])`;

export const paymentRows = ({ order }: AppraisedOrder, orderId: OrderId, newId: NewId) =>
  order.payments.map((payment, i) => ({
    order_id: orderId,
    payment_id: newId('pay'),
    position: i + 1,
    method: payment.method,
    trade_number: payment.tradeNumber,
    paid_minor: String(payment.paid.minor),
  }));

export const paymentColumns = sql.raw('i.order_id, i.payment_id, i.position, i.method, i.trade_number, i.paid_minor');

export const paymentsIn = (rows: ReturnType<typeof paymentRows>) =>
  sql`json_to_recordset(${JSON.stringify(rows)}::json) as i(order_id text, payment_id text, position int, method text,
    trade_number text, paid_minor bigint)`;
