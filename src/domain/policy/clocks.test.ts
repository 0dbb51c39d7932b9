import fc from 'fast-check';
import { expect, test } from 'vitest';
import { at } from '../../../test/support/builders.ts';
import { addDays, fromMs, type Instant, type LocalDate, localDate, plusHours, toMs, toWallClock } from '../time.ts';
import { addMonths, clockEnds, clockIds, clockRules, openHoursEnd } from './clocks.ts';
import { returnWindowClosesAt } from './return-window.ts';

// The published cases are in test/golden/clocks.jsonl; here is what holds of every moment and zone.
const zones = ['Asia/Shanghai', 'Asia/Urumqi', 'Europe/Berlin', 'America/New_York', 'Pacific/Auckland', 'UTC'];
const anyZone = fc.constantFrom(...zones);
const anyMoment = fc.integer({ min: Date.parse('2024-01-01'), max: Date.parse('2031-01-01') }).map(fromMs);
const anyClock = fc.constantFrom(...clockIds);

test('a clock ends after it begins, and a later beginning never ends sooner', () => {
  fc.assert(
    fc.property(anyClock, anyMoment, fc.integer({ min: 0, max: 9_999_999 }), anyZone, (id, from, laterMs, zone) => {
      const ends = clockEnds(id, from, zone);
      expect(ends > from).toBe(true);
      expect(clockEnds(id, fromMs(toMs(from) + laterMs), zone) >= ends).toBe(true);
    }),
  );
});

test('days and months end at midnight of the place, hours do not care for the place', () => {
  fc.assert(
    fc.property(anyClock, anyMoment, anyZone, (id, from, zone) => {
      const { count } = clockRules[id];
      const ends = clockEnds(id, from, zone);
      if ('days' in count || 'months' in count) expect(toWallClock(ends, zone)).toMatch(/ 00:00:00$/);
      else if ('hours' in count) expect(ends).toBe(plusHours(from, count.hours));
    }),
  );
});

test('seven days are the days after the first, however long a day is', () => {
  fc.assert(
    fc.property(anyMoment, anyZone, (from, zone) => {
      const ends = clockEnds('refund', from, zone);
      expect(localDate(ends, zone)).toBe(addDays(localDate(from, zone), 8));
      expect(ends).toBe(returnWindowClosesAt(from, { windowDays: 7, timeZone: zone, holidays: [] }));
    }),
  );
});

/** Counts minute by minute what lies between 09:00 and 18:00. */
function openMinutes(from: Instant, to: Instant, zone: string): number {
  let minutes = 0;
  for (let ms = toMs(from); ms < toMs(to); ms += 60_000) {
    const hour = Number(toWallClock(fromMs(ms), zone).slice(11, 13));
    if (hour >= 9 && hour < 18) minutes += 1;
  }
  return minutes;
}

test('JD’s clock lets exactly four open hours pass and stops within them', () => {
  const anyMinute = anyMoment.map((moment) => fromMs(Math.floor(toMs(moment) / 60_000) * 60_000));
  fc.assert(
    fc.property(anyMinute, fc.constantFrom('Asia/Shanghai', 'UTC'), (from, zone) => {
      const ends = openHoursEnd(from, 4, zone);
      expect(openMinutes(from, ends, zone)).toBe(240);
      const clock = toWallClock(ends, zone).slice(11);
      expect(clock > '09:00:00' && clock <= '18:00:00').toBe(true);
    }),
    { numRuns: 40 },
  );
});

test('more open hours than a day has run on over as many days as they need', () => {
  const tenInTheMorning = at('2026-11-10T10:00:00+08:00');
  expect(openHoursEnd(tenInTheMorning, 8, 'Asia/Shanghai')).toBe(at('2026-11-10T18:00:00+08:00'));
  expect(openHoursEnd(tenInTheMorning, 26, 'Asia/Shanghai')).toBe(at('2026-11-12T18:00:00+08:00'));
  expect(openHoursEnd(tenInTheMorning, 27, 'Asia/Shanghai')).toBe(at('2026-11-13T10:00:00+08:00'));
});

test.each([
  ['2026-08-31', 6, '2027-02-28'],
  ['2027-08-31', 6, '2028-02-29'],
  ['2026-11-30', 3, '2027-02-28'],
  ['2026-12-15', 1, '2027-01-15'],
  ['2026-01-31', 1, '2026-02-28'],
  ['2028-02-29', 12, '2029-02-28'],
  ['2026-06-10', 6, '2026-12-10'],
] as const)('%s and %i months are %s', (day, months, then) => {
  expect(addMonths(day as LocalDate, months)).toBe(then);
});

test('holidays lengthen a window or leave it, and never make it end on one', () => {
  const anyHolidays = fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 12 });
  fc.assert(
    fc.property(anyMoment, anyZone, anyHolidays, (from, zone, offsets) => {
      const day = localDate(from, zone);
      const holidays = offsets.map((offset) => addDays(day, offset));
      const terms = { windowDays: 7, timeZone: zone, holidays };
      const closes = returnWindowClosesAt(from, terms);
      expect(closes >= returnWindowClosesAt(from, { ...terms, holidays: [] })).toBe(true);
      const lastDay = localDate(fromMs(toMs(closes) - 1), zone);
      expect(holidays).not.toContain(lastDay);
      // Every day it was moved over is a day off.
      for (let moved = addDays(day, 7); moved < lastDay; moved = addDays(moved, 1)) expect(holidays).toContain(moved);
    }),
  );
});

test('a shop that promises more days never closes sooner', () => {
  fc.assert(
    fc.property(anyMoment, fc.integer({ min: 7, max: 60 }), (from, windowDays) => {
      const terms = { timeZone: 'Asia/Shanghai', holidays: [] };
      const lawful = returnWindowClosesAt(from, { ...terms, windowDays: 7 });
      expect(returnWindowClosesAt(from, { ...terms, windowDays }) >= lawful).toBe(true);
    }),
  );
});
