import { expect, test } from 'vitest';
import { faultOf } from './errors.ts';

const knobs = { staleSubCodes: ['isv.refund-version-changed'], throttleMs: 60_000 };

test.each([
  [7, 'accesscontrol.limited-by-api-access-count', 'This ban will last for 1 more seconds', 1000],
  [7, 'accesscontrol.limited-by-app-access-count', 'This ban will last for 31062 more seconds', 31_062_000],
  [8, undefined, 'call frequency exceeded', 60_000],
  [4, undefined, 'user call limited', 60_000],
  [15, 'accesscontrol.limited-by-app-api-access-count', 'This ban will last for 2 more seconds', 2000],
])('%i %s "%s" throttles for %i ms', (code, subCode, subMsg, retryAfterMs) => {
  const fault = faultOf({ code: String(code), msg: 'App Call Limited', sub_code: subCode, sub_msg: subMsg }, knobs);
  expect(fault).toEqual({ kind: 'throttled', retryAfterMs });
});

test.each([
  [11, undefined, 'unauthorised'],
  [12, undefined, 'unauthorised'],
  [24, undefined, 'unauthorised'],
  [25, undefined, 'unauthorised'],
  [26, undefined, 'unauthorised'],
  [27, 'isv.session-expired', 'unauthorised'],
  [29, undefined, 'unauthorised'],
  [31, undefined, 'unauthorised'],
  [53, undefined, 'unauthorised'],
  [10, undefined, 'unknown'],
  [15, 'isp.remote-service-error', 'unknown'],
  [15, 'isp.top-remote-connection-timeout', 'unknown'],
  [15, undefined, 'unknown'],
  [99, undefined, 'unknown'],
  [41, 'isp.unknown', 'unknown'],
  [15, 'isv.refund-status-invalid', 'refused'],
  [15, 'REFUND_STATUS_ERROR', 'refused'],
  [22, undefined, 'refused'],
  [40, 'isv.missing-parameter:fields', 'refused'],
  [41, undefined, 'refused'],
  [99, 'isv.invalid-parameter:tid', 'refused'],
])('%i %s is %s', (code, subCode, kind) => {
  expect(faultOf({ code: String(code), msg: 'm', sub_code: subCode }, knobs)).toMatchObject({ kind });
});

test.each([
  ['isv.refund-version-changed', true],
  ['isv.refund-status-invalid', false],
])('the refusal %s means that the document has changed: %s', (subCode, stale) => {
  const error = { code: '15', msg: 'Remote service error', sub_code: subCode, sub_msg: '退款状态不允许此操作' };
  expect(faultOf(error, knobs)).toEqual({ kind: 'refused', code: subCode, message: '退款状态不允许此操作', stale });
});
