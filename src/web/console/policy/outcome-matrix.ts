import type { MoneyView } from '../../../contract/common.ts';

type Tally = { was: string; would: string; cases: number; amount: MoneyView };
export type Cell = { cases: number; amount: MoneyView };

/** Answers against answers: a row for each that was given, a column for each that the draft gives. */
export type Matrix = {
  was: string[];
  would: string[];
  cell: (was: string, would: string) => Cell | null;
  sumOfRow: (was: string) => number;
  sumOfColumn: (would: string) => number;
};

const order = ['approve', 'refund_without_return', 'ask_evidence', 'escalate'];
const rank = (key: string): string => `${order.indexOf(key.split(' ')[0] ?? '')} ${key}`;
const sorted = (keys: readonly string[]): string[] =>
  [...new Set(keys)].toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));
const count = (tallies: readonly Tally[]): number => tallies.reduce((sum, { cases }) => sum + cases, 0);

export const matrixOf = (outcomes: readonly Tally[]): Matrix => ({
  was: sorted(outcomes.map(({ was }) => was)),
  would: sorted(outcomes.map(({ would }) => would)),
  cell: (was, would) => outcomes.find((one) => one.was === was && one.would === would) ?? null,
  sumOfRow: (was) => count(outcomes.filter((one) => one.was === was)),
  sumOfColumn: (would) => count(outcomes.filter((one) => one.would === would)),
});

/** `escalate 2` as an outcome that has words. */
export function outcomeOfKey(key: string): { kind: string; level?: number } {
  const [kind = '', level] = key.split(' ');
  return level === undefined ? { kind } : { kind, level: Number(level) };
}
