import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { CourierPort } from '../src/connectors/courier/port.ts';
import type { RmaView } from '../src/contract/returns.ts';
import { present } from '../src/domain/assert.ts';
import type { PickupId, RmaId } from '../src/domain/ids.ts';
import { plusHours } from '../src/domain/time.ts';
import { applyPushes } from '../src/server/couriers/apply-pushes.ts';
import { askAfterPickups } from '../src/server/pickups/ask-after-pickups.ts';
import { orderPickup } from '../src/server/pickups/order-pickup.ts';
import { takePickupNews } from '../src/server/pickups/pickup-news.ts';
import { anOrder, placeOrder, startHarness } from './support/app-harness.ts';
import { home, visitAt, warehouse, writeBook } from './support/pickup-steps.ts';
import { deskOf, eventually } from './support/returns-desk.ts';

const harness = await startHarness();
const { call, steer, server, merchantId, portalCode } = harness;
const { app } = harness.program;
const { open, step } = deskOf(harness);
app.config.nearVendors = true;
const worker = await harness.startWorker();
afterAll(() => worker.stop());
beforeAll(() => writeBook(harness));

/** As it is once everything that was pushed is taken over. */
async function see(id: string): Promise<RmaView> {
  await applyPushes(app, merchantId);
  return (await call<RmaView>('GET', `/api/rmas/${id}`)).body;
}
const wish = { vendor: 'kuaidi100', courier: 'jd', payer: 'seller', sender: home };

const book = (id: string, more: object = {}, headers: Record<string, string> = {}) =>
  call<RmaView & { code?: string }>('POST', `/api/rmas/${id}/pickup`, { ...wish, ...more }, headers);

const inState = (id: string, state: string) =>
  eventually(`the visit ${state}`, async () => {
    const seen = await see(id);
    return seen.pickups.at(-1)?.state === state ? seen : undefined;
  });

const granted = async () => open(await placeOrder(harness));
const move = (pickupId: string, status: string) => steer('kuaidi100', `orders/${pickupId}/move`, { status });

test('a visit is booked, assigned and made, and its parcel is announced and followed by itself (L-1)', async () => {
  const rma = await granted();
  const asked = await book(rma.id);
  expect(asked.status, JSON.stringify(asked.body)).toBe(200);
  const pickup = present((await inState(rma.id, 'booked')).pickups[0], 'a visit');
  expect(pickup).toMatchObject({ vendor: 'kuaidi100', courier: 'jd', payer: 'seller', waybill: null });
  const { kuaidinum, callBackUrl } = await visitAt(harness, pickup.id);
  expect(callBackUrl).toContain(`?pickup=${pickup.id}`);

  expect(await move(pickup.id, '1')).toEqual({ accepted: true });
  expect((await see(rma.id)).pickups[0]).toMatchObject({ state: 'courier_assigned' });
  expect(await move(pickup.id, '10')).toEqual({ accepted: true });
  const made = await see(rma.id);
  expect(made.pickups[0]).toMatchObject({ state: 'picked_up', waybill: kuaidinum });
  expect(made.parcels).toMatchObject([{ courier: 'jd', waybill: kuaidinum }]);
  expect(made.timeline.filter(({ type }) => type === 'parcel_announced')).toHaveLength(1);

  await steer('kuaidi100', 'parcels', { com: 'jd', num: kuaidinum, timeline: [{ statusCode: '1' }] });
  await eventually('the parcel on its way', async () => {
    await steer('kuaidi100', `parcels/${kuaidinum}/scan`, { statusCode: '0' });
    return (await see(rma.id)).stage === 'in_transit' ? true : undefined;
  });
});

