import { expect, test } from 'vitest';
import type { Instant } from '../../../domain/time.ts';
import { DINGTALK_PATH, startDingtalk } from '../../../simulators/bots/dingtalk.ts';
import { cannedVendor } from '../../canned-vendor.ts';
import { steering } from '../../steering.ts';
import { describeNotices, sample } from '../conformance.ts';
import { dingtalk } from './dingtalk.ts';
import { dingtalkSign } from './sign.ts';

describeNotices('钉钉', async () => {
  const simulator = await startDingtalk({ keyword: '归来' });
  const steer = steering(simulator.url);
  let isHanging = false;
  const portWith = (signSecret: string) =>
    dingtalk({
      webhookUrl: `${simulator.url}${DINGTALK_PATH}?access_token=test-dingtalk-token`,
      signSecret,
      keyword: '归来',
      timeoutMs: isHanging ? 400 : 10_000,
      now: () => new Date(simulator.clock.now()).toISOString() as Instant,
    });
  return {
    get port() {
      return portWith('SECtest0123456789abcdef');
    },
    strangerPort: portWith('SECanother'),
    arrived: async () => (await steer('GET', 'messages')) as { text: string }[],
    fault: async (kind) => {
      isHanging = kind.startsWith('hang');
      await steer('POST', 'faults', { kind, count: 1 });
    },
    close: simulator.close,
  };
});

// The vendor publishes the steps and the secret of its example, "this is secret", but no result; these were computed
// with another implementation (Python's hmac).
test.each([
  [1577262236757, 'this is secret', 'hmPWwU%2B7lVdm3ZZz0r9tSfx0L4Q26jWOZr9%2BGs6EZQM%3D'],
  [1790000000000, 'SEC19dd84be8c7f3cf71761974f1ed3ef77c1451906', 'LcopqUP7HfIWIcQkiOFrRp8fojeUGEJJFO0Ua4GlcsA%3D'],
])('the moment %i under the secret "%s" is signed %s', (timestamp, secret, sign) => {
  expect(encodeURIComponent(dingtalkSign(timestamp, secret))).toBe(sign);
});

test('the signature travels in the address, and its plus signs survive', async () => {
  const vendor = await cannedVendor('{"errcode":0,"errmsg":"ok"}');
  const now = () => '2019-12-25T08:37:16.757Z' as Instant;
  const webhookUrl = `${vendor.url}/robot/send?access_token=t`;
  await dingtalk({ webhookUrl, signSecret: 'this is secret', timeoutMs: 5_000, now }).send(sample);
  await vendor.close();
  expect(vendor.seen[0]?.form).toEqual({
    access_token: 't',
    timestamp: '1577263036757',
    sign: dingtalkSign(1577263036757, 'this is secret'),
  });
});
