import { expect, test } from 'vitest';
import { aLine, anOrder, cny, planned, terms } from '../../../test/support/a-refund.ts';
import { add, sum } from '../money.ts';
import type { Discount, Order } from '../orders/order.ts';
import type { Promotion } from '../orders/promotions.ts';
import type { RefundPlan, RefundTerms } from './refund-plan.ts';

const about = (id: string, title: string) => ({ id, title, funder: 'shop' as const });
const full300off40: Promotion = {
  ...about('full', '满300减40'),
  kind: 'threshold_off',
  threshold: cny(30_000),
  off: cny(4_000),
  repeats: false,
};

/** Lines by list price, quantity, and what the buyer paid for all units of it; what is missing was off. */
function ordered(
  lines: [number, number, number][],
  promotions: Promotion[],
  funder: Discount['funder'] = 'shop',
): Order {
  const order = anOrder(
    lines.map(([price, quantity, paid], i) =>
      aLine(i + 1, {
        quantity,
        unitPrice: cny(price),
        paid: cny(paid),
        discounts: [{ funder, amount: cny(price * quantity - paid) }],
      }),
    ),
  );
  return { ...order, promotions };
}

const back = (order: Order, lines: [number, number][], more: Partial<RefundTerms> = {}): RefundPlan =>
  planned(order, terms(lines, { recalculates: true, ...more }));

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
  payments: order.payments.map((payment) => ({ ...payment, refunded: add(payment.refunded, plan.total) })),
});

const rows = (plan: RefundPlan) => plan.explanation.map(({ code, amount }) => [code, Number(amount.minor)]);
const two = ordered(
  [
    [20_000, 1, 17_333],
    [10_000, 1, 8_667],
  ],
  [full300off40],
);

test('a return that breaks 满减 gives back what was paid less the price of what is kept (L-7D 17)', () => {
  const plan = back(two, [[1, 1]]);
  expect(plan.total).toEqual(cny(16_000));
  expect(rows(plan)).toEqual([
    ['goods_listed', 20_000],
    ['promotion_lost', -4_000],
  ]);
  expect(plan.figures).toEqual({
    engine: 'statutory_recalc',
    platformAllocated: cny(17_333),
    statutoryRecalc: cny(16_000),
    difference: cny(-1_333),
  });
});

test.each([
  ['the dear one first', [1, 2]],
  ['the cheap one first', [2, 1]],
])('all comes back in two parcels, %s: in the end all that was paid', (_, order) => {
  const first = back(two, [[order[0] ?? 0, 1]]);
  const second = back(after(two, first), [[order[1] ?? 0, 1]]);
  expect(sum([first.total, second.total], 'CNY')).toEqual(cny(26_000));
  // The second takes more than its own line was paid with: the rest lies on the line that was cut short.
  expect(second.lines.every(({ goods }) => goods.minor >= 0n)).toBe(true);
});

test('what is kept may cost more than was paid for all: nothing is charged, a person decides, and the next return settles it', () => {
  const order = ordered(
    [
      [3_000, 1, 2_600],
      [27_000, 1, 23_400],
    ],
    [full300off40],
  );
  const first = back(order, [[1, 1]]);
  expect([first.total, first.shortfall]).toEqual([cny(0), cny(1_000)]);
  expect(rows(first)).toContainEqual(['below_zero', 1_000]);
  const second = back(after(order, first), [[2, 1]]);
  expect([second.total, second.shortfall]).toEqual([cny(26_000), undefined]);
});

test('the seller is at fault: the buyer loses no discount (消费者权益保护法 24)', () => {
  const plan = back(two, [[1, 1]], { keepsPromotions: true });
  expect(plan.total).toEqual(cny(17_333));
  expect(rows(plan)).toContainEqual(['seller_bears', 1_333]);
});

test('the shop may let the buyer keep his share of a promotion (M-2, shop rule)', () => {
  const plan = back({ ...two, promotions: [{ ...full300off40, keptWhenBroken: true }] }, [[1, 1]]);
  expect(plan.total).toEqual(cny(17_333));
});

