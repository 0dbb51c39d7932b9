import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aPolicy, yuan } from '../../../test/support/builders.ts';
import type { LocalDate } from '../time.ts';
import { checkPolicy } from './check-policy.ts';
import { answerTo } from './conditions.ts';
import { evaluate } from './evaluate.ts';
import { factsOfSetting, lawCasesIn } from './law-cases.ts';
import type { Effects, Outcome, Policy, PolicyRow } from './policy.ts';

const refuse: Outcome = { kind: 'escalate', level: 1, suggestRejection: { reasonCode: 'shop_rule' } };
const ask: Outcome = { kind: 'ask_evidence', note: 'photo' };
const approve: Outcome = { kind: 'approve' };
const person: Outcome = { kind: 'escalate', level: 1 };

const row = (condition: string, outcome: Outcome, effects?: Effects, id = 'shop-row'): PolicyRow => ({
  id,
  condition,
  outcome,
  ...(effects ? { effects } : {}),
  basis: '店铺规则',
  label: { zh: '店铺规则', en: 'Shop rule' },
});

/** The default rules with rows of the shop above them. */
const draft = (rows: PolicyRow[], facts: Partial<Policy> = {}): Policy => {
  const policy = aPolicy(facts);
  return { ...policy, rows: [...rows, ...policy.rows] };
};
const errorsOf = (...rows: PolicyRow[]) => checkPolicy(draft(rows)).errors;

test.each([
  ['a class of goods that the law does not exclude', 'is_no_reason && "electronics" in goods_classes', '30'],
  ['an exclusion without its confirmation', 'is_no_reason && "opening_spoils" in exclusions', '20'],
  ['goods without a confirmation outright', 'size(unconfirmed_exclusions) > 0 && is_no_reason', '20'],
  ['whoever asks after three days', 'is_no_reason && hours_since_delivered > 72', '10'],
  ['whoever asks in the last day', 'is_no_reason && hours_left_in_window <= 24', '10'],
  ['whoever asks in the very last hour', 'is_no_reason && hours_since_delivered >= 191', '暂行办法 10'],
  ['the wrong size', 'reason == "size_or_color"', '消费者权益保护法 25'],
  ['dear goods', 'is_no_reason && amount > 1000000', '消费者权益保护法 25'],
  ['what is above the limit', 'is_no_reason && amount > approval_limit', '消费者权益保护法 25'],
  ['what is dearer than anything', 'is_no_reason && amount > 5000000000', '消费者权益保护法 25'],
  ['one fen between two', 'is_no_reason && amount > 300 && amount < 302', '消费者权益保护法 25'],
  ['one exact amount', 'is_no_reason && amount == 12345 && claimed_units >= 3', '消费者权益保护法 25'],
  ['one channel', 'is_no_reason && channel == "jd" && !is_whole_order', '消费者权益保护法 25'],
  ['all channels but one', 'is_no_reason && channel != "own_shop"', '消费者权益保护法 25'],
  ['subsidised goods', 'is_no_reason && "government" in discount_funders', '消费者权益保护法 25'],
  ['one article', 'is_no_reason && skus.exists(e, e in ["SALE-1", "SALE-2"])', '消费者权益保护法 25'],
  ['who sends no picture', 'is_no_reason && evidence_count == 0', '消费者权益保护法 25'],
  ['who has returned before', 'is_no_reason && units_claimed_before >= 2', '消费者权益保护法 25'],
  ['a blocked buyer', 'is_no_reason && buyer_blocked', '消费者权益保护法 25'],
  ['a fault that a blocked buyer claims', 'is_quality && buyer_blocked', '消费者权益保护法 24'],
  ['whoever is not on the list of trusted buyers', 'is_no_reason && !buyer_allowed', '消费者权益保护法 25'],
  ['who returns often', 'is_no_reason && buyer_returns_90d >= 7', '消费者权益保护法 25'],
  ['who returns most of what he buys', 'is_no_reason && buyer_return_share_percent > 80', '消费者权益保护法 25'],
  [
    'who returns most of many orders',
    'is_no_reason && buyer_return_share_percent > 80 && buyer_orders_365d >= 20 && buyer_orders_365d < 40',
    '消费者权益保护法 25',
  ],
  ['who asks for money without goods too often', 'is_no_reason && buyer_refund_only_90d > 3', '消费者权益保护法 25'],
  ['what an expert hid in a prefix', 'is_no_reason && channel.startsWith("tm")', '消费者权益保护法 25'],
  ['what an expert hid in an or', 'business_purchase || (is_no_reason && amount < 100)', '消费者权益保护法 25'],
  ['long ago paid', 'is_no_reason && hours_since_paid > 500 && hours_since_shipped > 400', '消费者权益保护法 25'],
  ['a fault of custom-made goods', '"custom_made" in exclusions', '消费者权益保护法 24'],
  ['a fault', 'is_quality && evidence_count < 3', '消费者权益保护法 24'],
  ['everything', 'true', '消费者权益保护法 25'],
])('a row that suggests to refuse %s is stricter than the law', (_, condition, article) => {
  const [error, ...more] = errorsOf(row(condition, refuse));
  expect(error).toMatchObject({
    code: 'stricter_than_law',
    row: 0,
    ruleId: 'shop-row',
    strictness: 'suggests_refusal',
  });
  expect(error && 'article' in error && error.article).toContain(article);
  expect(more).toEqual([]);
});

