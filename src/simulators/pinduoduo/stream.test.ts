import { once } from 'node:events';
import { expect, onTestFinished, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { streamSign } from './signature.ts';
import type { PinduoduoSimulator } from './simulator.ts';
import { ask, clientId, look, secret, sell, start, steer } from './test-client.ts';

function connect(simulator: PinduoduoSimulator, change: { time?: number; sign?: string; client?: string } = {}) {
  const time = String(change.time ?? simulator.clock.now());
  const client = change.client ?? clientId;
  const sign = change.sign ?? streamSign(client, time, secret);
  const socket = new WebSocket(`${simulator.messageUrl}/message/${client}/${time}/${sign}`);
  onTestFinished(() => socket.terminate());
  const heard: string[] = [];
  socket.on('message', (data) => heard.push(String(data)));
  return { socket, heard };
}

const permit = (simulator: PinduoduoSimulator, topics = '') => ask(simulator, { type: 'pdd.pmc.user.permit', topics });
const idIn = (frame = ''): string => /"id":(\d+)/.exec(frame)?.[1] ?? '';

test.each<[string, (simulator: PinduoduoSimulator) => Parameters<typeof connect>[1]]>([
  ['a wrong signature', () => ({ sign: 'OTZj' })],
  ['another client', () => ({ client: 'f'.repeat(32) })],
  ['a time of another day', ({ clock }) => ({ time: clock.now() - 86_400_000 })],
])('nobody listens with %s', async (_, change) => {
  const simulator = await start();
  const { socket } = connect(simulator, change(simulator));
  const [{ message }] = await once(socket, 'error');
  expect(message).toContain('401');
});

test('a message comes until it is acknowledged, and at once again after a Fail', async () => {
  const simulator = await start();
  await permit(simulator);
  const { socket, heard } = connect(simulator);
  await once(socket, 'open');
  const { order_sn } = await sell(simulator);
  await vi.waitFor(() => expect(heard).toHaveLength(1));
  expect(heard[0]).toContain('"commandType":"Common"');
  expect(heard[0]).toContain('"type":"pdd_trade_TradeConfirmed","mallID":171504183');
  expect(heard[0]).toContain(`\\"tid\\":\\"${order_sn}\\"`);
  const id = idIn(heard[0]);
  expect(BigInt(id)).toBeGreaterThan(2n ** 53n);

  socket.send(`{"commandType":"Fail","id":${id}}`);
  await vi.waitFor(() => {
    simulator.clock.shift(5_000);
    expect(heard).toHaveLength(2);
  });
  socket.send(`{"commandType":"Ack","id":${id}}`);
  await vi.waitFor(async () => expect(await look(simulator, 'messages')).toMatchObject([{ acknowledged: true }]));
  simulator.clock.shift(60_000);
  await sell(simulator);
  await vi.waitFor(() => expect(heard).toHaveLength(3));
  expect(idIn(heard[2])).not.toBe(id);
});

test('messages wait for whoever connects later', async () => {
  const simulator = await start();
  await permit(simulator);
  await sell(simulator);
  const { heard } = connect(simulator);
  await vi.waitFor(() => expect(heard).toHaveLength(1));
});

test('only permitted malls and topics are told of', async () => {
  const simulator = await start();
  await sell(simulator);
  expect(await look(simulator, 'messages')).toEqual([]);
  await permit(simulator, 'pdd_refund_RefundCreated');
  const { order_sn } = await sell(simulator);
  await steer(simulator, 'after-sales', { order_sn });
  expect(await look(simulator, 'messages')).toMatchObject([{ type: 'pdd_refund_RefundCreated' }]);
});

test('a heartbeat is answered', async () => {
  const simulator = await start();
  const { socket, heard } = connect(simulator);
  await once(socket, 'open');
  socket.send(`{"commandType":"HeartBeat","time":${simulator.clock.now()}}`);
  await vi.waitFor(() => expect(heard[0]).toContain('"HeartBeat"'));
});

test('connections are cut when the test says so', async () => {
  const simulator = await start();
  const { socket } = connect(simulator);
  await once(socket, 'open');
  expect(await look(simulator, 'stream')).toEqual({ connections: 1 });
  await steer(simulator, 'stream/cut');
  await once(socket, 'close');
  expect(await look(simulator, 'stream')).toEqual({ connections: 0 });
});
