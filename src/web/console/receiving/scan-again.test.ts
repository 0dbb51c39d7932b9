import { expect, test } from 'vitest';
import { fromMs } from '../../../domain/time.ts';
import { isRepeated } from './scan-again.ts';

const seen = (code: string, seconds: number) => ({ code, at: fromMs(1_800_000_000_000 + seconds * 1_000) });

test('a label that stays in view is one scan; another, or the same after a while, is a new one (W-1)', () => {
  expect(isRepeated(undefined, seen('SF1', 0))).toBe(false);
  expect(isRepeated(seen('SF1', 0), seen('SF1', 0.15))).toBe(true);
  expect(isRepeated(seen('SF1', 0), seen('SF2', 0.15))).toBe(false);
  expect(isRepeated(seen('SF1', 0), seen('SF1', 2.5))).toBe(false);
});
