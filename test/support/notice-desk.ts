import { sql } from 'kysely';
import { expect } from 'vitest';
import type { DeliveryView, NoticeChannelView } from '../../src/contract/notices.ts';
import { present } from '../../src/domain/assert.ts';
import type { Notice, NoticeChannelId, NoticeId, Topic } from '../../src/domain/notices/notice.ts';
import { fromWallClock, type Instant, toMs } from '../../src/domain/time.ts';
import { notify } from '../../src/server/notices/notify.ts';
import { sendNotice } from '../../src/server/notices/send-notice.ts';
import { DINGTALK_PATH, startDingtalk } from '../../src/simulators/bots/dingtalk.ts';
import { startWecom, WECOM_PATH } from '../../src/simulators/bots/wecom.ts';
import type { Simulator } from '../../src/simulators/simulator.ts';
import { startWebhookCatcher } from '../../src/simulators/webhook/simulator.ts';
import type { Harness } from './app-harness.ts';

export const SECRET = 'whsec_Z3VpbGFpLXRlc3Qtc2VjcmV0LTAxMjM0NTY3ODk=';

type Refusal = { code: string; rejection: Record<string, unknown> };
type Caught = { id: string; body: { data: { title: string; lines: string[] } } };

const names = ['wecom', 'dingtalk', 'webhook'] as const;
type Name = (typeof names)[number];

const terms = { severities: [], topics: [], quiet: null, digestAt: null };

let notices = 0;
const aNotice = (changed: Partial<Notice> = {}): Notice => ({
  id: `ntc_${++notices}`,
  title: `包裹 ${notices} 没有更新`,
  lines: ['运单 SF1234567890'],
  url: 'https://erp.example.com/rmas/rma_1',
  severity: 'warning',
  language: 'zh',
  ...changed,
});

/** Notices, the channels they go out on, and a clock that a test moves. */
export async function noticeDeskOf(harness: Harness) {
  harness.program.app.config.nearVendors = true;
  const outside = await startOutside();
  return { ...outside, ...inside(harness, outside), ...clockOf(harness, outside), terms, aNotice };
}

type Outside = Awaited<ReturnType<typeof startOutside>>;

/** Two groups with bots, and a system of the merchant's own. */
async function startOutside() {
  const [wecom, dingtalk, webhook] = await Promise.all([
    startWecom(),
    startDingtalk(),
    startWebhookCatcher({ secret: SECRET }),
  ]);
  const vendors: Record<Name, Simulator> = { wecom, dingtalk, webhook };
  const steer = async (vendor: Name, method: string, path: string, body?: object) => {
    const answer = await fetch(`${vendors[vendor].url}/__sim/${path}`, {
      method,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return answer.json();
  };
  return {
    steer,
    accounts: {
      wecom: { settings: {}, credentials: { webhookUrl: `${wecom.url}${WECOM_PATH}?key=test-wecom-key` } },
      dingtalk: {
        settings: {},
        credentials: {
          webhookUrl: `${dingtalk.url}${DINGTALK_PATH}?access_token=test-dingtalk-token`,
          signSecret: 'SECtest0123456789abcdef',
        },
      },
      webhook: { settings: { url: `${webhook.url}/hook` }, credentials: { signingSecret: SECRET } },
    },
    said: async (bot: 'wecom' | 'dingtalk') =>
      (await steer(bot, 'GET', 'messages')) as { title: string; text: string }[],
    caught: async () => (await steer('webhook', 'GET', 'caught')) as Caught[],
    async close(): Promise<void> {
      await Promise.all(Object.values(vendors).map((vendor) => vendor.close()));
    },
  };
}

function inside({ call, merchantId, program: { app } }: Harness, { accounts }: Outside) {
  const list = async (): Promise<NoticeChannelView[]> =>
    (await call<{ channels: NoticeChannelView[] }>('GET', '/api/notice-channels')).body.channels;
  const add = (body: object) => call<{ id: NoticeChannelId } & Refusal>('POST', '/api/notice-channels', body);
  return {
    app,
    list,
    add,
    async channel(kind: Name, changed: object = {}): Promise<NoticeChannelId> {
      const { status, body } = await add({ kind, name: kind, ...terms, ...accounts[kind], ...changed });
      expect(status, JSON.stringify(body)).toBe(200);
      return body.id;
    },
    see: async (id: string) =>
      present(
        (await list()).find((channel) => channel.id === id),
        `the channel ${id}`,
      ),
    deliveries: async (id: string) =>
      (await call<{ rows: DeliveryView[] }>('GET', `/api/notice-channels/${id}/deliveries`)).body.rows,
    tell: (notice: Notice, topic: Topic = 'parcels') =>
      app.db.inMerchant(merchantId, (tx) => notify(app, tx, merchantId, notice, topic)),
    /** What a worker does with a delivery whose time has come, by the clock of the test. */
    send: (channelId: NoticeChannelId, noticeId: NoticeId) => sendNotice(app, { merchantId, channelId, noticeId }),
  };
}

function clockOf({ merchantId, program: { app } }: Harness, { steer }: Outside) {
  const realClock = app.clock;
  const tellVendors = async (at: Instant) => {
    for (const name of names) await steer(name, 'POST', 'clock', { now: toMs(at) });
  };
  return {
    /** The same hour for the program and the vendors. */
    async setClock(wall: string): Promise<Instant> {
      const at = fromWallClock(wall, 'Asia/Shanghai');
      app.clock = { now: () => at };
      await tellVendors(at);
      return at;
    },
    /** Every test begins without channels, with silent groups and the real time. */
    async clear(): Promise<void> {
      app.clock = realClock;
      await app.db.inMerchant(merchantId, (tx) => sql`delete from notice_channel`.execute(tx));
      await tellVendors(realClock.now());
      for (const name of names) await steer(name, 'DELETE', 'faults');
      for (const name of ['wecom', 'dingtalk'] as const) await steer(name, 'DELETE', 'messages');
    },
  };
}