test('news that is told twice and in any order leaves the visit where it came to', async () => {
  const rma = await granted();
  await book(rma.id);
  const { id } = present((await inState(rma.id, 'booked')).pickups[0], 'a visit');
  await move(id, '10');
  await move(id, '1');
  await move(id, '10');
  const after = await see(rma.id);
  expect(after.pickups[0]?.state).toBe('picked_up');
  expect(after.parcels).toHaveLength(1);
  expect(after.timeline.filter(({ type }) => type === 'pickup_moved')).toHaveLength(2);
});

test('a booking whose answer was lost is asked for again and is one visit', async () => {
  const rma = await granted();
  await steer('kuaidi100', 'faults', { kind: 'drop_after', method: 'bOrder', count: 1 });
  await book(rma.id);
  const doubtful = await eventually('the doubt', async () => {
    const seen = await see(rma.id);
    return seen.pickups[0]?.cause ? seen : undefined;
  });
  expect(doubtful.pickups[0]?.state).toBe('asked');
  // The worker waits some seconds before it asks again.
  const { pickups, timeline } = await eventually(
    'the visit',
    async () => {
      const seen = await see(rma.id);
      return seen.pickups[0]?.state === 'booked' ? seen : undefined;
    },
    40_000,
  );
  expect(pickups).toMatchObject([{ state: 'booked', cause: null }]);
  expect(timeline.map(({ type }) => type)).toContain('pickup_unknown');
  // The service has one order under our number: the next one that anybody places has the number after it.
  const numberOf = async (id: string) => Number((await visitAt(harness, id)).taskId.slice(4));
  const next = await granted();
  await book(next.id);
  const [own, following] = [pickups[0]?.id ?? '', (await inState(next.id, 'booked')).pickups[0]?.id ?? ''];
  expect(await numberOf(following)).toBe((await numberOf(own)) + 1);
}, 60_000);

test('two clicks send one courier, and a second order of another is refused while he is expected', async () => {
  const rma = await granted();
  const key = { 'idempotency-key': `twice-${rma.id}` };
  const [first, second] = await Promise.all([book(rma.id, {}, key), book(rma.id, {}, key)]);
  expect([first.status, second.status]).toEqual([200, 200]);
  expect((await see(rma.id)).pickups).toHaveLength(1);
  const third = await book(rma.id);
  expect([third.status, third.body.code]).toEqual([409, 'pickup_already_booked']);
});

test('a visit is called off at the service, and another can be asked for', async () => {
  const rma = await granted();
  await book(rma.id);
  const { id } = present((await inState(rma.id, 'booked')).pickups[0], 'a visit');
  await step(`/api/rmas/${rma.id}/pickup/cancel`, { pickupId: id });
  await inState(rma.id, 'cancelled');
  expect((await visitAt(harness, id)).statuses).toContain('9');
  expect((await book(rma.id)).status).toBe(200);
  expect((await inState(rma.id, 'booked')).pickups).toHaveLength(2);
});

test('nobody comes to a door when the return is withdrawn', async () => {
  const rma = await granted();
  await book(rma.id);
  const { id } = present((await inState(rma.id, 'booked')).pickups[0], 'a visit');
  await step(`/api/rmas/${rma.id}/withdraw`, { cause: '不退了' });
  await inState(rma.id, 'cancelled');
  expect((await visitAt(harness, id)).statuses).toContain('9');
});

test('a visit that fails says why, gives the case to a person, and may be booked again', async () => {
  const rma = await granted();
  await book(rma.id);
  const { id } = present((await inState(rma.id, 'booked')).pickups[0], 'a visit');
  await move(id, '11');
  const failed = await see(rma.id);
  expect(failed.pickups[0]).toMatchObject({ state: 'failed', cause: '揽货失败' });
  expect(failed.abilities.find(({ command }) => command === 'book_pickup')).toMatchObject({ allowed: true });
});

