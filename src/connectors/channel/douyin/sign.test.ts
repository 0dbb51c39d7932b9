import { describe, expect, test } from 'vitest';
import { paramJson } from './param-json.ts';
import { eventSign, type SignMethod, sign } from './sign.ts';

const app_key = '7000000000000000001';
const secret = '11111111-2222-3333-4444-555555555555';

describe('a list of after-sales', () => {
  const param_json = paramJson({
    size: 50,
    page: 0,
    order_by: ['update_time asc'],
    update_start_time: 1768440600,
    update_end_time: 1768444200,
  });

  test.each<[SignMethod, string, string]>([
    ['hmac-sha256', '1768444200', 'cc84248d9cae4af28330f02274a51228dfe9ffe4b98057efe60b264ebe3f2b23'],
    ['md5', '1768444200', '668c3f9368da4b5cd77f5504fb0c7dae'],
    ['hmac-sha256', '2026-01-15 10:30:00', 'ed4745ba6c8104581260175c204acb4767d0eb067fb743fbc59567e2dce4399c'],
  ])('by %s at %s', (method, timestamp, expected) => {
    expect(sign({ v: '2', timestamp, param_json, method: 'afterSale.List', app_key }, secret, method)).toBe(expected);
  });
});

test.each<[SignMethod, string]>([
  ['hmac-sha256', '275ac59046cd4ea3fc17eba6b2efbc53ad156f34ded3966ff4e67ad7107aa847'],
  ['md5', 'f35ab4f7403f4087c2642c530a0ab536'],
])('a refusal by %s, sorted at every level and with its brackets and ampersand as they are', (method, expected) => {
  const param_json = paramJson({
    type: 112,
    items: [
      {
        remark: '影响二次销售 <A&B>',
        reason: '商品破损',
        reject_reason_code: 19,
        aftersale_id: '7130712345678901234',
        evidence: undefined,
      },
    ],
  });
  const params = { app_key, method: 'afterSale.operate', param_json, timestamp: '1768444200', v: '2' };
  expect(sign(params, secret, method)).toBe(expected);
});

test.each<[SignMethod, string]>([
  ['md5', 'd1b43daf9121f4e813fcc0beee0a722a'],
  ['hmac-sha256', 'cf3fdac37c1758f2f5c02d7e6324911984d8b10355e353c5b800565ec6a11188'],
])('a call of the platform’s to us by %s', (method, expected) => {
  const params = { app_key, param_json: paramJson({ a: 1 }), timestamp: '2026-01-15 10:30:00' };
  expect(sign(params, secret, method)).toBe(expected);
});

test('a push, over its body byte for byte', () => {
  const body =
    '[{"tag":"200","msg_id":"69100001:0:200:1768444200","data":"{\\"aftersale_id\\":7130712345678901234,\\"aftersale_status\\":6,\\"aftersale_type\\":0,\\"apply_time\\":1768444200,\\"p_id\\":6912345678901234567,\\"s_id\\":6912345678901234567,\\"shop_id\\":12345,\\"refund_amount\\":9900}"}]';
  expect(eventSign(app_key, body, secret)).toBe('da0e9ef23dde8d2761de4c25e9e8f6e5');
});

test('a 64-bit number keeps its digits, and a call without parameters is an empty object', () => {
  expect(paramJson({ aftersale_id: 7130712345678901234n })).toBe('{"aftersale_id":7130712345678901234}');
  expect(paramJson({})).toBe('{}');
});
