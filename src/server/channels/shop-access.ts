import { sql } from 'kysely';
import type { ChannelFault } from '../../connectors/channel/port.ts';
import type { Instant } from '../../domain/time.ts';
import { plusMs } from '../../domain/time.ts';
import type { App } from '../app.ts';
import { mergeCredentials } from '../shops/shops.ts';
import { sentenceOf } from './fault-sentence.ts';
import type { ShopOf } from './keep-documents.ts';

/** How long one process may take to ask for fresh tokens. */
const RENEWAL_MS = 60_000;
/** So long other processes may still hold the tokens of before a change, and be refused for them. */
const SETTLING_MS = 30_000;
/** Tokens that end sooner are renewed before they are refused. */
const RENEW_BEFORE_MS = 30 * 60_000;

export type Access = { state: 'ok' | 'revoked'; expiresAt: Instant | null };

export async function accessOf(app: App, { merchantId, shopId }: ShopOf): Promise<Access> {
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{ access: Access['state']; access_expires_at: Instant | null }>`select access, access_expires_at from shop
      where merchant_id = ${merchantId} and shop_id = ${shopId}`.execute(tx),
  );
  return { state: rows[0]?.access ?? 'revoked', expiresAt: rows[0]?.access_expires_at ?? null };
}

export const endsSoon = (app: App, { expiresAt }: Access): boolean =>
  expiresAt !== null && expiresAt < plusMs(app.clock.now(), RENEW_BEFORE_MS);

/**
 * Asks the channel for fresh tokens and keeps them sealed. Where it gives none, the shop is marked as revoked: that is
 * shown until somebody connects it again, and nothing is asked of the channel meanwhile. `later`: another process is at
 * it, or the channel could not be asked.
 */
export async function renewAccess(
  app: App,
  shop: ShopOf,
  seen: ChannelFault,
): Promise<'renewed' | 'revoked' | 'later'> {
  if (await changedJustNow(app, shop)) {
    app.shops.forget(shop.merchantId);
    return 'renewed';
  }
  const port = await app.shops.channel(shop.merchantId, shop.shopId);
  if (!port?.refreshAccess) return revoke(app, shop, seen);
  if (!(await claimRenewal(app, shop))) return 'later';
  const fresh = await port.refreshAccess();
  switch (fresh.kind) {
    case 'refreshed':
      await app.db.inMerchant(shop.merchantId, async (tx) => {
        await mergeCredentials(tx, app.secrets, shop.merchantId, shop.shopId, fresh.credentials);
        await sql`update shop set access = 'ok', access_error = null, access_changed_at = ${app.clock.now()},
          access_expires_at = ${fresh.expiresAt}, access_renewing_until = null
          where merchant_id = ${shop.merchantId} and shop_id = ${shop.shopId}`.execute(tx);
      });
      app.shops.forget(shop.merchantId);
      return 'renewed';
    case 'unauthorised':
    case 'refused':
      return revoke(app, shop, fresh);
    case 'throttled':
    case 'unknown':
      return 'later';
  }
}

async function changedJustNow(app: App, { merchantId, shopId }: ShopOf): Promise<boolean> {
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql`select 1 from shop where merchant_id = ${merchantId} and shop_id = ${shopId} and access = 'ok'
      and access_changed_at > ${plusMs(app.clock.now(), -SETTLING_MS)}`.execute(tx),
  );
  return rows.length > 0;
}

async function claimRenewal(app: App, { merchantId, shopId }: ShopOf): Promise<boolean> {
  const now = app.clock.now();
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql`update shop set access_renewing_until = ${plusMs(now, RENEWAL_MS)} where merchant_id = ${merchantId}
      and shop_id = ${shopId} and (access_renewing_until is null or access_renewing_until < ${now}) returning 1`.execute(
      tx,
    ),
  );
  return rows.length > 0;
}

async function revoke(app: App, { merchantId, shopId }: ShopOf, fault: ChannelFault): Promise<'revoked'> {
  await app.db.inMerchant(merchantId, (tx) =>
    sql`update shop set access = 'revoked', access_error = ${sentenceOf(fault)}, access_renewing_until = null,
        access_changed_at = ${app.clock.now()}
      where merchant_id = ${merchantId} and shop_id = ${shopId} and access <> 'revoked'`.execute(tx),
  );
  app.log.warn({ merchantId, shopId, fault }, 'a channel no longer lets us in: its shop waits to be connected again');
  return 'revoked';
}
