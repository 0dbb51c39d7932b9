import fc from 'fast-check';
import { expect, test } from 'vitest';
import { boxWeight } from './box-weight.ts';

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
