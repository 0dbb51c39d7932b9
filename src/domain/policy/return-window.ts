import { addDays, type Instant, type LocalDate, localDate, startOfDay } from '../time.ts';

export type WindowTerms = { windowDays: number; timeZone: string; holidays: readonly LocalDate[] };

/**
 * The first moment after the return window. The count starts the day after the courier's signed event and ends with the
 * last day, 24:00 (暂行办法 art. 10); a last day that is a statutory day off moves on (Civil Code art. 203).
 */
export function returnWindowClosesAt(deliveredAt: Instant, terms: WindowTerms): Instant {
  let lastDay = addDays(localDate(deliveredAt, terms.timeZone), terms.windowDays);
  while (terms.holidays.includes(lastDay)) lastDay = addDays(lastDay, 1);
  return startOfDay(addDays(lastDay, 1), terms.timeZone);
}