test.each([
  ['asks why or for a picture of it', row('is_no_reason', ask), 'asks_evidence', '消费者权益保护法 25'],
  ['asks all for pictures', row('evidence_count == 0', ask), 'asks_evidence', '消费者权益保护法 25'],
  [
    'puts the freight of a fault on the buyer',
    row('is_quality && amount < 2000', approve, { returnFreight: 'buyer' }),
    'buyer_pays_freight',
    '消费者权益保护法 24',
  ],
  ['lets a request lie for 361 hours', row('is_no_reason', person, { deadlineHours: 361 }), 'waits_too_long', '31(2)'],
] as const)('a row that %s is stricter than the law', (_, strict, strictness, article) => {
  const [error] = errorsOf(strict);
  expect(error).toMatchObject({ code: 'stricter_than_law', strictness });
  expect(error && 'article' in error && error.article).toContain(article);
});

test('the row that takes the right away is named, not the one that stands above it', () => {
  const rows = [row('amount < 100000', approve, undefined, 'small'), row('is_no_reason && is_delivered', refuse)];
  expect(errorsOf(...rows)).toMatchObject([{ code: 'stricter_than_law', row: 1, ruleId: 'shop-row' }]);
});

test('the case that is given with the error is decided by the row', () => {
  const policy = draft([row('is_no_reason && channel == "jd" && amount >= 700', refuse)]);
  const [error] = checkPolicy(policy).errors;
  const facts = error?.code === 'stricter_than_law' ? error.facts : {};
  expect(evaluate(policy, facts)).toMatchObject({ ruleId: 'shop-row', outcome: refuse });
  expect(facts).toMatchObject({ channel: 'jd', is_no_reason: true, statutory_window_open: true });
});

test('a strict row behind one that grants all its cases takes nothing away', () => {
  const grants = row('is_no_reason', approve, undefined, 'grants');
  expect(errorsOf(grants, row('is_no_reason && amount > 5', refuse))).toEqual([]);
});

