import type { OrderLineId, RmaLineId } from '../ids.ts';
import type { Money } from '../money.ts';
import type { Discount, Funder } from '../orders/order.ts';

export type RefundTerms = {
  lines: { lineId: RmaLineId; orderLineId: OrderLineId; quantity: number }[];
  /** The freight out goes back when the seller is at fault or nothing was shipped (rules M-6, M-7; P-TB 49, 53). */
  returnsFreight: boolean;
  deductions: { lineId: RmaLineId; amount: Money; reason: string }[];
  /** A platform's own figure. It is the ceiling and the amount: the platform pays it, not we. */
  platformAmount: Money | null;
  /** What the buyer has agreed to instead of what he is entitled to. It comes before the platform's figure. */
  agreedAmount?: Money;
  /** By the promotion rules of the purchase, where the order has them. Absent: by the stored shares. */
  recalculates?: true;
  /** The seller is at fault: what is kept stays as cheap as it was bought. */
  keepsPromotions?: boolean;
};

/** One row of the sum that a buyer can follow. `code` is translated by the web; negative rows are taken off. */
export type ExplanationRow = {
  code:
    | 'goods'
    | 'rebated'
    | 'price_protection'
    | 'freight'
    | 'freight_kept'
    | 'deduction'
    | 'platform_difference'
    | 'agreed_difference'
    | RecalculatedCode;
  orderLineId?: OrderLineId;
  quantity?: number;
  note?: string;
  /** Of goods: the list price of these units. What is missing of it was never paid. */
  listed?: Money;
  /** Of a promotion: what it took off before these units came back, and what it takes off what is kept. */
  had?: Money;
  has?: Money;
  /** Who bears this discount. */
  funder?: Funder;
  amount: Money;
};

type RecalculatedCode =
  | 'goods_listed'
  | 'promotion_lost'
  | 'promotion_share'
  | 'discount_share'
  | 'gift_lost'
  | 'gift_regained'
  | 'free_shipping_lost'
  | 'free_shipping_regained'
  | 'carried'
  | 'seller_bears'
  | 'below_zero'
  | 'paid_ceiling';

export type PlannedLine = {
  lineId: RmaLineId;
  orderLineId: OrderLineId;
  quantity: number;
  goods: Money;
  freight: Money;
  funded: Discount[];
  vatBasisPoints: number;
  /** Units that stay with the buyer: none is settled by this. */
  staysWithBuyer?: true;
  /** What had been given back on these units before; it is off `goods` already. */
  rebated?: Money;
};
