import { expect, test } from 'vitest';
import { aPolicy } from '../../../test/support/builders.ts';
import { defaultRows } from './default-policy.ts';
import { checkRow, evaluate } from './evaluate.ts';
import type { Facts } from './facts.ts';
import type { Outcome, PolicyRow } from './policy.ts';

const row = (condition: string, id = condition, outcome: Outcome = { kind: 'approve' }): PolicyRow => ({
  id,
  condition,
  outcome,
  basis: 'x',
  label: { zh: 'x', en: 'x' },
});

test.each([
  ['a yes-or-no question', 'is_shipped && amount > 100', true],
  ['a fact compared with a text', 'channel == "taobao"', true],
  ['a question about a list', 'exclusions.exists(e, e == "fresh")', true],
  ['the size of a list', 'size(confirmed_exclusions) > 0', true],
  ['an unknown fact', 'is_vip', false],
  ['an unknown fact behind a known one', 'is_shipped || buyer_score > 3', false],
  ['a number', 'amount + 1', false],
  ['a text', 'channel', false],
  ['a list', 'exclusions', false],
  ['a text compared with a number', 'amount > "100"', false],
  ['half a sentence', 'is_shipped &&', false],
  ['nothing', '', false],
  ['two sentences', 'is_shipped; is_delivered', false],
  ['an unknown function', 'now() > 3', false],
  ['JavaScript', 'process.exit(1)', false],
])('a rule whose condition is %s can be saved: %s → %s', (_, condition, valid) => {
  const verdict = checkRow(row(condition, 'r1'));
  expect(verdict.ok).toBe(valid);
  if (!verdict.ok) {
    expect(verdict.rejection).toMatchObject({ code: 'condition_invalid', ruleId: 'r1' });
    expect(verdict.rejection.message).not.toBe('');
  }
});

test('every default rule can be saved', () => {
  for (const one of defaultRows) expect([one.id, checkRow(one).ok]).toEqual([one.id, true]);
  expect(new Set(defaultRows.map((one) => one.id)).size).toBe(defaultRows.length);
});

const facts: Facts = { is_shipped: true, is_delivered: false, amount: 100n, approval_limit: 200n, channel: 'taobao' };
const decide = (rows: PolicyRow[], given = facts) => evaluate(aPolicy({ rows, version: 7 }), given);

test('the first rule that hits decides, and the later ones are not asked', () => {
  const ask: Outcome = { kind: 'ask_evidence', note: 'x' };
  const decision = decide([row('is_delivered', 'a'), row('is_shipped', 'b', ask), row('amount > 0', 'c')]);
  expect(decision).toMatchObject({ policyVersion: 7, ruleId: 'b', outcome: ask });
  expect(decision.rows).toEqual([
    { ruleId: 'a', hit: false },
    { ruleId: 'b', hit: true },
  ]);
});

test('where no rule hits, a person decides', () => {
  expect(decide([row('is_delivered')])).toMatchObject({ ruleId: 'no_rule', outcome: { kind: 'escalate', level: 1 } });
  expect(decide([])).toMatchObject({ ruleId: 'no_rule', outcome: { kind: 'escalate' } });
});

test.each([
  ['it alone', 'window_open', ['window_open']],
  ['it together with what is true', 'is_shipped && window_open', ['window_open']],
  ['its opposite', '!window_open', ['window_open']],
])(
  'a rule that needs a missing fact (%s) cannot be answered, and no later rule decides in its place',
  (_, condition, missing) => {
    const decision = decide([row(condition, 'a'), row('is_shipped', 'b')]);
    expect(decision).toMatchObject({ ruleId: 'missing_fact', outcome: { kind: 'escalate', level: 1 } });
    expect(decision.rows).toEqual([{ ruleId: 'a', hit: false, missing }]);
  },
);

test.each([
  ['is_delivered && window_open', 'no_rule'],
  ['window_open && is_delivered', 'no_rule'],
  ['is_shipped || window_open', 'is_shipped || window_open'],
])('a missing fact that cannot change the answer does not matter: %s', (condition, ruleId) => {
  expect(decide([row(condition)]).ruleId).toBe(ruleId);
});

test('a rule that cannot be worked out, such as a share of an order worth nothing, goes to a person', () => {
  const share = row('amount * 100 / order_total > 50', 'share');
  expect(checkRow(share).ok).toBe(true);
  const given = { ...facts, order_total: 0n };
  expect(decide([share, row('is_shipped')], given)).toMatchObject({ outcome: { kind: 'escalate', level: 1 } });
  expect(decide([share], { ...facts, order_total: 150n }).ruleId).toBe('share');
});

test('the trace keeps the facts as they were, in a form that JSON can hold', () => {
  const { facts: kept } = decide([row('is_shipped')]);
  expect(JSON.parse(JSON.stringify(kept))).toEqual({ ...facts, amount: 100, approval_limit: 200 });
});

test('no default rule refuses by itself: that needs a person (个人信息保护法 24)', () => {
  expect(new Set(defaultRows.map(({ outcome }) => outcome.kind))).toEqual(
    new Set(['approve', 'ask_evidence', 'escalate']),
  );
});
