import type { AutoAction } from '../policy/deadlines.ts';
import type { Policy } from '../policy/policy.ts';
import { type Instant, plusHours } from '../time.ts';
import type { Rma } from './rma.ts';
import type { RunningClock } from './running-clocks.ts';

/** What a timer waits for next. Without actions: the end of the clock itself. */
export type NextAct = { at: Instant; actions: AutoAction[] };

/** The next thing to be done about a clock; null once it has lapsed and that was written down. */
export function nextAct(clock: RunningClock, rma: Rma, policy: Policy): NextAct | null {
  const last = rma.clockActs?.find(({ kind, dueAt }) => kind === clock.kind && dueAt === clock.at);
  if (last?.hoursBefore === 0 || lapsedUnderAnotherName(clock, rma)) return null;
  const coming = (policy.autoActions ?? []).filter(
    (action) => action.clock === clock.kind && (last === undefined || action.hoursBefore < last.hoursBefore),
  );
  if (coming.length === 0) return { at: clock.at, actions: [] };
  const hoursBefore = Math.max(...coming.map((action) => action.hoursBefore));
  return {
    at: plusHours(clock.at, -hoursBefore),
    actions: coming.filter((action) => action.hoursBefore === hoursBefore),
  };
}

/** A platform's clock is one, whatever it waits for by now: our answer first, then the money. It runs out once. */
const lapsedUnderAnotherName = (clock: RunningClock, rma: Rma): boolean =>
  clock.source === 'platform' &&
  (rma.clockActs?.some(({ dueAt, hoursBefore }) => dueAt === clock.at && hoursBefore === 0) ?? false);
