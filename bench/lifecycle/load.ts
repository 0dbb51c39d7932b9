import { Agent, type IncomingMessage, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { MerchantId } from '../../src/domain/ids.ts';
import type { SeededOrder } from './seed.ts';

export type ProgramUnderLoad = { url: string; apiKey: string; merchantId: MerchantId };

type Reply = { id: string; lines: { id: string }[] };
type Call = (path: string, body: object, prefer: 'return=representation' | 'return=minimal') => Promise<Reply>;

/** Sends each of `orders` through its whole lifecycle, `concurrency` at a time. @returns lifecycles per second, until the last refund is booked */
export async function runLifecycles(
  program: ProgramUnderLoad,
  watcher: pg.Client,
  orders: readonly SeededOrder[],
  concurrency: number,
): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  const call = callerOf(program, agent);
  const before = await bookedRefunds(watcher, program.merchantId);
  const queue = orders[Symbol.iterator]();
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      for (const order of queue) await travel(call, order);
    }),
  );
  await untilSettled(watcher, program.merchantId);
  const seconds = (performance.now() - startedAt) / 1000;
  agent.destroy();
  const booked = (await bookedRefunds(watcher, program.merchantId)) - before;
  if (booked !== orders.length) throw new Error(`${booked} of ${orders.length} refunds were paid and booked`);
  return orders.length / seconds;
}

/**
 * What people do, each step a request of its own; the refund itself is then the worker's. Where the goods go is decided
 * later and holds up no refund.
 */
async function travel(call: Call, { orderId, orderLineId }: SeededOrder): Promise<void> {
  const request = {
    orderId,
    resolution: 'return_and_refund',
    reason: 'no_reason',
    lines: [{ orderLineId, quantity: 1 }],
  };
  const opened = await call('/api/rmas', request, 'return=representation');
  // The caller knows what it has done, as a scanner at the dock does, and asks for no picture of it.
  const step = (path: string, body: object) => call(path, body, 'return=minimal');
  const rma = `/api/rmas/${opened.id}`;
  const line = `${rma}/lines/${opened.lines[0]?.id}`;
  await step(`${rma}/approve`, {});
  await step(`${line}/receive`, { quantity: 1 });
  await step(`${line}/inspect`, { quantity: 1, grade: 'new' });
  await step(`${rma}/refund`, {});
}

/** Without `fetch`, whose cost would be counted against the program on a small machine. */
const callerOf =
  ({ url, apiKey }: ProgramUnderLoad, agent: Agent): Call =>
  async (path, body, prefer) => {
    const payload = JSON.stringify(body);
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const headers = {
        'x-api-key': apiKey,
        'content-type': 'application/json',
        prefer,
        'content-length': Buffer.byteLength(payload),
      };
      request(`${url}${path}`, { method: 'POST', agent, headers }, resolve).once('error', reject).end(payload);
    });
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    if (response.statusCode !== (prefer === 'return=minimal' ? 204 : 200))
      throw new Error(`${path} was answered ${response.statusCode}: ${text}`);
    return text === '' ? { id: '', lines: [] } : (JSON.parse(text) as Reply);
  };

/** Looks through an index at what is still on its way, and only when all requests are done. */
async function untilSettled(watcher: pg.Client, merchantId: MerchantId): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (performance.now() < deadline) {
    const { rows } = await watcher.query<{ open: boolean }>({
      name: 'unsettled',
      text: `select exists (select from refund where merchant_id = $1 and state in ('requested', 'unknown')) as open`,
      values: [merchantId],
    });
    if (rows[0]?.open === false) return;
    await sleep(5);
  }
  throw new Error('after a minute there are still refunds on their way');
}

/** Refunds that have succeeded, and whose payment stands in the books. */
async function bookedRefunds(watcher: pg.Client, merchantId: MerchantId): Promise<number> {
  const { rows } = await watcher.query<{ booked: number }>(
    `select count(*)::int as booked from refund f where merchant_id = $1 and state = 'succeeded' and exists (
      select from journal_entry e where e.merchant_id = f.merchant_id and e.rma_id = f.rma_id and e.kind = 'refund_paid')`,
    [merchantId],
  );
  return rows[0]?.booked ?? 0;
}
