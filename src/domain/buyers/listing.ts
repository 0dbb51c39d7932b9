import { ok, type Result, reject } from '../result.ts';
import { addDays, type Instant, type LocalDate, localDate, startOfDay } from '../time.ts';
import type { ListingKind } from './buyer-record.ts';

/** Why an entry is not made. `field` names what has to be put right. */
export type ListingRejection =
  | { code: 'listing_end_needed'; field: 'until' }
  | { code: 'listing_ends_too_soon'; field: 'until'; earliest: LocalDate }
  | { code: 'listing_ends_too_late'; field: 'until'; latest: LocalDate }
  | { code: 'rma_not_of_buyer'; field: 'rmaId' }
  | { code: 'listing_is_over' };

const LONGEST_BLOCK_DAYS = 365;

/** The longest that somebody may be blocked without another look (个人信息保护法 art. 19: no longer than needed). */
export const latestBlockEnd = (today: LocalDate): LocalDate => addDays(today, LONGEST_BLOCK_DAYS);

/**
 * The moment at which an entry lapses: with the end of its last day at the merchant's place. A block has to have an end;
 * an allowance may go on until somebody ends it.
 */
export function lapseOf(
  { kind, until }: { kind: ListingKind; until: LocalDate | null },
  now: Instant,
  timeZone: string,
): Result<Instant | null, ListingRejection> {
  const today = localDate(now, timeZone);
  const latest = latestBlockEnd(today);
  if (until === null) {
    return kind === 'block' ? reject({ code: 'listing_end_needed', field: 'until' }) : ok(null);
  }
  if (until < today) return reject({ code: 'listing_ends_too_soon', field: 'until', earliest: today });
  if (kind === 'block' && until > latest) return reject({ code: 'listing_ends_too_late', field: 'until', latest });
  return ok(startOfDay(addDays(until, 1), timeZone));
}
