import { expect, test } from 'vitest';
import { alone, scoresOf, trialOf } from '../bench/matcher/measure.ts';

// The short form of `npm run bench:matcher`: a smaller shop, so fewer candidates; the goals are those of the long one.
const trial = trialOf(20_261_123, { articles: 300, people: 1_000, sales: 1_300, requests: 200 }, 120);

test('the matcher names the owner first in 90 of 100 parcels, and among the first three in 98 (W-2)', () => {
  const { first, top3 } = scoresOf(trial);
  expect(first).toBeGreaterThanOrEqual(0.9);
  expect(top3).toBeGreaterThanOrEqual(0.98);
});

test.each(Object.keys(alone))('by %s alone it would not: the parcels are hard enough to need all evidence', (name) => {
  expect(scoresOf(trial, alone[name]).first).toBeLessThan(0.75);
});

test('a seed gives the same parcels every time', () => {
  const size = { articles: 40, people: 50, sales: 60, requests: 10 };
  expect(trialOf(7, size, 10)).toEqual(trialOf(7, size, 10));
});