test('the door stands sealed, is shown masked, and is opened only with a purpose on record', async () => {
  const rma = await granted();
  await book(rma.id);
  const { id } = present((await see(rma.id)).pickups[0], 'a visit');
  const { body } = await call<{ rows: object[] }>('GET', `/api/rmas/${rma.id}/pickups`);
  expect(body.rows).toMatchObject([{ name: '王**', phone: '*******1234', area: '上海市浦东新区', person: null }]);
  const all = await app.db.inMerchant(merchantId, async (tx) => {
    const { rows } = await sql<{ all: string }>`select
      (select string_agg(e.data::text, '') from rma_event e where e.rma_id = ${rma.id}) ||
      (select string_agg(p::text, '') from pickup p where p.rma_id = ${rma.id}) as all`.execute(tx);
    return rows[0]?.all ?? '';
  });
  expect(all).toContain(id);
  for (const secret of [home.street, home.phone, home.name]) expect(all).not.toContain(secret);

  const clerk = { 'x-api-key': await harness.keyWith(['rma:read', 'parcel:write']) };
  const request = { pickupId: id, purpose: '快递员找不到门' };
  expect((await call('POST', `/api/rmas/${rma.id}/pickups/reveal`, request, clerk)).status).toBe(403);
  const shown = await call('POST', `/api/rmas/${rma.id}/pickups/reveal`, request);
  expect(shown.body).toEqual({
    name: '王小明',
    phone: '13800001234',
    address: '上海市浦东新区世纪大道 100 号 1201 室',
  });
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql`select 1 from reveal_log where purpose = ${request.purpose}`.execute(tx),
  );
  expect(rows).toHaveLength(1);
});

test.each([
  ['a service that there is not', { vendor: 'nobody' }, 'pickup_service_unknown'],
  ['a courier that it does not send', { courier: 'nobody' }, 'pickup_courier_not_offered'],
  ['a buyer who is to pay where he cannot', { payer: 'buyer' }, 'payer_not_offered'],
  ['a window that is over', { from: '2020-01-01T08:00:00Z', to: '2020-01-01T10:00:00Z' }, 'pickup_window_wrong'],
  ['half a window', { from: '2099-01-01T08:00:00Z' }, 'pickup_window_wrong'],
])('%s is refused and books nobody', async (_, wrong, code) => {
  const rma = await granted();
  const answer = await book(rma.id, wrong);
  expect([answer.status, answer.body.code]).toEqual([409, code]);
  expect((await see(rma.id)).pickups).toEqual([]);
});

test('a buyer asks for a courier himself; name and phone are those of his order', async () => {
  const order = await placeOrder(harness);
  const rma = await open(order, { reason: 'wrong_item', evidence: ['fil_1'] });
  if ((await see(rma.id)).review !== 'approved') await step(`/api/rmas/${rma.id}/approve`);
  const session = await server.inject({
    method: 'POST',
    url: '/api/portal/session',
    payload: { shop: portalCode, orderNumber: order.externalId, phoneTail: '1234' },
  });
  const headers = { authorization: `Bearer ${session.json().token}` };
  const portal = async (method: 'GET' | 'POST', path: string, payload?: object) => {
    const answer = await server.inject({
      method,
      url: `/api/portal/rmas/${rma.id}/${path}`,
      headers,
      ...(payload ? { payload } : {}),
    });
    return { status: answer.statusCode, body: answer.json() };
  };
  const options = await portal('GET', 'pickup-options');
  expect(options.body).toMatchObject({
    payer: 'seller',
    known: { name: true, phone: true, maskedPhone: '*******1234' },
    receiver: { name: warehouse.name },
    services: [{ vendor: 'kuaidi100', couriers: expect.arrayContaining(['jd', 'shunfeng']) }],
  });
  const { name: _, phone: __, ...street } = home;
  const asked = await portal('POST', 'pickup', { vendor: 'kuaidi100', courier: 'jd', sender: street });
  expect(asked, JSON.stringify(asked.body)).toMatchObject({ status: 200 });
  const { pickups } = await inState(rma.id, 'booked');
  const id = present(pickups[0], 'a visit').id;
  await move(id, '1');
  await applyPushes(app, merchantId);
  expect((await portal('GET', 'pickup')).body).toMatchObject({
    canBook: false,
    canCancel: true,
    pickup: { state: 'courier_assigned', phone: '*******1234', area: '上海市浦东新区' },
  });
  expect((await portal('POST', 'pickup/cancel', {})).status).toBe(200);
  await inState(rma.id, 'cancelled');
});

