import { expect, test } from 'vitest';
import { within } from './within.ts';

test.each([
  [24, '24 小时内', 'within 24 hours'],
  [1, '1 小时内', 'within 1 hour'],
  [48, '2 天内', 'within 2 days'],
  [50, '50 小时内', 'within 50 hours'],
  [168, '7 天内', 'within 7 days'],
  [null, '', ''],
])('a limit of %s hours reads %s', (hours, chinese, english) => {
  expect(within(hours, 'zh-CN')).toBe(chinese);
  expect(within(hours, 'en')).toBe(english);
});
