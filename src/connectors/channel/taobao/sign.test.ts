import { expect, test } from 'vitest';
import { type SignMethod, sign } from './sign.ts';

test('the published request', () => {
  const params = {
    app_key: '12345678',
    fields: 'num_iid,title,nick,price,num',
    format: 'json',
    method: 'taobao.item.seller.get',
    num_iid: '11223344',
    session: 'test',
    sign_method: 'md5',
    timestamp: '2016-01-01 12:00:00',
    v: '2.0',
  };
  expect(sign(params, 'helloworld', 'md5')).toBe('66987CB115214E59E6EC978214934FB8');
});

test.each<[SignMethod, string]>([
  ['md5', 'A16155D0E8EFACA1C0F7BF549AA7950A'],
  ['hmac', 'DFC3D17542276898015F30224D1D9640'],
  ['hmac-sha256', 'A98180815743ADBA7A6BEB1F6594DD95A8FDD754E76EB40D0B57C51691A2FD10'],
])('a list of refunds with %s', (method, expected) => {
  const params = {
    method: 'taobao.refunds.receive.get',
    app_key: '12345678',
    end_modified: '2026-01-15 10:30:00',
    fields: 'refund_id,tid,oid,status,modified,refund_fee',
    format: 'json',
    page_no: '1',
    page_size: '40',
    session: '6100000test_session',
    sign_method: method,
    start_modified: '2026-01-15 00:00:00',
    timestamp: '2026-01-15 10:30:00',
    use_has_next: 'true',
    v: '2.0',
  };
  expect(sign(params, 'test_secret_0123456789abcdef', method)).toBe(expected);
});

test('Chinese text is signed as UTF-8', () => {
  const params = {
    app_key: '12345678',
    format: 'json',
    method: 'taobao.refund.refuse',
    refund_id: '11223344556677',
    refund_phase: 'aftersale',
    refund_version: '1768444200000',
    refuse_message: '商品已影响二次销售',
    refuse_reason_id: '1001',
    session: '6100000test_session',
    sign_method: 'md5',
    timestamp: '2026-01-15 10:30:00',
    v: '2.0',
  };
  expect(sign(params, 'test_secret_0123456789abcdef', 'md5')).toBe('2C4549374718ADF678AE058C9A5C2091');
});

test.each<[SignMethod, string]>([
  ['md5', 'B0E2E70C323BBB281689E35A62431DDE'],
  // The published text names md5 as its method; only the digest differs.
  ['hmac', 'DEF627C121D00E4F137CBD7D6B66BCA9'],
])('an agreed refund with %s', (method, expected) => {
  const params = {
    app_key: '12345678',
    format: 'json',
    method: 'taobao.rp.refunds.agree',
    refund_infos: '43234234|8850|1790302530000',
    session: 'SESSION',
    sign_method: 'md5',
    timestamp: '2026-09-25 10:15:30',
    v: '2.0',
  };
  expect(sign(params, 'SECRET', method)).toBe(expected);
});
