import { add, allocate, isMore, least, type Money, subtract, sum, times, zero } from '../../../domain/money.ts';
import { toMs } from '../../../domain/time.ts';
import { readAs } from '../../vendor-values.ts';
import type { ChannelOrder, ChannelOrderLine, ChannelPort } from '../port.ts';
import { withoutPersonalData } from './personal.ts';
import { trade as tradeShape, type VendorOrder, type VendorTrade } from './vendor-shapes.ts';

const closed = new Set(['TRADE_CLOSED', 'TRADE_CLOSED_BY_TAOBAO']);
const nothing = zero('CNY');

export function decodeOrder(
  raw: unknown,
  platformPromotionIds: readonly string[],
): ReturnType<ChannelPort['decodeOrder']> {
  const reading = readAs(tradeShape, withoutPersonalData(raw));
  if (reading.kind === 'unreadable') return reading;
  const trade = reading.value;
  const externalId = trade.tid_str ?? trade.tid;
  if (!externalId) return { kind: 'unreadable', reason: 'tid: missing' };
  const token = trade.buyer_open_uid ?? trade.buyer_nick;
  if (!token) return { kind: 'unreadable', reason: 'buyer_open_uid: missing, and buyer_nick as well' };
  const lines = linesOf(trade, platformPromotionIds);
  if ('reason' in lines) return lines;
  const order: ChannelOrder = {
    externalId,
    version: toMs(trade.modified),
    currency: 'CNY',
    placedAt: trade.created,
    ...(trade.pay_time ? { paidAt: trade.pay_time } : {}),
    ...(trade.consign_time ? { shippedAt: trade.consign_time } : {}),
    // The buyer's confirmation: a trade does not say when the courier handed the parcel over.
    ...(trade.status === 'TRADE_FINISHED' && trade.end_time ? { deliveredAt: trade.end_time } : {}),
    closed: closed.has(trade.status),
    buyer: {
      token,
      nick: trade.buyer_nick ?? '',
      ...(trade.receiver_name ? { maskedName: trade.receiver_name } : {}),
      ...(trade.receiver_mobile ? { maskedPhone: trade.receiver_mobile } : {}),
    },
    freightPaid: trade.post_fee ?? nothing,
    lines: lines.lines,
    outboundWaybills: waybillsOf(trade.orders),
  };
  return { kind: 'order', order };
}

type Lines = { lines: ChannelOrderLine[] } | { kind: 'unreadable'; reason: string };

function linesOf(trade: VendorTrade, platformPromotionIds: readonly string[]): Lines {
  const goodsPaid = subtract(trade.payment, trade.post_fee ?? nothing);
  if (goodsPaid.minor < 0n) return { kind: 'unreadable', reason: 'post_fee: more than the payment' };
  const paid = paidPerLine(trade.orders, goodsPaid);
  const reductions = trade.orders.map((order, index) => {
    const reduced = subtract(times(order.price, order.num), paid[index] ?? nothing);
    // The seller may also have raised a price by hand; that is no negative discount.
    return isMore(reduced, nothing) ? reduced : nothing;
  });
  const platform = platformShares(trade, reductions, platformPromotionIds);
  const lines: ChannelOrderLine[] = [];
  for (const [index, order] of trade.orders.entries()) {
    const externalId = order.oid_str ?? order.oid;
    if (!externalId) return { kind: 'unreadable', reason: `orders.${index}.oid: missing` };
    const fromPlatform = platform[index] ?? nothing;
    lines.push({
      externalId,
      sku: order.outer_sku_id ?? order.outer_iid ?? order.sku_id ?? order.num_iid ?? '',
      title: order.title,
      quantity: order.num,
      unitPrice: order.price,
      paid: paid[index] ?? nothing,
      discounts: [
        { funder: 'shop' as const, amount: subtract(reductions[index] ?? nothing, fromPlatform) },
        { funder: 'platform' as const, amount: fromPlatform },
      ].filter(({ amount }) => isMore(amount, nothing)),
    });
  }
  return { lines };
}

/**
 * What the buyer paid per line, without freight. A trade of one line carries its postage inside the line's payment, one
 * of several lines does not. A line knows its share of the trade's discounts (`divide_order_fee`), or it does not, and
 * then the lines add up to more than was paid and the difference is shared out here. After a refund the platform may
 * lower a line's figures while the payment stays, so lines that add up to less are believed. Which of these forms a
 * given trade has is not documented; the sums tell.
 */
function paidPerLine(orders: VendorOrder[], goodsPaid: Money): Money[] {
  if (orders.length === 1) return [goodsPaid];
  const figures = orders.map(figureOf);
  return isMore(sum(figures, 'CNY'), goodsPaid)
    ? allocate(
        goodsPaid,
        figures.map(({ minor }) => minor),
      )
    : figures;
}

function figureOf(order: VendorOrder): Money {
  const share = order.part_mjz_discount ?? nothing;
  return order.divide_order_fee ?? (isMore(share, order.payment) ? nothing : subtract(order.payment, share));
}

/**
 * The platform's part in each line's reduction. Who pays for a promotion is not documented: the configuration lists the
 * beginnings of the `promotion_id`s that the platform pays for, and everything else is the shop's. A promotion names the
 * line it is for, or the trade, and is then shared by the lines' reductions.
 */
function platformShares(trade: VendorTrade, reductions: Money[], platformPromotionIds: readonly string[]): Money[] {
  const funded = trade.promotion_details.filter(({ promotion_id: id = '' }) =>
    platformPromotionIds.some((beginning) => id.startsWith(beginning)),
  );
  const total = (ids: readonly (string | undefined)[]): Money =>
    sum(
      funded.filter(({ id }) => ids.includes(id)).map(({ discount_fee: fee }) => fee ?? nothing),
      'CNY',
    );
  const own = trade.orders.map((order, index) =>
    least(total([order.oid_str ?? order.oid]), reductions[index] ?? nothing),
  );
  if (trade.orders.length === 1) {
    const only = trade.orders[0];
    return [least(total([trade.tid_str ?? trade.tid, only?.oid_str ?? only?.oid]), reductions[0] ?? nothing)];
  }
  const left = reductions.map((reduction, index) => subtract(reduction, own[index] ?? nothing));
  const room = sum(left, 'CNY');
  if (!isMore(room, nothing)) return own;
  const shared = allocate(
    least(total([trade.tid_str ?? trade.tid]), room),
    left.map(({ minor }) => minor),
  );
  return own.map((amount, index) => add(amount, shared[index] ?? nothing));
}

function waybillsOf(orders: VendorOrder[]): ChannelOrder['outboundWaybills'] {
  const waybills = new Map<string, string>();
  for (const { invoice_no: waybill, logistics_company: courier } of orders) {
    if (waybill) waybills.set(waybill, courier ?? '');
  }
  return [...waybills].map(([waybill, courier]) => ({ courier, waybill }));
}
