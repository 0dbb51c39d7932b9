import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { placeOrder, startHarness } from './support/app-harness.ts';
import { deskOf, eventually } from './support/returns-desk.ts';
import { runChild } from './support/run-child.ts';

const harness = await startHarness();
const { call, look, steer } = harness;
const { open, see, takeIn } = deskOf(harness);

const dataDir = mkdtempSync(join(tmpdir(), 'guilai-worker-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

type LedgerRow = { trade_no: string; out_request_no: string; amount: string };
const paidOut = async (trade_no: string) =>
  ((await look('alipay', 'ledger')) as LedgerRow[]).filter((row) => row.trade_no === trade_no);

test('a worker killed after the money moved and before we knew: another asks, and all is paid once and booked once', async () => {
  const order = await placeOrder(harness);
  const trade = `2026${order.externalId}`;
  await steer('alipay', 'faults', {
    kind: 'hang_after',
    count: 1,
    filter: { trade_no: trade, method: 'alipay.trade.refund' },
  });
  const rma = await takeIn(await open(order));

  const child = await runChild('test/support/paying-worker.ts', [harness.databaseUrl, dataDir]);
  await child.says('works');
  await eventually('the money', async () => (await paidOut(trade))[0]);
  // The gateway has paid and keeps its answer to itself: the worker waits for it when it dies.
  expect((await see(rma.id)).refunds[0]?.state).toBe('requested');
  const worker = await harness.startWorker();
  const killedAt = performance.now();
  child.process.kill('SIGKILL');

  const paid = await eventually(
    'the other worker’s news',
    async () => {
      const now = await see(rma.id);
      return now.refunds[0]?.state === 'succeeded' ? now : undefined;
    },
    60_000,
  );
  const seconds = (performance.now() - killedAt) / 1000;
  await worker.stop();
  expect(seconds).toBeLessThan(30);
  expect((await paidOut(trade)).map((row) => [row.out_request_no, row.amount])).toEqual([
    [paid.refunds[0]?.id, '199.00'],
  ]);
  const { body } = await call<{ rows: { kind: string }[] }>('GET', `/api/journal?q=${rma.number}`);
  expect(body.rows.filter((entry) => entry.kind === 'refund_paid')).toHaveLength(1);
  expect(paid.timeline.filter((entry) => entry.type === 'refund_succeeded')).toHaveLength(1);
}, 180_000);
