import { sql } from 'kysely';
import { expect } from 'vitest';
import { localDate } from '../../src/domain/time.ts';
import type { Harness } from './app-harness.ts';

export const cny = (minor: number) => ({ minor: String(minor), currency: 'CNY' });
export const freightBill = (minor = 800) => ({
  kind: 'freight_bill',
  courier: 'sf',
  gross: cny(minor),
  vatBasisPoints: 600,
});

/** A paper as the API shows it, as far as tests look at it. */
export type Paper = {
  id: string;
  number: string;
  entryId: string;
  postedOn: string;
  reversedBy: string | null;
  code?: string;
};

/** The accountant's desk, over HTTP. */
export function bookDesk({ call, program: { app }, merchantId }: Harness) {
  const today = localDate(app.clock.now(), 'Asia/Shanghai');
  const book = (document: object, facts: object = {}, headers: Record<string, string> = {}) =>
    call<Paper>('POST', '/api/ledger/documents', { document, occurredOn: today, ...facts }, headers);
  const booked = async (document: object, facts: object = {}) => {
    const answer = await book(document, facts);
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    return answer.body;
  };
  const get = async <T>(path: string): Promise<T> => {
    const answer = await call<T>('GET', path);
    expect(answer.status, `${path}: ${JSON.stringify(answer.body)}`).toBe(200);
    return answer.body;
  };
  const post = <T = { code?: string }>(path: string, body?: object, headers: Record<string, string> = {}) =>
    call<T>('POST', path, body, headers);
  const query = async <T>(statement: ReturnType<typeof sql<T>>): Promise<T[]> =>
    (await app.db.inMerchant(merchantId, (tx) => statement.execute(tx))).rows;

  /** What is kept as open equals the sums of the lines. */
  async function expectOpenItemsSound() {
    const differing = await query(sql`
      select account_code, coalesce(party_kind, ''), coalesce(party_id, ''), item, sum(debit_minor - credit_minor)
        from journal_line where item is not null group by 1, 2, 3, 4
      except select account_code, party_kind, party_id, item, balance_minor from open_item`);
    expect(differing).toEqual([]);
  }
  return { book, booked, get, post, query, expectOpenItemsSound, today, month: today.slice(0, 7) };
}
