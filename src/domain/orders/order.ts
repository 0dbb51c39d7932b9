import type { OrderId, OrderLineId, PartyId, PaymentId, ShopId } from '../ids.ts';
import { add, type Money, subtract, sum, unitsShare, zero } from '../money.ts';
import type { Instant } from '../time.ts';
import type { Discount } from './funders.ts';
import type { Promotion } from './promotions.ts';

export { type Discount, type Funder, funders } from './funders.ts';

/** Why the seven-day right may not apply to an article (暂行办法 art. 6 and 7). */
export type Exclusion =
  | 'custom_made'
  | 'fresh'
  | 'unsealed_media'
  | 'newspaper'
  | 'opening_spoils'
  | 'use_devalues'
  | 'disclosed_flaw';

/** The class that decides by which test goods count as intact (暂行办法 art. 9). */
export type GoodsClass = 'food_cosmetic_medical' | 'electronics' | 'textile_home' | 'general';

export type OrderLine = {
  id: OrderLineId;
  externalId: string;
  sku: string;
  title: string;
  quantity: number;
  unitPrice: Money;
  /** The buyer's own money for the whole line, without freight, after every discount. */
  paid: Money;
  /** This line's part of the freight that the buyer paid. */
  freight: Money;
  discounts: Discount[];
  /** What one unit cost the shop; zero where unknown. */
  unitCost: Money;
  /** Of the pieces that were sent. Absent: not known. */
  serials?: readonly string[];
  vatBasisPoints: number;
  goodsClass: GoodsClass;
  exclusion: Exclusion | null;
  /** The buyer confirmed a conditional exclusion in a step of its own (art. 20). Without it the right stands. */
  exclusionConfirmed: boolean;
  /** Units in returns that are neither refused nor withdrawn. */
  claimed: number;
  /** Units whose refund has been ordered; they took the first `settled` unit shares. */
  settled: number;
  /** Money ordered back for this line, freight included. */
  refunded: Money;
  /** The part of it that was given back on units which the buyer has kept so far. Absent: none. */
  rebated?: Money;
};

/** The gateways through which an own shop is paid. Platforms pay their orders themselves. */
export const gateways = ['alipay', 'wechat', 'unionpay', 'stripe'] as const;

export type Payment = {
  id: PaymentId;
  /** Which gateway or platform holds the money: `alipay`, `taobao` … */
  method: string;
  /** The gateway's number of the original payment. */
  tradeNumber: string;
  paid: Money;
  refunded: Money;
};

export type OutboundParcel = { courier: string; waybill: string };

export type Order = {
  id: OrderId;
  shopId: ShopId;
  channel: string;
  externalId: string;
  currency: string;
  buyerId: PartyId;
  placedAt: Instant;
  paidAt: Instant | null;
  shippedAt: Instant | null;
  /** The courier's signed event, from which the seven days count; not the buyer's click. */
  deliveredAt: Instant | null;
  /** Bought for a business: consumer law does not apply (art. 2). */
  businessPurchase: boolean;
  /** Invoices were issued for it: what is paid back calls for red ones. Absent: none is known. */
  invoiced?: true;
  /** The parcels that it went out in. Absent: not known. */
  outbound?: readonly OutboundParcel[];
  lines: OrderLine[];
  payments: Payment[];
  /** The rules that it was priced by. Absent: not known, and only the stored shares tell what a unit cost. */
  promotions?: readonly Promotion[];
  /** What these rules have given back for goods so far, before anything was deducted. Absent: nothing. */
  entitled?: Money;
};

export const unclaimed = (line: OrderLine): number => line.quantity - line.claimed;
export const unsettled = (line: OrderLine): number => line.quantity - line.settled;

/** What the next `count` units of a line carry: the buyer's money for the goods, and for the freight out. */
export function nextUnits(line: OrderLine, count: number): { goods: Money; freight: Money } {
  return {
    goods: unitsShare(line.paid, line.quantity, line.settled, count),
    freight: unitsShare(line.freight, line.quantity, line.settled, count),
  };
}

/**
 * What has been given back on the next `count` units while the buyer kept them. It lies evenly on all units that are not
 * settled, the first ones holding the spare fen as they do in their shares: so no unit holds more than its share.
 */
export const nextUnitsRebated = ({ rebated, quantity, settled, paid }: OrderLine, count: number): Money =>
  rebated ? unitsShare(rebated, quantity - settled, 0, count) : zero(paid.currency);

/** The funders' part of the next `count` units, to be given back to them or taken from the claim on them. */
export const nextUnitsFunded = (line: OrderLine, count: number): Discount[] =>
  line.discounts.map(({ funder, amount }) => ({
    funder,
    amount: unitsShare(amount, line.quantity, line.settled, count),
  }));

export const paidTotal = (order: Order): Money =>
  sum(
    order.payments.map((payment) => payment.paid),
    order.currency,
  );

export const refundedTotal = (order: Order): Money =>
  sum(
    order.payments.map((payment) => payment.refunded),
    order.currency,
  );

export const refundable = (payment: Payment): Money => subtract(payment.paid, payment.refunded);

export const linePaidWithFreight = (line: OrderLine): Money => add(line.paid, line.freight);
