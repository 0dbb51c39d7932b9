import { expect, test } from 'vitest';
import {
  aBuyerRecord,
  anOrder,
  anOrderLine,
  aPayment,
  aPolicy,
  at,
  fen,
  NOW,
  yuan,
} from '../../../test/support/builders.ts';
import type { Order } from '../orders/order.ts';
import { entryOf, factNames } from './fact-catalogue.ts';
import { type Claim, factsFromTrace, factsOf, plainFacts } from './facts.ts';
import { type Reason, reasonFacts, reasons } from './reasons.ts';

const claimOn = (order: Order, facts: Partial<Claim> = {}): Claim => ({
  resolution: 'return_and_refund',
  reason: 'no_reason',
  evidenceCount: 0,
  amount: yuan(199),
  lines: order.lines.map((bought) => ({ bought, quantity: bought.quantity })),
  fromPlatform: false,
  platformDeadline: null,
  buyer: aBuyerRecord({ orders365d: 5 }),
  ...facts,
});
const factsFor = (order = anOrder(), claim: Partial<Claim> = {}, now = NOW) =>
  factsOf(order, claimOn(order, claim), aPolicy(), now);

test('every fact a rule may ask for is there for a delivered order, but for what no platform and no courier told', () => {
  const untold: readonly string[] = [
    'platform_hours_left',
    'outbound_state',
    'outbound_intercepted',
    'delivery_refused',
  ];
  expect(Object.keys(factsFor()).sort()).toEqual(factNames.filter((name) => !untold.includes(name)).sort());
  expect(factsFor(anOrder(), { deliveryRefused: false }).delivery_refused).toBe(false);
  const platformDeadline = at('2026-11-23T08:30:00Z');
  expect(factsFor(anOrder(), { platformDeadline }).platform_hours_left).toBe(24n);
});

test.each(factNames)('%s says what it is in both languages, and what it means where nobody knows it', (name) => {
  const { name: title, meaning, missing, values } = entryOf(name);
  for (const text of [title, meaning, ...(missing ? [missing] : [])]) {
    expect(text.zh).toMatch(/[\u4e00-\u9fff]/);
    expect(text.en).toMatch(/[a-z]{2}/i);
  }
  if (values) expect(values.length).toBeGreaterThan(1);
});

test('a fact that a case may lack says so in the catalogue', () => {
  const nothing = factsOf(
    anOrder({ paidAt: null, shippedAt: null, deliveredAt: null }),
    claimOn(anOrder()),
    aPolicy({ autoRefundLimit: null }),
    NOW,
  );
  const lacking = factNames.filter((name) => !(name in nothing));
  expect(lacking.filter((name) => !entryOf(name).missing)).toEqual([]);
  expect(lacking.length).toBeGreaterThan(5);
});

test('the dearest unit and the dearest line are those of the goods asked for, and the order is counted whole', () => {
  const lines = [
    anOrderLine({ quantity: 3, unitPrice: yuan(100), paid: yuan(270) }),
    anOrderLine({ id: 'oli_2', unitPrice: yuan(150), paid: yuan(150) }),
    anOrderLine({ id: 'oli_3', unitPrice: yuan(900), paid: yuan(900) }),
  ];
  const order = anOrder({ lines });
  const asked = lines.slice(0, 2).map((bought) => ({ bought, quantity: 1 }));
  expect(factsFor(order, { lines: asked })).toMatchObject({
    highest_unit_price: fen(15_000).minor,
    highest_line_paid: fen(27_000).minor,
    order_lines: 3n,
    order_units: 5n,
  });
});

test('without a signed delivery the window is missing, not closed (NR-4)', () => {
  const facts = factsFor(anOrder({ deliveredAt: null }));
  expect('window_open' in facts).toBe(false);
  expect(facts).toMatchObject({ is_delivered: false, is_shipped: true });
});

test.each([
  ['2026-11-20T16:00:00Z', true],
  ['2026-11-27T15:59:59.999Z', true],
  ['2026-11-27T16:00:00.000Z', false],
])('of goods signed for on 20 November, at %s the window is open: %s (NR-3)', (now, open) => {
  expect(factsFor(anOrder(), {}, at(now))['window_open']).toBe(open);
});

test('only what the buyer confirmed counts as confirmed (暂行办法 20)', () => {
  const lines = [
    anOrderLine({ exclusion: 'opening_spoils', exclusionConfirmed: true }),
    anOrderLine({ id: 'oli_2', exclusion: 'use_devalues' }),
    anOrderLine({ id: 'oli_3' }),
  ];
  expect(factsFor(anOrder({ lines }))).toMatchObject({
    exclusions: ['opening_spoils', 'use_devalues'],
    confirmed_exclusions: ['opening_spoils'],
  });
});

