import { sql } from 'kysely';
import { expect } from 'vitest';
import { present } from '../../src/domain/assert.ts';
import { checkStock } from '../../src/server/stock/check-stock.ts';
import { type Harness, type OrderFacts, placeOrder } from './app-harness.ts';
import { deskOf } from './returns-desk.ts';

type Reply = Record<string, unknown> & { id: string; state: string; number: string; code?: string };

/** Where goods of a condition stand in the books; scrap is worth nothing. */
const accountCodes: Record<string, string> = {
  uninspected: '1406',
  quarantine: '1406',
  good: '1405.01',
  second_hand: '1405.02',
  to_repair: '1405.03',
  to_vendor: '1405.04',
};

/** The desks of the warehouse, over HTTP, with goods that came back. */
export function stockDesk(harness: Harness) {
  const { call, merchantId, program } = harness;
  const { open, step } = deskOf(harness);

  const post = <T = Reply>(path: string, body: object = {}, headers: Record<string, string> = {}) =>
    call<T>('POST', `/api/stock/${path}`, body, headers);
  const account = async (code: string): Promise<number> => {
    type Balance = { rows: { account: string; balance: { minor: string } }[]; balanced: boolean };
    const { body } = await call<Balance>('GET', '/api/trial-balance');
    expect(body.balanced).toBe(true);
    return Number(body.rows.find((row) => row.account === code)?.balance.minor ?? 0);
  };
  return {
    post,
    /** The same, where it must be done. */
    done: async <T = Reply>(path: string, body: object = {}, headers: Record<string, string> = {}): Promise<T> => {
      const answer = await post<T>(path, body, headers);
      expect(answer.status, `${path}: ${JSON.stringify(answer.body)}`).toBe(200);
      return answer.body;
    },
    get: async <T = Reply>(path: string): Promise<T> => (await call<T>('GET', `/api/stock/${path}`)).body,
    /** Units of the coat come back and are judged. */
    giveBack: async (units: number, disposition: string, location: string, facts: OrderFacts = {}) => {
      const order = await placeOrder(harness, { quantity: units, ...facts });
      const lines = [{ orderLineId: present(order.lines[0], 'a line').id, quantity: units }];
      const rma = await open(order, { lines, ...(disposition === 'repair_for_buyer' ? { resolution: 'repair' } : {}) });
      if (rma.review !== 'approved') await step(`/api/rmas/${rma.id}/approve`);
      const line = `/api/rmas/${rma.id}/lines/${present(rma.lines[0], 'a line').id}`;
      await step(`${line}/receive`, { quantity: units });
      await step(`${line}/inspect`, { quantity: units, grade: 'minor_flaw' });
      const way = disposition === 'repair_for_buyer' ? 'repair' : disposition;
      await step(`${line}/dispose`, { quantity: units, disposition: way, location });
      return rma;
    },
    at: async (location: string, condition: string): Promise<{ quantity: number; value: number }> => {
      const { rows } = await program.app.db.inMerchant(merchantId, (tx) =>
        sql<{ quantity: bigint; value: bigint }>`select quantity, value_minor as value from stock_balance
          where merchant_id = ${merchantId} and sku = 'COAT-M' and location = ${location}
            and condition = ${condition}`.execute(tx),
      );
      return { quantity: Number(rows[0]?.quantity ?? 0), value: Number(rows[0]?.value ?? 0) };
    },
    /** What an account stands at, on its own side. */
    account,
    /** Whatever was done, the movements add up to the balances and the balances to the books. */
    expectSound: async () => {
      expect(await checkStock(program.app, merchantId)).toEqual([]);
      const { rows } = await program.app.db.inMerchant(merchantId, (tx) =>
        sql<{ condition: string; value: bigint }>`select condition, sum(value_minor)::bigint as value from stock_balance
          where merchant_id = ${merchantId} and location not in ('customer', 'supplier', 'difference')
          group by condition`.execute(tx),
      );
      const stands = new Map(Object.values(accountCodes).map((code) => [code, 0]));
      for (const { condition, value } of rows) {
        const code = accountCodes[condition];
        if (code) stands.set(code, (stands.get(code) ?? 0) + Number(value));
        else expect([condition, Number(value)]).toEqual(['scrap', 0]);
      }
      for (const [code, value] of stands) expect([code, await account(code)]).toEqual([code, value]);
    },
    place: (code: string, kind = 'shelf') => post('locations', { code, kind, active: true }),
  };
}
