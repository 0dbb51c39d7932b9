import { describe, expect, test } from 'vitest';
import { doudianSign, pushSign, type Signed } from './signature.ts';
import { canonicalJson, readWireJson } from './wire-json.ts';

const secret = '11111111-2222-3333-4444-555555555555';
const list: Signed = {
  app_key: '7000000000000000001',
  method: 'afterSale.List',
  timestamp: '1768444200',
  v: '2',
  param_json:
    '{"order_by":["update_time asc"],"page":0,"size":50,"update_end_time":1768444200,"update_start_time":1768440600}',
};

describe('the published vectors', () => {
  test.each([
    ['hmac-sha256', list, 'cc84248d9cae4af28330f02274a51228dfe9ffe4b98057efe60b264ebe3f2b23'],
    ['md5', list, '668c3f9368da4b5cd77f5504fb0c7dae'],
    ['', list, '668c3f9368da4b5cd77f5504fb0c7dae'],
    [
      'hmac-sha256',
      { ...list, timestamp: '2026-01-15 10:30:00' },
      'ed4745ba6c8104581260175c204acb4767d0eb067fb743fbc59567e2dce4399c',
    ],
  ])('a list by "%s"', (method, call, expected) => {
    expect(doudianSign(call, secret, method)).toBe(expected);
  });

  test('a refusal, whose brackets and ampersand stay as they are', () => {
    const param_json =
      '{"items":[{"aftersale_id":"7130712345678901234","reason":"商品破损","reject_reason_code":19,"remark":"影响二次销售 <A&B>"}],"type":112}';
    const call = { ...list, method: 'afterSale.operate', param_json };
    expect(doudianSign(call, secret, 'md5')).toBe('f35ab4f7403f4087c2642c530a0ab536');
    expect(canonicalJson(readWireJson(param_json) ?? null)).toBe(param_json);
  });

  test('a push', () => {
    const body =
      '[{"tag":"200","msg_id":"69100001:0:200:1768444200","data":"{\\"aftersale_id\\":7130712345678901234,\\"aftersale_status\\":6,\\"aftersale_type\\":0,\\"apply_time\\":1768444200,\\"p_id\\":6912345678901234567,\\"s_id\\":6912345678901234567,\\"shop_id\\":12345,\\"refund_amount\\":9900}"}]';
    expect(pushSign('7000000000000000001', body, secret)).toBe('da0e9ef23dde8d2761de4c25e9e8f6e5');
  });
});

test('a method of signing that nobody knows signs nothing', () => {
  expect(doudianSign(list, secret, 'sha1')).toBeUndefined();
});

test('a content is written anew with its names in order, its digits whole and nothing between them', () => {
  const loose = '{ "b": 7130712345678901234, "a": [ {"d": "1 2", "c": true} ] }';
  expect(canonicalJson(readWireJson(loose) ?? null)).toBe('{"a":[{"c":true,"d":"1 2"}],"b":7130712345678901234}');
  expect(readWireJson('{"a":')).toBeUndefined();
});
