import { addDays, type Instant, type LocalDate, localDate, toWallClock } from '../time.ts';

/** 1 is Monday, 7 is Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** Working hours on the merchant's wall clock, `09:00` to `18:00`. An end at or before the beginning is the next day's. */
export type Hours = { weekday: Weekday; from: string; to: string };

/** When somebody works: the same hours every week, less the days off. */
export type Shift = { hours: readonly Hours[]; daysOff: readonly LocalDate[] };

const DAY_MS = 86_400_000;

/** The first of January 1970 was a Thursday. */
export const weekdayOf = (day: LocalDate): Weekday =>
  (((((Date.parse(`${day}T00:00:00.000Z`) / DAY_MS + 3) % 7) + 7) % 7) + 1) as Weekday;

/** A night belongs to the day on which it begins: whoever has that day off does not work the morning after either. */
export function isOnShift(shift: Shift, now: Instant, timeZone: string): boolean {
  const today = localDate(now, timeZone);
  const yesterday = addDays(today, -1);
  const clock = toWallClock(now, timeZone).slice(11, 16);
  const worked = (day: LocalDate): readonly Hours[] =>
    shift.daysOff.includes(day) ? [] : shift.hours.filter(({ weekday }) => weekday === weekdayOf(day));
  return (
    worked(today).some(({ from, to }) => (to > from ? clock >= from && clock < to : clock >= from)) ||
    worked(yesterday).some(({ from, to }) => to <= from && clock < to)
  );
}
