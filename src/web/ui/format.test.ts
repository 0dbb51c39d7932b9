import { expect, test } from 'vitest';
import { fromMs, type Instant } from '../../domain/time.ts';
import { formatMoney, formatsFor } from './format.ts';

const now = fromMs(Date.UTC(2026, 10, 20, 8, 0)) satisfies Instant; // 16:00 in Shanghai, a Friday
const zh = formatsFor('zh-CN', 'Asia/Shanghai');
const en = formatsFor('en', 'Asia/Shanghai');

test.each([
  ['123450', 'CNY', '¥1,234.50'],
  ['5', 'CNY', '¥0.05'],
  ['-8850', 'CNY', '−¥88.50'],
  ['100000000', 'USD', '$1,000,000.00'],
  ['100', 'CHF', 'CHF 1.00'],
])('%s minor units of %s are written %s', (minor, currency, written) => {
  expect(formatMoney({ minor, currency })).toBe(written);
});

test.each([
  ['2026-11-20T06:05:00.000Z', '今天 14:05', 'Today 14:05'],
  ['2026-11-19T16:30:00.000Z', '今天 00:30', 'Today 00:30'], // still the 19th in London
  ['2026-11-19T06:05:00.000Z', '昨天 14:05', 'Yesterday 14:05'],
  ['2026-11-21T01:00:00.000Z', '明天 09:00', 'Tomorrow 09:00'],
  ['2026-11-13T06:05:00.000Z', '11-13 周五', 'Fri 13 Nov'],
  ['2025-11-20T06:05:00.000Z', '2025-11-20', '20 Nov 2025'],
])('%s is shown as %s or %s', (at, chinese, english) => {
  expect([zh.when(at, now), en.when(at, now)]).toEqual([chinese, english]);
});

test.each([
  ['2026-11-20T11:12:00.000Z', '还剩 3 小时 12 分', '3 h 12 min left'],
  ['2026-11-20T08:00:20.000Z', '还剩 不到 1 分', 'under 1 min left'],
  ['2026-11-20T07:40:00.000Z', '已超时 20 分', '20 min overdue'],
  ['2026-11-23T12:00:00.000Z', '还剩 3 天 4 小时', '3 d 4 h left'],
])('a deadline at %s reads %s or %s', (due, chinese, english) => {
  expect([zh.left(due, now), en.left(due, now)]).toEqual([chinese, english]);
});

test('a tooltip has the day, the weekday and the second', () => {
  expect(zh.full('2026-11-20T06:05:31.000Z')).toBe('2026-11-20 周五 14:05:31');
  expect(en.full('2026-11-20T06:05:31.000Z')).toBe('Fri 20 Nov 2026 14:05:31');
});
