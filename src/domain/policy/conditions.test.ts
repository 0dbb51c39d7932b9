import { expect, test } from 'vitest';
import { operatorsOf } from './condition-table.ts';
import { answerTo, checkCondition, constantsIn, factsIn } from './conditions.ts';
import { factCatalogue, factNames } from './fact-catalogue.ts';

test.each([
  ['a yes-or-no question', 'is_shipped && amount > 100'],
  ['a fact compared with a text', 'channel == "taobao"'],
  ['a question about a list', 'exclusions.exists(e, e == "fresh")'],
  ['the size of a list', 'size(confirmed_exclusions) > 0'],
  ['a choice', 'is_shipped ? amount > 1 : amount > 2'],
  ['always', 'true'],
])('a condition that is %s can be saved', (_, condition) => {
  expect(checkCondition(condition)).toEqual({ ok: true, value: condition });
});

test.each([
  ['an unknown fact', 'is_vip', { start: 0, end: 6, line: 1, column: 1 }],
  ['an unknown fact behind a known one', 'is_shipped || buyer_score > 3', { start: 14, end: 25, line: 1, column: 15 }],
  ['an unknown fact on its own line', 'is_shipped &&\n  is_vip', { start: 16, end: 22, line: 2, column: 3 }],
  ['a text compared with a number', 'is_shipped && amount > "100"', { start: 14, end: 28, line: 1, column: 15 }],
  ['half a sentence', 'is_shipped &&', { start: 13, end: 13, line: 1, column: 14 }],
  ['a number', 'amount + 1', { start: 0, end: 10, line: 1, column: 1 }],
  ['a text', 'channel', { start: 0, end: 7, line: 1, column: 1 }],
  ['a list', 'exclusions', { start: 0, end: 10, line: 1, column: 1 }],
  ['nothing', '', { start: 0, end: 0, line: 1, column: 1 }],
])('a condition that is %s is refused with its place', (_, condition, position) => {
  const checked = checkCondition(condition);
  expect(checked).toMatchObject({ ok: false, rejection: { code: 'condition_invalid', position } });
  expect(checked.ok || checked.rejection.message).not.toBe('');
});

test.each(['is_shipped; is_delivered', 'now() > 3', 'process.exit(1)', 'amount > 100 ||', 'is_shipped == 1'])(
  '%s is no condition',
  (condition) => {
    expect(checkCondition(condition).ok).toBe(false);
  },
);

test.each([
  ['is_shipped && amount > approval_limit', ['is_shipped', 'amount', 'approval_limit']],
  ['amount > 1 && amount < 5', ['amount']],
  ['exclusions.exists(e, e == channel)', ['exclusions', 'channel']],
  ['skus.exists(amount, amount == "x") && is_shipped', ['skus', 'is_shipped']],
  ['skus.exists(x, x == "a") || skus.all(amount, amount == reason)', ['skus', 'reason']],
  ['is_shipped ? size(skus) > 1 : [channel, reason] == skus', ['is_shipped', 'skus', 'channel', 'reason']],
  ['true', []],
])('%s reads %s', (condition, facts) => {
  expect(factsIn(condition)).toEqual(facts);
});

test('the constants of a condition', () => {
  expect(constantsIn('amount > 5 && channel in ["a", "b"] && hours_since_paid < -3')).toEqual({
    numbers: [5n, 3n],
    texts: ['a', 'b'],
  });
});

test('a fact that is missing leaves no answer, unless the answer does not hang on it', () => {
  expect(answerTo('window_open', {})).toBeUndefined();
  expect(answerTo('is_shipped && window_open', { is_shipped: false })).toBe(false);
  expect(answerTo('is_shipped || window_open', { is_shipped: true })).toBe(true);
});

test.each(factNames)('the fact %s has a name, a meaning and operators', (name) => {
  const { name: called, meaning } = factCatalogue[name];
  for (const text of [called.zh, called.en, meaning.zh, meaning.en]) expect(text).not.toBe('');
  expect(operatorsOf(name).length).toBeGreaterThan(1);
});

test('no two facts have one name', () => {
  for (const language of ['zh', 'en'] as const) {
    const names = factNames.map((name) => factCatalogue[name].name[language]);
    expect(new Set(names).size).toBe(names.length);
  }
});
