import { sql } from 'kysely';
import { present } from '../../domain/assert.ts';
import type { MerchantId, OrderId, RmaId } from '../../domain/ids.ts';
import type { Db, Tx } from '../db/database.ts';
import { countOrders } from './count-orders.ts';

/** Notes of changes that are taken up in one transaction. */
const BATCH = 500;

/** Until the transaction ends nobody else counts for this merchant. False: somebody does at this moment. */
export async function holdBoards(tx: Tx, merchantId: MerchantId): Promise<boolean> {
  const { rows } = await sql<{ held: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`boards ${merchantId}`}, 0)) as held`.execute(tx);
  return rows[0]?.held === true;
}

export async function timeZoneOf(tx: Tx, merchantId: MerchantId): Promise<string> {
  const { rows } = await sql<{ time_zone: string }>`select time_zone from merchant
    where merchant_id = ${merchantId}`.execute(tx);
  return present(rows[0], `the merchant ${merchantId}`).time_zone;
}

/**
 * Takes up what was noted as changed and counts those orders anew. A note is taken away in the transaction that counts; the
 * events are read after it, so they are at least those that the note was written with.
 * @returns whether more may be waiting
 */
export async function catchUp(db: Db, merchantId: MerchantId): Promise<boolean> {
  return db.inMerchant(merchantId, async (tx) => {
    if (!(await holdBoards(tx, merchantId))) return false;
    const { rows } = await sql<{ rma_id: RmaId | null; order_id: OrderId | null }>`
      delete from board_due where merchant_id = ${merchantId} and due_id = any(array(
        select due_id from board_due where merchant_id = ${merchantId} order by due_id limit ${BATCH}))
      returning rma_id, order_id`.execute(tx);
    if (rows.length === 0) return false;
    const rmaIds = rows.flatMap(({ rma_id }) => rma_id ?? []);
    const { rows: owners } = await sql<{ order_id: OrderId }>`select order_id from rma
      where merchant_id = ${merchantId} and rma_id = any(${rmaIds})`.execute(tx);
    const orders = new Set([...rows, ...owners].flatMap(({ order_id }) => order_id ?? []));
    await countOrders(tx, merchantId, await timeZoneOf(tx, merchantId), [...orders]);
    return rows.length === BATCH;
  });
}
