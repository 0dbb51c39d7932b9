import type { OrderId, OrderLineId, PartyId, RmaId, ShopId } from '../../src/domain/ids.ts';
import { money, zero } from '../../src/domain/money.ts';
import type { Exclusion, GoodsClass, Order, OrderLine } from '../../src/domain/orders/order.ts';
import type { Policy } from '../../src/domain/policy/policy.ts';
import { type Reason, reasons } from '../../src/domain/policy/reasons.ts';
import type { RmaCommand } from '../../src/domain/returns/commands.ts';
import { decide, decideOpen } from '../../src/domain/returns/decide.ts';
import type { RmaEvent } from '../../src/domain/returns/events.ts';
import { evolve } from '../../src/domain/returns/evolve.ts';
import { evolveOrder } from '../../src/domain/returns/evolve-order.ts';
import type { Rma } from '../../src/domain/returns/rma.ts';
import { type Instant, plusHours } from '../../src/domain/time.ts';

/** A return of the past as the program itself would have written it, with the order as it stands since. */
export type PastCase = { order: Order; rma: Rma; events: { event: RmaEvent; at: Instant; by: 'buyer' | 'staff' }[] };

export type PastPlan = {
  policy: Policy;
  shopId: ShopId;
  from: Instant;
  hours: number;
  count: number;
  /** The number of the first case, where a merchant has other plans. */
  first?: number;
};

const CURRENCY_STEP = 100;
const goodsClasses: readonly GoodsClass[] = ['general', 'textile_home', 'electronics', 'food_cosmetic_medical'];
const exclusions: readonly (Exclusion | null)[] = [
  null,
  null,
  null,
  null,
  null,
  'custom_made',
  'fresh',
  'opening_spoils',
];

/** The `i`-th case of a plan: any reason, amount, goods and delivery; people answer what rules hand over, some too late. */
export function pastCase(i: number, plan: PastPlan, random: () => number): PastCase {
  const n = i + (plan.first ?? 0);
  const one = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const openedAt = plusHours(plan.from, (i / plan.count) * plan.hours);
  const before = orderOf(n, plan, openedAt, random, one);
  const rmaId: RmaId = `rma_${serial(n)}`;
  const reason: Reason = before.shippedAt ? one(reasons.filter((other) => other !== 'not_shipped')) : 'not_shipped';
  let order = before;
  let rma: Rma | null = null;
  const events: PastCase['events'] = [];
  const take = (decided: ReturnType<typeof decideOpen>, at: Instant, by: 'buyer' | 'staff') => {
    for (const event of decided.ok ? decided.value : []) {
      order = evolveOrder(order, rma, event);
      rma = evolve(rma, event);
      events.push({ event, at, by });
    }
  };
  const opening: RmaCommand = {
    type: 'open_rma',
    rmaId,
    resolution: before.shippedAt && reason !== 'not_received' ? 'return_and_refund' : 'refund_only',
    reason,
    lines: before.lines.map((line) => ({ orderLineId: line.id, quantity: 1 })),
    evidence: random() < 0.3 ? ['fil_1'] : [],
    requested: null,
    channelRef: null,
    platformDeadline: null,
  };
  const orders365d = 1 + Math.floor(random() * 12);
  const buyer = { listings: [], orders365d, ordersReturned365d: 1, returns90d: 1, refundOnly90d: 0 };
  take(decideOpen(opening, { now: openedAt, order, policy: plan.policy, buyer }), openedAt, 'buyer');
  if (rma === null) throw new Error(`case ${n} could not be opened`);
  const opened: Rma = rma;
  // Of a hundred answers, eighty come within the day, eighteen later, and two never.
  const fate = random();
  if (opened.review === 'escalated' && fate > 0.02) {
    const at = plusHours(openedAt, fate > 0.2 ? random() * 23 : 25 + random() * 48);
    const answer: Exclude<RmaCommand, { type: 'open_rma' }> =
      random() < 0.7 ? { type: 'approve' } : { type: 'reject', reasonCode: 'other', note: '' };
    take(decide(opened, answer, { now: at, order, policy: plan.policy }), at, 'staff');
  }
  return { order, rma, events };
}

const serial = (n: number): string => String(n).padStart(26, '0');

function orderOf(
  n: number,
  { shopId }: PastPlan,
  openedAt: Instant,
  random: () => number,
  one: <T>(values: readonly T[]) => T,
): Order {
  const ago = (hours: number): Instant => plusHours(openedAt, -hours);
  const delivered = 1 + random() * 24 * 20;
  const shipped = random() < 0.92;
  const arrived = shipped && random() < 0.93;
  const sent = (arrived ? delivered : 0) + 24 + random() * 72;
  const lines = Array.from({ length: random() < 0.8 ? 1 : 2 }, (_, i): OrderLine => {
    const quantity = random() < 0.85 ? 1 : 2;
    const paid = money(Math.floor(5 + random() ** 3 * 1_200) * CURRENCY_STEP * quantity, 'CNY');
    const exclusion = one(exclusions);
    return {
      id: `oli_${serial(n)}_${i + 1}` as OrderLineId,
      externalId: `${n}-${i + 1}`,
      sku: `SKU-${Math.floor(random() * 2_000)}`,
      title: `羊毛大衣 ${n % 2_000}`,
      quantity,
      unitPrice: paid,
      paid,
      freight: zero('CNY'),
      discounts: [],
      unitCost: zero('CNY'),
      vatBasisPoints: 1_300,
      goodsClass: one(goodsClasses),
      exclusion,
      exclusionConfirmed: exclusion !== null && random() < 0.5,
      claimed: 0,
      settled: 0,
      refunded: zero('CNY'),
    };
  });
  const total = money(
    lines.reduce((minor, line) => minor + line.paid.minor, 0n),
    'CNY',
  );
  return {
    id: `ord_${serial(n)}` as OrderId,
    shopId,
    channel: 'own_shop',
    externalId: `PAST-${serial(n)}`,
    currency: 'CNY',
    buyerId: `pty_past${n % 997}` as PartyId,
    placedAt: ago(sent + 30),
    paidAt: ago(sent + 29),
    shippedAt: shipped ? ago(sent) : null,
    deliveredAt: arrived ? ago(delivered) : null,
    businessPurchase: random() < 0.01,
    lines,
    payments: [
      {
        id: `pay_${serial(n)}_1`,
        method: 'alipay',
        tradeNumber: `2026${serial(n)}`,
        paid: total,
        refunded: zero('CNY'),
      },
    ],
  };
}
