import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { present } from '../src/domain/assert.ts';
import { fromMs, toMs } from '../src/domain/time.ts';
import { applyTracking } from '../src/server/couriers/tracking.ts';
import { parcelByWaybill, retireWaybills } from '../src/server/parcels/parcel-store.ts';
import { replay } from '../src/server/returns/replay.ts';
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

describe('a number that a courier has given out again', () => {
  const waybill = 'YT8800000000041';
  const postageOf = async (rmaId: string) =>
    call<{ code?: string; postages?: { waybill: string; state: string }[] }>('POST', `/api/rmas/${rmaId}/postage`, {
      waybill,
      amount: { minor: '1200', currency: 'CNY' },
      insured: false,
    });
  const sign = async (body: object = {}) =>
    (
      await call<{ parcels: { verdict: string; returns: { id: string }[]; units: number }[] }>(
        'POST',
        '/api/receiving/sign',
        { parcels: [{ waybill, ...body }] },
      )
    ).body.parcels[0];
  const stepsOf = async (rmaId: string) =>
    (
      await call<{ steps: { step: string; packages: number | null }[] }>('GET', `/api/rmas/${rmaId}/handling`)
    ).body.steps.map(({ step: name, packages }) => [name, packages]);

  test('has its own postage, signing and weight: what belonged to the old parcel stays there (L-2)', async () => {
    const before = await open(await placeOrder(harness));
    await announce(before.id, waybill);
    await told(waybill, 'delivered', daysAgo(200));
    expect(await sign({ packages: 1 })).toMatchObject({ verdict: 'expected', returns: [{ id: before.id }] });
    expect(await sign({ packages: 5 })).toMatchObject({ verdict: 'already_signed' });
    expect(await postageOf(before.id)).toMatchObject({ status: 200 });
    const shared = await open(await placeOrder(harness));
    await announce(shared.id, waybill);
    expect(await postageOf(shared.id)).toMatchObject({ status: 409, body: { code: 'postage_asked_elsewhere' } });

    await app.db.inMerchant(merchantId, (tx) => retireWaybills(tx, merchantId, now));
    const rma = await open(await placeOrder(harness));
    await announce(rma.id, waybill);
    expect(await postageOf(rma.id)).toMatchObject({ status: 200, body: { postages: [{ waybill, state: 'asked' }] } });
    // Still one for each parcel, of the old one as of the new one.
    expect(await postageOf(shared.id)).toMatchObject({ status: 409, body: { code: 'postage_asked_elsewhere' } });
    expect(await sign({ packages: 2 })).toMatchObject({ verdict: 'expected', units: 1, returns: [{ id: rma.id }] });
    expect(await sign()).toMatchObject({ verdict: 'already_signed' });
    expect([await stepsOf(before.id), await stepsOf(rma.id)]).toEqual([[['signed', 1]], [['signed', 2]]]);
    expect(await call('POST', '/api/parcels/weight', { waybill, grams: 700 })).toMatchObject({ body: { parcels: 1 } });
    expect((await replay(app, merchantId)).disagreements).toEqual([]);
    const list = await call<{ rows: { waybill: string }[] }>('GET', `/api/postage?q=${waybill}&limit=1`);
    expect(list.body.rows).toHaveLength(1);
  });

  test('signed for by nobody’s name long ago can be signed for again', async () => {
    const number = 'YT8800000000051';
    const body = { parcels: [{ waybill: number }], at: daysAgo(150) };
    const verdict = async () =>
      (await call<{ parcels: { verdict: string }[] }>('POST', '/api/receiving/sign', body)).body.parcels[0]?.verdict;
    expect([await verdict(), await verdict()]).toEqual(['unknown', 'already_signed']);
    await app.db.inMerchant(merchantId, (tx) => retireWaybills(tx, merchantId, now));
    expect(await verdict()).toBe('unknown');
  });

  test('a parcel that was signed for before anybody named its number is signed for', async () => {
    const number = 'YT8800000000061';
    await call('POST', '/api/receiving/sign', { parcels: [{ waybill: number, packages: 3 }] });
    const rma = await open(await placeOrder(harness));
    await announce(rma.id, number);
    expect(await stepsOf(rma.id)).toEqual([['signed', 3]]);
  });
});
