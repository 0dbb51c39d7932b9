import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aBuyerRecord, anOrder, anOrderLine, aPolicy, at, fen, NOW, yuan } from '../../../test/support/builders.ts';
import type { Order } from '../orders/order.ts';
import { type Instant, plusHours } from '../time.ts';
import { evaluate } from './evaluate.ts';
import { type Claim, factsOf } from './facts.ts';
import type { Policy, PolicyRow } from './policy.ts';
import { automaticOf, noTallies, type PastDecision, type TriedCase, tallied, tryOn } from './trial.ts';

const claimOn = (order: Order, facts: Partial<Claim> = {}): Claim => ({
  resolution: 'return_and_refund',
  reason: 'no_reason',
  evidenceCount: 0,
  amount: yuan(199),
  lines: order.lines.map((bought) => ({ bought, quantity: bought.quantity })),
  fromPlatform: false,
  platformDeadline: null,
  buyer: aBuyerRecord(),
  ...facts,
});

/** What is stored of a decision, read back as a database gives it. */
function decidedUnder(policy: Policy, order: Order, now: Instant = NOW, claim: Partial<Claim> = {}): PastDecision {
  const { facts, outcome, ruleId } = evaluate(policy, factsOf(order, claimOn(order, claim), policy, now));
  return {
    facts: JSON.parse(JSON.stringify(facts)),
    outcome,
    ruleId,
    decidedAt: now,
    terms: policy,
    order: { paidAt: order.paidAt, shippedAt: order.shippedAt, deliveredAt: order.deliveredAt },
  };
}

const row = (id: string, condition: string, outcome: PolicyRow['outcome']): PolicyRow => ({
  id,
  condition,
  outcome,
  basis: 'x',
  label: { zh: 'x', en: 'x' },
});

test('a draft equal to the rules of then decides as they did (R-6)', () => {
  const tried = tryOn(aPolicy({ version: 9 }), decidedUnder(aPolicy(), anOrder()));
  expect(tried).toEqual({
    was: { outcome: 'approve', ruleId: 'seven-days' },
    would: { outcome: 'approve', ruleId: 'seven-days' },
    amount: yuan(199),
    goodsClass: 'textile_home',
  });
});

test('the limits are those of the draft, not those of then (R-6)', () => {
  const past = decidedUnder(aPolicy(), anOrder());
  const would = (draft: Partial<Policy>) => tryOn(aPolicy(draft), past)?.would.outcome;
  expect(would({ approvalLimit: yuan(100) })).toBe('escalate 2');
  const auto = [row('auto', 'amount <= auto_refund_limit', { kind: 'approve' })];
  expect(would({ rows: auto, autoRefundLimit: yuan(200) })).toBe('approve');
  expect(would({ rows: auto, autoRefundLimit: yuan(100) })).toBe('escalate 1');
  // The shop never refunds by itself: the fact is missing by right, and the draft hands over.
  expect(tryOn(aPolicy({ rows: auto, autoRefundLimit: null }), past)?.would.ruleId).toBe('missing_fact');
});

test('a window of other days is counted anew from the delivery to the moment of the decision (R-6)', () => {
  const order = anOrder({ deliveredAt: at('2026-11-10T08:00:00.000Z'), shippedAt: at('2026-11-09T08:00:00.000Z') });
  const past = decidedUnder(aPolicy(), order);
  expect(past.ruleId).toBe('window-closed');
  expect(tryOn(aPolicy({ windowDays: 15 }), past)?.would).toEqual({ outcome: 'approve', ruleId: 'promised-days' });
  expect(tryOn(aPolicy(), past)?.would.ruleId).toBe('window-closed');
});

test('for any delivery, moment and window, a trial comes to what the draft would have decided then (R-6)', () => {
  const hour = fc.integer({ min: 1, max: 24 * 40 });
  const anyDraft = fc.record({
    windowDays: fc.integer({ min: 7, max: 30 }),
    timeZone: fc.constantFrom('Asia/Shanghai', 'Europe/London'),
    holidays: fc.constantFrom(aPolicy().holidays, [], [aPolicy().holidays[0] ?? ('2026-11-22' as never)]),
    approvalLimit: fc.constantFrom(yuan(100), yuan(500)),
    autoRefundLimit: fc.constantFrom(null, yuan(50)),
  });
  fc.assert(
    fc.property(fc.option(hour), hour, anyDraft, anyDraft, fc.boolean(), (delivered, ago, then, terms, quality) => {
      const deliveredAt = delivered === null ? null : plusHours(NOW, -delivered);
      const order = anOrder({ deliveredAt, shippedAt: plusHours(NOW, -(delivered ?? 0) - ago) });
      const claim: Partial<Claim> = { reason: quality ? 'quality_fault' : 'no_reason' };
      const draft = aPolicy({ ...terms, version: 5 });
      const past = decidedUnder(aPolicy(then), order, NOW, claim);
      const direct = decidedUnder(draft, order, NOW, claim);
      expect(tryOn(draft, past)?.would.ruleId).toBe(direct.ruleId);
    }),
  );
});

test('an order that says another delivery now than then cannot be tried on another window', () => {
  const past = decidedUnder(aPolicy(), anOrder());
  const moved = { ...past, order: { ...past.order, deliveredAt: at('2026-11-19T08:00:00.000Z') } };
  expect(tryOn(aPolicy({ windowDays: 15 }), moved)).toBeUndefined();
  expect(tryOn(aPolicy({ windowDays: 15 }), { ...past, order: { ...past.order, deliveredAt: null } })).toBeUndefined();
  // The windows as they were are in the trace.
  expect(tryOn(aPolicy(), moved)?.would.outcome).toBe('approve');
});