test('where nobody wrote down where parcels go, no courier is sent', async () => {
  const rma = await granted();
  await call('PUT', '/api/return-addresses', { addresses: [], rules: [], defaultKey: null });
  // The return was granted with an address, and keeps it.
  expect((await book(rma.id)).status).toBe(200);
  const other = await granted();
  const answer = await book(other.id);
  await writeBook(harness);
  expect([answer.status, answer.body.code]).toEqual([409, 'no_return_door']);
});

test('goods go back to where the first rule that fits says, and buyers and platforms are told so (L-6)', async () => {
  const shopId = anOrder().shopId;
  const suzhou = { ...warehouse, key: 'suzhou', name: '苏州服装仓', district: '吴中区' };
  await writeBook(harness, {
    addresses: [warehouse, suzhou],
    rules: [
      { shopId, goodsClass: 'electronics', key: 'hangzhou' },
      { shopId: null, goodsClass: 'textile_home', key: 'suzhou' },
    ],
  });
  const order = await placeOrder(harness);
  const rma = await open(order);
  const session = await server.inject({
    method: 'POST',
    url: '/api/portal/session',
    payload: { shop: portalCode, orderNumber: order.externalId, phoneTail: '1234' },
  });
  const mine = await server.inject({
    method: 'GET',
    url: `/api/portal/rmas/${rma.id}`,
    headers: { authorization: `Bearer ${session.json().token}` },
  });
  expect(mine.json().returnAddress.name).toBe('苏州服装仓');
  const tried = await call('POST', '/api/return-addresses/try', { shopId, goodsClasses: ['electronics'] });
  expect(tried.body).toMatchObject({ key: 'hangzhou', rule: 0, name: '杭州退货仓' });
  const mixed = await call('POST', '/api/return-addresses/try', { shopId, goodsClasses: ['general'] });
  expect(mixed.body).toMatchObject({ key: 'hangzhou', rule: null });
  await writeBook(harness);
});

test.each([
  ['two of one key', { addresses: [warehouse, warehouse] }, 'address_key_twice'],
  ['a rule to nowhere', { rules: [{ shopId: null, goodsClass: 'general', key: 'x' }] }, 'address_key_unknown'],
  ['a default that there is not', { defaultKey: 'x' }, 'address_key_unknown'],
  ['a rule for everything', { rules: [{ shopId: null, goodsClass: null, key: 'hangzhou' }] }, 'address_rule_empty'],
])('an address book with %s is refused', async (_, wrong, code) => {
  const { status, body } = await call<{ code: string }>('PUT', '/api/return-addresses', {
    addresses: [warehouse],
    rules: [],
    defaultKey: null,
    ...wrong,
  });
  expect([status, body.code]).toEqual([409, code]);
});

type BookingAnswer = Awaited<ReturnType<CourierPort['bookPickup']>>;

const pathTo = (rmaId: string, pickupId: string) => ({
  merchantId,
  rmaId: rmaId as RmaId,
  pickupId: pickupId as PickupId,
});

/** The service, with an answer of our own to every order. */
async function whileBooking(answer: (asked: number) => BookingAnswer, work: () => Promise<void>): Promise<void> {
  const real = present(await app.shops.courier(merchantId, 'kuaidi100'), 'the service');
  let asked = 0;
  const bookPickup = () => Promise.resolve(answer(++asked));
  const spied = vi.spyOn(app.shops, 'courier').mockResolvedValue({ ...real, bookPickup });
  try {
    await work();
  } finally {
    spied.mockRestore();
  }
}

