import { sql } from 'kysely';
import { afterAll, beforeEach, expect, test } from 'vitest';
import type { CourierView } from '../src/contract/couriers.ts';
import { present } from '../src/domain/assert.ts';
import { applyPushes } from '../src/server/couriers/apply-pushes.ts';
import { pollParcels } from '../src/server/couriers/poll-parcels.ts';
import { learnScans, parcelByWaybill } from '../src/server/parcels/parcel-store.ts';
import { startKdniao } from '../src/simulators/kdniao/simulator.ts';
import { startSf } from '../src/simulators/sf/simulator.ts';
import { placeOrder, startHarness } from './support/app-harness.ts';
import { deskOf, eventually } from './support/returns-desk.ts';

const harness = await startHarness();
const { call, merchantId, server, vendors } = harness;
const { app } = harness.program;
const { open, step, see: seeNow } = deskOf(harness);
/** As it is once everything that was pushed is taken over. */
const see: typeof seeNow = async (rmaId) => {
  await applyPushes(app, merchantId);
  return seeNow(rmaId);
};

// The simulators are near.
app.config.nearVendors = true;

const pushKey = 'a-key-that-nobody-guesses-2026';
const publicUrl = app.config.publicUrl;
const kdniao = await startKdniao({ pushUrl: `${publicUrl}/hooks/kdniao/${merchantId}`, pushRepeatDelayMs: 50 });
const sf = await startSf({ pushUrl: `${publicUrl}/hooks/sf/${merchantId}?key=${pushKey}`, pushRepeatDelayMs: 50 });
const worker = await harness.startWorker();
afterAll(async () => {
  await worker.stop();
  await kdniao.close();
  await sf.close();
});

const accounts = {
  kdniao: {
    settings: { baseUrl: kdniao.url, businessId: 'test1000001' },
    credentials: { appKey: 'TESTAPPKEY0001' },
  },
  sf: {
    settings: { serviceUrl: `${sf.url}/std/service`, partnerId: 'TESTPARTNER' },
    credentials: { checkword: 'TESTCHECKWORD0001', pushKey },
  },
  kuaidi100: {
    settings: { pollBaseUrl: vendors.kuaidi100, apiBaseUrl: vendors.kuaidi100, customer: 'TESTCUSTOMER0001' },
    credentials: { key: 'TESTKEY0001', salt: 'guilai-demo' },
  },
};
type Service = keyof typeof accounts;

const connect = (service: Service, followOrder: number | null, changed: object = {}) =>
  call<{ code: string; field?: string }>('PUT', `/api/couriers/${service}`, {
    ...accounts[service],
    followOrder,
    ...changed,
  });
const couriers = async (): Promise<CourierView[]> =>
  (await call<{ couriers: CourierView[] }>('GET', '/api/couriers')).body.couriers;
const connection = async (service: Service) =>
  present((await couriers()).find(({ id }) => id === service)?.connection, service);

/** SF's own parcels at SF, the others at KDNiao, and Kuaidi100 where neither takes them. */
beforeEach(async () => {
  for (const [service, order] of [
    ['sf', 1],
    ['kdniao', 2],
    ['kuaidi100', 3],
  ] as const)
    expect((await connect(service, order)).status).toBe(200);
});

const steer = async (url: string, path: string, body: object = {}) => {
  const answer = await fetch(`${url}/__sim/${path}`, { method: 'POST', body: JSON.stringify(body) });
  expect(answer.status, await answer.clone().text()).toBeLessThan(300);
  return (await answer.json()) as { push?: string };
};

let numbers = 0;
async function announced(courier: string, prefix: string) {
  const waybill = `${prefix}${String(Date.now()).slice(-8)}${String(++numbers).padStart(13 - 8, '0')}`;
  const rma = await open(await placeOrder(harness));
  await step(`/api/rmas/${rma.id}/parcels`, { courier, waybill });
  return { rma, waybill };
}

const followedBy = async (waybill: string) => {
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{ vendor: string | null; courier: string; poll_at: string | null; subscribed_at: string | null }>`
      select vendor, courier, poll_at, subscribed_at from parcel where waybill = ${waybill}`.execute(tx),
  );
  return present(rows[0], waybill);
};
const subscribed = (waybill: string) =>
  eventually(`the subscription of ${waybill}`, async () => {
    const parcel = await followedBy(waybill);
    return parcel.subscribed_at === null ? undefined : parcel;
  });

