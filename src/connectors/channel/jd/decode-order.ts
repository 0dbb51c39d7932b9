import { add, allocate, isMore, least, type Money, subtract, sum, times, zero } from '../../../domain/money.ts';
import { toMs } from '../../../domain/time.ts';
import type { ChannelOrder, ChannelOrderLine, ChannelPort } from '../port.ts';
import type { Unverified } from './config.ts';
import { readOrder, type VendorItem, type VendorOrder } from './order-shapes.ts';
import { withoutPersonalData } from './personal.ts';

type CouponKinds = Pick<Unverified, 'platformCouponTypes' | 'tenderCouponTypes'>;

const nothing = zero('CNY');
const shipped: ReadonlySet<string> = new Set(['WAIT_GOODS_RECEIVE_CONFIRM', 'FINISHED_L', 'DELIVERY_RETURN']);

export function decodeOrder(raw: unknown, coupons: CouponKinds): ReturnType<ChannelPort['decodeOrder']> {
  const reading = readOrder(withoutPersonalData(raw));
  if (reading.kind === 'unreadable') return reading;
  const vendor = reading.value;
  const token = vendor.open_id_buyer ?? vendor.xid_buyer ?? vendor.pin;
  if (!token) return { kind: 'unreadable', reason: 'open_id_buyer: missing, and xid_buyer and pin as well' };
  const freightPaid = vendor.freightPrice ?? nothing;
  const goodsPaid = subtract(paidBy(vendor, coupons), freightPaid);
  if (goodsPaid.minor < 0n) return { kind: 'unreadable', reason: 'freightPrice: more than was paid' };
  const shippedBy = shippedByOf(vendor);
  const order: ChannelOrder = {
    externalId: vendor.orderId,
    version: toMs(vendor.modified),
    currency: 'CNY',
    placedAt: vendor.orderStartTime,
    ...(vendor.paymentConfirmTime ? { paidAt: vendor.paymentConfirmTime } : {}),
    ...(shippedBy ? { shippedAt: shippedBy } : {}),
    // The end of the order: when the courier handed the parcel over is not told.
    ...(vendor.orderState === 'FINISHED_L' ? { deliveredAt: vendor.orderEndTime ?? vendor.modified } : {}),
    closed: vendor.orderState === 'TRADE_CANCELED',
    buyer: {
      token,
      nick: vendor.pin ?? '',
      ...(vendor.consigneeInfo?.fullname ? { maskedName: vendor.consigneeInfo.fullname } : {}),
      ...(vendor.consigneeInfo?.mobile ? { maskedPhone: vendor.consigneeInfo.mobile } : {}),
    },
    freightPaid,
    lines: linesOf(vendor, goodsPaid, coupons),
    outboundWaybills: (vendor.waybill ?? '')
      .split(',')
      .map((waybill) => waybill.trim())
      .filter(Boolean)
      .map((waybill) => ({ courier: vendor.logisticsId ?? '', waybill })),
  };
  return { kind: 'order', order };
}

/**
 * JD does not tell when a shop shipped. Of a shipped order it is known by when it had: no later than its last change, and
 * no later than its end.
 */
function shippedByOf({ orderState, orderEndTime, modified }: VendorOrder): ChannelOrder['shippedAt'] {
  if (!shipped.has(orderState)) return undefined;
  return orderState === 'FINISHED_L' ? (orderEndTime ?? modified) : modified;
}

/** What is left to pay leaves out the buyer's balance with JD and his gift cards, which he gave as well. */
function paidBy(vendor: VendorOrder, { tenderCouponTypes }: CouponKinds): Money {
  return sum([vendor.orderPayment, vendor.balanceUsed ?? nothing, couponsOf(vendor, tenderCouponTypes)], 'CNY');
}

const couponsOf = ({ couponDetailList }: VendorOrder, types: readonly string[]): Money =>
  sum(
    couponDetailList
      .filter(({ couponType = '' }) => types.some((beginning) => couponType.startsWith(beginning)))
      .map(({ couponPrice }) => couponPrice ?? nothing),
    'CNY',
  );

function linesOf(vendor: VendorOrder, goodsPaid: Money, coupons: CouponKinds): ChannelOrderLine[] {
  const items = vendor.itemInfoList;
  const gross = items.map(({ jdPrice, itemTotal }) => times(jdPrice, itemTotal));
  const paid = paidPerLine(vendor, gross, goodsPaid);
  const reductions = items.map((_, index) => {
    const reduced = subtract(gross[index] ?? nothing, paid[index] ?? nothing);
    // Services and duties may also make a line dearer than its price; that is no negative discount.
    return isMore(reduced, nothing) ? reduced : nothing;
  });
  const platform = sharedBy(least(couponsOf(vendor, coupons.platformCouponTypes), sum(reductions, 'CNY')), reductions);
  const ids = lineIds(items);
  return items.map((item, index) => ({
    externalId: ids[index] ?? item.skuId,
    sku: item.outerSkuId ?? item.productNo ?? item.skuId,
    title: item.skuName,
    quantity: item.itemTotal,
    unitPrice: item.jdPrice,
    paid: paid[index] ?? nothing,
    discounts: [
      { funder: 'shop' as const, amount: subtract(reductions[index] ?? nothing, platform[index] ?? nothing) },
      { funder: 'platform' as const, amount: platform[index] ?? nothing },
    ].filter(({ amount }) => isMore(amount, nothing)),
  }));
}

/**
 * JD does not tell what was paid for a line. A discount on one article is taken off its line, and what was paid in all is
 * shared out by what is left of each.
 */
function paidPerLine(vendor: VendorOrder, gross: readonly Money[], goodsPaid: Money): Money[] {
  const left = vendor.itemInfoList.map(({ skuId }, index) => {
    const price = gross[index] ?? nothing;
    const isFirst = vendor.itemInfoList.findIndex((other) => other.skuId === skuId) === index;
    const own = vendor.couponDetailList.filter((coupon) => isFirst && coupon.skuId === skuId);
    return subtract(price, least(price, own.map(({ couponPrice }) => couponPrice ?? nothing).reduce(add, nothing)));
  });
  return isMore(sum(left, 'CNY'), nothing) ? sharedBy(goodsPaid, left) : sharedBy(goodsPaid, gross);
}

/** Equal shares where the weights say nothing. */
function sharedBy(total: Money, weights: readonly Money[]): Money[] {
  const minors = weights.map(({ minor }) => minor);
  return allocate(total, minors.some((minor) => minor > 0n) ? minors : minors.map(() => 1n));
}

/** JD has no numbers for lines: an article is one. A gift of the same article comes after it and gets a number. */
function lineIds(items: readonly VendorItem[]): string[] {
  const seen = new Map<string, number>();
  return items.map(({ skuId }) => {
    const count = (seen.get(skuId) ?? 0) + 1;
    seen.set(skuId, count);
    return count === 1 ? skuId : `${skuId}-${count}`;
  });
}
