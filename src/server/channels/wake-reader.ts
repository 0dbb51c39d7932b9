import { sql } from 'kysely';
import type { MerchantId, ShopId } from '../../domain/ids.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { callingAfterRest } from './gathering.ts';
import type { ShopOf } from './keep-documents.ts';

/**
 * Calls for the job that reads what pushes name: at once, and then after a rest for all that came meanwhile. A call that
 * dies with its process is made good by the shop's next pull, which looks for pushes that nobody has read.
 */
export function readerWaker(app: App): (shop: ShopOf) => void {
  const wakers = new Map<MerchantId, (shopId: ShopId) => Promise<void>>();
  const wakerOf = (merchantId: MerchantId) =>
    callingAfterRest<ShopId>((shopIds) =>
      app.db.inMerchant(merchantId, (tx) => callReader(app, tx, merchantId, [...new Set(shopIds)])),
    );
  return ({ merchantId, shopId }) => {
    const wake = wakers.get(merchantId) ?? wakerOf(merchantId);
    wakers.set(merchantId, wake);
    wake(shopId).catch((error: unknown) =>
      app.log.warn({ merchantId, shopId, error }, 'nobody was called to read pushes; the next pull sees to it'),
    );
  };
}

const callReader = (app: App, tx: Tx, merchantId: MerchantId, shopIds: readonly ShopId[]): Promise<void> =>
  app.enqueue(
    tx,
    shopIds.map((shopId) => ({ kind: 'fetch_changes' as const, merchantId, shopId, jobKey: `fetch:${shopId}` })),
  );

/** Calls for the reader of a shop that has pushes which could be read and are not. */
export async function callReaderForLeft(app: App, { merchantId, shopId }: ShopOf): Promise<void> {
  await app.db.inMerchant(merchantId, async (tx) => {
    const { rows } = await sql`select 1 from channel_push where merchant_id = ${merchantId} and shop_id = ${shopId}
      and settled_at is null and (retry_at is null or retry_at <= ${app.clock.now()}) limit 1`.execute(tx);
    if (rows.length > 0) await callReader(app, tx, merchantId, [shopId]);
  });
}