test('a parcel is followed by the first service that follows its courier, and its pushes move it (L-1)', async () => {
  const bySf = await announced('shunfeng', 'SF');
  const byKdniao = await announced('yuantong', 'YT');
  expect((await subscribed(bySf.waybill)).vendor).toBe('sf');
  expect((await subscribed(byKdniao.waybill)).vendor).toBe('kdniao');

  await steer(sf.url, 'parcels', { courier: 'SF', num: bySf.waybill, timeline: [{ code: '50' }, { code: '80' }] });
  await steer(kdniao.url, 'parcels', { courier: 'YTO', num: byKdniao.waybill, timeline: [{ code: '1' }] });
  expect(await steer(sf.url, `parcels/${bySf.waybill}/advance`)).toEqual({ push: 'accepted' });
  expect(await steer(kdniao.url, `parcels/${byKdniao.waybill}/advance`)).toEqual({ push: 'accepted' });
  expect((await see(bySf.rma.id)).parcels[0]?.status).toBe('picked_up');
  expect((await see(byKdniao.rma.id)).stage).toBe('in_transit');

  expect(await steer(sf.url, `parcels/${bySf.waybill}/advance`)).toEqual({ push: 'accepted' });
  expect((await see(bySf.rma.id)).parcels[0]).toMatchObject({
    status: 'delivered',
    scans: [{ code: '80' }, { code: '50' }],
  });
  expect((await followedBy(bySf.waybill)).poll_at).toBeNull();
});

test('a service that refuses a parcel leaves it to the next', async () => {
  await connect('sf', 1, { credentials: { checkword: 'WRONG' } });
  const { waybill } = await announced('shunfeng', 'SF');
  expect((await subscribed(waybill)).vendor).toBe('kdniao');
});

test('pushes in any order, twice and to a wrong address leave the parcel where the courier says', async () => {
  const { rma, waybill } = await announced('shunfeng', 'SF');
  await subscribed(waybill);
  const push = (opCode: string, minute: number, key = pushKey) =>
    server.inject({
      method: 'POST',
      url: `/hooks/sf/${merchantId}?key=${key}`,
      payload: {
        Body: {
          WaybillRoute: [
            {
              id: `${minute}`,
              mailno: waybill,
              acceptTime: `2026-11-20 10:${minute}:00`,
              remark: `第 ${minute} 分`,
              opCode,
            },
          ],
        },
      },
    });
  const before = await see(rma.id);
  expect((await push('80', 50, 'guessed')).statusCode).toBe(401);
  expect(await see(rma.id)).toEqual(before);
  for (const [code, minute] of [
    ['44', 30],
    ['50', 10],
    ['44', 30],
    ['30', 20],
    ['98765', 40],
  ] as const)
    expect((await push(code, minute)).json()).toEqual({ return_code: '0000', return_msg: '成功' });
  const { parcels } = await see(rma.id);
  expect(parcels[0]?.status).toBe('out_for_delivery');
  expect(parcels[0]?.scans.map(({ status, code }) => [status, code])).toEqual([
    ['unrecognised', '98765'],
    ['out_for_delivery', '44'],
    ['in_transit', '30'],
    ['picked_up', '50'],
  ]);
});

test('what two services tell of one scan stands there once (L-3)', async () => {
  const { rma, waybill } = await announced('shunfeng', 'SF');
  await subscribed(waybill);
  await steer(sf.url, 'parcels', { courier: 'SF', num: waybill, timeline: [{ code: '50' }] });
  await steer(sf.url, `parcels/${waybill}/advance`);
  // Somebody followed it at KDNiao as well.
  const port = present(await app.shops.courier(merchantId, 'kdniao'), 'kdniao');
  await port.subscribe({ courier: 'shunfeng', waybill, callbackUrl: '' });
  await steer(kdniao.url, 'parcels', { courier: 'SF', num: waybill, timeline: [{ code: '1' }, { code: '2' }] });
  await steer(kdniao.url, `parcels/${waybill}/advance`);
  expect(await steer(kdniao.url, `parcels/${waybill}/advance`)).toEqual({ push: 'accepted' });
  const { parcels } = await see(rma.id);
  expect(parcels[0]?.scans.map(({ status }) => status)).toEqual(['in_transit', 'picked_up']);
});

test('a parcel that was silent for long is asked after, and then only after a while again', async () => {
  const { rma, waybill } = await announced('yuantong', 'YT');
  await subscribed(waybill);
  await steer(kdniao.url, 'switches', { pushUrl: '' });
  await steer(kdniao.url, 'parcels', { courier: 'YTO', num: waybill, timeline: [{ code: '1' }] });
  await steer(kdniao.url, `parcels/${waybill}/advance`);
  await pollParcels(app, merchantId);
  expect((await see(rma.id)).parcels[0]?.status).toBe('ordered');
  await app.db.inMerchant(merchantId, (tx) =>
    sql`update parcel set poll_at = now() - interval '1 minute' where waybill = ${waybill}`.execute(tx),
  );
  expect(await pollParcels(app, merchantId)).toMatchObject({ againInMs: expect.any(Number) });
  await steer(kdniao.url, 'switches', { pushUrl: `${publicUrl}/hooks/kdniao/${merchantId}` });
  expect((await see(rma.id)).parcels[0]?.status).toBe('picked_up');
  const { poll_at } = await followedBy(waybill);
  expect(Date.parse(present(poll_at, 'the next time')) - Date.now()).toBeGreaterThan(12 * 3_600_000);
});

