import { sql } from 'kysely';
import type { FinanceVendor } from '../../connectors/finance/account.ts';
import type { FinancePort } from '../../connectors/finance/port.ts';
import type { FinanceView } from '../../contract/finance.ts';
import type { MerchantId } from '../../domain/ids.ts';
import { ok, type Result, reject } from '../../domain/result.ts';
import type { App } from '../app.ts';
import { askToPush } from '../books/ask-to-push.ts';
import type { Tx } from '../db/database.ts';
import { readConnection, saveConnection } from '../shops/shops.ts';
import type { Account } from '../shops/vendors.ts';
import { type CodesOf, readAccounts, readParties, withoutCode } from './codes.ts';

type FinanceTerms = CodesOf & { checkedOnly: boolean; closeAfterPush: boolean; halted: string | null };

const columns = sql`vendor, from_period as "fromPeriod", checked_only as "checkedOnly",
  close_after_push as "closeAfterPush", halted`;

export async function readTerms(tx: Tx, merchantId: MerchantId): Promise<FinanceTerms | undefined> {
  const { rows } = await sql<FinanceTerms>`select ${columns} from finance_terms
    where merchant_id = ${merchantId}`.execute(tx);
  return rows[0];
}

/** Whoever decides what is sent next holds this: two workers never take up one voucher. */
export async function lockTerms(tx: Tx, merchantId: MerchantId): Promise<FinanceTerms | undefined> {
  const { rows } = await sql<FinanceTerms>`select ${columns} from finance_terms
    where merchant_id = ${merchantId} for update`.execute(tx);
  return rows[0];
}

/** The port to the merchant's finance system, with the keys as they are now. */
export async function openFinance(
  app: App,
  tx: Tx,
  merchantId: MerchantId,
  vendorId: string,
): Promise<FinancePort | undefined> {
  const vendor = app.financeVendors.find(({ id }) => id === vendorId);
  const account = await readConnection(tx, app.secrets, merchantId, 'finance', vendorId);
  return account && vendor?.open(account, app.clock.now);
}

type Said = Account & Pick<FinanceTerms, 'fromPeriod' | 'checkedOnly' | 'closeAfterPush'>;

/**
 * One finance system at a time; another one, or another book of the same, takes over only when it is known of every voucher
 * where it is: asked elsewhere it would seem absent, and be sent twice.
 */
export async function connectFinance(
  app: App,
  tx: Tx,
  vendor: FinanceVendor,
  said: Said,
  { merchantId, by }: { merchantId: MerchantId; by: string },
): Promise<Result<null, { code: 'vouchers_unknown'; count: number }>> {
  const before = await lockTerms(tx, merchantId);
  if (before && (before.vendor !== vendor.id || (await isElsewhere(tx, merchantId, vendor.id, said)))) {
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from voucher_export
      where merchant_id = ${merchantId} and state in ('sending', 'unknown')`.execute(tx);
    const count = rows[0]?.count ?? 0;
    if (count > 0) return reject({ code: 'vouchers_unknown', count });
  }
  await saveConnection(tx, app.secrets, merchantId, 'finance', vendor.id, said);
  await sql`insert into finance_terms (merchant_id, vendor, from_period, checked_only, close_after_push, set_by, set_at)
    values (${merchantId}, ${vendor.id}, ${said.fromPeriod}, ${said.checkedOnly}, ${said.closeAfterPush}, ${by},
      ${app.clock.now()})
    on conflict (merchant_id) do update set vendor = excluded.vendor, from_period = excluded.from_period,
      checked_only = excluded.checked_only, close_after_push = excluded.close_after_push, halted = null,
      set_by = excluded.set_by, set_at = excluded.set_at`.execute(tx);
  await askToPush(app, tx, merchantId);
  return ok(null);
}

/** New keys open the same book; any other setting may name another one. */
async function isElsewhere(tx: Tx, merchantId: MerchantId, vendor: string, { settings }: Said): Promise<boolean> {
  const { rows } = await sql<{ elsewhere: boolean }>`select settings <> ${JSON.stringify(settings)}::jsonb as elsewhere
    from connection where merchant_id = ${merchantId} and kind = 'finance' and vendor = ${vendor}`.execute(tx);
  return rows[0]?.elsewhere ?? false;
}

export const isConnected = async (tx: Tx, merchantId: MerchantId, vendor: string): Promise<boolean> => {
  const { rows } = await sql`select 1 from connection
    where merchant_id = ${merchantId} and kind = 'finance' and vendor = ${vendor}`.execute(tx);
  return rows.length > 0;
};

export async function financeView(app: App, tx: Tx, merchantId: MerchantId): Promise<FinanceView> {
  const vendors = app.financeVendors.map(({ id, label, fields, dimension }) => ({
    id,
    label,
    fields: [...fields],
    dimensionExample: dimension.example,
  }));
  const terms = await readTerms(tx, merchantId);
  if (!terms) return { vendors, connection: null };
  const first = sql`${`${terms.fromPeriod}-01`}::date`;
  const { rows } = await sql<{
    settings: Record<string, string>;
    unnumbered: number;
    waiting: number;
    pushed: number;
    refused: number;
    unknown: number;
  }>`select c.settings,
      (select count(*) from journal_entry e where e.merchant_id = ${merchantId} and e.posted_on >= ${first}
        and not exists (select from voucher_entry x where x.merchant_id = e.merchant_id and x.entry_id = e.entry_id))::int
        as unnumbered,
      v.waiting, v.pushed, v.refused, v.unknown
    from connection c, (
      select count(*) filter (where coalesce(x.state, 'waiting') = 'waiting')::int as waiting,
        count(*) filter (where x.state = 'pushed')::int as pushed,
        count(*) filter (where x.state = 'refused')::int as refused,
        count(*) filter (where x.state in ('sending', 'unknown'))::int as unknown
      from voucher v left join voucher_export x on x.merchant_id = v.merchant_id and x.voucher_id = v.voucher_id
      where v.merchant_id = ${merchantId} and v.period >= ${terms.fromPeriod}) v
    where c.merchant_id = ${merchantId} and c.kind = 'finance' and c.vendor = ${terms.vendor}`.execute(tx);
  const [row] = rows;
  if (!row) return { vendors, connection: null };
  const { settings, unnumbered, ...counts } = row;
  const [accounts, parties] = [await readAccounts(tx, merchantId, terms), await readParties(tx, merchantId, terms)];
  const unmapped = accounts
    .filter(({ theirs, lines }) => theirs === null && lines > 0)
    .map(({ code, nameZh, nameEn }) => ({ code, nameZh, nameEn }));
  const unmappedParties = withoutCode(parties).map(({ kind, id }) => ({ kind, id }));
  return { vendors, connection: { ...terms, settings, unnumbered, counts, unmapped, unmappedParties } };
}
