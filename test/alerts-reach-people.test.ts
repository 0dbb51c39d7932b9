import { sql } from 'kysely';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import type { AlertRow, LaneRow } from '../src/contract/alerts.ts';
import type { NoticeChannelId, NoticeId } from '../src/domain/notices/notice.ts';
import { fromMs, type Instant, plusHours, toMs, toWallClock } from '../src/domain/time.ts';
import { learnLanes } from '../src/server/alerts/learn-lanes.ts';
import { lookRound } from '../src/server/alerts/look-round.ts';
import { applyPushes } from '../src/server/couriers/apply-pushes.ts';
import { subscribeParcel } from '../src/server/couriers/subscribe-parcel.ts';
import { applyTracking } from '../src/server/couriers/tracking.ts';
import { placeOrder, startHarness } from './support/app-harness.ts';
import { noticeDeskOf } from './support/notice-desk.ts';
import { deskOf, eventually } from './support/returns-desk.ts';

const harness = await startHarness();
const { call, merchantId, program, steer } = harness;
const { app } = program;
const { open, step } = deskOf(harness);
const notices = await noticeDeskOf(harness);

afterEach(notices.clear);
afterAll(notices.close);

let parcels = 0;
async function announced() {
  const waybill = `SF71000000${String(++parcels).padStart(4, '0')}`;
  const rma = await open(await placeOrder(harness));
  await step(`/api/rmas/${rma.id}/parcels`, { courier: 'shunfeng', waybill });
  await steer('kuaidi100', 'parcels', { com: 'shunfeng', num: waybill });
  await subscribeParcel(app, { merchantId, rmaId: rma.id, courier: 'shunfeng', waybill });
  return { rma, waybill };
}

/** The same hour for the program, the courier's service and the groups. */
async function setClock(at: Instant): Promise<void> {
  await notices.setClock(toWallClock(at, 'Asia/Shanghai'));
  await steer('kuaidi100', 'clock', { now: toMs(at) });
}

async function pushed(waybill: string, statusCode: string): Promise<void> {
  await eventually(`the push of ${statusCode}`, async () => {
    const answer = (await steer('kuaidi100', `parcels/${waybill}/scan`, { statusCode })) as { push: string };
    return answer.push === 'accepted' ? true : undefined;
  });
  await applyPushes(app, merchantId);
}

const alertsOf = async (waybill: string, state = 'open') =>
  (await call<{ rows: AlertRow[] }>('GET', `/api/alerts?q=${waybill}&state=${state}`)).body.rows;

/** Sends what is due on a channel, as a worker would at this hour. */
async function deliver(channelId: NoticeChannelId): Promise<void> {
  const waiting = (await notices.deliveries(channelId)).filter(({ state }) => state === 'waiting');
  for (const { noticeId } of waiting) await notices.send(channelId, noticeId as NoticeId);
}

const said = async (waybill: string) =>
  (await notices.said('dingtalk')).filter(({ text }) => text.includes(waybill)).map(({ text }) => text);

test('a parcel goes silent, the group hears of it once, the courier’s next scan closes it (L-4)', async () => {
  const channel = await notices.channel('dingtalk');
  const { rma, waybill } = await announced();
  await pushed(waybill, '1');
  const silent = plusHours(app.clock.now(), 49);
  await setClock(silent);
  await lookRound(app, merchantId);
  expect(await alertsOf(waybill)).toMatchObject([{ kind: 'no_movement', rmas: [{ id: rma.id }] }]);
  await deliver(channel);
  await lookRound(app, merchantId);
  await deliver(channel);
  const messages = await said(waybill);
  expect(messages).toHaveLength(1);
  expect(messages[0]).toContain('小时没有物流更新');
  expect(messages[0]).toContain(rma.number);

  await pushed(waybill, '0');
  expect(await alertsOf(waybill)).toEqual([]);
  expect(await alertsOf(waybill, 'over')).toMatchObject([{ kind: 'no_movement', over: 'gone' }]);
  await deliver(channel);
  expect(await said(waybill)).toHaveLength(1);
});

test('at night only what is urgent leaves the house; the rest comes in the morning', async () => {
  const channel = await notices.channel('dingtalk', { quiet: { from: '22:00', to: '08:00' } });
  const [broken, refused] = [await announced(), await announced()];
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{
      day: string;
    }>`select to_char((now() at time zone 'Asia/Shanghai') + interval '1 day', 'YYYY-MM-DD') as day`.execute(tx),
  );
  const night = await notices.setClock(`${rows[0]?.day} 03:00:00`);
  await setClock(night);
  await pushed(broken.waybill, '209');
  await pushed(refused.waybill, '14');
  await deliver(channel);
  expect([await said(broken.waybill), await said(refused.waybill)].map(({ length }) => length)).toEqual([0, 1]);
  await setClock(plusHours(night, 5));
  await deliver(channel);
  expect(await said(broken.waybill)).toHaveLength(1);
});

