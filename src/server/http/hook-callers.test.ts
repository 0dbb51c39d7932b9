import { expect, test } from 'vitest';
import { hookCallers } from './hook-callers.ts';

test('a stranger who was refused too often is looked at again in the next minute', () => {
  let now = 0;
  const callers = hookCallers(1, () => now);
  callers.answered('a', false);
  expect(callers.mayCall('a')).toBe(false);
  now = 60_000;
  expect(callers.mayCall('a')).toBe(true);
});

test('a million strangers fill no memory, and those who proved themselves are still known', () => {
  const callers = hookCallers(1);
  callers.answered('platform', true);
  for (let n = 0; n < 20_000; n++) callers.answered(`stranger ${n}`, false);
  callers.answered('platform', false);
  expect(callers.mayCall('platform')).toBe(true);
  expect(callers.mayCall('stranger 1')).toBe(false);
  // Too many to be counted.
  expect(callers.mayCall('stranger 19999')).toBe(true);
});
