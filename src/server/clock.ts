import { fromMs, type Instant } from '../domain/time.ts';

export type Clock = { now(): Instant };

export const systemClock: Clock = { now: () => instantOf(Date.now()) };

let latest: { ms: number; at: Instant } = { ms: 0, at: fromMs(0) };

/** A request asks for the time again and again within a millisecond; writing it costs more than reading it. */
function instantOf(ms: number): Instant {
  if (latest.ms !== ms) latest = { ms, at: fromMs(ms) };
  return latest.at;
}
/** Milliseconds with fractions from an arbitrary beginning, for measuring how long something takes. */
export const monotonicMs = (): number => performance.now();
