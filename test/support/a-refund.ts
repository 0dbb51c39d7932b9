import { money, sum } from '../../src/domain/money.ts';
import type { Order, OrderLine, Payment } from '../../src/domain/orders/order.ts';
import { planRefund, type RefundPlan, type RefundTerms } from '../../src/domain/refunds/refund-plan.ts';
import { fromMs } from '../../src/domain/time.ts';

export const cny = (minor: number | bigint) => money(minor, 'CNY');

export const aLine = (n: number, facts: Partial<OrderLine> = {}): OrderLine => ({
  id: `oli_${n}`,
  externalId: String(n),
  sku: `SKU-${n}`,
  title: `SKU-${n}`,
  quantity: 1,
  unitPrice: cny(10_000),
  paid: cny(10_000),
  freight: cny(0),
  discounts: [],
  unitCost: cny(0),
  vatBasisPoints: 1_300,
  goodsClass: 'general',
  exclusion: null,
  exclusionConfirmed: false,
  claimed: 0,
  settled: 0,
  refunded: cny(0),
  ...facts,
});

export const aPayment = (n: number, paid: number | bigint, refunded = 0): Payment => ({
  id: `pay_${n}`,
  method: 'alipay',
  tradeNumber: `T${n}`,
  paid: cny(paid),
  refunded: cny(refunded),
});

export const anOrder = (lines: OrderLine[], payments?: Payment[]): Order => ({
  id: 'ord_1',
  shopId: 'shop_1',
  channel: 'own_shop',
  externalId: '1',
  currency: 'CNY',
  buyerId: 'pty_1',
  placedAt: fromMs(0),
  paidAt: fromMs(0),
  shippedAt: fromMs(0),
  deliveredAt: null,
  businessPurchase: false,
  lines,
  payments: payments ?? [
    aPayment(
      1,
      sum(
        lines.flatMap((line) => [line.paid, line.freight]),
        'CNY',
      ).minor,
    ),
  ],
});

/** Return lines, numbered from one: which order line, how many units. */
export const terms = (lines: [number, number][], more: Partial<RefundTerms> = {}): RefundTerms => ({
  lines: lines.map(([line, quantity], i) => ({ lineId: `rli_${i + 1}`, orderLineId: `oli_${line}`, quantity })),
  returnsFreight: false,
  deductions: [],
  platformAmount: null,
  ...more,
});

export function planned(order: Order, of: RefundTerms): RefundPlan {
  const plan = planRefund(order, of);
  if (!plan.ok) throw new Error(plan.rejection.code);
  return plan.value;
}
