import { add, money, subtract, sum } from '../../src/domain/money.ts';
import { appraise, type IncomingOrder } from '../../src/domain/orders/incoming-order.ts';
import type { Discount, Order } from '../../src/domain/orders/order.ts';
import type { Promotion } from '../../src/domain/orders/promotions.ts';
import { planRefund, type RefundPlan } from '../../src/domain/refunds/refund-plan.ts';
import { fromMs } from '../../src/domain/time.ts';
import { aLine, anOrder as anOrderOf, aPayment } from '../support/a-refund.ts';
import { type Rule, Till } from './exact.ts';
import { anOrder, drawFrom, type Spec } from './random-orders.ts';

const cny = (minor: bigint | number) => money(minor, 'CNY');

export type Counts = {
  orders: number;
  /** Drawn anew: what was taken off would have been more than the price, or a rule was not fulfilled. */
  passedOver: number;
  returns: number;
  leftToPerson: number;
  /** Whose returns in two orders were compared. */
  reordered: number;
  disagreements: string[];
};

export const nothingCounted = (): Counts => ({
  orders: 0,
  passedOver: 0,
  returns: 0,
  leftToPerson: 0,
  reordered: 0,
  disagreements: [],
});

/** Draws so many orders and has both ways work out every return of them. */
export function compareOrders(seed: number, orders: number, onProgress?: (counts: Counts) => void): Counts {
  const draw = drawFrom(seed);
  const counts = nothingCounted();
  while (counts.orders < orders) {
    const spec = anOrder(draw);
    const order = bought(spec);
    if (!order) {
      counts.passedOver += 1;
      continue;
    }
    counts.orders += 1;
    compareOne(spec, order, counts);
    if (counts.orders % 10_000 === 0) onProgress?.(counts);
  }
  return counts;
}

function compareOne(spec: Spec, order: Order, counts: Counts): void {
  const wrong = (what: string): void => {
    if (counts.disagreements.length < 20) counts.disagreements.push(`${what} ${JSON.stringify(spec)}`);
    else counts.disagreements.push(what);
  };
  const one = walk(spec, order, spec.returns, spec.agreedOff, counts, wrong);
  const other = walk(spec, order, spec.otherwise, [], counts, wrong);
  if (!one || !other) return;
  const isAllBack = order.lines.every(
    (line) => one.order.lines.find(({ id }) => id === line.id)?.settled === line.quantity,
  );
  if (isAllBack || (!one.wasShort && !other.wasShort)) {
    counts.reordered += 1;
    if (one.granted !== other.granted) wrong(`the order of returns matters: ${one.granted} and ${other.granted}`);
  }
}

type Walked = { granted: bigint; wasShort: boolean; order: Order };

function walk(
  spec: Spec,
  start: Order,
  returns: Spec['returns'],
  agreedOff: readonly number[],
  counts: Counts,
  wrong: (what: string) => void,
): Walked | undefined {
  const till = tillOf(spec);
  let order = start;
  let granted = 0n;
  let deducted = 0n;
  let wasShort = false;
  for (const [i, back] of returns.entries()) {
    counts.returns += 1;
    const { out, sum: exact } = till.takeBack(back);
    const plan = planned(order, back, agreedOff[i] ?? 0);
    if (!plan.ok) {
      wrong(`refused: ${plan.why}`);
      return undefined;
    }
    const { value, off } = plan;
    if (value.total.minor !== out - off) wrong(`return ${i + 1}: ${value.total.minor} and ${out - off}`);
    const rows = sum(
      value.explanation.map(({ amount }) => amount),
      'CNY',
    );
    if (rows.minor !== value.total.minor) wrong(`return ${i + 1}: the rows add up to ${rows.minor}`);
    const paidOut = sum(
      value.payments.map(({ amount }) => amount),
      'CNY',
    );
    if (paidOut.minor !== value.total.minor) wrong(`return ${i + 1}: the payments give ${paidOut.minor}`);
    const onlyGifts = back.every(({ line }) => line === 'GIFT');
    const isLeft = value.shortfall !== undefined;
    if (isLeft !== (exact <= 0n && !onlyGifts)) wrong(`return ${i + 1}: left to a person: ${isLeft}, sum ${exact}`);
    if (exact < 0n) wasShort = true;
    if (isLeft) counts.leftToPerson += 1;
    granted += out;
    deducted += off;
    order = after(order, value);
  }
  check(till, start, order, granted, deducted, wrong);
  return { granted, wasShort, order };
}

