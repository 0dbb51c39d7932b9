import { sql } from 'kysely';
import type { MerchantId, OrderId, ShopId } from '../../domain/ids.ts';
import { type OrderShare, orderShare } from '../../domain/metrics/order-share.ts';
import { reviveShare, toStored } from '../../domain/metrics/stored-share.ts';
import { addShare, movedRows, noSums, type Sums } from '../../domain/metrics/sums.ts';
import { toJson } from '../../domain/wire.ts';
import type { Tx } from '../db/database.ts';
import { lineRows, returnRow } from './rows.ts';
import { type CountedOrder, readSource } from './source.ts';

type Held = { order_id: OrderId; shop_id: ShopId; share: unknown };

/**
 * Counts orders anew: what they held in the sums goes out, what their timeline says now comes in. Whoever calls it holds
 * the merchant's boards (`holdBoards`), else two would take the same share away twice.
 */
export async function countOrders(
  tx: Tx,
  merchantId: MerchantId,
  timeZone: string,
  orderIds: readonly OrderId[],
): Promise<void> {
  const [counted, { rows: held }] = await Promise.all([
    readSource(tx, merchantId, orderIds),
    sql<Held>`select order_id, shop_id, share from board_order
      where merchant_id = ${merchantId} and order_id = any(${orderIds})`.execute(tx),
  ]);
  const sums = noSums();
  for (const { shop_id, share } of held) addShare(sums, shop_id, reviveShare(share), -1);
  const shares = shareOut(counted, timeZone, sums);
  await Promise.all([writeFacts(tx, merchantId, timeZone, counted, shares), writeSums(tx, merchantId, sums)]);
}

/** The share of each order, which is added to the sums as well. */
export function shareOut(counted: readonly CountedOrder[], timeZone: string, sums: Sums): OrderShare[] {
  return counted.map(({ order, returns, shopId }) => {
    const share = orderShare(order, returns, timeZone);
    addShare(sums, shopId, share, 1);
    return share;
  });
}

export async function writeFacts(
  tx: Tx,
  merchantId: MerchantId,
  timeZone: string,
  counted: readonly CountedOrder[],
  shares: readonly OrderShare[],
): Promise<void> {
  const orders = counted.map(({ orderId, shopId }, i) => ({
    merchant_id: merchantId,
    order_id: orderId,
    shop_id: shopId,
    share: toStored(shares[i]),
  }));
  const returns = counted.flatMap((one) =>
    one.returns.map((facts) => returnRow(merchantId, one.order, facts, timeZone)),
  );
  const lines = counted.flatMap((one) =>
    one.returns.flatMap((facts) => lineRows(merchantId, one.order, facts, timeZone)),
  );
  await Promise.all([
    upsert(tx, 'board_order', ['order_id'], orders),
    upsert(tx, 'board_return', ['rma_id'], returns),
    upsert(tx, 'board_return_line', ['rma_id', 'line_id'], lines),
  ]);
}

/** Inserts rows or overwrites those of the same key. All have the same columns. */
async function upsert(tx: Tx, table: string, key: readonly string[], rows: readonly object[]): Promise<void> {
  if (rows.length === 0) return;
  const keys = new Set(['merchant_id', ...key]);
  const columns = Object.keys(rows[0] ?? {}).filter((name) => !keys.has(name));
  await sql`insert into ${sql.table(table)} (${names([...keys, ...columns])})
    select ${names([...keys, ...columns])} from jsonb_populate_recordset(null::${sql.table(table)}, ${toJson(rows)}::jsonb)
    on conflict (${names([...keys])}) do update set
    ${sql.join(columns.map((name) => sql`${sql.ref(name)} = excluded.${sql.ref(name)}`))}`.execute(tx);
}

const names = (columns: readonly string[]) => sql.join(columns.map((name) => sql.ref(name)));

const sumTables = {
  soldDay: { table: 'board_sold_day', key: ['category', 'day', 'shop_id'] },
  soldSku: { table: 'board_sold_sku', key: ['grain', 'day', 'shop_id', 'category', 'sku'] },
  eventDay: { table: 'board_event_day', key: ['measure', 'category', 'day', 'shop_id', 'tag'] },
} as const;

/** Moves the stored sums by what has changed. */
export async function writeSums(tx: Tx, merchantId: MerchantId, sums: Sums): Promise<void> {
  await Promise.all(
    Object.entries(sumTables).map(async ([name, { table, key }]) => {
      const moved = movedRows<object>(sums[name as keyof Sums]);
      if (moved.length === 0) return;
      const rows = moved.map((row) => ({ merchant_id: merchantId, ...row }));
      const keys = ['merchant_id', ...key];
      const figures = Object.keys(rows[0] ?? {}).filter((column) => !keys.includes(column));
      await sql`insert into ${sql.table(table)} as held (${names([...keys, ...figures])})
        select ${names([...keys, ...figures])} from jsonb_populate_recordset(null::${sql.table(table)}, ${toJson(rows)}::jsonb)
        on conflict (${names(keys)}) do update set
        ${sql.join(figures.map((figure) => sql`${sql.ref(figure)} = held.${sql.ref(figure)} + excluded.${sql.ref(figure)}`))}`.execute(
        tx,
      );
    }),
  );
}
