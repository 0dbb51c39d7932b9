import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { present } from '../src/domain/assert.ts';
import { plusMs } from '../src/domain/time.ts';
import type { Program } from '../src/server/compose.ts';
import { applyPushes } from '../src/server/couriers/apply-pushes.ts';
import { placeOrder, startHarness } from './support/app-harness.ts';
import { deskOf, eventually } from './support/returns-desk.ts';

const harness = await startHarness();
const { server, merchantId, steer, call } = harness;
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

/** The push is answered when it is kept, and taken over after that. */
async function push(...told: Parameters<typeof send>) {
  const answer = await send(...told);
  await applyPushes(harness.program.app, merchantId);
  return answer;
}

/** The courier service sends a parcel's whole history, newest first. */
function send(waybill: string, scans: Scan[], { salt = SALT, sign }: { salt?: string; sign?: string } = {}) {
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

test('news of a parcel nobody knows is acknowledged and forgotten: it counts when it comes again and somebody does', async () => {
  const waybill = 'SF79999999999';
  expect((await push(waybill, [accepted, travelling])).statusCode).toBe(200);
  const rma = await open(await placeOrder(harness));
  await step(`/api/rmas/${rma.id}/parcels`, { courier: 'shunfeng', waybill });
  await push(waybill, [accepted, travelling]);
  expect((await see(rma.id)).stage).toBe('in_transit');
});

type Kept = { vendor: string; documentId: string; state: string; reason: string | null; attempts: number };
const leftPushes = async () => (await call<{ rows: Kept[] }>('GET', '/api/inbox/couriers')).body.rows;
const retry = async ({ vendor, documentId }: Kept) =>
  (await call<{ state: string; reason: string }>('POST', '/api/inbox/couriers/retry', { vendor, documentId })).body;

test('a genuine push that cannot be read is kept with its reason, and read again when somebody asks', async () => {
  const param = JSON.stringify({
    status: 'polling',
    lastResult: { nu: 'SF1', com: 'shunfeng', data: [{ context: 'no time' }] },
  });
  const sign = createHash('md5').update(`${param}${SALT}`).digest('hex').toUpperCase();
  const tell = () =>
    server.inject({
      method: 'POST',
      url: `/hooks/kuaidi100/${merchantId}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ param, sign }).toString(),
    });
  expect((await tell()).statusCode).toBe(400);
  expect((await tell()).statusCode).toBe(400);
  const [kept, ...others] = await leftPushes();
  expect(others).toEqual([]);
  expect(kept).toMatchObject({ vendor: 'kuaidi100', state: 'unreadable', reason: 'data.0.ftime: missing' });
  expect(await retry(present(kept, 'the push'))).toEqual({ state: 'unreadable', reason: 'data.0.ftime: missing' });
  expect((await leftPushes())[0]?.attempts).toBe(1);
});

test('what a push says of people stands sealed in the database, and is gone once it is taken over', async () => {
  const { waybill } = await announced();
  await send(waybill, [{ ...accepted, context: '快递员张三 13900001111 已揽收' }]);
  const contents = async () =>
    harness.program.app.db.inMerchant(merchantId, async (tx) => {
      return tx.selectFrom('courier_push').select(['content', 'state']).execute();
    });
  const waiting = (await contents()).filter(({ state }) => state === 'waiting');
  expect(waiting).toHaveLength(1);
  expect(waiting[0]?.content.toString('latin1')).not.toContain('13900001111');
  await applyPushes(harness.program.app, merchantId);
  const applied = (await contents()).filter(({ state }) => state === 'applied');
  expect(applied.every(({ content }) => content.length === 0)).toBe(true);
});

test('a push that could not be taken over waits, is tried again, and is left for a person in the end', async () => {
  const { rma, waybill } = await announced();
  const { app } = harness.program;
  let minutes = 0;
  const later = { ...app, clock: { now: () => plusMs(app.clock.now(), minutes * 60_000) } };
  const broken = { ...later, shops: app.shops, db: { ...app.db, inMerchant: refusing(app.db.inMerchant) } };
  await send(waybill, [accepted, travelling]);
  for (let n = 0; n < 5; n++) {
    await applyPushes(broken, merchantId);
    minutes += 24 * 60;
  }
  const failed = (await leftPushes()).find(({ state }) => state === 'failed');
  expect(failed).toMatchObject({ attempts: 5, reason: 'the table of scans is away' });
  expect((await see(rma.id)).lines[0]?.reception).toBe('awaiting');
  expect(await retry(present(failed, 'the push'))).toEqual({ state: 'applied', reason: null });
  expect((await see(rma.id)).stage).toBe('in_transit');
});

/** A database whose transactions that write scans fail. */
function refusing(inMerchant: Program['app']['db']['inMerchant']): typeof inMerchant {
  return (merchant, work) =>
    inMerchant(merchant, async (tx) => {
      const result = await work(tx);
      const { rows } = await sql<{ wrote: boolean }>`select exists (select 1 from parcel
        where merchant_id = ${merchant} and xmin = pg_current_xact_id_if_assigned()::xid) as wrote`.execute(tx);
      if (rows[0]?.wrote) throw new Error('the table of scans is away');
      return result;
    });
}

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
  expect(told.push).toBe('accepted');
  await eventually('the news', async () => ((await see(rma.id)).stage === 'in_transit' ? true : undefined));
  await worker.stop();
});