/** What was paid is what went back, what was agreed to be off, and what is kept; where something is short, that less. */
function check(
  till: Till,
  start: Order,
  order: Order,
  granted: bigint,
  deducted: bigint,
  wrong: (what: string) => void,
): void {
  const refunded = sum(
    order.payments.map((payment) => payment.refunded),
    'CNY',
  ).minor;
  if (refunded !== granted - deducted) wrong(`the payments have given ${refunded} of ${granted - deducted}`);
  if (order.entitled?.minor !== granted) wrong(`the order counts ${order.entitled?.minor} of ${granted}`);
  const short = granted + till.keptWorth() - till.paid();
  if (short < 0n) wrong(`the buyer lacks ${-short}`);
  for (const payment of order.payments)
    if (payment.refunded.minor > payment.paid.minor) wrong('a payment is overdrawn');
  for (const line of order.lines) {
    if (line.refunded.minor > line.paid.minor + line.freight.minor) wrong('a line is overdrawn');
  }
  const isAllBack = order.lines.every(({ settled, quantity }) => settled === quantity);
  const goods = sum(
    start.lines.map(({ paid }) => paid),
    'CNY',
  ).minor;
  if (isAllBack && granted !== goods) wrong(`everything is back, and ${granted} of ${goods} was granted`);
}

type Planned = { ok: true; value: RefundPlan; off: bigint } | { ok: false; why: string };

function planned(order: Order, back: Spec['returns'][number], hundredths: number): Planned {
  const terms = {
    lines: back.map(({ line, count }, i) => ({
      lineId: `rli_${i + 1}` as const,
      orderLineId: order.lines.find(({ externalId }) => externalId === line)?.id ?? ('oli_0' as const),
      quantity: count,
    })),
    returnsFreight: false,
    platformAmount: null,
    recalculates: true as const,
  };
  const plain = planRefund(order, { ...terms, deductions: [] });
  if (!plain.ok) return { ok: false, why: plain.rejection.code };
  const off = ((plain.value.lines[0]?.goods.minor ?? 0n) * BigInt(hundredths)) / 100n;
  if (off <= 0n) return { ok: true, value: plain.value, off: 0n };
  const deductions = [{ lineId: 'rli_1' as const, amount: cny(off), reason: 'agreed' }];
  const plan = planRefund(order, { ...terms, deductions });
  return plan.ok ? { ok: true, value: plan.value, off } : { ok: false, why: plan.rejection.code };
}

const after = (order: Order, plan: RefundPlan): Order => ({
  ...order,
  entitled: add(order.entitled ?? cny(0), plan.entitled ?? cny(0)),
  lines: order.lines.map((line) => {
    const own = plan.lines.filter(({ orderLineId }) => orderLineId === line.id);
    return {
      ...line,
      settled: own.reduce((units, { quantity }) => units + quantity, line.settled),
      refunded: sum([line.refunded, ...own.flatMap(({ goods, freight }) => [goods, freight])], 'CNY'),
    };
  }),
  payments: order.payments.map((payment) => {
    const amount = plan.payments.find((one) => one.payment.id === payment.id)?.amount;
    return amount ? { ...payment, refunded: add(payment.refunded, amount) } : payment;
  }),
});

const tillOf = ({ shelf, rules, extras }: Spec): Till => new Till(shelf, rules, extras);

