import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { present } from '../src/domain/assert.ts';
import { fromMs, toMs } from '../src/domain/time.ts';
import { applyTracking } from '../src/server/couriers/tracking.ts';
import { parcelByWaybill, retireWaybills } from '../src/server/parcels/parcel-store.ts';
import { placeOrder, startHarness } from './support/app-harness.ts';
import { deskOf } from './support/returns-desk.ts';

const harness = await startHarness();
const { call, merchantId } = harness;
const { app } = harness.program;
const { open, see, step } = deskOf(harness);
const now = app.clock.now();
const daysAgo = (days: number) => fromMs(toMs(now) - days * 86_400_000);

const rowsOf = (waybill: string) =>
  app.db.inMerchant(merchantId, async (tx) => {
    const { rows } = await sql<{ parcel_id: string; retired: boolean; poll: boolean; rmas: number }>`
      select parcel_id, retired_at is not null as retired, poll_at is not null as poll,
        (select count(*)::int from parcel_rma r where r.merchant_id = p.merchant_id and r.parcel_id = p.parcel_id) as rmas
      from parcel p where merchant_id = ${merchantId} and waybill = ${waybill} order by retired_at nulls last`.execute(
      tx,
    );
    return rows;
  });

const told = (waybill: string, status: 'in_transit' | 'delivered', at: string) =>
  applyTracking(
    app,
    merchantId,
    {
      courier: 'yuantong',
      waybill,
      extent: 'whole',
      ended: status === 'delivered',
      scans: [{ at: at as never, status, code: status, text: '' }],
    },
    'kuaidi100',
  );

const announce = (rmaId: string, waybill: string, instead?: string) =>
  call('POST', `/api/rmas/${rmaId}/parcels`, { courier: 'yuantong', waybill, ...(instead ? { instead } : {}) });

test('a wrong number is corrected: what moves under it is not this return’s any more (L-2)', async () => {
  const rma = await open(await placeOrder(harness));
  await announce(rma.id, 'YT8800000000001');
  await told('YT8800000000001', 'in_transit', daysAgo(1));
  expect((await see(rma.id)).stage).toBe('in_transit');
  expect((await announce(rma.id, 'YT8800000000002', 'YT8800000000001')).status).toBe(200);
  expect((await see(rma.id)).parcels.map(({ waybill }) => waybill)).toEqual(['YT8800000000002']);
  expect((await see(rma.id)).stage).toBe('awaiting_buyer');
  await told('YT8800000000001', 'delivered', now);
  expect((await see(rma.id)).stage).toBe('awaiting_buyer');
  expect(await rowsOf('YT8800000000001')).toMatchObject([{ rmas: 0, poll: false }]);
  const found = await call<{ matchedBy: string; rmas: { id: string }[] }>('GET', '/api/receiving/YT8800000000002');
  expect(found.body).toMatchObject({ matchedBy: 'waybill', rmas: [{ id: rma.id }] });
});

test('a shared parcel that one return was wrongly in stays with the other', async () => {
  const [mine, other] = [await open(await placeOrder(harness)), await open(await placeOrder(harness))];
  await announce(mine.id, 'YT8800000000011');
  await announce(other.id, 'YT8800000000011');
  await announce(mine.id, 'YT8800000000012', 'YT8800000000011');
  await told('YT8800000000011', 'in_transit', daysAgo(1));
  expect([(await see(mine.id)).stage, (await see(other.id)).stage]).toEqual(['awaiting_buyer', 'in_transit']);
});

test('a number that a courier gives out again is another parcel (L-2)', async () => {
  const waybill = 'YT8800000000021';
  const before = await open(await placeOrder(harness));
  await announce(before.id, waybill);
  await told(waybill, 'delivered', daysAgo(200));
  await step(`/api/rmas/${before.id}/lines/${before.lines[0]?.id}/receive`, { quantity: 1 });
  await app.db.inMerchant(merchantId, (tx) => retireWaybills(tx, merchantId, now));
  const rma = await open(await placeOrder(harness));
  await announce(rma.id, waybill);
  // It has not arrived because another once did.
  expect((await see(rma.id)).parcels[0]?.status).toBe('ordered');
  await told(waybill, 'in_transit', daysAgo(1));
  expect((await see(rma.id)).stage).toBe('in_transit');
  expect((await see(before.id)).parcels[0]?.status).toBe('delivered');
  expect((await rowsOf(waybill)).map(({ retired, rmas }) => [retired, rmas])).toEqual([
    [true, 1],
    [false, 1],
  ]);
  const [live] = await app.db.inMerchant(merchantId, (tx) => parcelByWaybill(tx, merchantId, waybill));
  expect(present(live, 'the parcel').rma_ids).toEqual([rma.id]);
});

test('a parcel that came some weeks ago keeps its number', async () => {
  const waybill = 'YT8800000000031';
  const rma = await open(await placeOrder(harness));
  await announce(rma.id, waybill);
  await told(waybill, 'delivered', daysAgo(60));
  await app.db.inMerchant(merchantId, (tx) => retireWaybills(tx, merchantId, now));
  expect(await rowsOf(waybill)).toMatchObject([{ retired: false }]);
});
