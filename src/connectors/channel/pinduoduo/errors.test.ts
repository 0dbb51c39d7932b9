import { expect, test } from 'vitest';
import { faultOf } from './errors.ts';

const error = (code: number, sub_msg?: string) => ({ error_code: String(code), error_msg: '错误', sub_msg });

test.each([[70031], [52101], [52102], [52103], [70033], [70036]])(
  '%i has not been let in, and waits as long as the configuration says',
  (code) => {
    expect(faultOf(error(code), 10_000)).toEqual({ kind: 'throttled', retryAfterMs: 10_000 });
  },
);

test.each([
  [10001, 'unauthorised'],
  [10016, 'unauthorised'],
  [10019, 'unauthorised'],
  [20004, 'unauthorised'],
  [20005, 'unauthorised'],
  [20031, 'unauthorised'],
  [20032, 'unauthorised'],
  [70032, 'unauthorised'],
  [70034, 'unauthorised'],
  [10000, 'refused'],
  [10017, 'refused'],
  [20035, 'refused'],
  [21001, 'refused'],
  [21002, 'refused'],
  [50001, 'refused'],
  [52004, 'refused'],
  [50000, 'unknown'],
  [50002, 'unknown'],
  [52001, 'unknown'],
  [52002, 'unknown'],
  [99999, 'unknown'],
])('%i is %s', (code, kind) => {
  expect(faultOf(error(code), 10_000)).toMatchObject({ kind });
});

test('the words of the sub code are passed on, and those of the code where there are none', () => {
  expect(faultOf({ ...error(50001, '售后单已退款'), sub_code: '50001' }, 0)).toEqual({
    kind: 'refused',
    code: '50001',
    message: '售后单已退款',
    stale: false,
  });
  expect(faultOf(error(10001), 0)).toMatchObject({ code: '10001', message: '错误' });
});
