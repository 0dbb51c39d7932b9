import { expect, test } from 'vitest';
import { at } from '../../../test/support/builders.ts';
import { present } from '../assert.ts';
import { addDays, localDate, parseLocalDate } from '../time.ts';
import { isOnShift, type Shift, weekdayOf } from './shift.ts';

const day = (text: string) => present(parseLocalDate(text), 'a day');

test.each([
  ['2026-11-22', 7],
  ['2026-11-23', 1],
  ['1970-01-01', 4],
  ['1969-12-31', 3],
  ['2024-02-29', 4],
])('%s is day %i of the week', (text, weekday) => {
  expect(weekdayOf(day(text))).toBe(weekday);
});

const office: Shift = { hours: [{ weekday: 1, from: '09:00', to: '18:00' }], daysOff: [day('2026-11-30')] };
// Monday night into Tuesday.
const night: Shift = { hours: [{ weekday: 1, from: '22:00', to: '06:00' }], daysOff: [day('2026-11-30')] };
const split: Shift = {
  hours: [
    { weekday: 1, from: '09:00', to: '12:00' },
    { weekday: 1, from: '14:00', to: '18:00' },
  ],
  daysOff: [],
};

test.each([
  ['a minute before', office, '2026-11-23T08:59:59+08:00', false],
  ['the first minute', office, '2026-11-23T09:00:00+08:00', true],
  ['the last minute', office, '2026-11-23T17:59:59+08:00', true],
  ['the end', office, '2026-11-23T18:00:00+08:00', false],
  ['another day of the week', office, '2026-11-24T10:00:00+08:00', false],
  ['a day off', office, '2026-11-30T10:00:00+08:00', false],
  ['the pause at noon', split, '2026-11-23T13:00:00+08:00', false],
  ['the afternoon', split, '2026-11-23T14:00:00+08:00', true],
  ['the night begins', night, '2026-11-23T22:00:00+08:00', true],
  ['after midnight it is still Monday’s night', night, '2026-11-24T05:59:00+08:00', true],
  ['the morning after', night, '2026-11-24T06:00:00+08:00', false],
  ['early on Monday, Sunday’s night is nobody’s', night, '2026-11-23T05:00:00+08:00', false],
  ['the morning after a night off', night, '2026-12-01T05:00:00+08:00', false],
] as const)('%s (R-7)', (_, shift, now, on) => {
  expect(isOnShift(shift, at(now), 'Asia/Shanghai')).toBe(on);
});

test('the hours are those of the merchant’s clock, wherever the program runs (R-7)', () => {
  const now = at('2026-11-23T01:30:00Z');
  expect(isOnShift(office, now, 'Asia/Shanghai')).toBe(true);
  expect(isOnShift(office, now, 'Europe/Berlin')).toBe(false);
  expect(localDate(now, 'Asia/Shanghai')).toBe(addDays(day('2026-11-22'), 1));
});
