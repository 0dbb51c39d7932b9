import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type SpanCount, spanFigures } from './spans.ts';

const ended = (...minutes: number[]): SpanCount[] => minutes.map((each) => ({ minutes: each, ended: 1, open: 0 }));
const open = (...minutes: number[]): SpanCount[] => minutes.map((each) => ({ minutes: each, ended: 0, open: 1 }));

test('B-1 without open cases a percentile is the nearest rank', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(500), { minLength: 1, maxLength: 60 }), (minutes) => {
      const sorted = minutes.toSorted((a, b) => a - b);
      const rank = (share: number) => sorted[Math.ceil(share * sorted.length - 1e-9) - 1];
      expect(spanFigures(ended(...minutes))).toMatchObject({ p50: rank(0.5), p90: rank(0.9), p95: rank(0.95) });
    }),
  );
});

test('B-1 cases that still wait are censored, not dropped: by the textbook of Kaplan and Meier', () => {
  // Six mice: 6, 7 and 10 died, at 6, 9 and 11 one was last seen alive. S(6) = 5/6, S(7) = 5/6·3/4, S(10) = 5/6·3/4·1/2.
  const figures = spanFigures([...ended(6, 7, 10), ...open(6, 9, 11)], 7);
  expect(figures).toMatchObject({ ended: 3, open: 3, p50: 10, p90: null, p95: null });
  expect(figures.withinTarget).toBeCloseTo(1 - (5 / 6) * (3 / 4), 12);
});

test('B-1 more cases left lying never make the figure better', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(300), { minLength: 1 }), fc.array(fc.nat(300)), (done, waiting) => {
      const with_ = spanFigures([...ended(...done), ...open(...waiting)], 100);
      const without = spanFigures(ended(...done), 100);
      expect(with_.withinTarget ?? 0).toBeLessThanOrEqual((without.withinTarget ?? 0) + 1e-9);
      if (with_.p50 !== null) expect(with_.p50).toBeGreaterThanOrEqual(without.p50 ?? 0);
    }),
  );
});

test('B-1 nothing says nothing', () => {
  expect(spanFigures([], 60)).toEqual({ ended: 0, open: 0, p50: null, p90: null, p95: null, withinTarget: null });
});

test('B-1 what took exactly the target is within it', () => {
  expect(spanFigures(ended(30, 31), 30).withinTarget).toBeCloseTo(0.5, 12);
});
