import { expect, test } from 'vitest';
import { startWecom, WECOM_PATH } from '../../../simulators/bots/wecom.ts';
import { steering } from '../../steering.ts';
import { describeNotices, sample } from '../conformance.ts';
import { wecom, wecomText } from './wecom.ts';

describeNotices('企业微信', async () => {
  const simulator = await startWecom();
  const steer = steering(simulator.url);
  let isHanging = false;
  const config = {
    webhookUrl: `${simulator.url}${WECOM_PATH}?key=test-wecom-key`,
    get timeoutMs() {
      return isHanging ? 400 : 10_000;
    },
  };
  return {
    get port() {
      return wecom({ webhookUrl: config.webhookUrl, timeoutMs: config.timeoutMs });
    },
    strangerPort: wecom({ webhookUrl: `${simulator.url}${WECOM_PATH}?key=another`, timeoutMs: 10_000 }),
    arrived: async () => (await steer('GET', 'messages')) as { text: string }[],
    fault: async (kind) => {
      isHanging = kind.startsWith('hang');
      await steer('POST', 'faults', { kind, count: 1 });
    },
    close: simulator.close,
  };
});

test('a notice is written in the little markdown that the bot knows', () => {
  expect(wecomText({ ...sample, lines: ['一', '二'], url: 'https://x/(1)' })).toBe(
    '### <font color="warning">［紧急］ 退回包裹 5 天没有更新</font>\n> 一\n> 二\n\n[打开查看](https://x/%281%29)',
  );
});
