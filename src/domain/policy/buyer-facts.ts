import { type BuyerRecord, isInForce, LEAST_ORDERS_FOR_SHARE, returnSharePercent } from '../buyers/buyer-record.ts';
import type { Instant } from '../time.ts';

/**
 * Facts about the buyer at all shops of the merchant. None of them is a score and none decides by itself: a rule that asks
 * for one may grant, ask or hand over to a person, never refuse (个人信息保护法 art. 24). All are fixed: nothing that the
 * buyer does now would change them.
 */
export const buyerFactEntries = {
  buyer_allowed: {
    type: 'bool',
    group: 'buyer',
    name: { zh: '信任名单买家', en: 'Buyer is trusted' },
    meaning: { zh: '买家在信任名单上，且未到期', en: 'On the list of trusted buyers, and the entry has not lapsed' },
    fixed: true,
  },
  buyer_blocked: {
    type: 'bool',
    group: 'buyer',
    name: { zh: '关注名单买家', en: 'Buyer is on the watch list' },
    meaning: {
      zh: '买家在关注名单上，且未到期；只转人工，不影响法定权利',
      en: 'On the watch list, and the entry has not lapsed; a person decides, legal rights stay',
    },
    fixed: true,
  },
  buyer_orders_365d: {
    type: 'int',
    group: 'buyer',
    unit: 'orders',
    name: { zh: '买家近一年订单数', en: 'Buyer’s orders in a year' },
    meaning: { zh: '近 365 天在全部店铺的订单数，含本单', en: 'Orders at all shops in 365 days, this one included' },
    fixed: true,
  },
  buyer_returns_90d: {
    type: 'int',
    group: 'buyer',
    unit: 'returns',
    name: { zh: '买家近 90 天退货次数', en: 'Buyer’s returns in 90 days' },
    meaning: {
      zh: '近 90 天在全部店铺的其他退货单，不含被拒和撤销的',
      en: 'Other returns at all shops in 90 days, without refused and withdrawn ones',
    },
    fixed: true,
  },
  buyer_refund_only_90d: {
    type: 'int',
    group: 'buyer',
    unit: 'returns',
    name: { zh: '买家近 90 天仅退款次数', en: 'Buyer’s refunds without goods in 90 days' },
    meaning: {
      zh: '近 90 天在全部店铺的其他仅退款，不含被拒和撤销的',
      en: 'Other refunds without goods at all shops in 90 days, without refused and withdrawn ones',
    },
    fixed: true,
  },
  buyer_return_share_percent: {
    type: 'int',
    group: 'buyer',
    unit: 'percent',
    name: { zh: '买家退货订单占比', en: 'Share of the buyer’s orders with returns' },
    meaning: {
      zh: '近 365 天的订单里有退货的占百分之几，不含本次申请',
      en: 'Of the orders in 365 days, the percentage with a return, without this request',
    },
    missing: {
      zh: `近一年订单不足 ${LEAST_ORDERS_FOR_SHARE} 单`,
      en: `fewer than ${LEAST_ORDERS_FOR_SHARE} orders in a year`,
    },
    fixed: true,
  },
} as const;

export function buyerFacts(record: BuyerRecord, now: Instant) {
  const listed = (kind: 'allow' | 'block') =>
    record.listings.some((listing) => listing.kind === kind && isInForce(listing, now));
  const share = returnSharePercent(record.orders365d, record.ordersReturned365d);
  return {
    buyer_allowed: listed('allow'),
    buyer_blocked: listed('block'),
    buyer_orders_365d: BigInt(record.orders365d),
    buyer_returns_90d: BigInt(record.returns90d),
    buyer_refund_only_90d: BigInt(record.refundOnly90d),
    ...(share === null ? {} : { buyer_return_share_percent: BigInt(share) }),
  };
}