test('the order is worth what it still holds', () => {
  const payments = [aPayment({ paid: yuan(100), refunded: yuan(30) }), aPayment({ id: 'pay_2', paid: yuan(50) })];
  expect(factsFor(anOrder({ payments }))['order_total']).toBe(12_000n);
});

test.each(reasons)('%s is either the seven-day right or a fault, never both (暂行办法 35)', (reason: Reason) => {
  const about = reasonFacts[reason];
  expect(about.noReason && about.quality).toBe(false);
  expect(factsFor(anOrder(), { reason })).toMatchObject({
    fault: about.fault,
    is_quality: about.quality,
    is_no_reason: about.noReason,
  });
  // Who uses the right bears the freight; who claims a fault does not (M-6, M-7).
  if (about.noReason) expect(about.fault).toBe('buyer');
  if (about.quality) expect(about.fault).toBe('seller');
});

test('an exclusion that needs a confirmation and has none is told from one of the law itself (暂行办法 20)', () => {
  const lines = [
    anOrderLine({ exclusion: 'use_devalues' }),
    anOrderLine({ id: 'oli_2', exclusion: 'opening_spoils', exclusionConfirmed: true }),
    anOrderLine({ id: 'oli_3', exclusion: 'fresh' }),
  ];
  expect(factsFor(anOrder({ lines })).unconfirmed_exclusions).toEqual(['use_devalues']);
});

test('a class that is confirmed for one article and not for another is in both lists', () => {
  const lines = [
    anOrderLine({ exclusion: 'use_devalues' }),
    anOrderLine({ id: 'oli_2', exclusion: 'use_devalues', exclusionConfirmed: true }),
  ];
  expect(factsFor(anOrder({ lines }))).toMatchObject({
    exclusions: ['use_devalues'],
    confirmed_exclusions: ['use_devalues'],
    unconfirmed_exclusions: ['use_devalues'],
  });
});

test('the promise of the shop is one clock, the seven days of the law another (暂行办法 5)', () => {
  const facts = factsOf(anOrder(), claimOn(anOrder()), aPolicy({ windowDays: 15 }), at('2026-11-28T00:00:00+08:00'));
  expect(facts).toMatchObject({ window_open: true, statutory_window_open: false, quality_window_open: false });
});

test.each([
  ['2026-11-27T15:00:00Z', 1n],
  ['2026-11-27T15:59:59.999Z', 1n],
  ['2026-11-27T16:00:00Z', 0n],
  ['2026-11-27T18:30:00Z', -2n],
])('at %s, %s begun hours are left of the window', (now, left) => {
  expect(factsFor(anOrder(), {}, at(now)).hours_left_in_window).toBe(left);
});

test('goods that were shipped less than seven days ago are received less than seven days ago', () => {
  const order = anOrder({ shippedAt: at('2026-11-18T08:00:00Z'), deliveredAt: null });
  expect(factsFor(order, {}, at('2026-11-25T15:59:59Z')).quality_window_open).toBe(true);
  expect('quality_window_open' in factsFor(order, {}, at('2026-11-25T16:00:00Z'))).toBe(false);
});

test('units are counted against the whole order', () => {
  const lines = [anOrderLine({ quantity: 2 }), anOrderLine({ id: 'oli_2', quantity: 1, claimed: 1 })];
  const order = anOrder({ lines });
  const one = lines.slice(0, 1).map((bought) => ({ bought, quantity: 2 }));
  expect(factsFor(order, { lines: one })).toMatchObject({
    claimed_units: 2n,
    is_whole_order: false,
    units_claimed_before: 1n,
  });
  expect(factsFor(order).is_whole_order).toBe(true);
});

test('money is what the order says', () => {
  const lines = [
    anOrderLine({ freight: fen(600), discounts: [{ funder: 'platform', amount: fen(1) }] }),
    anOrderLine({ id: 'oli_2', discounts: [{ funder: 'shop', amount: fen(0) }] }),
  ];
  const payments = [aPayment({ paid: yuan(404), refunded: yuan(4) })];
  expect(factsFor(anOrder({ lines, payments }))).toMatchObject({
    freight_paid: 600n,
    order_paid: 40_400n,
    order_total: 40_000n,
    refunded_before: 400n,
    discount_funders: ['platform'],
    payment_methods: ['alipay'],
  });
});

test('facts come back from a trace as they went in', () => {
  const facts = factsFor();
  expect(factsFromTrace(JSON.parse(JSON.stringify(plainFacts(facts))))).toEqual(facts);
});

test('what a trace holds beyond the catalogue, or otherwise than it says, is not taken for a fact', () => {
  expect(
    factsFromTrace({ amount: 1.5, is_shipped: 'yes', skus: [1], reason: 7, buyer_score: 3, channel: 'jd' }),
  ).toEqual({
    channel: 'jd',
  });
});
