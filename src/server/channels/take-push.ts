import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import type { ChannelChange } from '../../connectors/channel/port.ts';
import type { MerchantId, ShopId } from '../../domain/ids.ts';
import type { App } from '../app.ts';
import { leaveToCommit } from '../db/transaction.ts';
import { hook } from '../http/hook.ts';
import { gathering } from './gathering.ts';
import type { ShopOf } from './keep-documents.ts';
import { readerWaker } from './wake-reader.ts';

export const pushPath = (merchantId: string, shopId: string): string => `/hooks/channel/${merchantId}/${shopId}`;

export type Push = ShopOf & { deliveryId: string; changes: readonly ChannelChange[] };

/**
 * The address that a channel with webhooks calls. The merchant and the shop stand in it; that the call is genuine is
 * proved by its signature, with the shop's own secret. It is answered well only once it is kept.
 */
export function addPushRoute(server: FastifyInstance, app: App): void {
  const keep = pushKeeper(app);
  hook(server, { path: pushPath(':merchantId', ':shopId') }, async ({ text, params, headers, query }) => {
    const { merchantId = '', shopId = '' } = params;
    if (!/^mer_[0-9a-z]{1,40}$/.test(merchantId) || !/^shop_[0-9a-z_]{1,40}$/.test(shopId)) return unknown;
    const shop = { merchantId: merchantId as MerchantId, shopId: shopId as ShopId };
    const port = await app.shops.channel(shop.merchantId, shop.shopId);
    if (!port?.readPush) return unknown;
    const reading = port.readPush({ text, headers, query });
    if (reading.kind === 'refused') {
      app.log.warn({ ...shop, reason: reading.reason }, 'a push was refused');
      return reading.answer;
    }
    if (reading.changes.length > 0) await keep({ ...shop, deliveryId: reading.deliveryId, changes: reading.changes });
    return reading.answer;
  });
}

const unknown = { status: 404, text: 'unknown' };

/**
 * Keeps pushes, each durable when its promise resolves. Those of one merchant that arrive while others are being written
 * are written together: on the busiest night one commit serves many.
 */
export function pushKeeper(app: App): (push: Push) => Promise<void> {
  const keepers = new Map<MerchantId, (push: Push) => Promise<void>>();
  const wake = readerWaker(app);
  return async (push) => {
    let keep = keepers.get(push.merchantId);
    if (!keep) {
      keep = gathering((pushes) => writePushes(app, push.merchantId, pushes));
      keepers.set(push.merchantId, keep);
    }
    await keep(push);
    wake(push);
  };
}

/**
 * Keeps pushes; a delivery that is known leaves everything as it is. The job that reads the changed documents is added
 * apart from it, since it costs more than the push itself: see `readerWaker`.
 */
async function writePushes(app: App, merchantId: MerchantId, pushes: readonly Push[]): Promise<void> {
  const rows = pushes.map(({ shopId, deliveryId, changes }) => ({
    shop_id: shopId,
    delivery_id: deliveryId,
    changes,
  }));
  // One round trip, whatever is in it: the row, and the commit that makes it durable.
  await app.db.inMerchant(merchantId, async (tx) =>
    leaveToCommit(
      tx,
      sql`insert into channel_push (merchant_id, shop_id, delivery_id, changes)
        select ${merchantId}, p.shop_id, p.delivery_id, p.changes
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as p(shop_id text, delivery_id text, changes jsonb)
        on conflict do nothing`.execute(tx),
    ),
  );
}