const inDoubt = (id: string) =>
  eventually('the doubt', async () => {
    const [pickup] = (await see(id)).pickups;
    return pickup?.cause ? pickup : undefined;
  });

test('a booking that is refused when it is asked again stays in doubt: the first question may have been heard', async () => {
  const rma = await granted();
  const timeout = { kind: 'unknown', cause: 'timeout: none' } as const;
  const refused = { kind: 'rejected', code: '501', message: '重复下单' } as const;
  await whileBooking(
    (asked) => (asked === 1 ? timeout : refused),
    async () => {
      await book(rma.id);
      const { id } = await inDoubt(rma.id);
      await expect(orderPickup(app, pathTo(rma.id, id), 2)).rejects.toThrow(/501: 重复下单/);
      expect((await see(rma.id)).pickups).toMatchObject([{ state: 'asked', inDoubt: false }]);
    },
  );
});

test('a visit in doubt for two days is left to people, who may call it off; the courier’s word revives it (L-1)', async () => {
  const [mine, other] = [await granted(), await granted()];
  await whileBooking(
    () => ({ kind: 'unknown', cause: 'timeout: none' }),
    async () => {
      const start = app.clock.now();
      for (const { id: rmaId } of [mine, other]) {
        await book(rmaId);
        const { id } = await inDoubt(rmaId);
        app.clock = { now: () => plusHours(start, 41) };
        await orderPickup(app, pathTo(rmaId, id), 2);
        app.clock = { now: () => start };
      }
    },
  );
  const left = await see(mine.id);
  expect(left.pickups).toMatchObject([{ state: 'failed', inDoubt: true }]);
  expect(left.abilities.find(({ command }) => command === 'cancel_pickup')).toMatchObject({ allowed: true });
  const pickupId = left.pickups[0]?.id ?? '';
  await step(`/api/rmas/${mine.id}/pickup/cancel`, { pickupId });
  expect((await inState(mine.id, 'cancelled')).pickups).toMatchObject([{ cause: 'forgotten', inDoubt: false }]);

  const doubtful = (await see(other.id)).pickups[0]?.id ?? '';
  await takePickupNews(
    app,
    merchantId,
    'kuaidi100',
    { kind: 'pickup', reference: 'TASKX:1', state: 'courier_assigned', code: '1', text: '已接单' },
    doubtful,
  );
  expect((await see(other.id)).pickups).toMatchObject([{ state: 'courier_assigned', cause: null, inDoubt: false }]);
});

test('a visit whose pushes are lost is asked after, and its parcel is announced (L-1)', async () => {
  const rma = await granted();
  await book(rma.id);
  const { id } = present((await inState(rma.id, 'booked')).pickups[0], 'a visit');
  await steer('kuaidi100', 'faults', { kind: 'unsigned_push', count: 1 });
  await move(id, '10');
  expect((await see(rma.id)).pickups[0]?.state).toBe('booked');
  await askAfterPickups(app, merchantId);
  // Nobody is asked before somebody should have come.
  expect((await see(rma.id)).pickups[0]?.state).toBe('booked');
  const due = (): Promise<boolean | undefined> =>
    app.db.inMerchant(merchantId, async (tx) => {
      const { rows } = await sql<{
        due: boolean;
      }>`update pickup set ask_at = case when ask_at is not null then ${app.clock.now()}::timestamptz end
        where pickup_id = ${id} returning ask_at is not null as due`.execute(tx);
      return rows[0]?.due;
    });
  await due();
  await askAfterPickups(app, merchantId);
  const { kuaidinum } = await visitAt(harness, id);
  expect(await see(rma.id)).toMatchObject({
    pickups: [{ state: 'picked_up', waybill: kuaidinum }],
    parcels: [{ courier: 'jd', waybill: kuaidinum }],
  });
  await due();
  await askAfterPickups(app, merchantId);
  expect(await due(), 'asked no more once the parcel is there').toBe(false);
});
