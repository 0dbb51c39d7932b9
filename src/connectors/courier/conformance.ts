import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CourierPort, CourierPush, ParcelStatus } from './port.ts';

/** A courier to test against: the adapter, and the hand that moves the parcels behind it. */
export type CourierBench = {
  port: CourierPort;
  /** The same adapter with a key that the courier does not know. */
  strangerPort: CourierPort;
  courier: string;
  /** A number that this courier takes for its own. */
  waybill: string;
  /** Where the bench collects pushes; every push is accepted. */
  callbackUrl: string;
  /** Hands a parcel in that will be scanned, step by step, with these statuses. */
  handIn(waybill: string, steps: ParcelStatus[]): Promise<void>;
  /** The next scan happens and is pushed. */
  advance(waybill: string): Promise<void>;
  /** A scan that happened `agoMs` ago comes to light only now, and is pushed. */
  scanLate(waybill: string, status: ParcelStatus, agoMs: number): Promise<void>;
  /** What the next push suffers: sent twice, signed wrongly or not at all, followed by an older history, given up. */
  faultNextPush(kind: 'twice' | 'wrong_sign' | 'unsigned' | 'overtaken' | 'given_up'): Promise<void>;
  /** What the next query suffers. */
  faultNextQuery(kind: 'busy' | 'hang'): Promise<void>;
  /** The raw bodies of all pushes so far. */
  pushes(): string[];
  close(): Promise<void>;
};

const journey: ParcelStatus[] = ['picked_up', 'in_transit', 'out_for_delivery', 'delivered'];

/** The promises of {@link CourierPort}. Every adapter passes, talking to its simulator over HTTP. */
export function describeCourier(name: string, setUp: () => Promise<CourierBench>): void {
  let bench: CourierBench;
  // A closure, as the bench is another one for each test.
  const current = (): CourierBench => bench;
  describe(`${name} as a source of tracking`, () => {
    beforeEach(async () => {
      bench = await setUp();
      await bench.handIn(bench.waybill, journey);
    });
    afterEach(() => bench.close());
    describe('in good order', () => describeTracking(current));
    describe('with untrusted pushes', () => describePushes(current));
    describe('with late news', () => describeLateness(current));
    describe('in trouble', () => describeRefusals(current));
  });
}

const subscribe = ({ port, courier, waybill, callbackUrl }: CourierBench) =>
  port.subscribe({ courier, waybill, callbackUrl });
const query = ({ port, courier, waybill }: CourierBench) => port.query({ courier, waybill });

async function advance(bench: CourierBench, times: number): Promise<void> {
  for (let time = 0; time < times; time++) await bench.advance(bench.waybill);
}

function read({ port }: CourierBench, raw: string | undefined): CourierPush {
  const push = port.readPush(raw ?? '');
  return push.kind === 'tracking' ? push : expect.unreachable(`the push is ${push.kind}`);
}

const statuses = ({ tracking }: Pick<CourierPush, 'tracking'>): ParcelStatus[] =>
  tracking.scans.map(({ status }) => status);

function describeTracking(bench: () => CourierBench): void {
  test('asking for pushes twice is no fault', async () => {
    expect(await subscribe(bench())).toEqual({ kind: 'subscribed' });
    expect(await subscribe(bench())).toEqual({ kind: 'subscribed' });
  });

  test('each push tells the whole history, oldest first, and the last one says that it is over', async () => {
    await subscribe(bench());
    await advance(bench(), 4);
    const pushes = bench()
      .pushes()
      .map((raw) => read(bench(), raw));
    expect(pushes.map(statuses)).toEqual([1, 2, 3, 4].map((length) => journey.slice(0, length)));
    expect(pushes.map(({ tracking }) => tracking.ended)).toEqual([false, false, false, true]);
    expect(pushes.map(({ tracking }) => tracking.waybill)).toEqual(Array(4).fill(bench().waybill));
    expect(new Set(pushes.map(({ documentId }) => documentId)).size).toBe(4);
  });

  test('the query tells the same as the push', async () => {
    await subscribe(bench());
    await advance(bench(), 2);
    expect(await query(bench())).toEqual({
      kind: 'tracking',
      tracking: read(bench(), bench().pushes().at(-1)).tracking,
    });
  });

  test('a parcel without scans has nothing to tell yet', async () => {
    expect(await query(bench())).toEqual({ kind: 'nothing_yet' });
  });
}

function describePushes(bench: () => CourierBench): void {
  test('a push that comes twice is the same document', async () => {
    await subscribe(bench());
    await bench().faultNextPush('twice');
    await advance(bench(), 1);
    const [first, second, ...others] = bench()
      .pushes()
      .map((raw) => read(bench(), raw));
    expect(others).toEqual([]);
    expect(second?.documentId).toBe(first?.documentId);
  });

  test.each(['wrong_sign', 'unsigned'] as const)('a push that is %s is forged', async (kind) => {
    await subscribe(bench());
    await bench().faultNextPush(kind);
    await advance(bench(), 1);
    expect(
      bench()
        .pushes()
        .map((raw) => bench().port.readPush(raw)),
    ).toEqual([{ kind: 'forged' }]);
  });

  test('a push whose text was changed on the way is forged', async () => {
    await subscribe(bench());
    await advance(bench(), 1);
    const raw = bench().pushes()[0] ?? expect.unreachable('nothing was pushed');
    expect(bench().port.readPush(raw.replace(bench().waybill, `${bench().waybill.slice(0, -1)}X`))).toEqual({
      kind: 'forged',
    });
  });
}

function describeLateness(bench: () => CourierBench): void {
  test('an older history that comes after a newer one can be told by its last scan', async () => {
    await subscribe(bench());
    await advance(bench(), 1);
    await bench().faultNextPush('overtaken');
    await advance(bench(), 1);
    const [newer, older] = bench()
      .pushes()
      .slice(1)
      .map((raw) => read(bench(), raw));
    expect(newer && statuses(newer)).toEqual(journey.slice(0, 2));
    expect(older && statuses(older)).toEqual(journey.slice(0, 1));
    expect(String(older?.tracking.scans.at(-1)?.at) <= String(newer?.tracking.scans.at(-1)?.at)).toBe(true);
  });

  test('a scan that comes to light late stands where it happened', async () => {
    await subscribe(bench());
    await advance(bench(), 1);
    await bench().scanLate(bench().waybill, 'ordered', 3_600_000);
    expect(statuses(read(bench(), bench().pushes().at(-1)))).toEqual(['ordered', 'picked_up']);
  });

  test('pushes that were given up say so', async () => {
    await subscribe(bench());
    await bench().faultNextPush('given_up');
    await advance(bench(), 1);
    expect(read(bench(), bench().pushes()[0])).toMatchObject({
      tracking: { waybill: bench().waybill, ended: false },
      stopped: { reason: expect.stringMatching(/./) },
    });
  });
}

function describeRefusals(bench: () => CourierBench): void {
  test.each(['busy', 'hang'] as const)('a query of a courier that is %s has an unknown outcome', async (kind) => {
    await bench().faultNextQuery(kind);
    expect(await query(bench())).toMatchObject({ kind: 'unknown' });
  });

  test('a stranger is rejected', async () => {
    const request = { courier: bench().courier, waybill: bench().waybill, callbackUrl: bench().callbackUrl };
    expect(await bench().strangerPort.subscribe(request)).toMatchObject({ kind: 'rejected' });
    expect(await bench().strangerPort.query(request)).toMatchObject({ kind: 'rejected' });
  });
}
