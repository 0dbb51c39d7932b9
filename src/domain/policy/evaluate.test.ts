import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aPolicy, yuan } from '../../../test/support/builders.ts';
import { checkCondition } from './conditions.ts';
import { defaultRows } from './default-policy.ts';
import { evaluate } from './evaluate.ts';
import type { Facts } from './fact-catalogue.ts';
import type { Outcome, PolicyRow } from './policy.ts';

const row = (condition: string, id = condition, outcome: Outcome = { kind: 'approve' }): PolicyRow => ({
  id,
  condition,
  outcome,
  basis: 'x',
  label: { zh: 'x', en: 'x' },
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
  expect(checkCondition(share.condition).ok).toBe(true);
  const given = { ...facts, order_total: 0n };
  expect(decide([share, row('is_shipped')], given)).toMatchObject({ outcome: { kind: 'escalate', level: 1 } });
  expect(decide([share], { ...facts, order_total: 150n }).ruleId).toBe('share');
});

test('the trace keeps the facts as they were, in a form that JSON can hold', () => {
  const { facts: kept } = decide([row('is_shipped')]);
  expect(JSON.parse(JSON.stringify(kept))).toEqual({ ...facts, amount: 100, approval_limit: 200 });
});

test('no default rule refuses by itself, and none leaves goods with the buyer (个人信息保护法 24, 第116号令 27)', () => {
  expect(new Set(defaultRows.map(({ outcome }) => outcome.kind))).toEqual(
    new Set(['approve', 'ask_evidence', 'escalate']),
  );
});

const keep = row('is_shipped', 'keep', { kind: 'refund_without_return' });
const allowed = { refundWithoutReturn: { maxAmount: yuan(1) } };

test.each([
  ['the shop has opted in', allowed, {}, { kind: 'refund_without_return' }],
  ['it has not', {}, {}, { kind: 'escalate', level: 1, because: 'refund_without_return_off' }],
  ['at its limit', allowed, { amount: 100n }, { kind: 'refund_without_return' }],
  ['above it', allowed, { amount: 101n }, { kind: 'escalate', level: 1, because: 'refund_without_return_above_limit' }],
  [
    'no amount is known',
    allowed,
    { amount: undefined },
    { kind: 'escalate', level: 1, because: 'refund_without_return_above_limit' },
  ],
  [
    'a platform asks',
    allowed,
    { asked_by_platform: true },
    { kind: 'escalate', level: 1, because: 'refund_without_return_on_platform' },
  ],
])('a refund without return where %s', (_, terms, given, outcome) => {
  const { amount, ...others } = { ...facts, asked_by_platform: false, ...given };
  const decision = evaluate(aPolicy({ rows: [keep], ...terms }), amount === undefined ? others : { ...others, amount });
  expect(decision).toMatchObject({ ruleId: 'keep', outcome });
});

test('what goes with the outcome goes with the decision', () => {
  const rows = [{ ...row('is_shipped'), effects: { returnFreight: 'seller', returnAddress: 'east' } as const }];
  expect(decide(rows).effects).toEqual({ returnFreight: 'seller', returnAddress: 'east' });
  expect('effects' in decide([row('is_shipped')])).toBe(false);
});

// The naive oracle: all rows are answered, and the first that is not a plain no decides.
const anyAnswer = fc.constantFrom(true, false, undefined);

test('the first row that is not a no decides, whatever stands below it', () => {
  fc.assert(
    fc.property(fc.array(anyAnswer, { maxLength: 12 }), (answers) => {
      const conditions = answers.map((answer) => (answer === undefined ? 'window_open' : `is_shipped == ${answer}`));
      const rows = conditions.map((condition, i) => row(condition, `r${i}`, { kind: 'ask_evidence', note: `${i}` }));
      const first = answers.findIndex((answer) => answer !== false);
      const expected = first < 0 ? 'no_rule' : answers[first] === undefined ? 'missing_fact' : `r${first}`;
      const decision = decide(rows);
      expect(decision.ruleId).toBe(expected);
      expect(decision.rows.map(({ ruleId }) => ruleId)).toEqual(
        rows.slice(0, first < 0 ? rows.length : first + 1).map(({ id }) => id),
      );
      expect(decision.outcome).toEqual(
        expected.startsWith('r') ? { kind: 'ask_evidence', note: `${first}` } : { kind: 'escalate', level: 1 },
      );
    }),
  );
});

