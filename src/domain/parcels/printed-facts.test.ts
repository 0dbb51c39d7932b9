import { expect, test } from 'vitest';
import { cityAgreement, isNearly, nameAgreement, surnameShare } from './printed-facts.ts';

test.each([
  ['王小明', '王小明', 'same'],
  ['王小明', '王大明', 'differs'],
  ['王**', '王小明', 'fits'],
  ['王*明', '王小明', 'fits'],
  ['王*强', '王小明', 'differs'],
  ['王女士', '王**', 'fits'],
  ['李先生', '王**', 'differs'],
  ['**', '王小明', 'unknown'],
  ['', '王小明', 'unknown'],
  [null, '王小明', 'unknown'],
  ['John Smith', 'john smith', 'same'],
] as const)('the name %s on a label and %s on an order: %s', (printed, known, agreement) => {
  expect(nameAgreement(printed, known)).toBe(agreement);
});

test('a rare surname says more than a common one', () => {
  expect(surnameShare('王**')).toBeGreaterThan(surnameShare('曹**'));
  expect(surnameShare('曹**')).toBeGreaterThan(surnameShare('欧**'));
});

test.each([
  ['深圳市', ['广东,深圳市,龙岗区'], 'same'],
  ['深圳', ['上海市', '深圳'], 'same'],
  ['成都', ['广东深圳'], 'differs'],
  ['成都', [], 'unknown'],
  [null, ['成都'], 'unknown'],
] as const)('the city %s beside %j: %s', (printed, known, agreement) => {
  expect(cityAgreement(printed, known)).toBe(agreement);
});

test.each([
  ['YT1234567890', 'YT1234567890', false],
  ['YT1234567890', 'YT1234567898', true],
  ['YT1234567890', 'YT123456780', true],
  ['YT1234567890', 'YT12345678900', true],
  ['YT1234567890', 'YT1234568790', true],
  ['YT1234567890', 'YT1234568709', false],
  ['12345678', '12345679', false],
])('%s and %s are a slip of the finger apart: %s', (a, b, nearly) => {
  expect(isNearly(a, b)).toBe(nearly);
  expect(isNearly(b, a)).toBe(nearly);
});
