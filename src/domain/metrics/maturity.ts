import { addDays, type LocalDate } from '../time.ts';

/** The buyer's seven days from the delivery. */
export const RETURN_WINDOW_DAYS = 7;
/** What it takes beyond the window until what came back has been counted (rules.md §2). */
const SETTLING_DAYS = 30;

/** Orders from this day on are too young: some of their returns are still to come. */
export const firstImmatureDay = (today: LocalDate, windowDays = RETURN_WINDOW_DAYS): LocalDate =>
  addDays(today, 1 - windowDays - SETTLING_DAYS);

/** Whether the returns of orders of that day may be taken as complete. */
export const isMature = (orderedOn: LocalDate, today: LocalDate, windowDays = RETURN_WINDOW_DAYS): boolean =>
  orderedOn < firstImmatureDay(today, windowDays);