test('the courier is asked at one press, and not again within the pause its service wants', async () => {
  await setClock(app.clock.now());
  const { waybill } = await announced();
  await pushed(waybill, '14');
  const [alert] = await alertsOf(waybill);
  const ask = () => call<{ outcome: string; code?: string }>('POST', `/api/alerts/${alert?.id}/ask-courier`, {});
  const first = await ask();
  expect([first.status, first.body.outcome], JSON.stringify(first.body)).toEqual([200, 'nothing_new']);
  expect(await ask()).toMatchObject({ status: 409, body: { code: 'asked_lately' } });
});

test('one press asks the courier once, however often it is sent, also when the pause is over', async () => {
  const start = app.clock.now();
  const { waybill } = await announced();
  await pushed(waybill, '14');
  const [alert] = await alertsOf(waybill);
  const ask = () =>
    call<{ outcome: string }>('POST', `/api/alerts/${alert?.id}/ask-courier`, {}, { 'idempotency-key': 'one-press' });
  expect((await ask()).body.outcome).toBe('nothing_new');
  app.clock = { now: () => plusHours(start, 2) };
  expect(await ask()).toMatchObject({ status: 200, body: { outcome: 'asked_before' } });
  const { body } = await call<{ notes: { type: string }[] }>('GET', `/api/alerts/${alert?.id}`);
  expect(body.notes.filter(({ type }) => type === 'asked')).toHaveLength(1);
  app.clock = { now: () => start };
});

test('the people of a shop are read once for all alerts that are told at a time', async () => {
  const [first, second] = [await app.recentMembers(merchantId), await app.recentMembers(merchantId)];
  expect(second).toBe(first);
  const read = vi.spyOn(app, 'members');
  const { waybill } = await announced();
  await pushed(waybill, '14');
  expect(await alertsOf(waybill)).toHaveLength(1);
  expect(read).not.toHaveBeenCalled();
  read.mockRestore();
});

test('a lane learns from the parcels that came, and the merchant’s figure for it comes first', async () => {
  const start = app.clock.now();
  await app.db.inMerchant(merchantId, async (tx) => {
    await sql`insert into parcel (merchant_id, parcel_id, courier, waybill, status, delivered_at)
      select ${merchantId}, 'pcl_lane' || n, 'yunda', 'LANE0' || n, 'delivered', ${plusHours(start, -24)}::timestamptz
      from generate_series(1, 40) n`.execute(tx);
    await sql`insert into parcel_scan (merchant_id, parcel_id, position, at, status, code, text, location, source)
      select ${merchantId}, 'pcl_lane' || n, s.position, ${plusHours(start, -24)}::timestamptz - s.before * interval '1 hour',
        s.status, s.status, '', s.place, 'kuaidi100'
      from generate_series(1, 40) n,
        (values (0, 140, 'picked_up', '深圳市'), (1, 60, 'in_transit', '杭州'), (2, 0, 'delivered', '杭州'))
          as s(position, before, status, place)`.execute(tx);
  });
  await learnLanes(app, merchantId);
  await learnLanes(app, merchantId);
  const lanes = async () => (await call<{ rows: LaneRow[] }>('GET', '/api/alert-lanes?courier=yunda')).body.rows;
  const usual = { late: 140, no_movement: 80 };
  expect(await lanes()).toMatchObject([
    { fromCity: '', journeys: 40, learned: usual },
    { fromCity: '深圳', journeys: 40, learned: usual },
  ]);

  const rma = await open(await placeOrder(harness));
  const parcel = { courier: 'yunda', waybill: '4311111111111' };
  await step(`/api/rmas/${rma.id}/parcels`, parcel);
  const scans = [{ at: start, status: 'picked_up' as const, code: '1', text: '已揽收', location: '深圳市' }];
  await applyTracking(app, merchantId, { ...parcel, extent: 'news', scans, ended: false }, 'kuaidi100');
  const kindsAt = async (hours: number) => {
    app.clock = { now: () => fromMs(toMs(start) + hours * 3_600_000) };
    await app.db.inMerchant(merchantId, (tx) =>
      sql`update parcel set look_at = ${start} where merchant_id = ${merchantId} and waybill = ${parcel.waybill}`.execute(
        tx,
      ),
    );
    await lookRound(app, merchantId);
    return (await alertsOf(parcel.waybill)).map(({ kind }) => kind);
  };
  expect(await kindsAt(79)).toEqual([]);
  expect(await kindsAt(81)).toEqual(['no_movement']);

  const own = { courier: 'yunda', fromCity: '深圳', own: { no_movement: 100 } };
  expect((await call<LaneRow>('PUT', '/api/alert-lanes', own)).body).toMatchObject(own);
  await learnLanes(app, merchantId);
  expect(await lanes()).toMatchObject([{ own: {} }, { own: { no_movement: 100 }, learned: usual }]);
  const other = { courier: 'yunda', waybill: '4311111111112' };
  const second = await open(await placeOrder(harness, { deliveredDaysAgo: -2 }));
  await step(`/api/rmas/${second.id}/parcels`, other);
  await applyTracking(app, merchantId, { ...other, extent: 'news', scans, ended: false }, 'kuaidi100');
  expect(await alertsOf(other.waybill)).toEqual([]);
});
