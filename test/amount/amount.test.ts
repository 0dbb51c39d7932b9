import { expect, test } from 'vitest';
import { compareOrders } from './compare.ts';

// `npm run test:amount -- --orders=1000000 --seed=1` is the long form.
test('two ways of working out 5,000 random orders with partial returns agree to the fen, in any order of returns (M-1, M-2)', () => {
  const counts = compareOrders(20_261_123, 5_000);
  expect(counts.disagreements).toEqual([]);
  expect(counts.orders).toBe(5_000);
  // A run that meets no hard case shows nothing.
  expect(counts.leftToPerson).toBeGreaterThan(50);
  expect(counts.reordered).toBeGreaterThan(1_000);
}, 300_000);
