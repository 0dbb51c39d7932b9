/** How often two looked at the same goods and said `first` and `second`. */
export type Pair = { first: string; second: string; count: number };

export type Agreement = {
  /** How many were looked at twice. */
  n: number;
  /** The share on which both said the same. */
  observed: number;
  /** The share on which they would by chance, each with the habits that these figures show. */
  expected: number;
  /** Null where chance alone would make them agree on everything: then it says nothing. */
  kappa: number | null;
};

/**
 * Cohen's kappa (1960): how far two people agree beyond chance, 1 at the most; 0 is no better than chance. Null where
 * nothing was looked at twice.
 */
export function cohensKappa(pairs: readonly Pair[]): Agreement | null {
  const firsts = new Map<string, number>();
  const seconds = new Map<string, number>();
  let n = 0;
  let same = 0;
  for (const { first, second, count } of pairs) {
    n += count;
    if (first === second) same += count;
    firsts.set(first, (firsts.get(first) ?? 0) + count);
    seconds.set(second, (seconds.get(second) ?? 0) + count);
  }
  if (n === 0) return null;
  // In whole counts as long as possible: (n·same − chance) / (n² − chance) has one division.
  let chance = 0;
  for (const [word, count] of firsts) chance += count * (seconds.get(word) ?? 0);
  return {
    n,
    observed: same / n,
    expected: chance / (n * n),
    kappa: chance === n * n ? null : (n * same - chance) / (n * n - chance),
  };
}
