import { once } from 'node:events';
import { expect, onTestFinished, test, vi } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { fromMs } from '../../../domain/time.ts';
import { startPinduoduo } from '../../../simulators/pinduoduo/simulator.ts';
import { cannedVendor } from '../../canned-vendor.ts';
import { steering } from '../../steering.ts';
import type { ChannelChange, ChannelFault } from '../port.ts';
import { clientId, configOf, mallId, orderSn, wire } from './canned-mall.ts';
import type { PinduoduoConfig } from './config.ts';
import { pinduoduo } from './pinduoduo.ts';
import { streamSign } from './sign.ts';

type Listening = { kept: ChannelChange[]; end: () => void; fault: Promise<ChannelFault | undefined> };

function listenTo(config: PinduoduoConfig, keep?: (changes: readonly ChannelChange[]) => Promise<void>): Listening {
  const kept: ChannelChange[] = [];
  const controller = new AbortController();
  onTestFinished(() => controller.abort());
  const fault = Promise.resolve(
    pinduoduo(config).listen?.(async (changes) => {
      await keep?.(changes);
      kept.push(...changes);
    }, controller.signal),
  );
  return { kept, end: () => controller.abort(), fault };
}

const created = z.tuple([z.object({ order_sn: z.string() })]);
const afterSale = z.object({ id: z.string() });
const messages = z.array(z.object({ id: z.string(), type: z.string(), acknowledged: z.boolean() }));

async function openMall() {
  const simulator = await startPinduoduo();
  onTestFinished(() => simulator.close());
  const steer = steering(simulator.url);
  return {
    simulator,
    steer,
    config: {
      ...configOf(`${simulator.url}/api/router`, simulator.messageUrl),
      now: () => fromMs(simulator.clock.now()),
    },
    connected: () => vi.waitFor(async () => expect(await steer('GET', 'stream')).toEqual({ connections: 1 })),
    sell: async () => created.parse(await steer('POST', 'orders', {}))[0].order_sn,
    ask: async (order_sn: string) => afterSale.parse(await steer('POST', 'after-sales', { order_sn })).id,
    pass: (ms: number) => steer('POST', 'clock', { shiftMs: ms }),
    unacknowledged: async () =>
      messages.parse(await steer('GET', 'messages')).filter(({ acknowledged }) => !acknowledged).length,
  };
}

test('what changes in the mall is told, kept, and acknowledged', async () => {
  const mall = await openMall();
  const { kept } = listenTo(mall.config);
  await mall.connected();
  const sn = await mall.sell();
  const id = await mall.ask(sn);
  await vi.waitFor(() =>
    expect(kept).toEqual([
      { kind: 'order', externalId: sn },
      { kind: 'refund', externalId: `${id}@${sn}` },
    ]),
  );
  await vi.waitFor(async () => expect(await mall.unacknowledged()).toBe(0));
});

test('a change is not acknowledged before it is kept', async () => {
  const mall = await openMall();
  let release = (): void => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let asked = 0;
  const { kept } = listenTo(mall.config, () => {
    asked += 1;
    return held;
  });
  await mall.connected();
  await mall.sell();
  await vi.waitFor(() => expect(asked).toBe(1));
  expect(await mall.unacknowledged()).toBe(1);
  release();
  await vi.waitFor(async () => expect(await mall.unacknowledged()).toBe(0));
  expect(kept).toHaveLength(1);
});

test('a change that cannot be kept ends the connection, and is told again to the next one', async () => {
  const mall = await openMall();
  const first = listenTo(mall.config, async () => {
    throw new Error('the database is down');
  });
  await mall.connected();
  const sn = await mall.sell();
  expect(await first.fault).toEqual({ kind: 'unknown', cause: 'a change could not be kept: the database is down' });
  expect(await mall.unacknowledged()).toBe(1);
  await mall.pass(10_000);
  const second = listenTo(mall.config);
  await vi.waitFor(() => expect(second.kept).toEqual([{ kind: 'order', externalId: sn }]));
});

test('a message that comes twice is kept twice and does no harm', async () => {
  const mall = await openMall();
  const { kept } = listenTo(mall.config);
  await mall.connected();
  await mall.steer('POST', 'faults', { kind: 'message_twice', count: 1 });
  const sn = await mall.sell();
  const change = { kind: 'order', externalId: sn };
  await vi.waitFor(() => expect(kept).toEqual([change, change]));
  await vi.waitFor(async () => expect(await mall.unacknowledged()).toBe(0));
});

