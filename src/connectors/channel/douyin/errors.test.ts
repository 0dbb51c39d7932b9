import { expect, test } from 'vitest';
import { faultOf } from './errors.ts';

const knobs = { staleSubCodes: ['isv.business-failed:777'], throttleMs: 1500 };
const errorOf = (code: number, subCode: string) => ({ code: String(code), msg: 'm', subCode, subMsg: 'why' });

test('a throttled call waits for the time that we hold right, as the platform names none', () => {
  expect(faultOf(errorOf(60000, 'isv.traffic-limited'), knobs)).toEqual({ kind: 'throttled', retryAfterMs: 1500 });
});

test.each([
  [30001, 'isv.app-permissions-insufficient', 'unauthorised'],
  [30001, 'dop.authorization-closed', 'unauthorised'],
  [40001, 'isv.signature-missing', 'unauthorised'],
  [40001, 'isv.app-id-missing', 'unauthorised'],
  [40001, 'isv.access-token-missing', 'unauthorised'],
  [40003, 'isv.signature-invalid', 'unauthorised'],
  [40003, 'isv.access-token-expired', 'unauthorised'],
  [40003, 'isv.access-token-no-existed', 'unauthorised'],
  [40003, 'isv.timestamp-invalid', 'unauthorised'],
  [40003, 'isv.app-id-invalid', 'unauthorised'],
  [50001, 'dop.token-generate-failed:code-expired', 'unauthorised'],
  [40001, 'isv.parameter-missing', 'refused'],
  [40003, 'isv.parameter-invalid', 'refused'],
  [40003, 'isv.parameter-format-invalid', 'refused'],
  [40004, 'isv.parameter-invalid:11000', 'refused'],
  [50002, 'isv.business-failed:11001', 'refused'],
  [70000, 'isp.api-service-off', 'refused'],
  [20000, 'dop.service-error', 'unknown'],
  [20000, 'isp.service-error:10002', 'unknown'],
  [50002, 'isp.service-error:1', 'unknown'],
  [90000, 'dop.unknown-error', 'unknown'],
  [31337, '', 'unknown'],
  [31337, 'isv.something', 'refused'],
])('%i %s is %s', (code, subCode, kind) => {
  expect(faultOf(errorOf(code, subCode), knobs)).toMatchObject({ kind });
});

test.each([
  ['isv.business-failed:777', true],
  ['isv.business-failed:20309541', false],
])('the refusal %s means that the document has changed: %s', (subCode, stale) => {
  expect(faultOf(errorOf(50002, subCode), knobs)).toEqual({ kind: 'refused', code: subCode, message: 'why', stale });
});
