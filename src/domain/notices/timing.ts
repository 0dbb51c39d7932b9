import { addDays, fromMs, fromWallClock, type Instant, localDate, plusMs, toMs, toWallClock } from '../time.ts';
import type { NoticePlan, Severity, WallTime } from './notice.ts';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;

type Terms = Pick<NoticePlan, 'quiet' | 'digestAt'>;

const clockAt = (at: Instant, timeZone: string): WallTime => toWallClock(at, timeZone).slice(11, 16);

/** The next moment at which the wall clock shows `time`, `at` itself included. */
function nextAt(time: WallTime, at: Instant, timeZone: string): Instant {
  const today = localDate(at, timeZone);
  for (let day = today; ; day = addDays(day, 1)) {
    const moment = fromWallClock(`${day} ${time}:00`, timeZone);
    if (moment >= at) return moment;
  }
}

/** Quiet hours from a time to the same time would never end: they are none. */
export function isQuiet({ quiet }: Pick<NoticePlan, 'quiet'>, at: Instant, timeZone: string): boolean {
  if (!quiet || quiet.from === quiet.to) return false;
  const clock = clockAt(at, timeZone);
  const { from, to } = quiet;
  return from < to ? clock >= from && clock < to : clock >= from || clock < to;
}

/** The first moment from `at` on at which a notice of that severity may go out. Retries ask this too. */
export function mayGoAt(plan: Pick<NoticePlan, 'quiet'>, severity: Severity, at: Instant, timeZone: string): Instant {
  let moment = at;
  while (severity !== 'urgent' && plan.quiet && isQuiet(plan, moment, timeZone))
    moment = quietEnd(plan.quiet.to, moment, timeZone);
  return moment;
}

/**
 * Both by the calendar and by what is left on the clock, and the earlier one: a spring night lacks an hour of what is
 * left, and an autumn night shows the same time twice.
 */
function quietEnd(to: WallTime, at: Instant, timeZone: string): Instant {
  const minutesLeft = (minutesOf(to) - minutesOf(clockAt(at, timeZone)) + DAY_MINUTES) % DAY_MINUTES || DAY_MINUTES;
  const wholeMinute = fromMs(toMs(at) - (toMs(at) % MINUTE_MS));
  const byClock = plusMs(wholeMinute, minutesLeft * MINUTE_MS);
  const byCalendar = nextAt(to, plusMs(at, 1), timeZone);
  return [byClock, byCalendar].sort()[0] ?? byClock;
}

const minutesOf = (time: WallTime): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/**
 * When a notice that was given at `at` is due. What is urgent is due at once. Where there is a digest, what is only worth
 * knowing waits for it; a warning does not, unless the night holds it back.
 */
export function dueAt(plan: Terms, severity: Severity, at: Instant, timeZone: string): Instant {
  const wanted = severity === 'info' && plan.digestAt ? nextAt(plan.digestAt, at, timeZone) : at;
  return mayGoAt(plan, severity, wanted, timeZone);
}

const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Soon first, since most troubles pass; then so that a day sees about a dozen attempts. */
const PAUSES_MS = [5_000, MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS, 30 * MINUTE_MS, HOUR_MS, 2 * HOUR_MS, 3 * HOUR_MS];

/** How long to wait after the n-th attempt that told nothing, the first being 1. */
export const pauseAfter = (attempts: number): number =>
  PAUSES_MS[Math.min(Math.max(attempts, 1), PAUSES_MS.length) - 1] ?? HOUR_MS;

/** A notice that could not be delivered within a day of falling due is old news. */
export const isTooLate = (due: Instant, now: Instant): boolean => toMs(now) - toMs(due) >= DAY_MS;
