import { describe, expect, test } from 'vitest';
import {
  advance,
  type CourierBench,
  journey,
  query,
  read,
  stateAfter,
  subscribe,
  trackingNews,
} from './conformance-bench.ts';

/** What parcels are followed by: subscriptions, pushes and queries. */
export function describeTracking(bench: () => CourierBench): void {
  describe('in good order', () => inOrder(bench));
  describe('with untrusted pushes', () => untrusted(bench));
  describe('with late news', () => late(bench));
  describe('in trouble', () => inTrouble(bench));
}

function inOrder(bench: () => CourierBench): void {
  test('asking for pushes twice is no fault', async () => {
    expect(await subscribe(bench())).toEqual({ kind: 'subscribed' });
    expect(await subscribe(bench())).toEqual({ kind: 'subscribed' });
  });

  test('each push tells what it says it tells, and the last one says that it is over', async () => {
    await subscribe(bench());
    await advance(bench(), 4);
    const news = trackingNews(bench(), bench().pushes());
    const { pushes: extent } = bench().port.capabilities;
    const told = journey.map((status, n) => (extent === 'whole' ? journey.slice(0, n + 1) : [status]));
    expect(news.map(({ tracking }) => tracking.scans.map(({ status }) => status))).toEqual(told);
    expect(news.map(({ tracking }) => tracking.extent)).toEqual(Array(4).fill(extent));
    expect(news.map(({ tracking }) => tracking.ended)).toEqual([false, false, false, true]);
    for (const { tracking } of news)
      expect(tracking).toMatchObject({ waybill: bench().waybill, courier: bench().courier });
    const ids = bench()
      .pushes()
      .map((push) => read(bench(), push).documentId);
    expect(new Set(ids).size).toBe(4);
  });

  test('the query tells the same as the pushes', async () => {
    await subscribe(bench());
    await advance(bench(), 2);
    const answer = await query(bench());
    const tracking = answer.kind === 'tracking' ? answer.tracking : expect.unreachable(answer.kind);
    expect(tracking).toMatchObject({ extent: 'whole', ended: false, courier: bench().courier });
    const { history } = stateAfter(bench(), bench().pushes());
    expect(tracking.scans).toEqual(history.map(({ sources: _, ...scan }) => scan));
  });

  test('a parcel without scans has nothing to tell yet', async () => {
    expect(await query(bench())).toEqual({ kind: 'nothing_yet' });
  });

  test('a code that no document knows is kept as it came, and nothing is guessed of it', async () => {
    await subscribe(bench());
    await advance(bench(), 1);
    await bench().scanStrangely(bench().waybill, '98765', '新的状态');
    const state = stateAfter(bench(), bench().pushes());
    expect(state).toMatchObject({ status: 'picked_up' });
    expect(state.history.at(-1)).toMatchObject({ status: 'unrecognised', code: '98765', text: '新的状态' });
  });
}

function untrusted(bench: () => CourierBench): void {
  test('a push that comes twice is the same document', async () => {
    await subscribe(bench());
    await bench().faultNextPush('twice');
    await advance(bench(), 1);
    const [first, second, ...others] = bench()
      .pushes()
      .map((push) => read(bench(), push));
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
        .map((push) => bench().port.readPush(push)),
    ).toEqual([{ kind: 'forged' }]);
  });

  test('a push whose text was changed on the way is forged, where the vendor signs it', async () => {
    await subscribe(bench());
    await advance(bench(), 1);
    const push = bench().pushes()[0] ?? expect.unreachable('nothing was pushed');
    const text = push.text.replace(bench().waybill, `${bench().waybill.slice(0, -1)}0`);
    expect(text).not.toBe(push.text);
    const isSigned = bench().port.capabilities.pushProof === 'signature';
    expect(bench().port.readPush({ ...push, text }).kind).toBe(isSigned ? 'forged' : 'news');
  });

  test('a push that cannot be read says which field is wrong, and is not taken for another', async () => {
    const proof = bench().port.readPush({ text: '{"a":', query: bench().pushes()[0]?.query ?? {} });
    expect(['forged', 'unreadable']).toContain(proof.kind);
  });
}

function late(bench: () => CourierBench): void {
  test('news that overtakes older news leaves the parcel where it is', async () => {
    await subscribe(bench());
    await advance(bench(), 1);
    await bench().faultNextPush('overtaken');
    await advance(bench(), 1);
    expect(bench().pushes()).toHaveLength(3);
    expect(stateAfter(bench(), bench().pushes()).status).toBe('in_transit');
    expect(stateAfter(bench(), bench().pushes().toReversed())).toEqual(stateAfter(bench(), bench().pushes()));
  });

  test('a scan that comes to light late stands where it happened', async () => {
    await subscribe(bench());
    await advance(bench(), 2);
    await bench().scanLate(bench().waybill, 'picked_up', 3_600_000);
    const { status, history } = stateAfter(bench(), bench().pushes());
    expect(status).toBe('in_transit');
    expect(history.map((scan) => scan.status)).toEqual(['picked_up', 'picked_up', 'in_transit']);
  });

  test('pushes that were given up say so, where the vendor tells it', async () => {
    if (!bench().port.capabilities.tellsGivingUp) return;
    await subscribe(bench());
    await bench().faultNextPush('given_up');
    await advance(bench(), 1);
    expect(trackingNews(bench(), bench().pushes())).toMatchObject([
      {
        tracking: { waybill: bench().waybill, ended: false },
        stopped: { reason: expect.stringMatching(/./) },
      },
    ]);
  });
}

function inTrouble(bench: () => CourierBench): void {
  test.each(['busy', 'error', 'hang'] as const)(
    'a query of a vendor in trouble (%s) has an unknown outcome',
    async (kind) => {
      await bench().faultNextCall(kind);
      expect(await query(bench())).toMatchObject({ kind: 'unknown' });
    },
  );

  test('a stranger is rejected', async () => {
    const request = { courier: bench().courier, waybill: bench().waybill, callbackUrl: bench().callbackUrl };
    expect(await bench().strangerPort.subscribe(request)).toMatchObject({ kind: 'rejected' });
    expect(await bench().strangerPort.query(request)).toMatchObject({ kind: 'rejected' });
  });
}
