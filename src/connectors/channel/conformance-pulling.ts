import { expect, test } from 'vitest';
import { type Instant, plusMs } from '../../domain/time.ts';
import { type ChannelBench, type ChannelTraits, yuan } from './conformance-bench.ts';
import type { ChannelDocument, Pulled } from './port.ts';

const documentsOf = (pulled: Pulled): ChannelDocument[] =>
  pulled.kind === 'documents' ? pulled.documents : expect.unreachable(JSON.stringify(pulled));
const idsOf = (pulled: Pulled): string[] => documentsOf(pulled).map(({ externalId }) => externalId);

type Morning = { from: Instant; to: Instant; orderIds: string[]; refundIds: string[] };

/** Eleven orders with a refund each, a minute apart; the window that holds all their changes. */
async function busyMorning(bench: ChannelBench): Promise<Morning> {
  const from = plusMs(bench.now(), -1000);
  const orderIds: string[] = [];
  const refundIds: string[] = [];
  for (let n = 0; n < 11; n++) {
    const { externalId } = await bench.deliveredOrder();
    orderIds.push(externalId);
    refundIds.push(await bench.askRefund(externalId, 'return_and_refund', yuan(60)));
    await bench.pass(60_000);
  }
  return { from, to: plusMs(bench.now(), -1000), orderIds, refundIds };
}

export function describeWindows(bench: () => ChannelBench, { requests = true }: ChannelTraits): void {
  test('finds every changed document once, the oldest change first', async () => {
    const { from, to, orderIds, refundIds } = await busyMorning(bench());
    expect(idsOf(await bench().port.pullRefunds({ from, to }))).toEqual(refundIds);
    expect(idsOf(await bench().port.pullOrders({ from, to }))).toEqual(orderIds);
  });

  // One list at a time: where requests are found through their orders, a row that leaves one list leaves the other.
  test('finds every request although the pages shift meanwhile', async () => {
    const { from, to, refundIds } = await busyMorning(bench());
    await bench().fault('pages_shift', 'list_refunds');
    expect(new Set(idsOf(await bench().port.pullRefunds({ from, to })))).toEqual(new Set(refundIds));
  });

  test('finds every order although the pages shift meanwhile', async () => {
    const { from, to, orderIds } = await busyMorning(bench());
    await bench().fault('pages_shift', 'list_orders');
    expect(new Set(idsOf(await bench().port.pullOrders({ from, to })))).toEqual(new Set(orderIds));
  });

  test('gives a row that is listed twice once', async () => {
    const { from, to, refundIds } = await busyMorning(bench());
    await bench().fault('rows_repeat', 'list_refunds');
    expect(idsOf(await bench().port.pullRefunds({ from, to }))).toEqual(refundIds);
  });

  test('does no harm where windows overlap: the same version is the same document', async () => {
    const { from, to } = await busyMorning(bench());
    const whole = documentsOf(await bench().port.pullRefunds({ from, to }));
    const later = documentsOf(await bench().port.pullRefunds({ from: plusMs(to, -300_000), to }));
    expect(later.length).toBeGreaterThan(0);
    for (const document of later) expect(whole).toContainEqual(document);
  });

  test.runIf(requests)('tells a changed document by a greater version', async () => {
    const { from, to, refundIds } = await busyMorning(bench());
    const before = documentsOf(await bench().port.pullRefunds({ from, to }))[0];
    await bench().buyerEdits(refundIds[0] ?? '');
    await bench().pass(2000);
    const changed = documentsOf(await bench().port.pullRefunds({ from: to, to: bench().now() }));
    expect(changed.map(({ externalId }) => externalId)).toEqual([refundIds[0]]);
    expect(changed[0]?.version).toBeGreaterThan(before?.version ?? 0);
  });

  test('finds nothing in a quiet window', async () => {
    const to = bench().now();
    const from = plusMs(to, -3_600_000);
    expect(await bench().port.pullRefunds({ from, to })).toEqual({ kind: 'documents', documents: [] });
    expect(await bench().port.pullOrders({ from, to })).toEqual({ kind: 'documents', documents: [] });
  });

  test('may ask for the longest window that it names', async () => {
    const to = bench().now();
    const from = plusMs(to, -bench().port.maxWindowMs);
    expect(await bench().port.pullOrders({ from, to })).toMatchObject({ kind: 'documents' });
  });
}

export function describePullFaults(bench: () => ChannelBench): void {
  test('passes over what is held already', async () => {
    const { from, to, refundIds } = await busyMorning(bench());
    const holds = async ({ externalId }: { externalId: string }) => externalId !== refundIds[3];
    expect(idsOf(await bench().port.pullRefunds({ from, to, holds }))).toEqual([refundIds[3]]);
  });

  test('says how long to wait when it is throttled', async () => {
    const { from, to } = await busyMorning(bench());
    await bench().fault('throttled', 'list_refunds', { waitMs: 31_000 });
    expect(await bench().port.pullRefunds({ from, to })).toEqual({ kind: 'throttled', retryAfterMs: 31_000 });
  });

  test('keeps what it has read when it is throttled on the way', async () => {
    const { from, to, refundIds } = await busyMorning(bench());
    const refundId = refundIds[2] ?? '';
    await bench().fault('throttled', 'read', { waitMs: 1000, refundId });
    const pulled = await bench().port.pullRefunds({ from, to });
    expect(pulled).toMatchObject({ kind: 'partial', fault: { kind: 'throttled', retryAfterMs: 1000 } });
    expect('documents' in pulled && pulled.documents.map(({ externalId }) => externalId)).toEqual(
      refundIds.slice(0, 2),
    );
  });

  test.each([
    ['session_expired', 'unauthorised'],
    ['bad_gateway_before', 'unknown'],
    ['hang_before', 'unknown'],
    ['half_body_after', 'unknown'],
  ] as const)('after %s is %s', async (fault, kind) => {
    const { from, to } = await busyMorning(bench());
    await bench().fault(fault, 'list_refunds');
    expect(await bench().port.pullRefunds({ from, to })).toMatchObject({ kind });
  });
}
