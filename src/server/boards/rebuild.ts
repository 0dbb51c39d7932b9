import { sql } from 'kysely';
import { assert } from '../../domain/assert.ts';
import type { MerchantId, OrderId } from '../../domain/ids.ts';
import { noSums } from '../../domain/metrics/sums.ts';
import type { Db, Tx } from '../db/database.ts';
import { holdBoards, timeZoneOf } from './catch-up.ts';
import { shareOut, writeFacts, writeSums } from './count-orders.ts';
import { readSource } from './source.ts';

const BATCH = 400;

const tables = [
  'board_order',
  'board_return',
  'board_return_line',
  'board_sold_day',
  'board_sold_sku',
  'board_event_day',
] as const;

/**
 * Throws a merchant's read models away and counts them anew from the timeline, in one transaction: until it commits everyone
 * sees the old ones, and what changes meanwhile is noted as always and taken up afterwards.
 * @returns how many orders were counted
 */
export async function rebuildBoards(
  db: Db,
  merchantId: MerchantId,
  onProgress: (orders: number) => void = () => {},
): Promise<number> {
  return db.inMerchant(merchantId, async (tx) => {
    while (!(await holdBoards(tx, merchantId))) await sql`select pg_sleep(0.1)`.execute(tx);
    for (const table of tables) {
      await sql`delete from ${sql.table(table)} where merchant_id = ${merchantId}`.execute(tx);
    }
    const timeZone = await timeZoneOf(tx, merchantId);
    const sums = noSums();
    let orders = 0;
    let ids = await nextOrders(tx, merchantId, '');
    let reading = readSource(tx, merchantId, ids);
    while (ids.length > 0) {
      const counted = await reading;
      assert(counted.length === ids.length, 'every order that was listed is read');
      // PostgreSQL reads the next ones while we count these.
      ids = await nextOrders(tx, merchantId, ids.at(-1) ?? '');
      reading = readSource(tx, merchantId, ids);
      // Where the writing fails, so does this, and nobody waits for it any more.
      reading.catch(() => {});
      await writeFacts(tx, merchantId, timeZone, counted, shareOut(counted, timeZone, sums));
      orders += counted.length;
      onProgress(orders);
    }
    await reading;
    await writeSums(tx, merchantId, sums);
    return orders;
  });
}

async function nextOrders(tx: Tx, merchantId: MerchantId, after: string): Promise<OrderId[]> {
  const { rows } = await sql<{ order_id: OrderId }>`select order_id from sales_order
    where merchant_id = ${merchantId} and order_id > ${after} order by order_id limit ${BATCH}`.execute(tx);
  return rows.map(({ order_id }) => order_id);
}
