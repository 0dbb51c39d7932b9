import { sql } from 'kysely';
import type { MerchantId } from '../../domain/ids.ts';
import { type AccountRole, defaultChart } from '../../domain/ledger/accounts.ts';
import type { Tx } from '../db/database.ts';

export type AccountBook = { ofMerchant(tx: Tx, merchantId: MerchantId): Promise<ReadonlyMap<AccountRole, string>> };

/** Which account code serves which role. A chart is set up once; a merchant with none yet is asked about again. */
export function accountBook(): AccountBook {
  const known = new Map<MerchantId, ReadonlyMap<AccountRole, string>>();
  return {
    ofMerchant: async (tx, merchantId) => {
      const found = known.get(merchantId);
      if (found) return found;
      const { rows } = await sql<{ role: AccountRole; code: string }>`select role, code from account
        where merchant_id = ${merchantId}`.execute(tx);
      const codes = new Map(rows.map(({ role, code }) => [role, code]));
      if (codes.size > 0) known.set(merchantId, codes);
      return codes;
    },
  };
}

export async function openChart(tx: Tx, merchantId: MerchantId): Promise<void> {
  const rows = defaultChart.map(({ code, role, name, side }) => ({ code, role, zh: name.zh, en: name.en, side }));
  await sql`insert into account (merchant_id, code, role, name_zh, name_en, side)
    select ${merchantId}, a.code, a.role, a.zh, a.en, a.side
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as a(code text, role text, zh text, en text, side text)
    on conflict do nothing`.execute(tx);
}
