export type Interval = { low: number; high: number };

/** The standard normal's 97.5th percentile: intervals are of 95 %. */
const Z = 1.959963984540054;

/** Wilson's interval (1927) of a share, which stays between 0 and 1 and holds for few cases too. Null for none. */
export function wilson(hits: number, n: number): Interval | null {
  if (n <= 0) return null;
  const share = hits / n;
  const shrink = 1 + (Z * Z) / n;
  const middle = (share + (Z * Z) / (2 * n)) / shrink;
  const half = (Z * Math.sqrt((share * (1 - share)) / n + (Z * Z) / (4 * n * n))) / shrink;
  // Rounding must not push the ends past what a share can be.
  return { low: hits === 0 ? 0 : Math.max(0, middle - half), high: hits === n ? 1 : Math.min(1, middle + half) };
}

/** Answers on the scale from 0 to 10. */
export type NpsAnswers = { promoters: number; passives: number; detractors: number };

/**
 * Net promoter score with its normal interval, both in points from −100 to 100. The interval's ends may pass what a score
 * can be, and are cut there. Null for no answers.
 */
export function nps({ promoters, passives, detractors }: NpsAnswers): (Interval & { score: number; n: number }) | null {
  const n = promoters + passives + detractors;
  if (n === 0) return null;
  const [p, d] = [promoters / n, detractors / n];
  const half = Z * Math.sqrt((p + d - (p - d) ** 2) / n);
  const score = 100 * (p - d);
  return { score, n, low: Math.max(-100, score - 100 * half), high: Math.min(100, score + 100 * half) };
}