test('a vendor that finds another courier corrects the parcel and its return, and it is followed there', async () => {
  for (const service of ['sf', 'kdniao'] as const) await connect(service, null);
  const { rma, waybill } = await announced('shunfeng', 'SF');
  expect((await subscribed(waybill)).vendor).toBe('kuaidi100');
  await harness.steer('kuaidi100', 'parcels', { com: 'shunfeng', num: waybill, timeline: [{ statusCode: '103' }] });
  await harness.steer('kuaidi100', 'faults', { kind: 'carrier_changed', comNew: 'zhongtong', count: 1 });
  await harness.steer('kuaidi100', `parcels/${waybill}/advance`);
  const after = await see(rma.id);
  expect(after.parcels[0]).toMatchObject({ courier: 'zhongtong', waybill });
  expect(after.timeline.map(({ type }) => type)).toContain('parcel_courier_corrected');
  expect(await followedBy(waybill)).toMatchObject({ courier: 'zhongtong', subscribed_at: null });
});

test('returns that could not be told at once are told by a job', async () => {
  const { rma, waybill } = await announced('yuantong', 'YT');
  await subscribed(waybill);
  const scan = { at: app.clock.now(), status: 'picked_up', code: '1', text: '已揽收' } as const;
  await app.db.inMerchant(merchantId, async (tx) => {
    const [parcel] = await parcelByWaybill(tx, merchantId, waybill);
    const { parcel_id: parcelId } = present(parcel, waybill);
    const report = { source: 'kdniao', extent: 'whole', scans: [scan] } as const;
    await learnScans(tx, merchantId, parcelId, { report, ended: false, now: app.clock.now() });
    await app.enqueue(tx, [{ kind: 'tell_parcel', merchantId, parcelId }]);
  });
  await eventually('the news', async () => {
    const { stage } = await see(rma.id);
    return stage === 'in_transit' ? stage : undefined;
  });
});

test('a service says what it can, where it pushes to, and never a secret', async () => {
  const known = await connection('sf');
  expect(known).toMatchObject({
    followOrder: 1,
    pushAddress: `${publicUrl}/hooks/sf/${merchantId}?key=`,
    addressSecret: 'pushKey',
    capabilities: { follows: ['shunfeng'], pushProof: 'address', bookPickup: false },
  });
  expect(JSON.stringify(await couriers())).not.toContain(pushKey);
  expect(JSON.stringify(await couriers())).not.toContain('TESTAPPKEY0001');
});

test('secrets that are left out stay, and a service without an order follows nothing', async () => {
  expect((await connect('kdniao', null, { credentials: {} })).status).toBe(200);
  expect((await connection('kdniao')).followOrder).toBeNull();
  const port = present(await app.shops.courier(merchantId, 'kdniao'), 'kdniao');
  expect(await port.query({ courier: 'yuantong', waybill: 'YT0000000000001' })).toEqual({ kind: 'nothing_yet' });
  expect((await app.shops.trackers(merchantId, 'yuantong')).map(({ vendor }) => vendor)).toEqual(['kuaidi100']);
});

test.each([
  ['a setting that is no field', { settings: { ...accounts.kdniao.settings, extra: 'x' } }, 'value_unknown', 'extra'],
  ['a setting that is missing', { settings: { baseUrl: kdniao.url } }, 'value_missing', 'businessId'],
  [
    'a way to pay that there is not',
    { settings: { ...accounts.kdniao.settings, payType: '9' } },
    'value_not_allowed',
    'payType',
  ],
  [
    'a key that could be guessed',
    { settings: accounts.sf.settings, credentials: { pushKey: 'short' } },
    'value_not_allowed',
    'pushKey',
  ],
])('%s is named', async (_, changed, code, field) => {
  const { status, body } = await connect(field === 'pushKey' ? 'sf' : 'kdniao', 1, changed);
  expect([status, body.code]).toEqual([409, code]);
  expect(JSON.stringify(body)).toContain(field);
});

test('a service that there is not cannot be connected', async () => {
  const { status } = await call('PUT', '/api/couriers/nobody', { settings: {}, credentials: {}, followOrder: 1 });
  expect(status).toBe(404);
});
