import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cohensKappa, type Pair } from './agreement.ts';

const pairsOf = (table: readonly (readonly number[])[]): Pair[] =>
  table.flatMap((row, i) => row.map((count, j) => ({ first: `g${i}`, second: `g${j}`, count })));

// Worked by hand: p_o is the diagonal over n, p_e the products of the margins over n².
test.each<[string, number[][], { n: number; observed: number; expected: number; kappa: number }]>([
  [
    '50 grants read by two: (0.70 − 0.50) / 0.50',
    [
      [20, 5],
      [10, 15],
    ],
    { n: 50, observed: 0.7, expected: 0.5, kappa: 0.4 },
  ],
  [
    '100 papers: (0.60 − 0.54) / 0.46',
    [
      [45, 15],
      [25, 15],
    ],
    { n: 100, observed: 0.6, expected: 0.54, kappa: 0.1304 },
  ],
  [
    'the same agreement, other margins: (0.60 − 0.46) / 0.54',
    [
      [25, 35],
      [5, 35],
    ],
    { n: 100, observed: 0.6, expected: 0.46, kappa: 0.2593 },
  ],
  [
    'Fleiss, Cohen and Everitt 1969, 200 diagnoses of three kinds: (0.70 − 0.41) / 0.59',
    [
      [88, 10, 2],
      [14, 40, 6],
      [18, 10, 12],
    ],
    { n: 200, observed: 0.7, expected: 0.41, kappa: 0.4915 },
  ],
  [
    'all the same: 1',
    [
      [3, 0],
      [0, 7],
    ],
    { n: 10, observed: 1, expected: 0.58, kappa: 1 },
  ],
  [
    'never the same: (0 − 0.5) / 0.5',
    [
      [0, 5],
      [5, 0],
    ],
    { n: 10, observed: 0, expected: 0.5, kappa: -1 },
  ],
])('Cohen’s kappa of %s (W-3)', (_, table, worked) => {
  const found = cohensKappa(pairsOf(table));
  expect(found?.n).toBe(worked.n);
  expect(found?.observed).toBeCloseTo(worked.observed, 10);
  expect(found?.expected).toBeCloseTo(worked.expected, 10);
  expect(found?.kappa).toBeCloseTo(worked.kappa, 4);
});

test('nobody looked twice: no figure; one grade only: no kappa, since chance alone would agree (W-3)', () => {
  expect(cohensKappa([])).toBeNull();
  expect(cohensKappa([{ first: 'new', second: 'new', count: 12 }])).toEqual({
    n: 12,
    observed: 1,
    expected: 1,
    kappa: null,
  });
});

test('kappa is at most 1, is 1 only where all agree, and does not ask who looked first (W-3)', () => {
  const grade = fc.constantFrom('new', 'minor_flaw', 'damaged');
  const pair = fc.record({ first: grade, second: grade, count: fc.integer({ min: 1, max: 40 }) });
  fc.assert(
    fc.property(fc.array(pair, { minLength: 1, maxLength: 12 }), (pairs) => {
      const found = cohensKappa(pairs);
      const swapped = cohensKappa(pairs.map(({ first, second, count }) => ({ first: second, second: first, count })));
      expect(swapped?.kappa ?? null).toBe(found?.kappa ?? null);
      if (found?.kappa === null || found === null) return;
      expect(found.kappa).toBeLessThanOrEqual(1);
      expect(found.kappa === 1).toBe(pairs.every(({ first, second }) => first === second));
    }),
  );
});
