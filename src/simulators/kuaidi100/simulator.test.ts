import { createHash } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Simulator } from '../simulator.ts';
import { type Kuaidi100Options, startKuaidi100 } from './simulator.ts';

const num = 'YT1234567890123';
const accepted = '{"result":true,"returnCode":"200","message":"成功"}';
const timeline = [
  { statusCode: '103', context: '快件已揽收', location: '上海市' },
  { statusCode: '1002', context: '快件在运输途中' },
  { statusCode: '301', context: '已签收' },
];

type Push = { sign: string | null; raw: string; param: Record<string, unknown> };
type Shop = { url: string; pushes: Push[]; replies: string[]; close(): void };

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function start(options: Kuaidi100Options = {}): Promise<Simulator> {
  const simulator = await startKuaidi100({ pushRepeatDelayMs: 1_800_000, firstPushDelayMs: 3_600_000, ...options });
  open.unshift(simulator);
  return simulator;
}

/** A callback that accepts every push unless told otherwise. */
async function shop(): Promise<Shop> {
  const pushes: Push[] = [];
  const replies: string[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const form = new URLSearchParams(body);
    const raw = form.get('param') ?? '';
    pushes.push({ sign: form.get('sign'), raw, param: JSON.parse(raw) });
    response.end(replies.shift() ?? accepted);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const opened = { url: `http://127.0.0.1:${port}/hooks/k100/push`, pushes, replies, close: () => server.close() };
  open.push(opened);
  return opened;
}

const md5 = (text: string): string => createHash('md5').update(text).digest('hex').toUpperCase();

const post = async (simulator: Simulator, path: string, form: Record<string, string>) =>
  (await fetch(`${simulator.url}${path}`, { method: 'POST', body: new URLSearchParams(form) })).json();

const steer = async (simulator: Simulator, path: string, body: unknown = {}) => {
  const response = await fetch(`${simulator.url}/__sim/${path}`, { method: 'POST', body: JSON.stringify(body) });
  return { status: response.status, ...(await response.json()) };
};

function query(simulator: Simulator, changes: Record<string, unknown> = {}, key = 'TESTKEY0001') {
  const param = JSON.stringify({ com: 'yuantong', num, resultv2: '4', ...changes });
  const sign = md5(`${param}${key}TESTCUSTOMER0001`);
  return post(simulator, '/poll/query.do', { customer: 'TESTCUSTOMER0001', sign, param });
}

function subscribe(
  simulator: Simulator,
  changes: Record<string, unknown> = {},
  parameters: Record<string, unknown> = {},
) {
  const param = {
    company: 'yuantong',
    number: num,
    key: 'TESTKEY0001',
    parameters: { callbackurl: 'http://127.0.0.1:9/', salt: 's4lt', resultv2: '4', ...parameters },
    ...changes,
  };
  return post(simulator, '/poll', { schema: 'json', param: JSON.stringify(param) });
}

async function travelling(options: Kuaidi100Options = {}) {
  const simulator = await start(options);
  const callback = await shop();
  await steer(simulator, 'parcels', { com: 'yuantong', num, timeline });
  expect(await subscribe(simulator, {}, { callbackurl: callback.url })).toMatchObject({ returnCode: '200' });
  return { simulator, callback };
}

const lastResult = (push: Push | undefined) =>
  push?.param['lastResult'] as { state: string; data: { context: string; statusCode: string }[] };

describe('a query', () => {
  test('tells the whole history, newest first', async () => {
    const simulator = await start();
    await steer(simulator, 'parcels', { com: 'yuantong', num, timeline });
    await steer(simulator, `parcels/${num}/advance`);
    simulator.clock.shift(60_000);
    await steer(simulator, `parcels/${num}/advance`);
    const answer = await query(simulator);
    expect(answer).toMatchObject({ message: 'ok', nu: num, status: '200', state: '0', ischeck: '0' });
    expect(answer.data).toMatchObject([
      { statusCode: '1002', status: '干线' },
      { statusCode: '103', status: '已揽收', location: '上海市', context: '快件已揽收' },
    ]);
    expect((await query(simulator, { order: 'asc' })).data[0]).toMatchObject({ statusCode: '103' });
  });

  test('leaves the advanced states out unless asked for them', async () => {
    const simulator = await start();
    await steer(simulator, 'parcels', { com: 'yuantong', num, timeline });
    await steer(simulator, `parcels/${num}/advance`);
    expect((await query(simulator, { resultv2: '0' })).data[0]).not.toHaveProperty('statusCode');
  });

  test.each([
    ['a wrong key', {}, 'OTHER', '503'],
    ['a number without a scan', {}, 'TESTKEY0001', '500'],
    ['an unknown carrier', { com: 'pigeon' }, 'TESTKEY0001', '400'],
    ['a number that is too short', { num: '12345' }, 'TESTKEY0001', '400'],
    ['SF without a phone', { com: 'shunfeng', num: 'SF1234567890123' }, 'TESTKEY0001', '408'],
  ])('is refused for %s', async (_, changes, key, returnCode) => {
    const simulator = await start();
    expect(await query(simulator, changes, key)).toMatchObject({ result: false, returnCode });
  });

  test('is refused when the phone is not the one of the parcel', async () => {
    const simulator = await start();
    const sf = { com: 'shunfeng', num: 'SF1234567890123' };
    await steer(simulator, 'parcels', { ...sf, phone: '13800001234', timeline });
    await steer(simulator, `parcels/${sf.num}/advance`);
    expect(await query(simulator, { ...sf, phone: '9999' })).toMatchObject({ returnCode: '408' });
    expect(await query(simulator, { ...sf, phone: '1234' })).toMatchObject({ message: 'ok' });
  });

  test('locks the key on the second try within half an hour where that is switched on', async () => {
    const simulator = await start();
    await steer(simulator, 'switches', { queryLock: true });
    await steer(simulator, 'parcels', { com: 'yuantong', num, timeline });
    await steer(simulator, `parcels/${num}/advance`);
    expect(await query(simulator)).toMatchObject({ message: 'ok' });
    expect(await query(simulator)).toMatchObject({ result: false, returnCode: '601' });
    simulator.clock.shift(1_800_000);
    expect(await query(simulator)).toMatchObject({ message: 'ok' });
  });

  test('finds the vendor busy, or silent, where that fault is on', async () => {
    const simulator = await start();
    await steer(simulator, 'faults', { kind: 'server_busy', count: 1 });
    expect(await query(simulator)).toMatchObject({ returnCode: '502' });
    expect(await query(simulator)).toMatchObject({ returnCode: '500' });
  });
});

test('scripted scans happen when the clock gets there', async () => {
  const simulator = await start();
  const steps = [
    { ...timeline[0], afterSeconds: 60 },
    { ...timeline[1], afterSeconds: 7_200 },
  ];
  await steer(simulator, 'parcels', { com: 'yuantong', num, timeline: steps });
  expect(await query(simulator)).toMatchObject({ returnCode: '500' });
  simulator.clock.shift(61_000);
  expect((await query(simulator)).data).toHaveLength(1);
  simulator.clock.shift(7_200_000);
  expect((await query(simulator)).data).toHaveLength(2);
});

describe('a subscription', () => {
  test.each([
    ['a wrong key', { key: 'x' }, {}, '600'],
    ['an unknown carrier', { company: 'pigeon' }, {}, '701'],
    ['a number nobody recognises', { company: '', number: '???????' }, { autoCom: '1' }, '702'],
    ['no place to push to', {}, { callbackurl: '' }, '700'],
  ])('is refused for %s', async (_, changes, parameters, returnCode) => {
    const simulator = await start();
    expect(await subscribe(simulator, changes, parameters)).toMatchObject({ result: false, returnCode });
  });

  test('asked for twice is 501', async () => {
    const { simulator } = await travelling();
    expect(await subscribe(simulator)).toMatchObject({ result: false, returnCode: '501' });
  });

  test('ends with delivery, rests for half an hour, and comes four times a month at most', async () => {
    const { simulator, callback } = await travelling();
    const parameters = { callbackurl: callback.url };
    await steer(simulator, `parcels/${num}/scan`, { statusCode: '301' });
    expect(await subscribe(simulator, {}, parameters)).toMatchObject({ returnCode: '500' });
    for (let again = 0; again < 3; again += 1) {
      simulator.clock.shift(1_800_000);
      expect(await subscribe(simulator, {}, parameters)).toMatchObject({ returnCode: '200' });
      await steer(simulator, `parcels/${num}/push`);
    }
    simulator.clock.shift(1_800_000);
    expect(await subscribe(simulator, {}, parameters)).toMatchObject({ returnCode: '700' });
  });
});

describe('a push', () => {
  test('carries the full history under the signature of its salt', async () => {
    const { simulator, callback } = await travelling();
    expect(await steer(simulator, `parcels/${num}/advance`)).toMatchObject({ push: 'accepted' });
    simulator.clock.shift(1_000);
    await steer(simulator, `parcels/${num}/advance`);
    expect(callback.pushes).toHaveLength(2);
    const last = callback.pushes[1];
    expect(last?.sign).toBe(md5(`${last?.raw}s4lt`));
    expect(last?.param).toMatchObject({ status: 'polling', lastResult: { nu: num, com: 'yuantong' } });
    expect(lastResult(last).data.map((row) => row.statusCode)).toEqual(['1002', '103']);
  });

  test('of a delivered parcel says shutdown', async () => {
    const { simulator, callback } = await travelling();
    for (const _ of timeline) await steer(simulator, `parcels/${num}/advance`);
    expect(callback.pushes.at(-1)?.param).toMatchObject({ status: 'shutdown', billstatus: 'check' });
    expect(await steer(simulator, `parcels/${num}/push`)).toMatchObject({ push: 'not_subscribed' });
  });

  test('without a salt carries no signature', async () => {
    const simulator = await start();
    const callback = await shop();
    await subscribe(simulator, {}, { callbackurl: callback.url, salt: undefined });
    await steer(simulator, `parcels/${num}/push`);
    expect(callback.pushes[0]?.sign).toBeNull();
  });

  test('is repeated three times and then given up', async () => {
    const { simulator, callback } = await travelling();
    callback.replies.push('no', '{"result":false}', '<html>', '{}');
    expect(await steer(simulator, `parcels/${num}/advance`)).toMatchObject({ push: 'not_accepted' });
    for (const sent of [2, 3, 4]) {
      simulator.clock.shift(1_800_000);
      await expect.poll(() => callback.pushes.length).toBe(sent);
    }
    simulator.clock.shift(1_800_000);
    await steer(simulator, `parcels/${num}/advance`);
    expect(callback.pushes).toHaveLength(5);
  });

  test('comes by itself after the first wait', async () => {
    const { simulator, callback } = await travelling();
    await steer(simulator, 'parcels', { com: 'yuantong', num: 'YT0000000000000', timeline });
    await steer(simulator, 'parcels/YT0000000000000/advance');
    await subscribe(simulator, { number: 'YT0000000000000' }, { callbackurl: callback.url });
    expect(callback.pushes).toHaveLength(0);
    simulator.clock.shift(3_600_000);
    await expect.poll(() => callback.pushes.length).toBe(1);
  });

  test('gives up on a number that never appears', async () => {
    const simulator = await start();
    const callback = await shop();
    await subscribe(simulator, {}, { callbackurl: callback.url });
    simulator.clock.shift(4 * 86_400_000);
    await expect.poll(() => callback.pushes.length).toBe(1);
    expect(callback.pushes[0]?.param).toMatchObject({ status: 'abort', message: '3天查询无记录' });
  });
});

describe('push faults', () => {
  async function pushedUnder(kind: string, settings: Record<string, unknown> = {}) {
    const { simulator, callback } = await travelling();
    await steer(simulator, `parcels/${num}/advance`);
    simulator.clock.shift(1_000);
    await steer(simulator, 'faults', { kind, count: 1, ...settings });
    await steer(simulator, `parcels/${num}/advance`);
    const fired = await (await fetch(`${simulator.url}/__sim/faults`)).json();
    expect(fired).toMatchObject({ fired: { [kind]: 1 } });
    return callback.pushes.slice(1);
  }

  test('duplicate_push sends the same text twice', async () => {
    const [first, second, ...rest] = await pushedUnder('duplicate_push');
    expect(second?.raw).toBe(first?.raw);
    expect(rest).toEqual([]);
  });

  test('out_of_order_push sends an older history last', async () => {
    const [first, second] = await pushedUnder('out_of_order_push');
    expect(lastResult(first).data).toHaveLength(2);
    expect(lastResult(second).data).toHaveLength(1);
  });

  test('unsigned_push has no signature, wrong_sign_push a false one', async () => {
    expect((await pushedUnder('unsigned_push'))[0]?.sign).toBeNull();
    const forged = (await pushedUnder('wrong_sign_push'))[0];
    expect(forged?.sign).not.toBe(md5(`${forged?.raw}s4lt`));
  });

  test('carrier_changed names the new carrier', async () => {
    const [push] = await pushedUnder('carrier_changed', { comNew: 'shentong' });
    expect(push?.param).toMatchObject({ status: 'abort', autoCheck: '1', comOld: 'yuantong', comNew: 'shentong' });
  });

  test('abort ends the tracking', async () => {
    const [push] = await pushedUnder('abort');
    expect(push?.param).toMatchObject({ status: 'abort', message: '60天无变化' });
  });
});

describe('the recognition', () => {
  test('guesses by the number, and knows a parcel on its way', async () => {
    const simulator = await start();
    await steer(simulator, 'parcels', { com: 'jd', num: 'YT9999999999999', timeline: [] });
    const guess = async (number: string, key = 'TESTKEY0001') =>
      (await fetch(`${simulator.url}/autonumber/auto?num=${number}&key=${key}`)).json();
    expect(await guess('SF1234567890123')).toMatchObject([{ comCode: 'shunfeng' }]);
    expect(await guess('YT9999999999999')).toMatchObject([{ comCode: 'jd' }, { comCode: 'yuantong' }]);
    expect(await guess('SF1234567890123', 'x')).toMatchObject({ result: false, returnCode: '601' });
  });
});

test('a restart forgets no parcel, no subscription and no push that is owed', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'kuaidi100-'));
  const { simulator, callback } = await travelling({ dataDir });
  callback.replies.push('down');
  await steer(simulator, `parcels/${num}/advance`);
  await simulator.close();

  const after = await start({ dataDir });
  expect((await query(after)).data).toHaveLength(1);
  expect(await subscribe(after)).toMatchObject({ returnCode: '501' });
  after.clock.shift(1_800_000);
  await expect.poll(() => callback.pushes.length).toBe(2);
  expect(await steer(after, `parcels/${num}/advance`)).toMatchObject({ push: 'accepted' });
  expect(lastResult(callback.pushes[2]).data).toHaveLength(2);
});
