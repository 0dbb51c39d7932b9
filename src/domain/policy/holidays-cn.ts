import { addDays, type LocalDate } from '../time.ts';

const days = (from: string, count: number): LocalDate[] =>
  Array.from({ length: count }, (_, i) => addDays(from as LocalDate, i));

/**
 * Days off around the public holidays of 2026 and 2027's first day, as the yearly notice of the State Council lists
 * them. Recalled, not read at the source: they only ever lengthen a buyer's window, so a wrong day costs the shop a day
 * and the buyer nothing. A merchant's own policy version carries its own list.
 */
export const cnHolidays: readonly LocalDate[] = [
  ...days('2026-01-01', 3),
  ...days('2026-02-15', 9),
  ...days('2026-04-04', 3),
  ...days('2026-05-01', 5),
  ...days('2026-06-19', 3),
  ...days('2026-09-25', 3),
  ...days('2026-10-01', 7),
  ...days('2027-01-01', 1),
];