test('每满 takes off for each time that the threshold is reached', () => {
  const order = ordered([[10_000, 6, 52_000]], [{ ...full300off40, repeats: true }]);
  expect([1, 3, 4].map((units) => Number(back(order, [[1, units]]).total.minor))).toEqual([6_000, 26_000, 32_000]);
});

test('3件8折: two that are kept cost their full price', () => {
  const order = ordered(
    [[10_000, 3, 24_000]],
    [{ ...about('many', '3件8折'), kind: 'count_percent', count: 3, payBasisPoints: 8_000 }],
  );
  expect(back(order, [[1, 1]]).total).toEqual(cny(4_000));
});

test('a bundle that is broken is priced apart', () => {
  const bundle: Promotion = {
    ...about('set', '套装'),
    kind: 'bundle',
    parts: [
      { line: '1', quantity: 1 },
      { line: '2', quantity: 1 },
    ],
    price: cny(25_000),
  };
  const order = ordered(
    [
      [20_000, 1, 16_667],
      [10_000, 1, 8_333],
    ],
    [bundle],
  );
  expect(back(order, [[2, 1]]).total).toEqual(cny(5_000));
});

test('a member’s price stays with what is kept, and thresholds are measured by it', () => {
  const member: Promotion = { ...about('vip', '会员价'), kind: 'member_price', unitPrice: cny(9_000), lines: ['1'] };
  const order = ordered([[10_000, 2, 18_000]], [member]);
  expect(back(order, [[1, 1]]).total).toEqual(cny(9_000));
});

test('a coupon that what is kept could not have used goes back as a coupon, once (M-3)', () => {
  const coupon: Promotion = {
    ...about('c', '满200减20券'),
    kind: 'coupon',
    coupon: 'C-1',
    threshold: cny(20_000),
    off: cny(2_000),
  };
  const order = ordered(
    [
      [20_000, 1, 18_667],
      [10_000, 1, 9_333],
    ],
    [coupon],
  );
  const first = back(order, [[2, 1]]);
  expect([first.total, first.inKind]).toEqual([cny(10_000), undefined]);
  const second = back(after(order, first), [[1, 1]]);
  expect(second.inKind).toEqual([{ promotionId: 'c', title: '满200减20券', kind: 'coupon', coupon: 'C-1' }]);
  expect(add(first.total, second.total)).toEqual(cny(28_000));
});

test('points go back with the goods that they paid for, and all of them in the end (M-3)', () => {
  const points: Promotion = {
    ...about('p', '积分'),
    funder: 'points',
    kind: 'points',
    points: 1_000,
    amount: cny(1_000),
  };
  const order = ordered([[10_000, 3, 29_000]], [points], 'points');
  const first = back(order, [[1, 1]]);
  const second = back(after(order, first), [[1, 2]]);
  const given = [first, second].flatMap(({ inKind = [] }) =>
    inKind.map((each) => (each.kind === 'points' ? each.points : 0)),
  );
  expect(given.reduce((a, b) => a + b, 0)).toBe(1_000);
  expect(sum([first.total, second.total], 'CNY')).toEqual(cny(29_000));
  const funded = [first, second].flatMap(({ lines }) =>
    lines.flatMap((line) => line.funded.map(({ amount }) => amount)),
  );
  expect(sum(funded, 'CNY')).toEqual(cny(1_000));
});

const gift = (announcedPrice: number | null): Promotion => ({
  ...about('g', '满200赠帆布袋'),
  kind: 'gift',
  gift: '2',
  threshold: cny(20_000),
  announcedPrice: announcedPrice === null ? null : cny(announcedPrice),
});

test('a gift that is kept is taken off at its announced price, and given back when it comes after all (L-7D 12)', () => {
  const order = ordered(
    [
      [20_000, 1, 20_000],
      [0, 1, 0],
    ],
    [gift(2_900)],
  );
  const first = back(order, [[1, 1]]);
  expect(first.total).toEqual(cny(17_100));
  expect(rows(first)).toContainEqual(['gift_lost', -2_900]);
  const second = back(after(order, first), [[2, 1]]);
  expect(second.total).toEqual(cny(2_900));
  expect(
    back(order, [
      [1, 1],
      [2, 1],
    ]).total,
  ).toEqual(cny(20_000));
});

