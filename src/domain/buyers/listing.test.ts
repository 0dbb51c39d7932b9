import { expect, test } from 'vitest';
import { at, NOW } from '../../../test/support/builders.ts';
import { parseLocalDate } from '../time.ts';
import { lapseOf } from './listing.ts';

const ZONE = 'Asia/Shanghai';
const day = (text: string | null) => (text === null ? null : (parseLocalDate(text) ?? null));
const outcome = (kind: 'allow' | 'block', until: string | null, now = NOW): string | null => {
  const lapse = lapseOf({ kind, until: day(until) }, now, ZONE);
  return lapse.ok ? lapse.value : lapse.rejection.code;
};

// Today is Sunday, 22 November 2026, 16:00 in Shanghai.
test.each([
  ['block', null, 'listing_end_needed'],
  ['block', '2026-11-21', 'listing_ends_too_soon'],
  ['block', '2026-11-22', '2026-11-22T16:00:00.000Z'],
  ['block', '2027-11-22', '2027-11-22T16:00:00.000Z'],
  ['block', '2027-11-23', 'listing_ends_too_late'],
  ['allow', null, null],
  ['allow', '2030-01-01', '2030-01-01T16:00:00.000Z'],
  ['allow', '2026-11-21', 'listing_ends_too_soon'],
] as const)('an entry %s until %s: %s (R-10)', (kind, until, wanted) => {
  expect(outcome(kind, until)).toBe(wanted);
});

test('today is the day at the merchant’s place', () => {
  const evening = at('2026-11-22T16:30:00.000Z');
  expect(outcome('block', '2026-11-22', evening)).toBe('listing_ends_too_soon');
});