/** The order as the program takes it over; undefined where nobody can have bought so. */
function bought(spec: Spec): Order | undefined {
  const reductions = tillOf(spec).reductions();
  const orderDiscounts: Discount[] = [
    ...spec.rules.map((rule, i): Discount => ({ funder: funderOf(rule), amount: cny(reductions[i] ?? 0n) })),
    { funder: 'platform', amount: cny(spec.extras[0]) },
    { funder: 'government', amount: cny(spec.extras[1]) },
  ];
  const goods = spec.shelf.reduce((total, { pieces, price }) => total + BigInt(pieces * price), 0n);
  const due = orderDiscounts.reduce((left, { amount }) => left - amount.minor, goods) + BigInt(spec.freight);
  if (due < BigInt(spec.freight)) return undefined;
  const incoming: IncomingOrder = {
    externalId: '1',
    version: 0n,
    currency: 'CNY',
    placedAt: fromMs(0),
    paidAt: fromMs(0),
    shippedAt: null,
    deliveredAt: null,
    businessPurchase: false,
    buyer: { token: 'b', nick: '', name: null, phone: null, phoneTail: '' },
    freightPaid: cny(spec.freight),
    orderDiscounts,
    payments: [{ method: 'alipay', tradeNumber: 'T', paid: cny(due) }],
    lines: spec.shelf.map(({ line, pieces, price }) => ({
      externalId: line,
      sku: line,
      title: line,
      imageUrl: null,
      quantity: pieces,
      unitPrice: cny(price),
      discounts: [],
      paid: null,
      unitCost: null,
      vatBasisPoints: 1_300,
      goodsClass: 'general',
      exclusion: null,
      exclusionConfirmed: false,
    })),
    promotions: spec.rules.map(promotionOf),
  };
  const taken = appraise(incoming, 'CNY');
  if (!taken.ok) return undefined;
  const lines = taken.value.lines.map((line, i) => {
    const given = incoming.lines[i];
    return aLine(i + 1, {
      ...line,
      externalId: given?.externalId ?? '',
      quantity: given?.quantity ?? 1,
      unitPrice: given?.unitPrice ?? cny(0),
    });
  });
  return { ...anOrderOf(lines, split(due, spec.payments)), promotions: incoming.promotions ?? [] };
}

function split(due: bigint, weights: readonly number[]) {
  const all = BigInt(weights.reduce((total, weight) => total + weight, 0));
  let left = cny(due);
  return weights.map((weight, i) => {
    const part = i === weights.length - 1 ? left : cny((due * BigInt(weight)) / all);
    left = subtract(left, part);
    return aPayment(i + 1, part.minor);
  });
}

const funderOf = ({ sort, id }: Rule): Discount['funder'] =>
  sort === 'points' ? 'points' : id === 'R2' ? 'platform' : 'shop';

function promotionOf(rule: Rule): Promotion {
  const about = {
    id: rule.id,
    title: rule.id,
    funder: funderOf(rule),
    ...(rule.of ? { lines: rule.of } : {}),
    ...(rule.kept ? { keptWhenBroken: true as const } : {}),
  };
  switch (rule.sort) {
    case 'full':
      return { ...about, kind: 'threshold_off', threshold: cny(rule.from), off: cny(rule.less), repeats: rule.each };
    case 'many':
      return { ...about, kind: 'count_percent', count: rule.from, payBasisPoints: rule.pays };
    case 'set':
      return {
        ...about,
        kind: 'bundle',
        parts: rule.of2.map(({ line, pieces }) => ({ line, quantity: pieces })),
        price: cny(rule.costs),
      };
    case 'ticket':
      return { ...about, kind: 'coupon', coupon: rule.id, threshold: cny(rule.from), off: cny(rule.less) };
    case 'member':
      return { ...about, kind: 'member_price', unitPrice: cny(rule.costs) };
    case 'points':
      return { ...about, kind: 'points', points: rule.spent, amount: cny(rule.worth) };
    case 'gift':
      return {
        ...about,
        kind: 'gift',
        gift: rule.line,
        threshold: cny(rule.from),
        announcedPrice: rule.announced === null ? null : cny(rule.announced),
      };
    case 'postfree':
      return { ...about, kind: 'free_shipping', threshold: cny(rule.from), freight: cny(rule.post) };
  }
}
