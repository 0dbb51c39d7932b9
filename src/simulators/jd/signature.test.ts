import { expect, test } from 'vitest';
import { isSignedBy, josSign } from './signature.ts';
import { parseTimestamp } from './timestamp.ts';

const secret = 'test_secret_0123456789abcdef';
const list = (timestamp: string): Map<string, string> =>
  new Map([
    ['v', '2.0'],
    ['timestamp', timestamp],
    ['method', 'jingdong.asc.query.list'],
    ['app_key', 'ABCDEF0123456789ABCDEF0123456789'],
    ['access_token', 'test_access_token_jd'],
    ['360buy_param_json', '{"buId":"10001","operateNick":"erp","operatePin":"erp_pin","pageNumber":1,"pageSize":20}'],
  ]);

test.each([
  ['2026-01-15 10:30:00.000+0800', 'E6A69AF9951B2D4BE2BF42F3EA946B51'],
  ['2026-01-15 10:30:00', '5298B7BC5B39756456A340DC38FE5B43'],
])('a list at %s', (timestamp, sign) => {
  expect(josSign(list(timestamp), secret)).toBe(sign);
  expect(isSignedBy(new Map([...list(timestamp), ['sign', sign], ['scope', '']]), secret)).toBe(true);
  expect(isSignedBy(new Map([...list(timestamp), ['sign', sign.toLowerCase()]]), secret)).toBe(false);
});

test.each([
  ['2026-01-15 10:30:00', '2026-01-15T02:30:00.000Z'],
  ['2026-01-15 10:30:00.250+0800', '2026-01-15T02:30:00.250Z'],
  ['2026-01-15 02:30:00.000+0000', '2026-01-15T02:30:00.000Z'],
  ['2026-01-14 21:00:00.000-0530', '2026-01-15T02:30:00.000Z'],
])('the timestamp %s is %s', (text, moment) => {
  expect(parseTimestamp(text)).toBe(Date.parse(moment));
});

test.each([['2026-02-30 10:30:00'], ['1768444200000'], ['2026-01-15T10:30:00Z'], ['']])(
  '%j is no timestamp',
  (text) => {
    expect(parseTimestamp(text)).toBeUndefined();
  },
);
