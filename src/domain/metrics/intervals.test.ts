import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nps, wilson } from './intervals.ts';

test('B-1 Wilson gives the published interval', () => {
  // Newcombe (1998), table I: 81 of 263.
  const interval = wilson(81, 263);
  expect(interval?.low).toBeCloseTo(0.2553, 4);
  expect(interval?.high).toBeCloseTo(0.3662, 4);
  expect(wilson(0, 20)?.low).toBe(0);
  expect(wilson(0, 20)?.high).toBeCloseTo(0.1611, 4);
  expect(wilson(3, 0)).toBeNull();
});

test('B-1 an interval holds its share and lies between 0 and 1', () => {
  fc.assert(
    fc.property(fc.nat(5_000), fc.nat(5_000), (hits, misses) => {
      const n = hits + misses;
      const interval = wilson(hits, n);
      if (n === 0) return expect(interval).toBeNull();
      expect(interval?.low).toBeGreaterThanOrEqual(0);
      expect(interval?.low).toBeLessThanOrEqual(hits / n);
      expect(interval?.high).toBeGreaterThanOrEqual(hits / n);
      expect(interval?.high).toBeLessThanOrEqual(1);
    }),
  );
});

test('B-4 NPS is promoters less detractors, with the interval of rules.md', () => {
  const result = nps({ promoters: 60, passives: 25, detractors: 15 });
  expect(result?.score).toBeCloseTo(45, 10);
  const half = 100 * 1.96 * Math.sqrt((0.6 + 0.15 - 0.45 ** 2) / 100);
  expect(result?.low).toBeCloseTo(45 - half, 2);
  expect(result?.high).toBeCloseTo(45 + half, 2);
  expect(nps({ promoters: 0, passives: 0, detractors: 0 })).toBeNull();
  expect(nps({ promoters: 5, passives: 0, detractors: 0 })).toMatchObject({ score: 100, low: 100, high: 100 });
});
