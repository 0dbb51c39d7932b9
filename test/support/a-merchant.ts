import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { MerchantId, ShopId } from '../../src/domain/ids.ts';
import { systemClock } from '../../src/server/clock.ts';
import type { Db } from '../../src/server/db/database.ts';
import { newIdWith } from '../../src/server/new-id.ts';
import type { TakingShop } from '../../src/server/orders/take-orders.ts';
import { secretsWith } from '../../src/server/secrets.ts';

export type MerchantWithShop = { merchantId: MerchantId; shop: TakingShop };

/** A merchant of a test's own with one shop, so that tests of one file do not see each other's orders. */
export async function aMerchant(
  db: Db,
  { currency = 'CNY', timeZone = 'Asia/Shanghai' } = {},
): Promise<MerchantWithShop> {
  const merchantId: MerchantId = `mer_${randomBytes(8).toString('hex')}`;
  const shopId: ShopId = `shop_${randomBytes(8).toString('hex')}`;
  await db.inMerchant(merchantId, async (tx) => {
    await sql`insert into merchant (merchant_id, name, currency, time_zone)
      values (${merchantId}, 'test', ${currency}, ${timeZone})`.execute(tx);
    await sql`insert into shop (merchant_id, shop_id, channel, name, external_id)
      values (${merchantId}, ${shopId}, 'own_shop', 'test', 'test')`.execute(tx);
  });
  return { merchantId, shop: { id: shopId, channel: 'own_shop' } };
}

/** What writing orders needs besides a database. */
export const orderParts = { secrets: secretsWith(Buffer.alloc(32, 7)), newId: newIdWith(systemClock) };
