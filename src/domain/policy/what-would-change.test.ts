import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aBuyerRecord, anOrder, anOrderLine, aPolicy, at, fen, NOW, yuan } from '../../../test/support/builders.ts';
import type { Order, OrderLine } from '../orders/order.ts';
import { evaluate } from './evaluate.ts';
import { type Facts, isFactName } from './fact-catalogue.ts';
import { casesWith } from './fact-ties.ts';
import { type Claim, factsFromTrace, factsOf } from './facts.ts';
import type { Outcome, Policy, PolicyRow } from './policy.ts';
import { reasons } from './reasons.ts';
import { type Flip, whatWouldChange } from './what-would-change.ts';

type Case = { line?: Partial<OrderLine>; order?: Partial<Order>; claim?: Partial<Claim>; now?: string };

function factsFor({ line = {}, order: about = {}, claim = {}, now }: Case): Facts {
  const order = anOrder({ lines: [anOrderLine(line)], ...about });
  return factsOf(
    order,
    {
      resolution: 'return_and_refund',
      reason: 'no_reason',
      evidenceCount: 0,
      amount: order.lines.reduce((total, { paid }) => fen(Number(total.minor + paid.minor)), fen(0)),
      lines: order.lines.map((bought) => ({ bought, quantity: bought.quantity })),
      fromPlatform: false,
      platformDeadline: null,
      buyer: aBuyerRecord(),
      ...claim,
    },
    aPolicy(),
    now === undefined ? NOW : at(now),
  );
}

/** `amount 19900→50000: approve` for each flip. */
const told = (flips: readonly Flip[]): string[] =>
  flips.map(({ outcome, changes }) => {
    const facts = changes.map(({ fact, from, to }) => `${fact} ${JSON.stringify(from) ?? '?'}→${JSON.stringify(to)}`);
    return `${facts.join(', ')}: ${outcome.kind}${outcome.kind === 'escalate' ? ` ${outcome.level}` : ''}`;
  });

const answerFor = (facts: Facts, policy: Policy = aPolicy()) =>
  told(whatWouldChange(policy, JSON.parse(JSON.stringify(evaluate(policy, facts)))));

test('an amount above the limit: the limit itself would do', () => {
  expect(answerFor(factsFor({ line: { paid: yuan(900) } }))[0]).toBe('amount 90000→50000: approve');
});

test('a window that is over: one that is open would do', () => {
  const flips = answerFor(factsFor({ now: '2026-12-20T08:00:00Z' }));
  expect(flips).toContain('window_open false→true: approve');
});

test('a fault without a picture: a picture would do', () => {
  expect(answerFor(factsFor({ claim: { reason: 'quality_fault' } }))).toContain('evidence_count 0→1: approve');
});

test('a confirmed exclusion: a confirmation that is not stored would do (暂行办法 20)', () => {
  const flips = answerFor(factsFor({ line: { exclusion: 'use_devalues', exclusionConfirmed: true } }));
  expect(flips).toContain('confirmed_exclusions ["use_devalues"]→[]: approve');
});

test('custom-made goods: goods that are not would do', () => {
  expect(answerFor(factsFor({ line: { exclusion: 'custom_made' } }))).toContain(
    'exclusions ["custom_made"]→[]: approve',
  );
});

test('goods that nobody signed for: it takes a delivery and a window that is open', () => {
  const flips = answerFor(factsFor({ order: { deliveredAt: null } }));
  expect(flips).toContain('is_delivered false→true, window_open ?→true: approve');
  expect(flips).not.toContain('is_delivered false→true: approve');
});

test('a missing fact: what each answer to it would bring', () => {
  const order = { deliveredAt: null, shippedAt: at('2026-11-01T08:00:00Z') };
  const facts = factsFor({ order, claim: { reason: 'wrong_item', evidenceCount: 1 } });
  expect(evaluate(aPolicy(), facts).ruleId).toBe('missing_fact');
  expect(answerFor(facts)).toContain('quality_window_open ?→true: approve');
});

test('what a rule does not know: a reason that it knows', () => {
  const flips = answerFor(factsFor({ claim: { reason: 'other' } }));
  expect(flips).toContain('is_no_reason false→true: approve');
  expect(flips).toContain('is_quality false→true: ask_evidence');
});

test('a granted return: what would have stopped it', () => {
  const flips = answerFor(factsFor({}));
  expect(flips).toContain('amount 19900→50001: escalate 2');
  expect(flips).toContain('window_open true→false: escalate 1');
  expect(flips).toContain('business_purchase false→true: escalate 1');
});

const row = (id: string, condition: string, outcome: Outcome = { kind: 'approve' }): PolicyRow => ({
  id,
  condition,
  outcome,
  basis: 'x',
  label: { zh: 'x', en: 'x' },
});
const escalate: Outcome = { kind: 'escalate', level: 2 };

