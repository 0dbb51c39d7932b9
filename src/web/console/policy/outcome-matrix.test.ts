import { expect, test } from 'vitest';
import { matrixOf, outcomeOfKey } from './outcome-matrix.ts';

const tally = (was: string, would: string, cases: number) => ({
  was,
  would,
  cases,
  amount: { minor: String(cases * 100), currency: 'CNY' },
});

const matrix = matrixOf([
  tally('escalate 2', 'approve', 3),
  tally('approve', 'approve', 10),
  tally('approve', 'escalate 1', 2),
]);

test('answers stand in one order, grants before people, whatever came first', () => {
  expect(matrix.was).toEqual(['approve', 'escalate 2']);
  expect(matrix.would).toEqual(['approve', 'escalate 1']);
});

test('every cell and sum is the count of its cases', () => {
  expect(matrix.cell('approve', 'escalate 1')?.cases).toBe(2);
  expect(matrix.cell('escalate 2', 'escalate 1')).toBeNull();
  expect([matrix.sumOfRow('approve'), matrix.sumOfColumn('approve')]).toEqual([12, 13]);
});

test('an answer on the wire is an outcome that has words', () => {
  expect(outcomeOfKey('escalate 2')).toEqual({ kind: 'escalate', level: 2 });
  expect(outcomeOfKey('approve')).toEqual({ kind: 'approve' });
});