test.each([['message_of_another_mall'], ['message_garbled']])(
  '%s is asked for again, and nothing of it is kept',
  async (kind) => {
    const mall = await openMall();
    const { kept } = listenTo(mall.config);
    await mall.connected();
    await mall.steer('POST', 'faults', { kind, count: 1 });
    const sn = await mall.sell();
    await vi.waitFor(async () => expect(await mall.steer('GET', 'faults')).toMatchObject({ fired: { [kind]: 1 } }));
    expect(await mall.unacknowledged()).toBe(1);
    expect(kept).toEqual([]);
    await vi.waitFor(async () => {
      await mall.pass(5_000);
      expect(kept).toEqual([{ kind: 'order', externalId: sn }]);
    });
  },
);

test('a forged message leads to a reading and to nothing else', async () => {
  const mall = await openMall();
  const { kept } = listenTo(mall.config);
  await mall.connected();
  const forged = (content: object) =>
    mall.steer('POST', 'messages', { type: 'pdd_refund_RefundSuccess', content: JSON.stringify(content) });
  await forged({ mall_id: 593374804, refund_id: 1, tid: orderSn, refund_fee: 1 });
  await forged({ mall_id: Number(mallId), refund_id: 2, tid: orderSn, refund_fee: 999_999 });
  await vi.waitFor(() => expect(kept).toEqual([{ kind: 'refund', externalId: `2@${orderSn}` }]));
  expect(await pinduoduo(mall.config).getRefund(`2@${orderSn}`)).toEqual({ kind: 'absent' });
});

test('a topic that means nothing here is acknowledged and not kept', async () => {
  const mall = await openMall();
  const { kept } = listenTo(mall.config);
  await mall.connected();
  await mall.steer('POST', 'messages', { type: 'pdd_goods_GoodsUpdate', content: '{"goods_id":1}' });
  await vi.waitFor(async () => expect(await mall.unacknowledged()).toBe(0));
  expect(kept).toEqual([]);
});

test('a connection that breaks is reported, and what was under way comes over the next one', async () => {
  const mall = await openMall();
  const first = listenTo(mall.config);
  await mall.connected();
  await mall.steer('POST', 'faults', { kind: 'message_cut', count: 1 });
  const sn = await mall.sell();
  expect(await first.fault).toEqual({ kind: 'unknown', cause: 'the connection was closed with 1006' });
  const second = listenTo(mall.config);
  await vi.waitFor(() => expect([...second.kept]).toEqual([{ kind: 'order', externalId: sn }]));
});

test('it ends when it is told to', async () => {
  const mall = await openMall();
  const { fault, end } = listenTo(mall.config);
  await mall.connected();
  end();
  expect(await fault).toEqual({ kind: 'unknown', cause: 'ended from our side' });
  await vi.waitFor(async () => expect(await mall.steer('GET', 'stream')).toEqual({ connections: 0 }));
});

test.each<[string, (config: PinduoduoConfig) => Partial<PinduoduoConfig>, object]>([
  ['its token is not known', () => ({ accessToken: 'gone' }), { kind: 'unauthorised', code: '20032' }],
  [
    'its signature for the stream is wrong',
    // The permission is asked for with the right clock, the connection with one that is an hour off.
    ({ now }) => {
      let calls = 0;
      const late = (): ReturnType<typeof now> => {
        calls += 1;
        return calls === 1 ? now() : fromMs(Date.parse(now()) - 3_600_000);
      };
      return { now: late };
    },
    { kind: 'unauthorised', code: 'HTTP 401' },
  ],
  ['nobody is there', () => ({ messageUrl: 'ws://127.0.0.1:1' }), { kind: 'unknown' }],
])('it reports that %s', async (_, changes, fault) => {
  const { config } = await openMall();
  expect(await listenTo({ ...config, ...changes(config) }).fault).toMatchObject(fault);
});

