import { expect, test } from 'vitest';
import { z } from 'zod';
import { idText, optional, readAs, shanghaiTime, yuan, yuanPaid } from './vendor-values.ts';

test.each([
  ['88.50', 8850n],
  ['88.5', 8850n],
  ['88', 8800n],
  ['0.00', 0n],
  ['-1.20', -120n],
  ['123456789012.34', 12345678901234n],
])('%s yuan are %s fen', (text, minor) => {
  expect(readAs(yuan, text)).toEqual({ kind: 'read', value: { minor, currency: 'CNY' } });
});

test.each([['88.505'], [''], ['1e3'], ['1,000.00'], ['￥1'], [88.5], [null]])('%s is no amount', (raw) => {
  expect(readAs(yuan, raw).kind).toBe('unreadable');
});

test('a paid amount below zero is refused', () => {
  expect(readAs(yuanPaid, '-0.01')).toEqual({
    kind: 'unreadable',
    reason: 'document: a paid amount is not negative',
  });
});

test.each([
  ['2026-01-15 10:12:00', '2026-01-15T02:12:00.000Z'],
  ['2026-01-15T10:12:00', '2026-01-15T02:12:00.000Z'],
  ['2026-09-25 10:15:31.123', '2026-09-25T02:15:31.123Z'],
  ['2026-01-01 00:00:00', '2025-12-31T16:00:00.000Z'],
])('%s in Shanghai is %s', (text, instant) => {
  expect(readAs(shanghaiTime, text)).toEqual({ kind: 'read', value: instant });
});

test.each([['2026-13-01 00:00:00'], ['2026-02-30 00:00:00'], ['2026-01-15 24:00:00'], ['2026-01-15'], ['']])(
  '"%s" is no time',
  (text) => {
    expect(readAs(shanghaiTime, text).kind).toBe('unreadable');
  },
);

test.each([
  ['2212345678901234567', '2212345678901234567'],
  [123, '123'],
])('the id %s', (raw, text) => {
  expect(readAs(idText, raw)).toEqual({ kind: 'read', value: text });
});

test('an id that lost its digits on the way is refused', () => {
  expect(readAs(idText, Number('2212345678901234567')).kind).toBe('unreadable');
});

test.each([[null], [''], [undefined]])('%s is absent', (raw) => {
  expect(readAs(optional(idText), raw)).toEqual({ kind: 'read', value: undefined });
});

test('a failure names every field and its problem', () => {
  const schema = z.object({ orders: z.array(z.object({ payment: yuan, num: z.int() })) });
  expect(readAs(schema, { orders: [{ payment: '1.234', num: 'x' }] })).toEqual({
    kind: 'unreadable',
    reason:
      'orders.0.payment: "1.234" is no amount in yuan with at most two decimals; orders.0.num: Invalid input: expected number, received string',
  });
});
