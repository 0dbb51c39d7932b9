import { expect, test } from 'vitest';
import { faultOf } from './errors.ts';

test.each([
  ['4', 'refused'],
  ['5', 'refused'],
  ['7', 'refused'],
  ['8', 'unauthorised'],
  ['11', 'unauthorised'],
  ['12', 'unauthorised'],
  ['14', 'refused'],
  ['15', 'refused'],
  ['18', 'unauthorised'],
  ['19', 'unauthorised'],
  ['20', 'unauthorised'],
  ['21', 'unauthorised'],
  ['24', 'unauthorised'],
  ['67', 'unknown'],
  ['1', 'unknown'],
])('the gateway’s code %s is %s', (code, kind) => {
  expect(faultOf({ code, zh_desc: '无效签名' }, 60_000)).toMatchObject({ kind });
});

test('JD does not say how long a throttled app has to wait', () => {
  expect(faultOf({ code: '2', zh_desc: '应用调用次数超限' }, 31_000)).toEqual({
    kind: 'throttled',
    retryAfterMs: 31_000,
  });
});

test.each([
  [{ code: '12', zh_desc: '无效签名', en_desc: 'Invalid Signature' }, '无效签名'],
  [{ code: '12', en_desc: 'Invalid Signature' }, 'Invalid Signature'],
])('the message of %o is %s', (error, message) => {
  expect(faultOf(error, 1)).toEqual({ kind: 'unauthorised', code: '12', message });
});
