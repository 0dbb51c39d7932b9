import { sql } from 'kysely';
import type { InvoiceVendor } from '../../connectors/invoicing/account.ts';
import type { InvoicePort } from '../../connectors/invoicing/port.ts';
import type { MerchantId } from '../../domain/ids.ts';
import { ok, type Result, reject } from '../../domain/result.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { readConnection, saveConnection } from '../shops/shops.ts';
import type { Account } from '../shops/vendors.ts';
import { askToPushReds } from './ask-to-push-reds.ts';

type Terms = { vendor: string; halted: string | null; settings: Record<string, string> };

export async function readInvoicing(tx: Tx, merchantId: MerchantId): Promise<Terms | undefined> {
  const { rows } = await sql<Terms>`select t.vendor, t.halted, c.settings from invoicing_terms t
    join connection c on c.merchant_id = t.merchant_id and c.kind = 'invoicing' and c.vendor = t.vendor
    where t.merchant_id = ${merchantId}`.execute(tx);
  return rows[0];
}

/** Whoever decides what is sent next holds this: two workers never take up one task. */
export async function lockInvoicing(tx: Tx, merchantId: MerchantId): Promise<Terms | undefined> {
  await sql`select 1 from invoicing_terms where merchant_id = ${merchantId} for update`.execute(tx);
  return readInvoicing(tx, merchantId);
}

/** The port to the merchant's service, with the keys as they are now. */
export async function openInvoicing(
  app: App,
  tx: Tx,
  merchantId: MerchantId,
  vendorId: string,
): Promise<InvoicePort | undefined> {
  const vendor = app.invoiceVendors.find(({ id }) => id === vendorId);
  const account = await readConnection(tx, app.secrets, merchantId, 'invoicing', vendorId);
  return account && vendor?.open(account);
}

/**
 * One service at a time; another one, or another address or taxpayer at the same, takes over only when no sheet is under way:
 * asked elsewhere it would seem absent, and be applied for twice.
 */
export async function connectInvoicing(
  app: App,
  tx: Tx,
  vendor: InvoiceVendor,
  said: Account,
  { merchantId, by }: { merchantId: MerchantId; by: string },
): Promise<Result<null, { code: 'red_invoices_under_way'; count: number }>> {
  const before = await lockInvoicing(tx, merchantId);
  if (before && (before.vendor !== vendor.id || !sameSettings(before.settings, said.settings))) {
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from red_invoice
      where merchant_id = ${merchantId} and state in ('applying', 'awaiting_buyer', 'awaiting_us', 'confirmed', 'issuing',
        'withdrawing', 'blocked')`.execute(tx);
    const count = rows[0]?.count ?? 0;
    if (count > 0) return reject({ code: 'red_invoices_under_way', count });
  }
  await saveConnection(tx, app.secrets, merchantId, 'invoicing', vendor.id, said);
  await sql`insert into invoicing_terms (merchant_id, vendor, set_by, set_at)
    values (${merchantId}, ${vendor.id}, ${by}, ${app.clock.now()})
    on conflict (merchant_id) do update set vendor = excluded.vendor, halted = null, set_by = excluded.set_by,
      set_at = excluded.set_at`.execute(tx);
  await askToPushReds(app, tx, merchantId);
  return ok(null);
}

const sameSettings = (a: Record<string, string>, b: Record<string, string>): boolean =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].every((name) => a[name] === b[name]);
