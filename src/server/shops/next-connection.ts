import { sql } from 'kysely';
import type { MerchantId } from '../../domain/ids.ts';
import type { Tx } from '../db/database.ts';
import type { Secrets } from '../secrets.ts';
import { connectionPlace } from './shops.ts';
import type { Account } from './vendors.ts';

type Kind = 'payment' | 'courier';

/** Keeps an account beside the one in use: nothing is sent by it until it is switched to. Secrets left out are those in use. */
export async function saveNextConnection(
  tx: Tx,
  secrets: Secrets,
  merchantId: MerchantId,
  kind: Kind,
  vendor: string,
  account: Account,
): Promise<void> {
  const place = connectionPlace(merchantId, kind, vendor);
  const vault = await secrets.of(tx, merchantId);
  const { rows } = await sql<{ credentials: Buffer }>`select credentials from connection
    where merchant_id = ${merchantId} and kind = ${kind} and vendor = ${vendor} for update`.execute(tx);
  const known: Account['credentials'] = rows[0] ? JSON.parse(vault.open(rows[0].credentials, place)) : {};
  const sealed = vault.seal(JSON.stringify({ ...known, ...account.credentials }), otherPlace(place));
  await sql`update connection set other_role = 'next', other_settings = ${JSON.stringify(account.settings)}::jsonb,
      other_credentials = ${sealed}, updated_at = now()
    where merchant_id = ${merchantId} and kind = ${kind} and vendor = ${vendor}`.execute(tx);
}

/** The next account is in use from now on, and the one in use stays as the one before. False: none waits. */
export async function switchConnection(
  tx: Tx,
  secrets: Secrets,
  merchantId: MerchantId,
  vendor: string,
): Promise<boolean> {
  const place = connectionPlace(merchantId, 'payment', vendor);
  const { rows } = await sql<{ credentials: Buffer; other_credentials: Buffer }>`
    select credentials, other_credentials from connection
    where merchant_id = ${merchantId} and kind = 'payment' and vendor = ${vendor} and other_role = 'next'
    for update`.execute(tx);
  const row = rows[0];
  if (!row) return false;
  const vault = await secrets.of(tx, merchantId);
  // What is sealed for its place opens nowhere else, so both are sealed anew.
  const next = vault.seal(vault.open(row.other_credentials, otherPlace(place)), place);
  const previous = vault.seal(vault.open(row.credentials, place), otherPlace(place));
  await sql`update connection set settings = other_settings, other_settings = settings, credentials = ${next},
      other_credentials = ${previous}, other_role = 'previous', updated_at = now()
    where merchant_id = ${merchantId} and kind = 'payment' and vendor = ${vendor}`.execute(tx);
  return true;
}

const otherPlace = (place: string): string => `${place}/other`;
