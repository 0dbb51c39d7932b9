import { sql } from 'kysely';
import type { StockChange } from '../../contract/stock-hook.ts';
import type { MerchantId } from '../../domain/ids.ts';
import type { Tx } from '../db/database.ts';
import { iso } from '../orders/order-store.ts';

/**
 * Gives positions to the changes that are committed, one caller at a time: a position that is read has none before it that
 * comes later, however long the transaction of a change took.
 */
export async function positionChanges(tx: Tx, merchantId: MerchantId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`stock changes ${merchantId}`}, 0))`.execute(tx);
  await sql`update stock_change c set position = n.position from (
      select change_no, (select coalesce(max(position), 0) from stock_change where merchant_id = ${merchantId})
        + row_number() over (order by change_no) as position
      from stock_change where merchant_id = ${merchantId} and position is null) as n
    where c.merchant_id = ${merchantId} and c.change_no = n.change_no`.execute(tx);
}

/** A change `c` as it is told. */
export const changeColumns = sql`'chg_' || c.change_no as id, c.position::float8 as position, c.sku, c.location,
  c.delta::float8 as delta, c.balance::float8 as balance, c.movement_ids as "movementIds", ${iso('c.occurred_at')} as at`;

export async function readChanges(tx: Tx, merchantId: MerchantId, { after, limit }: { after: number; limit: number }) {
  await positionChanges(tx, merchantId);
  const { rows } = await sql<StockChange>`select ${changeColumns} from stock_change c
    where c.merchant_id = ${merchantId} and c.position > ${after} order by c.position limit ${limit + 1}`.execute(tx);
  const changes = rows.slice(0, limit);
  return { changes, position: changes.at(-1)?.position ?? after, hasMore: rows.length > limit };
}
