import { sql } from 'kysely';
import type { MerchantId, OrderId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import type { Tx } from '../db/database.ts';
import { cursorOf, pageFrom, readCursor } from '../db/keyset.ts';
import { type OrderRow, orderFromRow, orderJson } from './order-store.ts';
import { maskedNick, type OrderSurroundings, orderView } from './order-views.ts';

export type OrderQuery = {
  after?: string | undefined;
  limit: number;
  q?: string | undefined;
  shopId?: string | undefined;
};

type ListRow = {
  id: OrderId;
  externalId: string;
  channel: string;
  shopName: string;
  buyerNick: string;
  placedAt: Instant;
  currency: string;
  paid_minor: bigint;
  refunded: string;
  lines: number;
};

/** One page of orders, the newest first; ties by id, so no row is lost. */
export async function listOrders(tx: Tx, merchantId: MerchantId, query: OrderQuery) {
  const cursor = readCursor(query.after);
  const conditions = [
    sql`o.merchant_id = ${merchantId}`,
    ...(query.shopId ? [sql`o.shop_id = ${query.shopId}`] : []),
    ...(query.q ? [sql`o.external_id like ${`${query.q.replace(/[\\%_]/g, '\\$&')}%`}`] : []),
    ...(cursor ? [sql`(o.placed_at, o.order_id) < (${cursor[0]}::timestamptz, ${cursor[1]})`] : []),
  ];
  const { rows } = await sql<ListRow>`
    select o.order_id as id, o.external_id as "externalId", o.channel, s.name as "shopName", b.nick as "buyerNick",
      o.placed_at as "placedAt", o.currency, o.paid_minor,
      (select coalesce(sum(p.refunded_minor), 0)::text from order_payment p
        where p.merchant_id = o.merchant_id and p.order_id = o.order_id) as refunded,
      (select count(*)::int from order_line l where l.merchant_id = o.merchant_id and l.order_id = o.order_id) as lines
    from sales_order o
    join shop s on s.merchant_id = o.merchant_id and s.shop_id = o.shop_id
    join party b on b.merchant_id = o.merchant_id and b.party_id = o.buyer_id
    where ${sql.join(conditions, sql` and `)}
    order by o.placed_at desc, o.order_id desc limit ${query.limit + 1}`.execute(tx);
  return pageFrom(
    rows.map(({ currency, paid_minor, refunded, ...row }) => ({
      ...row,
      buyerNick: maskedNick(row.buyerNick),
      paid: { minor: String(paid_minor), currency },
      refunded: { minor: refunded, currency },
    })),
    query.limit,
    (_, i) => cursorOf(rows[i]?.placedAt ?? '', rows[i]?.id ?? ''),
  );
}

/** One order as a screen shows it, or undefined. */
export async function readOrderView(tx: Tx, merchantId: MerchantId, orderId: OrderId) {
  const { rows } = await sql<{
    order: OrderRow;
    buyer: OrderSurroundings['buyer'];
    siblings: OrderSurroundings['siblings'] | null;
  }>`
    select ${orderJson} as order,
      jsonb_build_object('id', b.buyer_id, 'nick', b.nick, 'phoneTail', b.phone_tail, 'named', b.name_sealed is not null) as buyer,
      (select jsonb_agg(jsonb_build_object('id', r.rma_id, 'number', r.number, 'stage', r.stage) order by r.rma_id)
        from rma r where r.merchant_id = o.merchant_id and r.order_id = o.order_id) as siblings
    from sales_order o join party b on b.merchant_id = o.merchant_id and b.party_id = o.buyer_id
    where o.merchant_id = ${merchantId} and o.order_id = ${orderId}`.execute(tx);
  const row = rows[0];
  return row && orderView(orderFromRow(row.order), { buyer: row.buyer, siblings: row.siblings ?? [] });
}
