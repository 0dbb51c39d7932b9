import { sql } from 'kysely';
import { expect } from 'vitest';
import type { BookView, TaskView } from '../../src/contract/inspection.ts';
import type { Tx } from '../../src/server/db/database.ts';
import { type Harness, placeOrder } from './app-harness.ts';
import { deskOf, type Rma } from './returns-desk.ts';

/** Inspecting over HTTP, and what stock and books say afterwards. */
export function inspectionDesk(harness: Harness) {
  const { call, program, merchantId } = harness;
  const { open, step } = deskOf(harness);
  const inMerchant = <T>(work: (tx: Tx) => Promise<T>) => program.app.db.inMerchant(merchantId, work);
  const at = (rma: Pick<Rma, 'id' | 'lines'>, verb: string, i = 0) =>
    `/api/rmas/${rma.id}/lines/${rma.lines[i]?.id}/${verb}`;
  /** A return whose goods are here. */
  async function arrived(facts: Parameters<typeof placeOrder>[1] = {}): Promise<Rma> {
    const order = await placeOrder(harness, facts);
    const quantity = facts.quantity ?? 1;
    const rma = await open(order, { lines: [{ orderLineId: order.lines[0]?.id, quantity }] });
    return step(at(rma, 'receive'), { quantity });
  }

  async function publish(change: (content: BookView['content']) => Partial<BookView['content']>): Promise<BookView> {
    const { body } = await call<BookView>('GET', '/api/inspection/book');
    const answer = await call<BookView>('PUT', '/api/inspection/book', {
      version: body.version,
      content: { ...body.content, ...change(body.content) },
    });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    return answer.body;
  }

  const tasks = async (kind: TaskView['kind'], headers = {}) =>
    (await call<{ rows: TaskView[] }>('GET', `/api/inspection/tasks?kind=${kind}`, undefined, headers)).body.rows;

  const atPlaces = async (sku: string) => {
    const { rows } = await inMerchant((tx) =>
      sql<{ place: string; quantity: bigint }>`select location || '/' || condition as place, quantity
      from stock_balance where merchant_id = ${merchantId} and sku = ${sku}`.execute(tx),
    );
    return new Map(rows.map(({ place, quantity }) => [place, Number(quantity)]));
  };
  const accounts = async () => {
    const { rows } = await inMerchant((tx) =>
      sql<{ code: string; net: string }>`select account_code as code, sum(debit_minor - credit_minor)::text as net
      from journal_line where merchant_id = ${merchantId} group by 1`.execute(tx),
    );
    return new Map(rows.map(({ code, net }) => [code, net]));
  };

  return { at, arrived, publish, tasks, atPlaces, accounts };
}
