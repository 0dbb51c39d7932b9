import { sql } from 'kysely';
import type { MerchantId, OrderId, ShopId } from '../../domain/ids.ts';
import type { App } from '../app.ts';

/**
 * The shop's part of a portal link: it names the merchant and the shop, so that no look-up across merchants is needed.
 */
export const portalCode = (merchantId: MerchantId, shopId: ShopId): string =>
  `${merchantId.slice('mer_'.length)}.${shopId.slice('shop_'.length)}`;

function readPortalCode(code: string): { merchantId: MerchantId; shopId: ShopId } | undefined {
  const match = /^([0-9a-z]{1,40})\.([0-9a-z]{1,40})$/.exec(code);
  return match ? { merchantId: `mer_${match[1]}`, shopId: `shop_${match[2]}` } : undefined;
}

/** The order with this number in the shop, if the phone of its buyer ends like this. */
export async function findPortalOrder(
  app: App,
  code: string,
  orderNumber: string,
  phoneTail: string,
): Promise<{ merchantId: MerchantId; orderId: OrderId } | undefined> {
  const named = readPortalCode(code);
  if (!named) return undefined;
  const { merchantId, shopId } = named;
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{ order_id: OrderId }>`select o.order_id from sales_order o
      join party b on b.merchant_id = o.merchant_id and b.party_id = o.buyer_id
      where o.merchant_id = ${merchantId} and o.shop_id = ${shopId} and o.external_id = ${orderNumber}
        and b.phone_tail = ${phoneTail} and b.phone_tail <> ''`.execute(tx),
  );
  return rows[0] && { merchantId, orderId: rows[0].order_id };
}
