import { describe, expect, test } from 'vitest';
import {
  advance,
  type CourierBench,
  interceptNews,
  pickupNews,
  read,
  visitOf,
  warehouse,
} from './conformance-bench.ts';
import type { CourierPort } from './port.ts';

/** What a vendor does for us at people's doors and on the road. */
export function describePickup(bench: () => CourierBench): void {
  describe('as a way to have a parcel fetched', () => visits(bench));
  describe('with news of visits that cannot be trusted', () => untrustedVisits(bench));
  describe('with visits in trouble', () => visitsInTrouble(bench));
  describe('as somebody who is asked after a visit', () => askedAfter(bench));
  describe('as a way to stop a parcel', () => intercepts(bench));
  describe('of what it cannot do', () => declared(bench));
}

async function booked(bench: CourierBench, bookingId: string): Promise<string> {
  const answer = await bench.port.bookPickup(visitOf(bench, bookingId));
  return answer.kind === 'booked' ? answer.reference : expect.unreachable(JSON.stringify(answer));
}

const cancel = ({ port, courier }: CourierBench, bookingId: string, reference: string) =>
  port.cancelPickup({ bookingId, reference, courier, reason: '买家改期' });

function visits(bench: () => CourierBench): void {
  test('a visit is booked once, however often it is asked for', async () => {
    const reference = await booked(bench(), 'PKP1');
    expect(await booked(bench(), 'PKP1')).toBe(reference);
  });

  test.each(['lost', 'hang'] as const)(
    'an answer that never comes (%s) leaves no second visit behind',
    async (kind) => {
      await bench().faultNextCall(kind);
      expect(await bench().port.bookPickup(visitOf(bench(), 'PKP2'))).toMatchObject({ kind: 'unknown' });
      const reference = await booked(bench(), 'PKP2');
      await bench().moveVisit('PKP2', 'courier_assigned');
      expect(pickupNews(bench())).toMatchObject([{ reference, state: 'courier_assigned' }]);
    },
  );

  test('the courier is told by name or number, and the waybill when he has the parcel', async () => {
    const reference = await booked(bench(), 'PKP3');
    await bench().moveVisit('PKP3', 'booked');
    await bench().moveVisit('PKP3', 'courier_assigned');
    await bench().moveVisit('PKP3', 'picked_up');
    const [first, assigned, taken] = pickupNews(bench());
    expect(first).toMatchObject({ reference, state: 'booked' });
    expect(assigned).toMatchObject({
      reference,
      state: 'courier_assigned',
      courierPerson: { phone: expect.stringMatching(/^1\d{10}$/) },
    });
    expect(taken).toMatchObject({ reference, state: 'picked_up', waybill: expect.stringMatching(/./) });
  });

  test('a visit that failed says so', async () => {
    await booked(bench(), 'PKP4');
    await bench().moveVisit('PKP4', 'failed');
    expect(pickupNews(bench())).toMatchObject([{ state: 'failed', text: expect.stringMatching(/./) }]);
  });

  test('a cancelled visit is cancelled, twice too, and its push says so', async () => {
    const reference = await booked(bench(), 'PKP5');
    expect(await cancel(bench(), 'PKP5', reference)).toEqual({ kind: 'cancelled' });
    expect(await cancel(bench(), 'PKP5', reference)).toEqual({ kind: 'cancelled' });
    await expect.poll(() => pickupNews(bench()).map(({ state }) => state)).toEqual(['cancelled']);
  });

  test('a parcel that the courier has cannot be cancelled', async () => {
    const reference = await booked(bench(), 'PKP6');
    await bench().moveVisit('PKP6', 'picked_up');
    expect(await cancel(bench(), 'PKP6', reference)).toMatchObject({
      kind: 'rejected',
      message: expect.stringMatching(/./),
    });
  });
}

function untrustedVisits(bench: () => CourierBench): void {
  test.each(['wrong_sign', 'unsigned'] as const)('news of a visit that is %s is forged', async (kind) => {
    await booked(bench(), 'PKP7');
    await bench().faultNextPush(kind);
    await bench().moveVisit('PKP7', 'picked_up');
    expect(
      bench()
        .pushes()
        .map((push) => bench().port.readPush(push)),
    ).toEqual([{ kind: 'forged' }]);
  });

  test('news of a visit that comes twice is the same document', async () => {
    await booked(bench(), 'PKP8');
    await bench().faultNextPush('twice');
    await bench().moveVisit('PKP8', 'courier_assigned');
    await expect.poll(() => bench().pushes().length).toBe(2);
    const [first, second] = bench()
      .pushes()
      .map((push) => read(bench(), push).documentId);
    expect(second).toBe(first);
  });
}

