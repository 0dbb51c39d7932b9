import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addDays,
  fromMs,
  fromWallClock,
  type Instant,
  type LocalDate,
  localDate,
  parseInstant,
  parseLocalDate,
  plusHours,
  startOfDay,
  toMs,
  toWallClock,
} from './time.ts';

const at = (text: string) => text as Instant;
const on = (text: string) => text as LocalDate;

test.each([
  ['2026-11-22T08:30:00Z', '2026-11-22T08:30:00.000Z'],
  ['2026-11-22T16:30:00.5+08:00', '2026-11-22T08:30:00.500Z'],
  ['2026-11-22T08:30:00-0530', '2026-11-22T14:00:00.000Z'],
])('%s is the moment %s', (text, moment) => {
  expect(parseInstant(text)).toBe(moment);
});

test.each(['2026-11-22T08:30:00', '2026-11-22', 'tomorrow', '', '2026-13-01T00:00:00Z'])(
  '"%s" is no moment',
  (text) => {
    expect(parseInstant(text)).toBeUndefined();
  },
);

test.each([
  ['2026-02-28', '2026-02-28'],
  ['2028-02-29', '2028-02-29'],
  ['2026-02-29', undefined],
  ['2026-2-8', undefined],
  ['26-02-08', undefined],
])('"%s" as a date: %s', (text, day) => {
  expect(parseLocalDate(text)).toBe(day);
});

test.each([
  ['2026-11-21T15:59:59.999Z', 'Asia/Shanghai', '2026-11-21'],
  ['2026-11-21T16:00:00.000Z', 'Asia/Shanghai', '2026-11-22'],
  ['2011-03-26T23:59:59.000Z', 'Europe/London', '2011-03-26'],
  ['2011-06-30T23:30:00.000Z', 'Europe/London', '2011-07-01'],
])('%s in %s is the day %s', (moment, zone, day) => {
  expect(localDate(at(moment), zone)).toBe(day);
});

test.each([
  ['2026-02-28', 1, '2026-03-01'],
  ['2026-03-01', -1, '2026-02-28'],
  ['2026-12-31', 7, '2027-01-07'],
  ['2026-03-29', 0, '2026-03-29'],
])('%s and %i days is %s', (day, days, then) => {
  expect(addDays(on(day), days)).toBe(then);
});

test.each([
  ['a vendor’s time in Shanghai', '2026-09-25 10:15:30', 'Asia/Shanghai', '2026-09-25T02:15:30.000Z'],
  ['with milliseconds', '2026-09-25 10:15:30.123', 'Asia/Shanghai', '2026-09-25T02:15:30.123Z'],
  ['with a T', '2026-09-25T10:15:30', 'Asia/Shanghai', '2026-09-25T02:15:30.000Z'],
  ['London in winter', '2010-12-01 08:26:00', 'Europe/London', '2010-12-01T08:26:00.000Z'],
  ['London in summer', '2011-08-31 17:19:00', 'Europe/London', '2011-08-31T16:19:00.000Z'],
  ['Shanghai in its last summer time', '1991-07-01 12:00:00', 'Asia/Shanghai', '1991-07-01T03:00:00.000Z'],
])('%s: %s', (_, text, zone, moment) => {
  expect(fromWallClock(text, zone)).toBe(moment);
});

test.each([
  ['2011-03-27 01:30:00', 'Europe/London', '2011-03-27T01:30:00.000Z', '2011-03-27 02:30:00'],
  ['2011-03-13 02:30:00', 'America/New_York', '2011-03-13T07:30:00.000Z', '2011-03-13 03:30:00'],
])(
  '%s, which the change to summer time skips in %s, maps to a moment after the change',
  (text, zone, moment, shown) => {
    expect(fromWallClock(text, zone)).toBe(moment);
    expect(toWallClock(fromWallClock(text, zone), zone)).toBe(shown);
  },
);

test('an hour that the change to winter time repeats maps to one of its two moments', () => {
  const moment = fromWallClock('2011-10-30 01:30:00', 'Europe/London');
  expect(['2011-10-30T00:30:00.000Z', '2011-10-30T01:30:00.000Z']).toContain(moment);
  expect(toWallClock(moment, 'Europe/London')).toBe('2011-10-30 01:30:00');
});

test.each([
  ['2026-11-22', 'Asia/Shanghai', '2026-11-21T16:00:00.000Z'],
  ['2011-03-27', 'Europe/London', '2011-03-27T00:00:00.000Z'],
  ['2011-03-28', 'Europe/London', '2011-03-27T23:00:00.000Z'],
])('the day %s begins in %s at %s', (day, zone, moment) => {
  expect(startOfDay(on(day), zone)).toBe(moment);
});

const zones = ['Asia/Shanghai', 'Europe/London', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'UTC'];
const moments = fc
  .integer({ min: Date.UTC(1995, 0, 1), max: Date.UTC(2040, 0, 1) })
  .map((ms) => fromMs(ms - (ms % 1000)));

test('what a clock on the wall shows is read back as a moment that shows the same', () => {
  fc.assert(
    fc.property(moments, fc.constantFrom(...zones), (moment, zone) => {
      const shown = toWallClock(moment, zone);
      expect(toWallClock(fromWallClock(shown, zone), zone)).toBe(shown);
    }),
    { numRuns: 500 },
  );
});

test('a moment lies in its local day', () => {
  fc.assert(
    fc.property(moments, fc.constantFrom(...zones), (moment, zone) => {
      const day = localDate(moment, zone);
      expect(startOfDay(day, zone) <= moment).toBe(true);
      expect(moment < startOfDay(addDays(day, 1), zone)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test('moments sort as text', () => {
  fc.assert(
    fc.property(moments, fc.integer({ min: 1, max: 10_000 }), (moment, hours) => {
      const later = plusHours(moment, hours);
      expect(later > moment).toBe(true);
      expect(toMs(later) - toMs(moment)).toBe(hours * 3_600_000);
    }),
  );
});