/** A platform that only says what the test says. */
async function bareStream(
  options: { autoPong?: boolean } = {},
): Promise<{ config: PinduoduoConfig; next: () => Promise<WebSocket>; paths: string[] }> {
  const gateway = await cannedVendor(wire({ pmc_user_permit_response: { is_success: true } }));
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, ...options });
  await once(server, 'listening');
  onTestFinished(async () => {
    await gateway.close();
    for (const socket of server.clients) socket.terminate();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const paths: string[] = [];
  const connections: WebSocket[] = [];
  server.on('connection', (socket, request) => {
    paths.push(request.url ?? '');
    connections.push(socket);
  });
  return {
    config: configOf(gateway.url, `ws://127.0.0.1:${port}`),
    next: () => vi.waitFor(() => connections[0] ?? expect.unreachable('nobody has connected')),
    paths,
  };
}

test('the address is signed, heartbeats go out, and an answer repeats every digit of the id', async () => {
  const { config, next, paths } = await bareStream();
  listenTo({ ...config, unverified: { heartbeatMs: 20 } });
  const socket = await next();
  const heard: string[] = [];
  socket.on('message', (data) => heard.push(String(data)));
  const time = Date.parse(config.now());
  expect(paths).toEqual([`/message/${clientId}/${time}/${streamSign(clientId, time, config.clientSecret)}`]);
  const content = `{\\"mall_id\\":${mallId},\\"refund_id\\":7381745730123456789,\\"tid\\":\\"${orderSn}\\"}`;
  const type = 'pdd_refund_RefundCreated';
  const message = `{"type":"${type}","mallID":${mallId},"content":"${content}"}`;
  socket.send(`{"id":9210000000000000001,"commandType":"Common","time":1,"sendTime":${time},"message":${message}}`);
  await vi.waitFor(() =>
    expect(heard).toContain(
      `{"commandType":"Ack","time":${time},"id":9210000000000000001,"sendTime":${time},"type":"${type}","mallID":${mallId}}`,
    ),
  );
  await vi.waitFor(() => expect(heard).toContain(`{"commandType":"HeartBeat","time":${time}}`));
});

test.each([['no JSON'], ['{}'], ['{"commandType":"HeartBeat","time":1}'], ['{"commandType":"Common","id":1}']])(
  'the frame %s is a sign of life, and no more',
  async (frame) => {
    const { config, next } = await bareStream();
    const { kept, end, fault } = listenTo({ ...config, unverified: { heartbeatMs: 20, silentHeartbeats: 1_000 } });
    const socket = await next();
    const heard: string[] = [];
    socket.on('message', (data) => heard.push(String(data)));
    socket.send(frame);
    await vi.waitFor(() => expect(heard.length).toBeGreaterThan(2));
    expect(heard.every((text) => text.includes('HeartBeat'))).toBe(true);
    end();
    await fault;
    expect(kept).toEqual([]);
  },
);

test('of messages that arrive together every one is answered', async () => {
  const { config, next } = await bareStream();
  const { kept } = listenTo({ ...config, unverified: { heartbeatMs: 60_000 } });
  const socket = await next();
  const acknowledged: string[] = [];
  socket.on('message', (data) => acknowledged.push(...(/"Ack".*"id":(\d+)/.exec(String(data))?.slice(1) ?? [])));
  const send = (id: number, type: string, content: object): void => {
    const message = { type, mallID: Number(mallId), content: JSON.stringify(content) };
    socket.send(JSON.stringify({ id, commandType: 'Common', time: 1, sendTime: 2, message }));
  };
  send(1, 'pdd_goods_GoodsUpdate', { goods_id: 1 });
  send(2, 'pdd_trade_TradeConfirmed', { mall_id: Number(mallId), tid: 'a' });
  send(3, 'pdd_goods_GoodsUpdate', { goods_id: 1 });
  send(4, 'pdd_trade_TradeConfirmed', { mall_id: Number(mallId), tid: 'b' });
  await vi.waitFor(() => expect(acknowledged.toSorted()).toEqual(['1', '2', '3', '4']));
  expect(kept.map(({ externalId }) => externalId)).toEqual(['a', 'b']);
});

test('a platform that only answers pings is alive', async () => {
  const { config, next } = await bareStream();
  const { fault, end } = listenTo({ ...config, unverified: { heartbeatMs: 10, silentHeartbeats: 20 } });
  const socket = await next();
  let beats = 0;
  socket.on('message', () => {
    beats += 1;
  });
  await vi.waitFor(() => expect(beats).toBeGreaterThan(40));
  end();
  expect(await fault).toEqual({ kind: 'unknown', cause: 'ended from our side' });
});

test('a platform that falls silent is given up', async () => {
  const { config } = await bareStream({ autoPong: false });
  const { fault } = listenTo({ ...config, unverified: { heartbeatMs: 10, silentHeartbeats: 3 } });
  expect(await fault).toEqual({ kind: 'unknown', cause: 'the platform has fallen silent' });
});
