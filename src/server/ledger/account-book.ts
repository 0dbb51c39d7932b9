import { sql } from 'kysely';
import { present } from '../../domain/assert.ts';
import type { MerchantId } from '../../domain/ids.ts';
import type { AccountRole } from '../../domain/ledger/accounts.ts';
import { chartOf, type Standard } from '../../domain/ledger/charts.ts';
import { type DatedTerms, type PostingTerms, termsOn } from '../../domain/ledger/posting-terms.ts';
import { type LocalDate, toMs } from '../../domain/time.ts';
import type { Clock } from '../clock.ts';
import type { Tx } from '../db/database.ts';

/** How a day is booked: by which terms, on which accounts. */
export type DayBook = { terms: PostingTerms; codes: ReadonlyMap<AccountRole, string> };
export type AccountBook = { on(tx: Tx, merchantId: MerchantId, day: LocalDate): Promise<DayBook> };

type Known = { readAt: number; terms: DatedTerms[]; codes: Map<Standard, Map<AccountRole, string>> };

/** New terms begin on a day to come, so every process has read them long before they hold. */
const FRESH_MS = 60_000;

/** Which account serves which role on a day. A merchant with no chart yet is asked about again. */
export function accountBook(clock: Clock): AccountBook {
  const known = new Map<MerchantId, Known>();
  return {
    on: async (tx, merchantId, day) => {
      const now = toMs(clock.now());
      let book = known.get(merchantId);
      if (!book || now < book.readAt || now - book.readAt > FRESH_MS) {
        book = { readAt: now, ...(await readBook(tx, merchantId)) };
        if (book.codes.size > 0) known.set(merchantId, book);
      }
      const terms = termsOn(book.terms, day);
      return { terms, codes: book.codes.get(terms.standard) ?? new Map() };
    },
  };
}

type StoredTerms = Omit<DatedTerms, 'recoveryMinor'> & { recoveryMinor: string };

async function readBook(tx: Tx, merchantId: MerchantId): Promise<Omit<Known, 'readAt'>> {
  const { rows } = await sql<{
    roles: { standard: Standard; role: AccountRole; code: string }[] | null;
    terms: StoredTerms[] | null;
  }>`select
      (select jsonb_agg(jsonb_build_object('standard', standard, 'role', role, 'code', code)) from account_role
        where merchant_id = ${merchantId}) as roles,
      (select jsonb_agg(content || jsonb_build_object('from', from_date)) from ledger_terms
        where merchant_id = ${merchantId}) as terms`.execute(tx);
  const { roles, terms } = present(rows[0], 'one row');
  const codes = new Map<Standard, Map<AccountRole, string>>();
  for (const { standard, role, code } of roles ?? []) {
    codes.set(standard, (codes.get(standard) ?? new Map<AccountRole, string>()).set(role, code));
  }
  return { codes, terms: (terms ?? []).map((each) => ({ ...each, recoveryMinor: BigInt(each.recoveryMinor) })) };
}

/** The terms that were ever set, the latest first. */
export async function readTerms(tx: Tx, merchantId: MerchantId): Promise<DatedTerms[]> {
  const { terms } = await readBook(tx, merchantId);
  return terms.toSorted((a, b) => (a.from < b.from ? 1 : -1));
}

/** Opens the chart of a standard: its accounts, and which of them serves which role. What is there stays. */
export async function openChart(tx: Tx, merchantId: MerchantId, standard: Standard = 'enterprise'): Promise<void> {
  const rows = chartOf(standard).map(({ code, role, name, side }) => ({ code, role, zh: name.zh, en: name.en, side }));
  const chart = JSON.stringify(rows);
  await sql`insert into account (merchant_id, code, role, name_zh, name_en, side)
    select ${merchantId}, a.code, a.role, a.zh, a.en, a.side
    from jsonb_to_recordset(${chart}::jsonb) as a(code text, role text, zh text, en text, side text)
    on conflict do nothing`.execute(tx);
  await sql`insert into account_role (merchant_id, standard, role, code)
    select ${merchantId}, ${standard}, a.role, a.code from jsonb_to_recordset(${chart}::jsonb) as a(code text, role text)
    on conflict do nothing`.execute(tx);
}