function visitsInTrouble(bench: () => CourierBench): void {
  test('a visit at a door without a name is refused, and says why', async () => {
    const visit = visitOf(bench(), 'PKP9');
    const answer = await bench().port.bookPickup({ ...visit, sender: { ...visit.sender, name: '' } });
    expect(answer).toMatchObject({ kind: 'rejected', message: expect.stringMatching(/./) });
  });

  test.each(['busy', 'error'] as const)(
    'a booking at a vendor in trouble (%s) has an unknown outcome',
    async (kind) => {
      await bench().faultNextCall(kind);
      expect(await bench().port.bookPickup(visitOf(bench(), 'PKP10'))).toMatchObject({ kind: 'unknown' });
    },
  );
}

const ask = ({ port, courier }: CourierBench, bookingId: string, reference?: string) =>
  port.findPickup({ bookingId, courier, phoneTail: '1234', ...(reference ? { reference } : {}) });

function askedAfter(bench: () => CourierBench): void {
  test('it tells of a visit whose pushes were lost: that it is booked, and that the courier has the parcel', async () => {
    if (!bench().port.capabilities.findPickup) return;
    const reference = await booked(bench(), 'PKP20');
    expect(await ask(bench(), 'PKP20', reference)).toMatchObject({
      kind: 'found',
      news: { reference, state: 'booked' },
    });
    await bench().faultNextPush('unsigned');
    await bench().moveVisit('PKP20', 'picked_up');
    expect(await ask(bench(), 'PKP20', reference)).toMatchObject({
      kind: 'found',
      news: { reference, state: 'picked_up', waybill: expect.stringMatching(/./) },
    });
  });

  test('it knows nothing of a visit that nobody has ordered, and says nothing sure when it is in trouble', async () => {
    if (!bench().port.capabilities.findPickup) return;
    const none = await ask(bench(), 'PKP21', 'TASK99:99');
    expect(['nothing', 'rejected']).toContain(none.kind);
    await bench().faultNextCall('error');
    expect(await ask(bench(), 'PKP21', 'TASK99:99')).toMatchObject({ kind: 'unknown' });
  });
}

const intercept = ({ courier, waybill, callbackUrl }: CourierBench, port: CourierPort) =>
  port.intercept({ courier, waybill, callbackUrl, reason: '买家退款', back: warehouse });

function intercepts(bench: () => CourierBench): void {
  test('a parcel on the road is asked back', async () => {
    if (!bench().port.capabilities.intercept) return;
    await advance(bench(), 2);
    expect(await intercept(bench(), bench().port)).toEqual({ kind: 'asked' });
    const { settleIntercept } = bench();
    if (!settleIntercept) return;
    await settleIntercept(bench().waybill, true);
    expect(interceptNews(bench())).toMatchObject([{ waybill: bench().waybill, state: 'done' }]);
  });

  test('a parcel that was delivered cannot be asked back', async () => {
    if (!bench().port.capabilities.intercept) return;
    await advance(bench(), 4);
    expect(await intercept(bench(), bench().port)).toMatchObject({
      kind: 'rejected',
      message: expect.stringMatching(/./),
    });
  });
}

function declared(bench: () => CourierBench): void {
  test('the services that it says it has, and only those, are there', async () => {
    for (const port of [bench().port, ...(bench().barePort ? [bench().barePort as CourierPort] : [])]) {
      const { bookPickup, cancelPickup, findPickup, intercept: intercepting } = port.capabilities;
      const visit = visitOf(bench(), 'PKP11');
      const asked = {
        bookPickup: await port.bookPickup(visit),
        cancelPickup: await port.cancelPickup({ ...visit, reference: 'x:y', reason: '' }),
        findPickup: await port.findPickup({ ...visit, reference: 'x:y' }),
        intercept: await intercept(bench(), port),
      };
      expect({
        bookPickup: asked.bookPickup.kind !== 'not_offered',
        cancelPickup: asked.cancelPickup.kind !== 'not_offered',
        findPickup: asked.findPickup.kind !== 'not_offered',
        intercept: asked.intercept.kind !== 'not_offered',
      }).toEqual({ bookPickup, cancelPickup, findPickup, intercept: intercepting });
    }
  });
}