test.each([
  ['the window is over', row('is_no_reason && !window_open', refuse)],
  ['it is over by any count of hours', row('is_no_reason && hours_since_delivered >= 192', refuse)],
  ['the buyer confirmed', row('is_no_reason && size(confirmed_exclusions) > 0', refuse)],
  ['the law excludes the goods', row('is_no_reason && exclusions.exists(e, e in ["fresh", "newspaper"])', refuse)],
  ['a business bought', row('business_purchase', refuse)],
  ['nothing was shipped', row('!is_shipped && resolution == "return_and_refund"', refuse)],
  ['a person only looks at it', row('is_no_reason && amount > 100', person)],
  ['a person looks at everything within the 15 days', row('true', person, { deadlineHours: 360 })],
  ['everything is granted', row('true', approve)],
  ['the shop pays the way back', row('is_no_reason', approve, { returnFreight: 'seller', returnAddress: 'east' })],
  ['a fault has no picture', row('is_quality && evidence_count == 0', ask)],
  ['a strict row can never be reached', row('is_no_reason && !is_delivered', refuse)],
])('a row may be published where %s', (_, allowed) => {
  expect(errorsOf(allowed)).toEqual([]);
});

test.each([
  [{ windowDays: 6 }, 'windowDays', '暂行办法 10'],
  [{ reviewHours: 361 }, 'reviewHours', '暂行办法 31(2)'],
])('the terms %j are stricter than the law', (facts, field, article) => {
  expect(checkPolicy(aPolicy(facts)).errors).toEqual([
    { code: 'terms_stricter_than_law', field, article: expect.stringContaining(article) },
  ]);
});

test.each([{ windowDays: 30 }, { timeZone: 'Europe/London' }, { timeZone: 'Pacific/Auckland' }, { reviewHours: 360 }])(
  'the terms %j are not',
  (facts) => {
    expect(checkPolicy(aPolicy(facts)).errors).toEqual([]);
  },
);

test.each<[string, Partial<PolicyRow>, object]>([
  ['an id', { id: ' ' }, { code: 'outcome_invalid', field: 'id' }],
  ['a basis', { basis: '' }, { code: 'outcome_invalid', field: 'basis' }],
  ['a label', { label: { zh: 'x', en: '' } }, { code: 'outcome_invalid', field: 'label.en' }],
  ['a level', { outcome: { kind: 'escalate', level: 0 } }, { code: 'outcome_invalid', field: 'outcome.level' }],
  ['a note', { outcome: { kind: 'ask_evidence', note: '' } }, { code: 'outcome_invalid', field: 'outcome.note' }],
  ['a name of its own', { id: 'seven-days' }, { code: 'rule_named_twice', row: 29 }],
  ['no reserved name', { id: 'no_rule' }, { code: 'rule_named_twice', row: 0 }],
  ['a deadline for a person only', { effects: { deadlineHours: 5 } }, { field: 'effects.deadlineHours' }],
  ['whole hours', { outcome: person, effects: { deadlineHours: 1.5 } }, { field: 'effects.deadlineHours' }],
  [
    'freight of goods that come back',
    { outcome: person, effects: { returnFreight: 'seller' } },
    { field: 'effects.returnFreight' },
  ],
  ['an address', { effects: { returnAddress: '' } }, { field: 'effects.returnAddress' }],
  ['the opt-in', { outcome: { kind: 'refund_without_return' } }, { code: 'refund_without_return_off', row: 0 }],
])('a row needs %s', (_, facts, error) => {
  expect(errorsOf({ ...row('is_shipped', approve), ...facts })).toMatchObject([error]);
});

test('with the opt-in, a refund without return may be published', () => {
  const rows = [row('is_quality', { kind: 'refund_without_return' })];
  expect(checkPolicy(draft(rows, { refundWithoutReturn: { maxAmount: yuan(30) } })).errors).toEqual([]);
});

test.each([
  [{ windowDays: 7.5 }, 'windowDays'],
  [{ approvalLimit: yuan(-1) }, 'approvalLimit'],
  [{ autoRefundLimit: yuan(-1) }, 'autoRefundLimit'],
  [{ refundWithoutReturn: { maxAmount: yuan(0) } }, 'refundWithoutReturn'],
  [{ resaleBasisPoints: 10_001 }, 'resaleBasisPoints'],
  [{ reviewHours: 0 }, 'reviewHours'],
] as const)('the terms %s are no terms', (facts, field) => {
  expect(checkPolicy(aPolicy(facts)).errors).toEqual([{ code: 'terms_invalid', field }]);
});

