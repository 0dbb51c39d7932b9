import { sql } from 'kysely';
import { expect } from 'vitest';
import { present } from '../../src/domain/assert.ts';
import { localDate } from '../../src/domain/time.ts';
import { fetchStatement } from '../../src/server/matching/fetch-statement.ts';
import { matchAccount } from '../../src/server/matching/match-statements.ts';
import { type Harness, placeOrder } from './app-harness.ts';
import { deskOf, type Rma } from './returns-desk.ts';

/** A difference as the API shows it, as far as tests look at it. */
export type Difference = {
  id: string;
  vendor: string;
  kind: string;
  cause: string;
  number: string;
  gap: { minor: string };
  state: string;
  actions: string[];
  lines: { amount: { minor: string } }[];
  candidates: { refundId: string }[];
  events: { action: string; note: string; bookNumber: string | null }[];
  code?: string;
};

/** Refunds that Alipay has paid today, its statement of today, and what differs. */
export function matchDesk(harness: Harness) {
  const { app } = harness.program;
  const { merchantId, call, steer } = harness;
  const desk = deskOf(harness);
  const today = localDate(app.clock.now(), 'Asia/Shanghai');
  const of = { merchantId, vendor: 'alipay', day: today };
  const list = async (query = 'state=open') => {
    const answer = await call<{ rows: Difference[] }>('GET', `/api/matching/differences?${query}`);
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    return answer.body.rows;
  };
  const see = async (id: string) => (await call<Difference>('GET', `/api/matching/differences/${id}`)).body;
  return {
    today,
    of,
    list,
    fault: (kind: string) => steer('alipay', 'faults', { kind, count: 1 }),
    read: async () => {
      expect(await fetchStatement(app, of)).toBe('complete');
      await matchAccount(app, { merchantId, vendor: 'alipay' });
      return list();
    },
    refunded: async (): Promise<Rma> => {
      const rma = await desk.takeIn(await desk.open(await placeOrder(harness)));
      expect(await desk.pay(rma, 1)).toBe(true);
      return desk.see(rma.id);
    },
    see,
    /** Settles it; what is booked is the gap that is shown, unless another is said. */
    settle: async (id: string, body: { action: string; [field: string]: unknown }, key = `${id}-${body.action}`) => {
      const shown = body.action === 'book' ? { gap: (await see(id)).gap.minor } : {};
      const headers = { 'idempotency-key': key };
      return call<Difference>('POST', `/api/matching/differences/${id}/settle`, { ...shown, ...body }, headers);
    },
    count: async (table: string) =>
      present(
        (
          await app.db.inMerchant(merchantId, (tx) =>
            sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(tx),
          )
        ).rows[0],
        'a count',
      ).n,
  };
}
