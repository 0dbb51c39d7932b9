import { expect, test } from 'vitest';
import { maskedName, maskedPhone } from './masked.ts';

test.each([
  ['张三丰', '张**'],
  ['John Doe', 'J**'],
  [' 𠮷田 ', '𠮷**'],
  ['张**', '张**'],
  ['', undefined],
  [undefined, undefined],
])('the name %s is kept as %s', (name, kept) => {
  expect(maskedName(name)).toBe(kept);
});

test.each([
  ['13812345678', '*******5678'],
  ['+86 138-1234-5678', '*******5678'],
  ['(555) 555-0199', '*******0199'],
  ['138****5678', '138****5678'],
  ['12345', undefined],
  ['call me at 13812345678', undefined],
  [undefined, undefined],
])('the phone %s is kept as %s', (phone, kept) => {
  expect(maskedPhone(phone)).toBe(kept);
});