type Clause = { fact: 'amount' | 'evidence_count'; operator: '<' | '>=' | '=='; limit: bigint };
const anyClause = fc.record<Clause>({
  fact: fc.constantFrom('amount', 'evidence_count'),
  operator: fc.constantFrom('<', '>=', '=='),
  limit: fc.bigInt({ min: 0n, max: 5n }),
});
const holds = ({ fact, operator, limit }: Clause, given: Record<Clause['fact'], bigint>): boolean => {
  const value = given[fact];
  return operator === '<' ? value < limit : operator === '==' ? value === limit : value >= limit;
};

test('a naive reading of the rows, one after the other, comes to the same row', () => {
  const anyRows = fc.array(fc.array(anyClause, { minLength: 1, maxLength: 3 }), { maxLength: 8 });
  const small = fc.bigInt({ min: 0n, max: 5n });
  fc.assert(
    fc.property(anyRows, small, small, (clauses, amount, evidence_count) => {
      const given = { amount, evidence_count };
      const rows = clauses.map((parts, i) =>
        row(parts.map(({ fact, operator, limit }) => `${fact} ${operator} ${limit}`).join(' && '), `r${i}`),
      );
      const first = clauses.findIndex((parts) => parts.every((part) => holds(part, given)));
      expect(decide(rows, given).ruleId).toBe(first < 0 ? 'no_rule' : `r${first}`);
    }),
  );
});

// Written apart from the program: three answers, where a no wins over "unknown" within a row, and "unknown" over a later row.
type Known = { amount?: bigint; evidence_count?: bigint; channel?: string; window_open?: boolean };
type AnyClause = { text: string; answer(given: Known): boolean | undefined };
const about = <T>(value: T | undefined, test: (value: T) => boolean) => (value === undefined ? undefined : test(value));
const anyTableClause: fc.Arbitrary<AnyClause> = fc.oneof(
  fc
    .record({ fact: fc.constantFrom('amount', 'evidence_count'), limit: fc.bigInt({ min: 0n, max: 4n }) })
    .chain(({ fact, limit }) =>
      fc.constantFrom<AnyClause>(
        { text: `${fact} < ${limit}`, answer: (given) => about(given[fact as 'amount'], (n) => n < limit) },
        { text: `${fact} >= ${limit}`, answer: (given) => about(given[fact as 'amount'], (n) => n >= limit) },
        { text: `${fact} != ${limit}`, answer: (given) => about(given[fact as 'amount'], (n) => n !== limit) },
      ),
    ),
  fc.subarray(['jd', 'taobao', 'own_shop'], { minLength: 1 }).map((names) => ({
    text: `channel in ${JSON.stringify(names)}`,
    answer: (given: Known) => about(given.channel, (name) => names.includes(name)),
  })),
  fc.boolean().map((wanted) => ({
    text: wanted ? 'window_open' : '!window_open',
    answer: (given: Known) => about(given.window_open, (open) => open === wanted),
  })),
);
const anyKnown: fc.Arbitrary<Known> = fc.record(
  {
    amount: fc.bigInt({ min: 0n, max: 4n }),
    evidence_count: fc.bigInt({ min: 0n, max: 4n }),
    channel: fc.constantFrom('jd', 'taobao', 'own_shop'),
    window_open: fc.boolean(),
  },
  { requiredKeys: [] },
);

test('for any table and any facts, some of them missing, the first row that is not a no decides (R-4)', () => {
  const anyTable = fc.array(fc.array(anyTableClause, { minLength: 1, maxLength: 3 }), { maxLength: 8 });
  fc.assert(
    fc.property(anyTable, anyKnown, (table, given) => {
      let expected = 'no_rule';
      for (const [i, clauses] of table.entries()) {
        const answers = clauses.map((clause) => clause.answer(given));
        if (answers.includes(false)) continue;
        expected = answers.includes(undefined) ? 'missing_fact' : `r${i}`;
        break;
      }
      const rows = table.map((clauses, i) => row(clauses.map(({ text }) => text).join(' && '), `r${i}`));
      const decision = decide(rows, given);
      expect(decision.ruleId).toBe(expected);
      expect(decision.outcome.kind).toBe(expected.startsWith('r') ? 'approve' : 'escalate');
    }),
    { numRuns: 500 },
  );
});
