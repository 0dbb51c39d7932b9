import { expect, test } from 'vitest';
import { comparableWith, numberFromText, textOfNumber } from './fact-values.ts';

test.each([
  ['amount', '500', 50_000n],
  ['amount', '0.1', 10n],
  ['amount', '1,234.56', 123_456n],
  ['amount', '12.345', undefined],
  ['amount', 'five', undefined],
  ['hours_since_delivered', '48', 48n],
  ['hours_left_in_window', '-3', -3n],
  ['hours_since_delivered', '4.5', undefined],
  ['evidence_count', '', undefined],
] as const)('%s typed as "%s" is %s', (fact, text, value) => {
  expect(numberFromText(fact, text)).toBe(value);
});

test('what a clerk reads is what he typed', () => {
  expect(textOfNumber('amount', 50_000n)).toBe('500.00');
  expect(textOfNumber('hours_since_delivered', 48n)).toBe('48');
  expect(numberFromText('amount', textOfNumber('amount', 7n))).toBe(7n);
});

test('money is compared with money, hours with hours', () => {
  expect(comparableWith('amount')).toContain('approval_limit');
  expect(comparableWith('amount')).not.toContain('evidence_count');
  expect(comparableWith('hours_since_delivered')).not.toContain('amount');
});
