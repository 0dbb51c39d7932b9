import { expect, test } from 'vitest';
import { sign } from './sign.ts';

const list = {
  method: 'jingdong.asc.query.list',
  app_key: 'ABCDEF0123456789ABCDEF0123456789',
  access_token: 'test_access_token_jd',
  v: '2.0',
  '360buy_param_json': '{"buId":"10001","operateNick":"erp","operatePin":"erp_pin","pageNumber":1,"pageSize":20}',
};
const secret = 'test_secret_0123456789abcdef';

test.each([
  ['2026-01-15 10:30:00.000+0800', 'E6A69AF9951B2D4BE2BF42F3EA946B51'],
  ['2026-01-15 10:30:00', '5298B7BC5B39756456A340DC38FE5B43'],
])('a list of services at %s', (timestamp, expected) => {
  expect(sign({ ...list, timestamp }, secret)).toBe(expected);
});

test('neither empty values, nor files, nor the signature itself are signed', () => {
  const params = { ...list, timestamp: '2026-01-15 10:30:00' };
  expect(sign({ ...params, scope: '', picture: '@a.png', sign: 'x' }, secret)).toBe(sign(params, secret));
});

test('Chinese text is signed as UTF-8', () => {
  const params = { method: 'jingdong.asc.audit.refuse', '360buy_param_json': '{"approveNotes":"商品已影响二次销售"}' };
  expect(sign(params, secret)).not.toBe(sign({ ...params, '360buy_param_json': '{"approveNotes":"?"}' }, secret));
  expect(sign(params, secret)).toMatch(/^[0-9A-F]{32}$/);
});
