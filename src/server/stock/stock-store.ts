import { sql } from 'kysely';
import type { MerchantId } from '../../domain/ids.ts';
import type { StockMove } from '../../domain/stock/stock-moves.ts';
import type { Tx } from '../db/database.ts';
import type { NewId } from '../new-id.ts';

/** Whose movements they are: a return's, or those of a parcel that is nobody's. */
export type StockMeta = { merchantId: MerchantId; newId: NewId } & ({ rmaId: string } | { unknownId: string });

/** Appends the movements and moves the balances, in one statement. */
export async function move(tx: Tx, moves: readonly { seq: number; move: StockMove }[], meta: StockMeta): Promise<void> {
  if (moves.length === 0) return;
  const rows = moves.map(({ seq, move }) => ({
    movement_id: meta.newId('mov'),
    seq,
    sku: move.sku,
    quantity: move.quantity,
    from_location: move.from.location,
    from_condition: move.from.condition,
    to_location: move.to.location,
    to_condition: move.to.condition,
    currency: move.value.currency,
    value: String(move.value.minor),
  }));
  const [rmaId, unknownId] = 'rmaId' in meta ? [meta.rmaId, null] : [null, meta.unknownId];
  await sql`
    with moved as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as m(movement_id text, seq int, sku text,
        quantity int, from_location text, from_condition text, to_location text, to_condition text, currency text, value bigint)
    ), movement as (
      insert into stock_movement (merchant_id, movement_id, sku, quantity, from_location, from_condition, to_location,
        to_condition, currency, value_minor, rma_id, rma_seq, unknown_id, unknown_seq)
      select ${meta.merchantId}, movement_id, sku, quantity, from_location, from_condition, to_location, to_condition,
        currency, value, ${rmaId}::text, case when ${rmaId}::text is not null then seq end, ${unknownId}::text,
        case when ${unknownId}::text is not null then seq end from moved
    )
    insert into stock_balance (merchant_id, sku, location, condition, quantity)
    select ${meta.merchantId}, sku, location, condition, sum(quantity) from (
      select sku, from_location as location, from_condition as condition, -quantity as quantity from moved
      union all
      select sku, to_location, to_condition, quantity from moved
    ) as side
    group by sku, location, condition
    -- A fixed order of locks: two returns of one SKU never wait for each other in a circle.
    order by sku collate "C", location, condition
    on conflict (merchant_id, sku, location, condition) do update set quantity = stock_balance.quantity + excluded.quantity
    `.execute(tx);
}
