import { type RawBuilder, sql } from 'kysely';
import type { MerchantId } from '../../domain/ids.ts';
import type { PartyKind } from '../../domain/ledger/accounts.ts';
import { ok, type Result, reject } from '../../domain/result.ts';
import type { App } from '../app.ts';
import { askToPush } from '../books/ask-to-push.ts';
import type { Tx } from '../db/database.ts';

/** Whose codes, and from which month on something waits for them. */
export type CodesOf = { vendor: string; fromPeriod: string };

export type MappedAccount = {
  code: string;
  nameZh: string;
  nameEn: string;
  theirs: string | null;
  dimension: string | null;
  withParty: number;
  lines: number;
};

/** Lines of the journal that have not been pushed, numbered or not. */
const linesLeft = (merchantId: MerchantId, fromPeriod: string) => sql`journal_line l
  where l.merchant_id = ${merchantId} and l.posted_on >= ${`${fromPeriod}-01`}::date
    and not exists (select from voucher_entry v
      join voucher_export x on x.merchant_id = v.merchant_id and x.voucher_id = v.voucher_id and x.state = 'pushed'
      where v.merchant_id = l.merchant_id and v.entry_id = l.entry_id)`;

/** Every account of the chart; `lines` counts what is posted on it and not pushed. */
export async function readAccounts(
  tx: Tx,
  merchantId: MerchantId,
  { vendor, fromPeriod }: CodesOf,
): Promise<MappedAccount[]> {
  const { rows } = await sql<MappedAccount>`
    with used as (
      select l.account_code as code, count(*)::int as lines, count(l.party_kind)::int as with_party
      from ${linesLeft(merchantId, fromPeriod)} group by 1
    )
    select a.code, a.name_zh as "nameZh", a.name_en as "nameEn", f.their_code as theirs, f.dimension,
      coalesce(u.with_party, 0) as "withParty", coalesce(u.lines, 0) as lines
    from account a
    left join used u on u.code = a.code
    left join finance_account f on f.merchant_id = a.merchant_id and f.vendor = ${vendor} and f.code = a.code
    where a.merchant_id = ${merchantId}
    order by (f.their_code is null and u.lines is not null) desc, u.lines is null, a.code`.execute(tx);
  return rows;
}

export type MappedParty = { kind: PartyKind; id: string; theirs: string | null; lines: number };

/** Whom lines name on accounts that have a dimension over there, and who has a code. Buyers are one, as in the vouchers. */
export async function readParties(
  tx: Tx,
  merchantId: MerchantId,
  { vendor, fromPeriod }: CodesOf,
): Promise<MappedParty[]> {
  const { rows } = await sql<MappedParty>`
    with used as (
      select l.party_kind as kind, case when l.party_kind = 'buyer' then '' else l.party_id end as id,
        count(*)::int as lines
      from ${linesLeft(merchantId, fromPeriod)} and l.party_kind is not null
        and exists (select from finance_account f where f.merchant_id = l.merchant_id and f.vendor = ${vendor}
          and f.code = l.account_code and f.dimension is not null)
      group by 1, 2
    ), known as (
      select party_kind as kind, party_id as id, their_code as theirs from finance_party
      where merchant_id = ${merchantId} and vendor = ${vendor}
    )
    select kind, id, k.theirs, coalesce(u.lines, 0) as lines from used u full join known k using (kind, id)
    order by (k.theirs is null) desc, u.lines is null, kind, id`.execute(tx);
  return rows;
}

/** What a line that names a party is to say over there: his own code, else that of his kind. */
export const codeOfParty = (parties: readonly MappedParty[], kind: string, id: string): string | null =>
  parties.find((party) => party.kind === kind && party.id === id && party.theirs !== null)?.theirs ??
  parties.find((party) => party.kind === kind && party.id === '')?.theirs ??
  null;

export const withoutCode = (parties: readonly MappedParty[]): MappedParty[] =>
  parties.filter(({ kind, id, lines }) => lines > 0 && codeOfParty(parties, kind, id) === null);

