import { expect, test } from 'vitest';
import { openClock, parseShanghaiText, shanghaiText, shanghaiTextWithMs } from './clock.ts';

test('a moment is written as the wall clock of Shanghai shows it', () => {
  expect(shanghaiText(1_790_302_530_000)).toBe('2026-09-25 10:15:30');
  expect(shanghaiTextWithMs(1_790_302_530_123)).toBe('2026-09-25 10:15:30.123');
});

test.each([
  ['2026-09-25 10:15:30', 1_790_302_530_000],
  ['2026-02-30 00:00:00', undefined],
  ['2026-09-25', undefined],
  ['2026-09-25T10:15:30', undefined],
])('%s is read as %s', (text, ms) => {
  expect(parseShanghaiText(text)).toBe(ms);
});

test('whoever waits for the clock is told at once when it is moved, until it stops listening', () => {
  const clock = openClock();
  const seen: string[] = [];
  const stop = clock.onTick(() => seen.push(shanghaiText(clock.now())));
  clock.setTo(1_790_302_530_500);
  clock.shift(60_000);
  stop();
  clock.shift(60_000);
  expect(seen).toEqual(['2026-09-25 10:15:30', '2026-09-25 10:16:30']);
});
