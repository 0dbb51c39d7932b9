import { describe, expect, test } from 'vitest';
import { fromWallClock, type Instant, plusMs } from '../time.ts';
import type { NoticePlan } from './notice.ts';
import { takes } from './notice.ts';
import { dueAt, isQuiet, isTooLate, mayGoAt, pauseAfter } from './timing.ts';

const night = { from: '22:00', to: '08:00' };
const noon = { from: '12:00', to: '13:30' };
const at = (wall: string, zone = 'Asia/Shanghai'): Instant => fromWallClock(wall, zone);
const plan = (changed: Partial<NoticePlan> = {}): NoticePlan => ({
  severities: [],
  topics: [],
  quiet: null,
  digestAt: null,
  ...changed,
});

describe('a notice in the merchant’s zone (L-4)', () => {
  test.each([
    // quiet, digest, severity, given at, due at
    [null, null, 'info', '2026-11-23 03:00:00', '2026-11-23 03:00:00'],
    [night, null, 'warning', '2026-11-23 21:59:59', '2026-11-23 21:59:59'],
    [night, null, 'warning', '2026-11-23 22:00:00', '2026-11-24 08:00:00'],
    [night, null, 'warning', '2026-11-24 07:59:30', '2026-11-24 08:00:00'],
    [night, null, 'warning', '2026-11-24 08:00:00', '2026-11-24 08:00:00'],
    [night, null, 'urgent', '2026-11-24 03:00:00', '2026-11-24 03:00:00'],
    [noon, null, 'info', '2026-11-24 12:30:00', '2026-11-24 13:30:00'],
    [null, '09:30', 'info', '2026-11-24 09:30:00', '2026-11-24 09:30:00'],
    [null, '09:30', 'info', '2026-11-24 09:30:01', '2026-11-25 09:30:00'],
    [null, '09:30', 'warning', '2026-11-24 12:00:00', '2026-11-24 12:00:00'],
    [null, '09:30', 'urgent', '2026-11-24 12:00:00', '2026-11-24 12:00:00'],
    [night, '09:30', 'warning', '2026-11-24 23:00:00', '2026-11-25 08:00:00'],
    // A digest within the quiet hours waits for their end.
    [night, '07:00', 'info', '2026-11-24 12:00:00', '2026-11-25 08:00:00'],
  ] as const)(
    'under quiet hours %j and digest %s, %s given at %s is due at %s',
    (quiet, digestAt, severity, given, due) => {
      expect(dueAt({ quiet, digestAt }, severity, at(given), 'Asia/Shanghai')).toBe(at(due));
    },
  );

  test('the same moment is night in one zone and day in another', () => {
    const moment = at('2026-11-24 03:00:00');
    expect(isQuiet({ quiet: night }, moment, 'Asia/Shanghai')).toBe(true);
    expect(isQuiet({ quiet: night }, moment, 'America/New_York')).toBe(false);
    expect(mayGoAt({ quiet: night }, 'info', moment, 'Asia/Kathmandu')).toBe(
      at('2026-11-24 08:00:00', 'Asia/Kathmandu'),
    );
  });

  test('a spring night that lacks an hour ends when the clock shows its end', () => {
    const zone = 'Europe/Berlin';
    const given = at('2027-03-28 01:30:00', zone);
    expect(mayGoAt({ quiet: night }, 'info', given, zone)).toBe(at('2027-03-28 08:00:00', zone));
    // A clock that skips the end itself has passed it soon after.
    expect(mayGoAt({ quiet: { from: '22:00', to: '02:30' } }, 'info', given, zone)).toBe('2027-03-28T01:30:00.000Z');
  });

  test('an autumn night that shows its end twice holds nothing back for a day', () => {
    const zone = 'Europe/Berlin';
    const second = '2026-10-25T01:05:00.000Z' as Instant;
    expect(mayGoAt({ quiet: { from: '22:00', to: '02:15' } }, 'info', second, zone)).toBe('2026-10-25T01:15:00.000Z');
  });

  test('quiet hours without a length are none', () => {
    expect(isQuiet({ quiet: { from: '08:00', to: '08:00' } }, at('2026-11-24 08:00:00'), 'Asia/Shanghai')).toBe(false);
  });
});

test.each([
  [plan(), 'info', 'stock', true],
  [plan({ severities: ['warning', 'urgent'] }), 'info', 'stock', false],
  [plan({ severities: ['warning', 'urgent'] }), 'urgent', 'stock', true],
  [plan({ topics: ['parcels'] }), 'urgent', 'stock', false],
  [plan({ topics: ['parcels'], severities: ['info'] }), 'info', 'parcels', true],
] as const)('a channel of %j takes %s about %s: %s', (of, severity, topic, taken) => {
  expect(takes(of, severity, topic)).toBe(taken);
});

test('attempts come further and further apart, and the last of a day is within the day', () => {
  const pauses = Array.from({ length: 15 }, (_, index) => pauseAfter(index + 1));
  expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
  expect(pauseAfter(1)).toBe(5_000);
  expect(pauseAfter(99)).toBe(3 * 3_600_000);
  const due = at('2026-11-24 08:00:00');
  expect(isTooLate(due, plusMs(due, 86_399_999))).toBe(false);
  expect(isTooLate(due, plusMs(due, 86_400_000))).toBe(true);
});
