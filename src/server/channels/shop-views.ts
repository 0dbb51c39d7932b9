import { sql } from 'kysely';
import type { ShopView } from '../../contract/shops.ts';
import type { MerchantId } from '../../domain/ids.ts';
import type { App } from '../app.ts';
import { iso } from '../orders/order-store.ts';

/** Every shop of a merchant as its page shows it, in one statement. */
export async function readShops(app: App, merchantId: MerchantId): Promise<ShopView[]> {
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<Omit<ShopView, 'capabilities' | 'pushAddress'>>`
      select s.shop_id as id, s.channel, s.name, s.external_id as "externalId", s.active, s.settings,
        s.return_address as "returnAddress", s.offers, s.access, s.access_error as "accessError",
        s.access_changed_at as "accessChangedAt", s.access_expires_at as "accessExpiresAt",
        (select max(p.received_at) from channel_push p
          where p.merchant_id = s.merchant_id and p.shop_id = s.shop_id) as "lastPushAt",
        (select count(*)::int from inbox_document d where d.merchant_id = s.merchant_id and d.shop_id = s.shop_id
          and d.state = 'waiting') as waiting,
        (select count(*)::int from inbox_document d where d.merchant_id = s.merchant_id and d.shop_id = s.shop_id
          and d.state = 'refused') as refused,
        coalesce((select jsonb_agg(jsonb_build_object('feed', c.feed, 'position', ${iso('c.position')},
            'lastRunAt', ${iso('c.last_run_at')}, 'lastError', c.last_error) order by c.feed)
          from sync_cursor c where c.merchant_id = s.merchant_id and c.shop_id = s.shop_id), '[]') as feeds
      from shop s where s.merchant_id = ${merchantId} order by s.shop_id`.execute(tx),
  );
  return Promise.all(
    rows.map(async (row) => {
      const capabilities = (await app.shops.channel(merchantId, row.id as `shop_${string}`))?.capabilities ?? null;
      const pushAddress =
        capabilities?.push === 'webhook' ? `${app.config.publicUrl}/hooks/channel/${merchantId}/${row.id}` : null;
      return { ...row, capabilities, pushAddress };
    }),
  );
}
