import fc from 'fast-check';
import { expect, test } from 'vitest';
import { boxWeight, gramsOf } from './box-weight.ts';

test.each([
  [1_300, 1_200, 'fits'],
  [150, 1_200, 'too_light'],
  [719, 1_200, 'too_light'],
  [720, 1_200, 'fits'],
  [3_181, 1_200, 'too_heavy'],
  [3_180, 1_200, 'fits'],
] as const)('a box of %d g in which %d g are awaited: %s (W-1)', (grams, expected, says) => {
  expect(boxWeight(grams, expected)).toBe(says);
});

test('the goods in their box never look too light, and more weight never looks lighter', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60_000 }), fc.integer({ min: 0, max: 1_500 }), (goods, packing) => {
      expect(boxWeight(goods + packing, goods)).toBe('fits');
      expect(boxWeight(goods * 2 + packing + 5_000, goods)).not.toBe('too_light');
    }),
  );
});

test.each([
  [
    'all are known',
    [
      { sku: 'A', quantity: 2 },
      { sku: 'B', quantity: 1 },
    ],
    500,
  ],
  [
    'one is not known',
    [
      { sku: 'A', quantity: 2 },
      { sku: 'C', quantity: 1 },
    ],
    null,
  ],
  [
    'one was learned from nothing',
    [
      { sku: 'A', quantity: 1 },
      { sku: 'D', quantity: 1 },
    ],
    null,
  ],
  ['there are none', [], null],
])('goods weigh what their articles weigh: where %s', (_, lines, grams) => {
  const learned = [
    { sku: 'A', units: 3, grams: 600 },
    { sku: 'B', units: 10, grams: 1_000 },
    { sku: 'D', units: 0, grams: 0 },
  ];
  expect(gramsOf(lines, learned)).toBe(grams);
});
