/** How many cases took so many whole minutes, or have been waiting for so many and still do. */
export type SpanCount = { minutes: number; ended: number; open: number };

export type SpanFigures = {
  /** Cases that have come to the end of the step. */
  ended: number;
  /** Cases that still wait: they count as longer than they have waited so far. */
  open: number;
  /** In minutes; null where so many still wait that nobody can say. */
  p50: number | null;
  p90: number | null;
  p95: number | null;
  /** Share that ended within the target; null without a target or without cases. */
  withinTarget: number | null;
};

/** Shares are products of many fractions: what differs by less than this is the same. */
const EPSILON = 1e-9;

/**
 * Kaplan and Meier's estimate (1958) over whole minutes. Cases that still wait are censored at what they have waited: to
 * leave them out would make the figure better the more cases are left lying. Without open cases the percentile is the
 * nearest rank.
 * @param targetMinutes a case that took exactly so long is within it
 */
export function spanFigures(counts: readonly SpanCount[], targetMinutes: number | null = null): SpanFigures {
  const sorted = counts.toSorted((a, b) => a.minutes - b.minutes);
  const total = (of: 'ended' | 'open') => sorted.reduce((sum, row) => sum + row[of], 0);
  const [ended, open] = [total('ended'), total('open')];
  const percentiles: (number | null)[] = [null, null, null];
  const limits = [0.5, 0.1, 0.05];
  let atRisk = ended + open;
  let waiting = 1;
  let afterTarget = 1;
  for (let i = 0; i < sorted.length; ) {
    const minutes = sorted[i]?.minutes ?? 0;
    let [done, left] = [0, 0];
    for (let row = sorted[i]; row?.minutes === minutes; row = sorted[++i]) {
      done += row.ended;
      left += row.open;
    }
    if (done > 0) waiting *= 1 - done / atRisk;
    limits.forEach((limit, which) => {
      if (percentiles[which] === null && waiting <= limit + EPSILON) percentiles[which] = minutes;
    });
    if (targetMinutes !== null && minutes <= targetMinutes) afterTarget = waiting;
    atRisk -= done + left;
  }
  const [p50 = null, p90 = null, p95 = null] = percentiles;
  const withinTarget = targetMinutes === null || ended + open === 0 ? null : 1 - afterTarget;
  return { ended, open, p50, p90, p95, withinTarget };
}
