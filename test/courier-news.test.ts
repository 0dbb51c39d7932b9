import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { placeOrder, startHarness } from './support/app-harness.ts';
import { deskOf, eventually } from './support/returns-desk.ts';

const harness = await startHarness();
const { server, merchantId, steer } = harness;
const { open, see, step } = deskOf(harness);

let waybills = 0;
const SALT = 'guilai-demo';

/** A return whose parcel is named and, without a courier's word, still with the buyer. */
async function announced() {
  const waybill = `SF70000000${String(++waybills).padStart(4, '0')}`;
  const rma = await open(await placeOrder(harness));
  return { waybill, rma: await step(`/api/rmas/${rma.id}/parcels`, { courier: 'shunfeng', waybill }) };
}

type Scan = { time: string; context: string; status: string; statusCode: string };
const accepted: Scan = { time: '2026-11-21 10:00:00', context: '已揽收', status: '揽收', statusCode: '1' };
const travelling: Scan = { time: '2026-11-21 18:00:00', context: '运输中', status: '在途', statusCode: '0' };
const signed: Scan = { time: '2026-11-22 09:00:00', context: '已签收', status: '签收', statusCode: '3' };

/** The courier service sends a parcel's whole history, newest first. */
function push(waybill: string, scans: Scan[], { salt = SALT, sign }: { salt?: string; sign?: string } = {}) {
  const state = scans.at(-1)?.statusCode ?? '0';
  const param = JSON.stringify({
    status: state === '3' ? 'shutdown' : 'polling',
    billstatus: 'got',
    message: '',
    autoCheck: '0',
    comOld: '',
    comNew: '',
    lastResult: {
      message: 'ok',
      state,
      status: '200',
      condition: 'F00',
      ischeck: state === '3' ? '1' : '0',
      com: 'shunfeng',
      nu: waybill,
      data: scans.toReversed().map((scan) => ({ ...scan, ftime: scan.time, areaCode: null, areaName: null })),
    },
  });
  const form = new URLSearchParams({ param });
  const genuine = createHash('md5').update(`${param}${salt}`).digest('hex').toUpperCase();
  if (sign !== '') form.set('sign', sign ?? genuine);
  return server.inject({
    method: 'POST',
    url: `/hooks/kuaidi100/${merchantId}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: form.toString(),
  });
}

test('a genuine push moves the goods on their way, and is acknowledged', async () => {
  const { rma, waybill } = await announced();
  expect(rma.lines[0]?.reception).toBe('awaiting');
  const answer = await push(waybill, [accepted, travelling]);
  expect([answer.statusCode, answer.json().result]).toEqual([200, true]);
  const after = await see(rma.id);
  expect(after.lines[0]?.reception).toBe('in_transit');
  expect(after.stage).toBe('in_transit');
});

test.each([
  ['signed with another salt', { salt: 'another' }],
  ['without a signature', { sign: '' }],
  ['with a made-up signature', { sign: 'A'.repeat(32) }],
  ['with the signature of another push', { sign: createHash('md5').update(`{}${SALT}`).digest('hex').toUpperCase() }],
])('a push %s is refused and changes nothing', async (_, forgery) => {
  const { rma, waybill } = await announced();
  const before = await see(rma.id);
  const answer = await push(waybill, [accepted, travelling], forgery);
  expect(answer.statusCode).toBe(401);
  expect(await see(rma.id)).toEqual(before);
});

test('a push to another merchant’s address is refused', async () => {
  const answer = await server.inject({ method: 'POST', url: '/hooks/kuaidi100/mer_somebodyelse', payload: 'param={}' });
  expect(answer.statusCode).toBe(401);
});

test('a push that comes again changes nothing, and neither does an older history', async () => {
  const { rma, waybill } = await announced();
  const history = [accepted, travelling, signed];
  await push(waybill, history);
  const before = await see(rma.id);
  expect((await push(waybill, history)).statusCode).toBe(200);
  expect((await push(waybill, [accepted])).statusCode).toBe(200);
  expect(await see(rma.id)).toEqual(before);
  expect(before.parcels[0]?.status).toBe('delivered');
});

test('five copies of a push at the same moment are one piece of news', async () => {
  const { rma, waybill } = await announced();
  const answers = await Promise.all(Array.from({ length: 5 }, () => push(waybill, [accepted, travelling])));
  expect(answers.map((answer) => answer.statusCode)).toEqual([200, 200, 200, 200, 200]);
  const { timeline } = await see(rma.id);
  expect(timeline.filter((entry) => entry.type === 'parcel_status_changed')).toHaveLength(1);
});

test('news of a parcel nobody knows is acknowledged and forgotten', async () => {
  expect((await push('SF79999999999', [accepted])).statusCode).toBe(200);
});

test('a parcel that carries two returns moves both', async () => {
  const { rma, waybill } = await announced();
  const other = await open(await placeOrder(harness));
  await step(`/api/rmas/${other.id}/parcels`, { courier: 'shunfeng', waybill });
  await push(waybill, [accepted, travelling]);
  expect([(await see(rma.id)).stage, (await see(other.id)).stage]).toEqual(['in_transit', 'in_transit']);
});

test('news that comes after the goods are in does not send them back on the road', async () => {
  const { rma, waybill } = await announced();
  await step(`/api/rmas/${rma.id}/lines/${rma.lines[0]?.id}/receive`, { quantity: 1 });
  await push(waybill, [accepted, travelling]);
  expect((await see(rma.id)).lines[0]?.reception).toBe('received');
});

test('a worker asks for news of a named parcel, and the courier’s own push then moves it', async () => {
  const worker = await harness.startWorker();
  const { rma, waybill } = await announced();
  await steer('kuaidi100', 'parcels', { com: 'shunfeng', num: waybill });
  const told = await eventually('the subscription', async () => {
    const answer = (await steer('kuaidi100', `parcels/${waybill}/scan`, { statusCode: '1' })) as { push: string };
    return answer.push === 'accepted' ? answer : undefined;
  });
  await worker.stop();
  expect(told.push).toBe('accepted');
  expect((await see(rma.id)).stage).toBe('in_transit');
});
