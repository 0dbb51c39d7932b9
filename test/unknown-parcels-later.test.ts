import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { present } from '../src/domain/assert.ts';
import type { Tx } from '../src/server/db/database.ts';
import { linkLater } from '../src/server/unknown-parcels/link-later.ts';
import { startHarness } from './support/app-harness.ts';
import { deskOf, eventually, type Rma } from './support/returns-desk.ts';
import { type Unknown, unknownDesk } from './support/unknown-desk.ts';

const harness = await startHarness();
const { call, program, merchantId } = harness;
const { open, see, step } = deskOf(harness);
const { act, aNumber, aPhone, bookIn, look, order } = unknownDesk(harness);
const inMerchant = <T>(work: (tx: Tx) => Promise<T>) => program.app.db.inMerchant(merchantId, work);

const jobsFor = async ({ id }: { id: string }): Promise<number> => {
  const { rows } = await inMerchant((tx) =>
    sql<{ n: number }>`select count(*)::int as n from graphile_worker.jobs where key = ${`match:${id}`}`.execute(tx),
  );
  return rows[0]?.n ?? 0;
};

test('a return costs a look among unknown parcels only where there are any', async () => {
  // An article is known by an order that holds it.
  const without = await open(await order());
  expect(await jobsFor(without)).toBe(0);
  await bookIn();
  expect(await jobsFor(await open(await order()))).toBe(1);
});

describe('requests that come later', () => {
  const later = (rma: Rma) => linkLater(program.app, { merchantId, rmaId: rma.id });

  test('the same number binds by itself, through a worker', async () => {
    const waybill = aNumber();
    const parcel = await bookIn({ waybill });
    const worker = await harness.startWorker();
    const rma = await open(await order());
    await step(`/api/rmas/${rma.id}/parcels`, { courier: 'yuantong', waybill });
    const bound = await eventually('the binding', async () => {
      const now = await look(parcel.id);
      return now.state === 'bound' ? now : undefined;
    });
    await worker.stop();
    expect(bound.bindings).toEqual([expect.objectContaining({ rmaId: rma.id })]);
    expect((await see(rma.id)).lines[0]?.reception).toBe('received');

    // Whoever takes them out again knows better than a number.
    await act(parcel.id, 'unbind', { rmaId: rma.id });
    await later(rma);
    expect(await look(parcel.id)).toMatchObject({ state: 'open', suggested: null });
  });

  test('a strong and clear match is suggested at the return and bound by a person', async () => {
    const phone = aPhone();
    const parcel = await bookIn({ phone, senderName: '王小明' });
    const rma = await open(await order({ phone }));
    await later(rma);
    await later(rma);
    const { body } = await call<{ rows: Unknown[] }>('GET', `/api/rmas/${rma.id}/unknown-parcels`);
    expect(body.rows).toMatchObject([{ id: parcel.id, state: 'open', suggested: { rmaId: rma.id } }]);
    expect((await look(parcel.id)).history.map(({ type }) => type)).toEqual(['booked_in', 'suggested']);
    expect((await act(parcel.id, 'bind', { rmaId: rma.id })).body).toMatchObject({ state: 'bound', suggested: null });
  });

  test('an article alone suggests nothing', async () => {
    const parcel = await bookIn();
    const rma = await open(await order());
    await later(rma);
    expect((await look(parcel.id)).suggested).toBeNull();
  });

  test('a request that is not granted yet has its goods suggested, and takes them once it is', async () => {
    const phone = aPhone();
    const parcel = await bookIn({ phone });
    const asked = await open(await order({ phone }), { reason: 'other' });
    await later(asked);
    expect((await look(parcel.id)).suggested?.rmaId).toBe(asked.id);
    await step(`/api/rmas/${asked.id}/approve`);
    expect((await act(parcel.id, 'bind', { rmaId: asked.id })).body).toMatchObject({ state: 'bound' });
  });
});

test('the list begins with what waits longest, pages by key, and filters by number, place and age', async () => {
  const old = await bookIn({ location: 'Q-2' });
  await bookIn({ location: 'Q-2' });
  await inMerchant((tx) =>
    sql`update unknown_parcel set arrived_at = arrived_at - interval '10 days'
      where merchant_id = ${merchantId} and unknown_id = ${old.id}`.execute(tx),
  );
  const list = async (query: string) =>
    (await call<{ rows: Unknown[]; next: string | null }>('GET', `/api/unknown-parcels?${query}`)).body;
  const first = await list('location=Q-2&limit=1');
  expect(first.rows).toMatchObject([{ id: old.id, ageing: 'overdue' }]);
  const second = await list(`location=Q-2&limit=1&after=${present(first.next, 'another page')}`);
  expect(second.rows).toMatchObject([{ ageing: 'fresh' }]);
  expect(second.next).toBeNull();
  expect((await list('minDays=7')).rows.map(({ id }) => id)).toEqual([old.id]);
  expect((await list('state=bound&limit=2')).rows).toHaveLength(2);
});