test.each<[string, PolicyRow[]]>([
  ['what the case cannot change', [row('a', 'channel == "jd"')]],
  ['a condition beyond a table', [row('a', 'amount * 2 > 100000')]],
  ['a table with one cell that the case cannot change', [row('a', 'amount > 50000 && channel == "jd"')]],
  ['more facts than three', [row('a', 'is_quality && evidence_count > 3 && amount > 50000 && business_purchase')]],
  ['a row with the same outcome', [row('a', 'amount > 50000', { kind: 'escalate', level: 1 })]],
  ['a row that another always forestalls', [row('a', 'amount > 0', escalate), row('b', 'amount > 50000', escalate)]],
  ['which element a list would need', [row('a', 'size(exclusions) > 0')]],
])('nothing is said of %s', (_, rows) => {
  const flips = answerFor(factsFor({}), aPolicy({ rows })).filter((flip) => !flip.includes('amount 19900→0'));
  expect(flips).toEqual([]);
});

test('a change that a smaller part of it makes as well is not told', () => {
  const rows = [row('a', 'evidence_count > 0 && amount > 50000'), row('b', 'evidence_count > 0')];
  expect(answerFor(factsFor({}), aPolicy({ rows }))).toEqual(['evidence_count 0→1: approve']);
});

test('a trace that does not lead to its outcome any more says nothing', () => {
  const policy = aPolicy();
  const decision = evaluate(policy, factsFor({}));
  expect(whatWouldChange(policy, { ...decision, ruleId: 'over-limit' })).toEqual([]);
});

test('a decision of another version is a mistake of the caller', () => {
  const decision = evaluate(aPolicy({ version: 2 }), factsFor({}));
  expect(() => whatWouldChange(aPolicy(), decision)).toThrow('this version');
});

const answerOf = (outcome: Outcome): string => `${outcome.kind} ${outcome.kind === 'escalate' ? outcome.level : ''}`;

const anyCase = fc
  .record({
    reason: fc.constantFrom(...reasons),
    refundOnly: fc.boolean(),
    evidenceCount: fc.integer({ min: 0, max: 2 }),
    paid: fc.constantFrom(0, 100, 500, 900),
    exclusion: fc.constantFrom(null, 'custom_made', 'fresh', 'use_devalues', 'disclosed_flaw'),
    exclusionConfirmed: fc.boolean(),
    businessPurchase: fc.boolean(),
    fromPlatform: fc.boolean(),
    parcel: fc.constantFrom('unshipped', 'travels', 'delivered'),
    day: fc.integer({ min: 20, max: 30 }),
  })
  .map((it) =>
    factsFor({
      line: { paid: yuan(it.paid), exclusion: it.exclusion, exclusionConfirmed: it.exclusionConfirmed },
      order: {
        businessPurchase: it.businessPurchase,
        ...(it.parcel === 'delivered' ? {} : { deliveredAt: null }),
        ...(it.parcel === 'unshipped' ? { shippedAt: null } : {}),
      },
      claim: {
        reason: it.parcel !== 'unshipped' && it.reason === 'not_shipped' ? 'other' : it.reason,
        resolution: it.refundOnly ? 'refund_only' : 'return_and_refund',
        evidenceCount: it.evidenceCount,
        fromPlatform: it.fromPlatform,
      },
      now: `2026-11-${it.day}T09:00:00Z`,
    }),
  );

test('every change that is told was tried: the policy then answers so, and otherwise than before', () => {
  const policy = aPolicy();
  let tried = 0;
  fc.assert(
    fc.property(anyCase, (facts) => {
      const decision = evaluate(policy, facts);
      for (const { ruleIds, outcome, changes } of whatWouldChange(policy, decision)) {
        expect(answerOf(outcome)).not.toBe(answerOf(decision.outcome));
        const asked = Object.fromEntries(changes.map(({ fact, to }) => [fact, to]));
        const wanted = Object.entries(factsFromTrace(asked)).flatMap(([name, value]) =>
          isFactName(name) && value !== undefined ? [[name, value] as const] : [],
        );
        const cases = casesWith(facts, new Map(wanted));
        expect(cases).not.toEqual([]);
        for (const one of cases) {
          const then = evaluate(policy, one);
          expect(answerOf(then.outcome)).toBe(answerOf(outcome));
          expect(ruleIds).toContain(then.ruleId);
        }
        tried += 1;
      }
    }),
    { numRuns: 150 },
  );
  expect(tried).toBeGreaterThan(150);
});

test('facts that a case can have are left as they are by no change at all', () => {
  fc.assert(
    fc.property(anyCase, (facts) => {
      expect(casesWith(facts, new Map())).toEqual([facts]);
    }),
  );
});