test('a gift whose price nobody announced costs nothing', () => {
  expect(
    back(
      ordered(
        [
          [20_000, 1, 20_000],
          [0, 1, 0],
        ],
        [gift(null)],
      ),
      [[1, 1]],
    ).total,
  ).toEqual(cny(20_000));
});

test('what is kept below the free-shipping threshold bears the way out, unless all comes back (L-7D 18)', () => {
  const shipping: Promotion = {
    ...about('s', '满99包邮'),
    kind: 'free_shipping',
    threshold: cny(9_900),
    freight: cny(800),
  };
  const order = ordered(
    [
      [6_000, 1, 6_000],
      [5_000, 1, 5_000],
    ],
    [shipping],
  );
  const first = back(order, [[1, 1]]);
  expect(first.total).toEqual(cny(5_200));
  expect(back(after(order, first), [[2, 1]]).total).toEqual(cny(5_800));
  // Where the way out is the seller's, it is not charged.
  expect(back(order, [[1, 1]], { returnsFreight: true }).total).toEqual(cny(6_000));
});

test('each funder gets back what he gave for what comes back', () => {
  const order = ordered(
    [
      [20_000, 1, 17_333],
      [10_000, 1, 8_667],
    ],
    [{ ...full300off40, funder: 'platform' }],
    'platform',
  );
  expect(back(order, [[1, 1]]).lines.flatMap(({ funded }) => funded)).toEqual([
    { funder: 'platform', amount: cny(4_000) },
  ]);
});

test('an order without rules gives back its stored shares, by both figures', () => {
  const plan = back({ ...two, promotions: [] }, [[1, 1]]);
  expect([plan.total, plan.figures?.difference]).toEqual([cny(17_333), cny(0)]);
});

test('a platform’s figure is the ceiling, and both figures are told', () => {
  const plan = planned(two, terms([[1, 1]], { platformAmount: cny(15_000) }));
  expect(plan.total).toEqual(cny(15_000));
  expect(plan.figures).toMatchObject({ engine: 'platform_allocated', difference: cny(2_333) });
});

/** The order after money back on a line whose price had dropped. */
const rebatedOn = (order: Order, n: number, minor: number): Order => ({
  ...order,
  lines: order.lines.map((line) =>
    line.id === `oli_${n}` ? { ...line, rebated: cny(minor), refunded: add(line.refunded, cny(minor)) } : line,
  ),
  payments: order.payments.map((payment) => ({ ...payment, refunded: add(payment.refunded, cny(minor)) })),
});

test('what was given back for a lower price is taken off once, not twice', () => {
  const one = rebatedOn(
    ordered([[10_000, 1, 9_000]], [{ ...full300off40, threshold: cny(10_000), off: cny(1_000) }]),
    1,
    2_000,
  );
  const plan = back(one, [[1, 1]]);
  expect(plan.total).toEqual(cny(7_000));
  expect(rows(plan).map(([code]) => code)).not.toContain('paid_ceiling');
  expect(plan.entitled).toEqual(cny(9_000));
});

test.each([
  ['the dear one first', [1, 2]],
  ['the cheap one first', [2, 1]],
])('after money back on one of two lines, %s: in the end all that was paid', (_, sequence) => {
  const before = rebatedOn(two, 2, 2_000);
  const first = back(before, [[sequence[0] ?? 0, 1]]);
  const rest = after(before, first);
  const left = {
    ...rest,
    lines: rest.lines.map((line) => (line.settled === line.quantity ? { ...line, rebated: cny(0) } : line)),
  };
  const second = back(left, [[sequence[1] ?? 0, 1]]);
  expect(sum([first.total, second.total], 'CNY')).toEqual(cny(24_000));
});

test('a deduction may take what lies on other lines of the order', () => {
  const first = back(two, [[1, 1]]);
  const rest = after(two, first);
  const whole = back(rest, [[2, 1]]);
  const lineId = whole.lines[0]?.lineId ?? 'rli_1';
  const plan = back(rest, [[2, 1]], { deductions: [{ lineId, amount: cny(9_000), reason: 'no gift' }] });
  expect([whole.total, plan.total]).toEqual([cny(10_000), cny(1_000)]);
});
