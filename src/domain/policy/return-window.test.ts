import { expect, test } from 'vitest';
import { at } from '../../../test/support/builders.ts';
import type { LocalDate } from '../time.ts';
import { cnHolidays } from './holidays-cn.ts';
import { returnWindowClosesAt } from './return-window.ts';

const shanghai = { windowDays: 7, timeZone: 'Asia/Shanghai', holidays: cnHolidays };
const noHolidays = { ...shanghai, holidays: [] };

test.each([
  ['the count starts the day after signing (NR-3)', '2026-11-13T10:00:00+08:00', '2026-11-21T00:00:00+08:00'],
  ['signed in the first minute of a day', '2026-11-13T00:00:00+08:00', '2026-11-21T00:00:00+08:00'],
  ['signed in the last minute of a day', '2026-11-13T23:59:59.999+08:00', '2026-11-21T00:00:00+08:00'],
  ['signed on the evening that is tomorrow in Shanghai', '2026-11-13T16:00:00Z', '2026-11-22T00:00:00+08:00'],
  ['across the end of a month', '2026-11-26T10:00:00+08:00', '2026-12-04T00:00:00+08:00'],
  ['across the end of a year', '2027-12-28T10:00:00+08:00', '2028-01-05T00:00:00+08:00'],
  ['across a leap day', '2028-02-25T10:00:00+08:00', '2028-03-04T00:00:00+08:00'],
  ['across the end of a February without one', '2027-02-25T10:00:00+08:00', '2027-03-05T00:00:00+08:00'],
  ['signed on a leap day', '2028-02-29T10:00:00+08:00', '2028-03-08T00:00:00+08:00'],
])('%s', (_, signed, closes) => {
  expect(returnWindowClosesAt(at(signed), noHolidays)).toBe(at(closes));
});

test.each([
  [
    'on the last day of the National Day holiday: the next day (NR-5)',
    '2026-09-30T10:00:00+08:00',
    '2026-10-09T00:00:00+08:00',
  ],
  ['on its first day: the day after all of it', '2026-09-24T10:00:00+08:00', '2026-10-09T00:00:00+08:00'],
  ['on the day before it: that day', '2026-09-23T10:00:00+08:00', '2026-10-01T00:00:00+08:00'],
  ['on the day after it: that day', '2026-10-01T10:00:00+08:00', '2026-10-09T00:00:00+08:00'],
  ['in the Spring Festival', '2026-02-10T10:00:00+08:00', '2026-02-25T00:00:00+08:00'],
  ['on New Year’s Day', '2026-12-25T10:00:00+08:00', '2027-01-03T00:00:00+08:00'],
])('a window that would end %s', (_, signed, closes) => {
  expect(returnWindowClosesAt(at(signed), shanghai)).toBe(at(closes));
});

test('holidays within the window do not lengthen it: only its last day counts', () => {
  const terms = { ...noHolidays, holidays: ['2026-11-15', '2026-11-16'] as LocalDate[] };
  expect(returnWindowClosesAt(at('2026-11-13T10:00:00+08:00'), terms)).toBe(at('2026-11-21T00:00:00+08:00'));
});

test.each([
  [15, '2026-11-29T00:00:00+08:00'],
  [30, '2026-12-14T00:00:00+08:00'],
])('a shop may promise more: %i days (NR-6)', (windowDays, closes) => {
  expect(returnWindowClosesAt(at('2026-11-13T10:00:00+08:00'), { ...noHolidays, windowDays })).toBe(at(closes));
});

test.each([
  // A day of 25 hours and one of 23 lie in these windows: the last day still ends at its own midnight.
  ['Europe/Berlin', '2026-10-22T10:00:00+02:00', '2026-10-30T00:00:00+01:00'],
  ['Europe/Berlin', '2026-03-26T10:00:00+01:00', '2026-04-03T00:00:00+02:00'],
  ['America/New_York', '2026-10-30T10:00:00-04:00', '2026-11-07T00:00:00-05:00'],
  ['Pacific/Auckland', '2026-11-13T23:00:00+13:00', '2026-11-21T00:00:00+13:00'],
])('in %s, signed %s', (timeZone, signed, closes) => {
  expect(returnWindowClosesAt(at(signed), { ...noHolidays, timeZone })).toBe(at(closes));
});
