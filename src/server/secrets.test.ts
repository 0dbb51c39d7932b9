import { expect, test } from 'vitest';
import { secretsWith } from './secrets.ts';

const secrets = secretsWith(Buffer.alloc(32, 1));
const place = 'mer_1|party|phone|pty_1';

test('what was sealed opens at its place', () => {
  expect(secrets.open(secrets.seal('王小明 13800001234', place), place)).toBe('王小明 13800001234');
});

test('the same value is never sealed the same way twice', () => {
  expect(secrets.seal('13800001234', place).equals(secrets.seal('13800001234', place))).toBe(false);
});

test('a sealed value that was copied to another row does not open', () => {
  const sealed = secrets.seal('13800001234', place);
  expect(() => secrets.open(sealed, 'mer_1|party|phone|pty_2')).toThrow();
});

test.each([0, 5, 20, 30])('a sealed value with byte %i changed does not open', (position) => {
  const sealed = secrets.seal('13800001234', place);
  sealed[position] = (sealed[position] ?? 0) ^ 1;
  expect(() => secrets.open(sealed, place)).toThrow();
});

test('another key opens nothing', () => {
  const sealed = secrets.seal('13800001234', place);
  expect(() => secretsWith(Buffer.alloc(32, 2)).open(sealed, place)).toThrow();
});

test('equal phones of one merchant share an index; those of two merchants do not', () => {
  expect(secrets.index('13800001234', 'mer_1').equals(secrets.index('13800001234', 'mer_1'))).toBe(true);
  expect(secrets.index('13800001234', 'mer_1').equals(secrets.index('13800001234', 'mer_2'))).toBe(false);
});
