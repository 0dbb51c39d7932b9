/** What a figure has to reach: `at least` or `at most` that value. */
export type Goal = { atLeast: number } | { atMost: number };

export type Figure = { name: string; value: number; unit: string; goal?: Goal };

/** Prints `figure NAME VALUE UNIT (goal …)`, a line each. */
export function printFigures(figures: readonly Figure[]): void {
  for (const { name, value, unit, goal } of figures) {
    console.log(`figure ${name} ${rounded(value)} ${unit}${goal ? ` (goal ${goalText(goal)})` : ''}`);
  }
}

/** The names of those that miss their goal. */
export const missed = (figures: readonly Figure[]): string[] =>
  figures.filter(({ value, goal }) => goal && !isMet(value, goal)).map(({ name }) => name);

const isMet = (value: number, goal: Goal): boolean =>
  'atLeast' in goal ? value >= goal.atLeast : value <= goal.atMost;

const goalText = (goal: Goal): string => ('atLeast' in goal ? `at least ${goal.atLeast}` : `at most ${goal.atMost}`);

const rounded = (value: number): string => value.toFixed(value < 10 ? 3 : 1);

/** The middle of an odd number of rounds: one that something else disturbed does not count. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

export const percentile = (values: readonly number[], percent: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length * percent) / 100)] ?? Number.NaN;