test.each([
  [{ over: yuan(-1), level: 2 }, 'over'],
  [{ over: { minor: 1n, currency: 'USD' }, level: 2 }, 'over'],
  [{ over: yuan(1), level: 0 }, 'level'],
  [{ over: yuan(1), level: 6 }, 'level'],
  [{ over: yuan(1), level: 1.5 }, 'level'],
] as const)('the approval rule %s is named by its place and field (R-7)', (rule, field) => {
  const approvals = [{ over: yuan(100), level: 2 }, rule];
  expect(checkPolicy(aPolicy({ approvals })).errors).toEqual([{ code: 'approval_invalid', rule: 1, field }]);
});

test('every condition that cannot be asked is named with its row and place', () => {
  const rows = [
    row('is_vip', approve, undefined, 'a'),
    row('is_shipped', approve, undefined, 'b'),
    row('amount >', approve, undefined, 'c'),
  ];
  expect(errorsOf(...rows)).toEqual([
    {
      code: 'condition_invalid',
      row: 0,
      ruleId: 'a',
      message: 'Unknown variable: is_vip',
      position: { start: 0, end: 6, line: 1, column: 1 },
    },
    {
      code: 'condition_invalid',
      row: 2,
      ruleId: 'c',
      message: expect.any(String),
      position: { start: 8, end: 8, line: 1, column: 9 },
    },
  ]);
});

test.each([
  ['Asia/Tokyo', 7, true],
  ['UTC', 7, true],
  ['Asia/Tokyo', 8, false],
  ['Asia/Hong_Kong', 7, false],
])('days counted in %s, %i of them, are fewer for a buyer in China: %s', (timeZone, windowDays, fewer) => {
  const { warnings } = checkPolicy(aPolicy({ timeZone, windowDays }));
  expect(warnings.some(({ code }) => code === 'zone_shortens_window')).toBe(fewer);
});

test('a day off that the draft drops is a warning, an older calendar is not', () => {
  const { holidays } = aPolicy();
  const dropped = '2026-10-05' as LocalDate;
  expect(checkPolicy(aPolicy({ holidays: holidays.filter((day) => day !== dropped) })).warnings).toEqual([
    { code: 'holidays_dropped', days: [dropped], article: '民法典 203' },
  ]);
  expect(checkPolicy(aPolicy({ holidays: holidays.filter((day) => day < '2026-06-01') })).warnings).toEqual([]);
});

test('rows behind one that always applies are a warning', () => {
  expect(checkPolicy(draft([row('true', approve)])).warnings).toEqual([
    { code: 'rows_never_asked', row: 1, ruleId: 'over-limit' },
  ]);
});

test.each(lawCasesIn('Asia/Shanghai').map((lawCase) => [lawCase.id, lawCase] as const))(
  'the default rules grant %s',
  (_, { right, setting }) => {
    const policy = aPolicy();
    const facts = factsOfSetting(setting, policy);
    expect(evaluate(policy, facts)).toMatchObject({
      outcome: { kind: 'approve' },
      effects: { returnFreight: right === 'fault' ? 'seller' : 'buyer' },
    });
  },
);

// Sound and, for one row of a table over one number, complete: an interval is refused where the law's case can lie in it.
test('a row over any span of amounts is stricter exactly where the span is not empty', () => {
  const small = fc.bigInt({ min: -20n, max: 20n });
  fc.assert(
    fc.property(small, small, (from, to) => {
      const condition = `is_no_reason && amount >= ${from} && amount <= ${to}`;
      const reachable = to >= 0n && from <= to;
      expect(errorsOf(row(condition, refuse)).length).toBe(reachable ? 1 : 0);
      expect(answerTo(condition, { is_no_reason: true, amount: to < 0n ? 0n : to })).toBe(reachable);
    }),
    { numRuns: 40 },
  );
});
