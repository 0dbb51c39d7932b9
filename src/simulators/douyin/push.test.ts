import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { Simulator } from '../simulator.ts';
import { address, look, operate, sell, start, steer } from './test-client.ts';

type Call = { body: string; sign: string | undefined; messages: { tag: string; msg_id: string; data: string }[] };

const accepted = '{"code":0,"msg":"success"}';

/** An address that accepts every push unless told otherwise. */
async function shop(replies: string[] = []) {
  const calls: Call[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const sign = request.headers['event-sign'];
    calls.push({ body, sign: typeof sign === 'string' ? sign : undefined, messages: JSON.parse(body) });
    response.end(replies.shift() ?? accepted);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hooks`,
    calls,
    tags: () => calls.map(({ messages }) => messages.map(({ tag }) => tag)),
  };
}

async function startTelling(replies: string[] = []) {
  const simulator = await start();
  const { order_id } = await sell(simulator);
  const receiver = await shop(replies);
  await steer(simulator, 'push-address', { url: receiver.url });
  return { simulator, order_id, ...receiver };
}

const signOf = (body: string): string =>
  createHash('md5').update(`7000000000000000001${body}11111111-2222-3333-4444-555555555555`).digest('hex');
const arrived = (calls: Call[], count: number) => expect.poll(() => calls.length, { timeout: 5_000 }).toBe(count);
const askBack = async (simulator: Simulator, order_id: string) =>
  String((await steer(simulator, 'aftersales', { order_id })).after_sale_id);

test('a push is signed over its bytes, and its content is JSON within the JSON with bare ids', async () => {
  const { simulator, order_id, calls } = await startTelling();
  const id = await askBack(simulator, order_id);
  await arrived(calls, 1);
  const [call] = calls;
  expect(call?.sign).toBe(signOf(call?.body ?? ''));
  expect(call?.messages).toMatchObject([{ tag: '200', msg_id: expect.stringMatching(/:200:\d{10}$/) }]);
  expect(call?.messages[0]?.data).toContain(`"aftersale_id":${id},"aftersale_status":6`);
  expect(call?.messages[0]?.data).toMatch(/"apply_time":\d{10},"update_time":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00"/);
  await expect.poll(async () => (await look(simulator, 'pushes'))[0]).toMatchObject({ state: 'accepted', attempts: 1 });
});

test('each step of a return is told, several in one call', async () => {
  const { simulator, order_id, tags } = await startTelling();
  await steer(simulator, `orders/${order_id}/ship`, { company_name: '圆通速递', tracking_no: 'YT1' });
  const id = await askBack(simulator, order_id);
  await operate(simulator, 101, { aftersale_id: id, ...address });
  await steer(simulator, `aftersales/${id}/ship`, { company_name: '中通快递', tracking_no: '73100000000001' });
  await operate(simulator, 111, { aftersale_id: id });
  await expect.poll(() => tags().flat(), { timeout: 5_000 }).toEqual(['102', '200', '202', '203', '201', '206']);
});

test('what is not accepted is repeated, and given up in the end', async () => {
  const { simulator, order_id, calls } = await startTelling(['{"code":1,"msg":"fail"}', 'no JSON', accepted]);
  await steer(simulator, 'switches', { pushRepeatDelayMs: 60_000, pushRepeats: 1 });
  await askBack(simulator, order_id);
  await arrived(calls, 1);
  await expect.poll(async () => (await look(simulator, 'pushes'))[0].attempts).toBe(1);
  simulator.clock.shift(61_000);
  await arrived(calls, 2);
  expect(calls[1]?.messages).toEqual(calls[0]?.messages);
  await expect.poll(async () => (await look(simulator, 'pushes'))[0].state).toBe('given_up');
});

test('a push may be asked for again', async () => {
  const { simulator, order_id, calls } = await startTelling();
  await askBack(simulator, order_id);
  await arrived(calls, 1);
  const [{ msg_id }] = await look(simulator, 'pushes');
  await steer(simulator, `pushes/${msg_id}/resend`);
  await arrived(calls, 2);
  expect(calls[1]?.body).toBe(calls[0]?.body);
});

test('the connection is tested with a message about nothing', async () => {
  const { simulator, tags } = await startTelling();
  await steer(simulator, 'push-test');
  expect(tags()).toEqual([['0']]);
});

test('without an address nobody is told', async () => {
  const { simulator, order_id } = await startTelling();
  await steer(simulator, 'push-address', { url: null });
  await askBack(simulator, order_id);
  expect(await look(simulator, 'pushes')).toEqual([]);
});

test.each<[string, (calls: Call[]) => boolean]>([
  ['wrong_sign_push', ([call]) => call?.sign !== undefined && call.sign !== signOf(call.body)],
  ['unsigned_push', ([call]) => call?.sign === undefined],
  ['reserialised_push', ([call]) => call?.sign !== signOf(call?.body ?? '') && call?.body.includes('\n') === true],
])('%s is a push that must not be believed', async (kind, isForged) => {
  const { simulator, order_id, calls } = await startTelling();
  await steer(simulator, 'faults', { kind, count: 1 });
  await askBack(simulator, order_id);
  await arrived(calls, 1);
  expect(isForged(calls)).toBe(true);
});

test('duplicate_push sends the same bytes twice, lost_push nothing until the next attempt', async () => {
  const { simulator, order_id, calls } = await startTelling();
  await steer(simulator, 'faults', { kind: 'lost_push', count: 1 });
  await askBack(simulator, order_id);
  await expect.poll(async () => (await look(simulator, 'pushes'))[0].attempts).toBe(1);
  expect(calls).toEqual([]);
  await steer(simulator, 'faults', { kind: 'duplicate_push', count: 1 });
  simulator.clock.shift(61_000);
  await arrived(calls, 2);
  expect(calls[1]?.body).toBe(calls[0]?.body);
});

test('out_of_order_push has the last message first', async () => {
  const { simulator, order_id, calls, tags } = await startTelling();
  const id = await askBack(simulator, order_id);
  await arrived(calls, 1);
  await steer(simulator, 'faults', { kind: 'out_of_order_push', count: 1 });
  await operate(simulator, 201, { aftersale_id: id });
  await arrived(calls, 2);
  expect(tags()).toEqual([['200'], ['206', '201']]);
});
