import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planBinding } from './plan-binding.ts';

test('units go to the lines that wait for them, and what has no place is left', () => {
  const goods = [
    { sku: 'A', quantity: 3 },
    { sku: 'B', quantity: 1 },
  ];
  const places = [
    { id: 'rli_1', sku: 'A', quantity: 2 },
    { id: 'rli_2', sku: 'A', quantity: 2 },
    { id: 'rli_3', sku: 'C', quantity: 1 },
  ];
  expect(planBinding(goods, places)).toEqual({
    parts: [
      { id: 'rli_1', sku: 'A', quantity: 2 },
      { id: 'rli_2', sku: 'A', quantity: 1 },
    ],
    left: [{ sku: 'B', quantity: 1 }],
  });
});

const some = fc.array(fc.record({ sku: fc.constantFrom('A', 'B', 'C'), quantity: fc.integer({ min: 1, max: 4 }) }), {
  maxLength: 6,
});

test('no unit is taken twice and none is lost', () => {
  fc.assert(
    fc.property(some, some, (goods, waiting) => {
      const places = waiting.map((place, i) => ({ id: `rli_${i}`, ...place }));
      const { parts, left } = planBinding(goods, places);
      for (const sku of ['A', 'B', 'C']) {
        const units = (list: readonly { sku: string; quantity: number }[]) =>
          list.filter((one) => one.sku === sku).reduce((sum, { quantity }) => sum + quantity, 0);
        expect(units(parts) + units(left)).toBe(units(goods));
        expect(units(parts)).toBe(Math.min(units(goods), units(places)));
      }
      for (const { id, quantity } of parts) {
        expect(quantity).toBeLessThanOrEqual(places.find((place) => place.id === id)?.quantity ?? 0);
      }
    }),
  );
});
