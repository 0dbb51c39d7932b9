import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Cell, cellsOf, conditionOf, operatorsOf } from './condition-table.ts';
import { answerTo, checkCondition } from './conditions.ts';
import { entryOf, factNames } from './fact-catalogue.ts';

test.each<[string, Cell[]]>([
  ['is_shipped', [{ fact: 'is_shipped', operator: 'yes' }]],
  ['!is_shipped', [{ fact: 'is_shipped', operator: 'no' }]],
  ['amount > approval_limit', [{ fact: 'amount', operator: '>', value: { fact: 'approval_limit' } }]],
  ['amount >= -5', [{ fact: 'amount', operator: '>=', value: -5n }]],
  [
    'resolution == "refund_only" && !is_shipped',
    [
      { fact: 'resolution', operator: '==', value: 'refund_only' },
      { fact: 'is_shipped', operator: 'no' },
    ],
  ],
  ['channel in ["jd", "taobao"]', [{ fact: 'channel', operator: 'one_of', values: ['jd', 'taobao'] }]],
  ['!(channel in ["jd"])', [{ fact: 'channel', operator: 'none_of', values: ['jd'] }]],
  ['claimed_units in [1, 2]', [{ fact: 'claimed_units', operator: 'one_of', values: [1n, 2n] }]],
  ['"fresh" in exclusions', [{ fact: 'exclusions', operator: 'contains', value: 'fresh' }]],
  ['!("fresh" in exclusions)', [{ fact: 'exclusions', operator: 'lacks', value: 'fresh' }]],
  ['exclusions.exists(e, e in ["a", "b"])', [{ fact: 'exclusions', operator: 'contains_any', values: ['a', 'b'] }]],
  ['!exclusions.exists(e, e in ["a"])', [{ fact: 'exclusions', operator: 'contains_none', values: ['a'] }]],
  ['size(exclusions) == 0', [{ fact: 'exclusions', operator: 'empty' }]],
  ['size(exclusions) > 0', [{ fact: 'exclusions', operator: 'not_empty' }]],
  ['channel == "引号\\"与\\n换行"', [{ fact: 'channel', operator: '==', value: '引号"与\n换行' }]],
  ['true', []],
])('%s is a table, and comes back as it was', (condition, cells) => {
  expect(cellsOf(condition)).toEqual(cells);
  expect(conditionOf(cells)).toBe(condition);
});

test.each([
  ['amount>1&&(is_shipped && !is_delivered)', 'amount > 1 && is_shipped && !is_delivered'],
  ["channel == 'jd'", 'channel == "jd"'],
  ['skus.exists(x, x in ["a"])', 'skus.exists(e, e in ["a"])'],
])('%s is a table too, in another spelling: %s', (condition, spelt) => {
  const cells = cellsOf(condition);
  expect(cells && conditionOf(cells)).toBe(spelt);
});

test.each([
  'is_shipped || is_delivered',
  'is_shipped && (is_delivered || window_open)',
  'amount * 100 / order_total > 50',
  '100 < amount',
  'is_shipped == true',
  '!(amount > 1)',
  '!!is_shipped',
  'channel.startsWith("x")',
  'exclusions.all(e, e == "fresh")',
  'exclusions.exists(e, e == "fresh")',
  'exclusions.exists(e, "x" in ["x"])',
  'skus.exists(e, channel in ["x"])',
  'size(exclusions) > 1',
  'size(channel) == 0',
  'channel in exclusions',
  'channel in []',
  'channel < "x"',
  'exclusions == ["fresh"]',
  'is_shipped ? true : is_delivered',
  'false',
  'is_vip',
  '',
  'is_shipped &&',
])('%s is for experts', (condition) => {
  expect(cellsOf(condition)).toBeUndefined();
});

const texts = fc.oneof(fc.string(), fc.constantFrom('fresh', '鲜活', '\\', '"', "it's", '\n\t'));
const numbers = fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n });
const list = <T>(of: fc.Arbitrary<T>) => fc.array(of, { minLength: 1, maxLength: 4 });

const anyCell: fc.Arbitrary<Cell> = fc.constantFrom(...factNames).chain((fact): fc.Arbitrary<Cell> => {
  switch (entryOf(fact).type) {
    case 'bool':
      return fc.constantFrom<Cell>({ fact, operator: 'yes' }, { fact, operator: 'no' });
    case 'int':
      return fc.oneof(
        fc.record({
          fact: fc.constant(fact),
          operator: fc.constantFrom('==', '!=', '<', '<=', '>', '>='),
          value: fc.oneof(numbers, fc.constant({ fact: 'order_total' as const })),
        }),
        fc.record({ fact: fc.constant(fact), operator: fc.constantFrom('one_of', 'none_of'), values: list(numbers) }),
      );
    case 'string':
      return fc.oneof(
        fc.record({ fact: fc.constant(fact), operator: fc.constantFrom('==', '!='), value: texts }),
        fc.record({ fact: fc.constant(fact), operator: fc.constantFrom('one_of', 'none_of'), values: list(texts) }),
      );
    default:
      return fc.oneof(
        fc.constantFrom<Cell>({ fact, operator: 'empty' }, { fact, operator: 'not_empty' }),
        fc.record({ fact: fc.constant(fact), operator: fc.constantFrom('contains', 'lacks'), value: texts }),
        fc.record({
          fact: fc.constant(fact),
          operator: fc.constantFrom('contains_any', 'contains_none'),
          values: list(texts),
        }),
      );
  }
});

test('whatever a table holds, its condition is CEL and reads back as the same table', () => {
  fc.assert(
    fc.property(fc.array(anyCell, { maxLength: 5 }), (cells) => {
      const condition = conditionOf(cells);
      expect(checkCondition(condition)).toEqual({ ok: true, value: condition });
      expect(cellsOf(condition)).toEqual(cells);
    }),
  );
});

test('a table offers for each fact the operators of its type', () => {
  expect(operatorsOf('is_shipped')).toEqual(['yes', 'no']);
  expect(operatorsOf('amount')).toContain('>=');
  expect(operatorsOf('channel')).not.toContain('<');
  expect(operatorsOf('exclusions')).toContain('contains_any');
});

test('a negated cell is the opposite of the cell', () => {
  const facts = { channel: 'jd', exclusions: ['fresh'] };
  expect(answerTo('!(channel in ["jd"])', facts)).toBe(false);
  expect(answerTo('!exclusions.exists(e, e in ["newspaper"])', facts)).toBe(true);
});
