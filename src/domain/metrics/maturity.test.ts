import { expect, test } from 'vitest';
import type { LocalDate } from '../time.ts';
import { firstImmatureDay, isMature } from './maturity.ts';

const day = (text: string) => text as LocalDate;

test('B-1 a cohort is mature once the window and thirty days are over', () => {
  const today = day('2026-11-24');
  expect(firstImmatureDay(today)).toBe('2026-10-19');
  expect(isMature(day('2026-10-18'), today)).toBe(true);
  expect(isMature(day('2026-10-19'), today)).toBe(false);
  expect(isMature(day('2026-10-10'), today, 15)).toBe(true);
  expect(isMature(day('2026-10-11'), today, 15)).toBe(false);
});
