import { expect, test } from 'vitest';
import type { Instant } from '../../../domain/time.ts';
import { FEISHU_PATH, startFeishu } from '../../../simulators/bots/feishu.ts';
import { cannedVendor } from '../../canned-vendor.ts';
import { steering } from '../../steering.ts';
import { describeNotices, sample } from '../conformance.ts';
import { feishu } from './feishu.ts';
import { feishuSign } from './sign.ts';

const now = () => '2026-11-24T01:30:00.000Z' as Instant;

describeNotices('飞书', async () => {
  const simulator = await startFeishu({ keyword: '归来' });
  const steer = steering(simulator.url);
  let isHanging = false;
  const portWith = (signSecret: string) =>
    feishu({
      webhookUrl: `${simulator.url}${FEISHU_PATH}test-feishu-token`,
      signSecret,
      keyword: '归来',
      timeoutMs: isHanging ? 400 : 10_000,
      now: () => new Date(simulator.clock.now()).toISOString() as Instant,
    });
  return {
    get port() {
      return portWith('test-feishu-secret');
    },
    strangerPort: portWith('another'),
    arrived: async () =>
      ((await steer('GET', 'messages')) as { title: string; text: string }[]).map(({ title, text }) => ({
        text: `${title}\n${text}`,
      })),
    fault: async (kind) => {
      isHanging = kind.startsWith('hang');
      await steer('POST', 'faults', { kind, count: 1 });
    },
    close: simulator.close,
  };
});

// The vendor publishes the steps but no result; these were computed with another implementation (Python's hmac).
test.each([
  [1599360473, 'demo', 'l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8='],
  [1790000000, 'Yx7sDemoSecret', 'fbL0Ds0hWYW9reAL/+vCNiGAqLEUVNX0wz6ChwmzTcU='],
])('the second %i under the secret "%s" is signed %s', (timestamp, secret, sign) => {
  expect(feishuSign(timestamp, secret)).toBe(sign);
});

test.each([
  ['{"code":0,"msg":"success","data":{}}', { kind: 'sent' }],
  ['{"Extra":null,"StatusCode":0,"StatusMessage":"success"}', { kind: 'sent' }],
  ['{"code":11232,"msg":"frequency limited"}', { kind: 'throttled', retryAfterMs: 60_000 }],
  ['{"code":9499,"msg":"Bad Request"}', { kind: 'rejected', code: '9499', message: 'Bad Request', retryable: false }],
  ['{"code":77777,"msg":"new"}', { kind: 'rejected', code: '77777', message: 'new', retryable: true }],
  ['{"ok":true}', { kind: 'unknown', cause: 'HTTP 200' }],
  ['<html>', { kind: 'unknown', cause: 'HTTP 200' }],
])('the answer %s means %j', async (body, outcome) => {
  const vendor = await cannedVendor(body);
  expect(await feishu({ webhookUrl: vendor.url, timeoutMs: 5_000, now }).send(sample)).toEqual(outcome);
  await vendor.close();
});
