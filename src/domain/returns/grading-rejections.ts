import type { Grade } from '../inspection/dispositions.ts';
import type { LocalDate } from '../time.ts';

/** Why goods are not graded, looked at again, put away or taken back. `field` is what has to be put right. */
export type GradingRejection =
  | { code: 'check_unknown'; check: string; field: string }
  | { code: 'check_named_twice'; check: string; field: string }
  | { code: 'check_missing'; check: string; field: string }
  | { code: 'grade_above_cap'; check: string; cap: Grade; field: string }
  | { code: 'grade_unknown'; grade: string; field: string }
  | { code: 'serial_named_twice'; serial: string; field: string }
  | { code: 'serials_needed'; quantity: number; field: string }
  | { code: 'serial_was_not_sold'; serial: string }
  | { code: 'expiry_needed'; field: string }
  | { code: 'shelf_life_too_short'; expiry: LocalDate; minDays: number }
  | { code: 'second_look_waits' }
  | { code: 'no_second_look_waits' }
  | { code: 'verdicts_differ' }
  | { code: 'no_verdicts_differ' }
  | { code: 'whole_line_waits'; quantity: number; field: string }
  | { code: 'second_person_needed_here' }
  | { code: 'scrap_waits_for_approval' }
  | { code: 'no_scrap_waits' }
  | { code: 'line_not_disposed' }
  | { code: 'goods_have_moved_on'; left: number };