type By = { merchantId: MerchantId; by: string };
type MappedAs = { code: string; theirs: string | null; dimension: string | null };
type AccountNo =
  | { code: 'account_not_found'; account: string }
  | { code: 'dimension_not_known'; account: string; example: string };

export async function mapAccounts(
  app: App,
  tx: Tx,
  { vendor }: CodesOf,
  accounts: readonly MappedAs[],
  { merchantId, by }: By,
): Promise<Result<{ changed: number }, AccountNo>> {
  const form = app.financeVendors.find(({ id }) => id === vendor)?.dimension;
  const wrong = accounts.find(({ dimension }) => dimension !== null && !form?.pattern.test(dimension));
  if (form && wrong) return reject({ code: 'dimension_not_known', account: wrong.code, example: form.example });
  const said = sql`jsonb_to_recordset(${JSON.stringify(accounts)}::jsonb) as s(code text, theirs text, dimension text)`;
  const { rows: strangers } = await sql<{ code: string }>`select s.code from ${said}
    where not exists (select from account a where a.merchant_id = ${merchantId} and a.code = s.code) limit 1`.execute(
    tx,
  );
  if (strangers[0]) return reject({ code: 'account_not_found', account: strangers[0].code });
  const { rows: taken } = await sql`delete from finance_account f using ${said}
    where f.merchant_id = ${merchantId} and f.vendor = ${vendor} and f.code = s.code and s.theirs is null
    returning 1`.execute(tx);
  const { rows: given } = await sql`
    insert into finance_account (merchant_id, vendor, code, their_code, dimension, set_by, set_at)
    select distinct on (s.code) ${merchantId}, ${vendor}, s.code, s.theirs, s.dimension, ${by}, ${app.clock.now()}
    from ${said} where s.theirs is not null
    on conflict (merchant_id, vendor, code) do update set their_code = excluded.their_code,
      dimension = excluded.dimension, set_by = excluded.set_by, set_at = excluded.set_at
    where (finance_account.their_code, finance_account.dimension)
      is distinct from (excluded.their_code, excluded.dimension) returning 1`.execute(tx);
  await tryAgain(app, tx, merchantId);
  return ok({ changed: taken.length + given.length });
}

export async function mapParties(
  app: App,
  tx: Tx,
  { vendor }: CodesOf,
  parties: readonly Omit<MappedParty, 'lines'>[],
  { merchantId, by }: By,
): Promise<{ changed: number }> {
  const said = sql`jsonb_to_recordset(${JSON.stringify(parties)}::jsonb) as s(kind text, id text, theirs text)`;
  const { rows: taken } = await sql`delete from finance_party f using ${said}
    where f.merchant_id = ${merchantId} and f.vendor = ${vendor} and f.party_kind = s.kind and f.party_id = s.id
      and s.theirs is null returning 1`.execute(tx);
  const { rows: given } = await sql`
    insert into finance_party (merchant_id, vendor, party_kind, party_id, their_code, set_by, set_at)
    select distinct on (s.kind, s.id) ${merchantId}, ${vendor}, s.kind, s.id, s.theirs, ${by}, ${app.clock.now()}
    from ${said} where s.theirs is not null
    on conflict (merchant_id, vendor, party_kind, party_id) do update set their_code = excluded.their_code,
      set_by = excluded.set_by, set_at = excluded.set_at
    where finance_party.their_code <> excluded.their_code returning 1`.execute(tx);
  await tryAgain(app, tx, merchantId);
  return { changed: taken.length + given.length };
}

/** Refused here, for want of a code: those wait again. */
const wantOfCode: RawBuilder<unknown> = sql`('accounts_unmapped', 'parties_unmapped', 'party_missing')`;

async function tryAgain(app: App, tx: Tx, merchantId: MerchantId): Promise<void> {
  await sql`update voucher_export set state = 'waiting', reason_code = null, reason = null
    where merchant_id = ${merchantId} and state = 'refused' and reason_code in ${wantOfCode}`.execute(tx);
  await askToPush(app, tx, merchantId);
}