test.each(['business_purchase', 'statutory_window_open', 'amount'])(
  'a trace from before %s was known cannot be tried on rules that ask for it',
  (name) => {
    const past = decidedUnder(aPolicy(), anOrder());
    const { [name]: _, ...facts } = past.facts;
    const asks = row('asks', name === 'amount' ? 'amount > 1' : name, { kind: 'approve' });
    expect(tryOn(aPolicy({ rows: [asks] }), { ...past, facts })).toBeUndefined();
    const indifferent = tryOn(aPolicy({ rows: [row('all', 'true', { kind: 'approve' })] }), { ...past, facts });
    expect(indifferent === undefined).toBe(name === 'amount');
  },
);

test('a fact that is missing by right hands over, as it did then', () => {
  const past = decidedUnder(aPolicy(), anOrder({ deliveredAt: null }));
  const draft = aPolicy({ rows: [row('window', 'window_open', { kind: 'approve' })] });
  expect(tryOn(draft, past)?.would).toEqual({ outcome: 'escalate 1', ruleId: 'missing_fact' });
});

test('a refund without return that the draft does not allow goes to a person', () => {
  const rows = [row('keep', 'true', { kind: 'refund_without_return' })];
  const past = decidedUnder(aPolicy(), anOrder());
  expect(tryOn(aPolicy({ rows }), past)?.would.outcome).toBe('escalate 1');
  const allowed = aPolicy({ rows, refundWithoutReturn: { maxAmount: yuan(200) } });
  expect(tryOn(allowed, past)?.would.outcome).toBe('refund_without_return');
});

test('the class of goods is that of the first line', () => {
  const lines = [anOrderLine({ goodsClass: 'electronics' }), anOrderLine({ id: 'oli_2', goodsClass: 'general' })];
  expect(tryOn(aPolicy(), decidedUnder(aPolicy(), anOrder({ lines })))?.goodsClass).toBe('electronics');
});

const outcomes = ['approve', 'ask_evidence', 'refund_without_return', 'escalate 1', 'escalate 2'];
const anyAnswer = fc.record({ outcome: fc.constantFrom(...outcomes), ruleId: fc.constantFrom('a', 'b', '__proto__') });
const anyCase: fc.Arbitrary<TriedCase & { late: boolean }> = fc.record({
  was: anyAnswer,
  would: anyAnswer,
  amount: fc.nat({ max: 100_000 }).map(fen),
  goodsClass: fc.constantFrom('general', 'electronics', ''),
  late: fc.boolean(),
});

test('cases add up to the same, in whatever pieces they come (R-6)', () => {
  fc.assert(
    fc.property(fc.array(anyCase, { maxLength: 40 }), fc.nat({ max: 40 }), (cases, cut) => {
      const whole = tallied(noTallies, cases, 3);
      const pieces = tallied(tallied(noTallies, cases.slice(0, cut), 1), cases.slice(cut), 2);
      const sorted = (value: unknown) =>
        JSON.parse(
          JSON.stringify(value, (_, v) => (Array.isArray(v) ? v.toSorted(byText) : typeof v === 'bigint' ? `${v}` : v)),
        );
      expect(sorted(pieces)).toEqual(sorted(whole));
    }),
  );
});
const byText = (a: unknown, b: unknown): number => (text(a) < text(b) ? -1 : 1);
const text = (value: unknown): string => JSON.stringify(value, (_, v) => (typeof v === 'bigint' ? `${v}` : v));

test('every figure is what a plain count of the cases gives (R-6)', () => {
  fc.assert(
    fc.property(fc.array(anyCase, { maxLength: 40 }), (cases) => {
      const found = tallied(noTallies, cases, 0);
      const count = (test: (one: (typeof cases)[number]) => boolean) => cases.filter(test).length;
      const money = (test: (one: (typeof cases)[number]) => boolean) =>
        cases.filter(test).reduce((minor, { amount }) => minor + amount.minor, 0n);
      expect(found.tried).toBe(cases.length);
      expect(found.differing).toBe(count(({ was, would }) => was.outcome !== would.outcome));
      for (const was of outcomes) {
        for (const would of outcomes) {
          const cell = found.outcomes.find((one) => one.was === was && one.would === would);
          const inCell = (one: (typeof cases)[number]) => one.was.outcome === was && one.would.outcome === would;
          expect([cell?.cases ?? 0, cell?.amount.minor ?? 0n]).toEqual([count(inCell), money(inCell)]);
        }
      }
      const grants = new Set(['approve', 'refund_without_return']);
      const automatic = automaticOf(found, 'CNY');
      expect(automatic.was).toEqual({
        cases: count(({ was }) => grants.has(was.outcome)),
        amount: fen(Number(money(({ was }) => grants.has(was.outcome)))),
      });
      expect(automatic.would.cases).toBe(count(({ would }) => grants.has(would.outcome)));
      for (const ruleId of ['a', 'b', '__proto__']) {
        expect(found.rules.find((rule) => rule.ruleId === ruleId)?.cases ?? 0).toBe(
          count(({ would }) => would.ruleId === ruleId),
        );
      }
      const toPeople = (key: string) => key.startsWith('escalate');
      expect(found).toMatchObject({
        late: count(({ late }) => late),
        spared: count(({ late, would }) => late && !toPeople(would.outcome)),
        newToPeople: count(({ was, would }) => !toPeople(was.outcome) && toPeople(would.outcome)),
      });
    }),
  );
});
