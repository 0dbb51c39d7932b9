import { sql } from 'kysely';
import type { MerchantId } from '../../domain/ids.ts';
import { AT_VENDOR, outsidePlaces } from '../../domain/stock/places.ts';
import type { StockMove } from '../../domain/stock/stock-moves.ts';
import type { Tx } from '../db/database.ts';
import type { NewId } from '../new-id.ts';

/** Whose movements they are: a return's, a document's, or those of a parcel that is nobody's. */
export type StockCause = { rmaId: string } | { unknownId: string } | { documentId: string };
export type StockMeta = { merchantId: MerchantId; newId: NewId } & StockCause;

type Numbered = { seq: number; move: StockMove };

/** Places that the program means something by, and that no list of a warehouse holds. */
const nobodysPlaces: readonly string[] = [...outsidePlaces, AT_VENDOR];

const rowsOf = (moves: readonly Numbered[], newId: NewId) =>
  moves.map(({ seq, move }, line) => ({
    movement_id: newId('mov'),
    seq,
    line: line + 1,
    sku: move.sku,
    quantity: move.quantity,
    from_location: move.from.location,
    from_condition: move.from.condition,
    to_location: move.to.location,
    to_condition: move.to.condition,
    currency: move.value.currency,
    value: String(move.value.minor),
    cost: move.cost ? String(move.cost.minor) : null,
  }));

/**
 * Appends the movements, moves the balances, notes where goods can be sold now, and calls for a job where somebody outside
 * wants to hear it: in one statement, so that it travels with the other writes of a command.
 */
export async function move(tx: Tx, moves: readonly Numbered[], meta: StockMeta): Promise<void> {
  if (moves.length === 0) return;
  const { merchantId } = meta;
  const rows = rowsOf(moves, meta.newId);
  const [rmaId, unknownId, documentId] = [
    'rmaId' in meta ? meta.rmaId : null,
    'unknownId' in meta ? meta.unknownId : null,
    'documentId' in meta ? meta.documentId : null,
  ];
  const hookKey = `stock-hook:${merchantId}`;
  await sql`
    with moved as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as m(movement_id text, seq int, line int, sku text,
        quantity int, from_location text, from_condition text, to_location text, to_condition text, currency text,
        value bigint, cost bigint)
    ), movement as (
      insert into stock_movement (merchant_id, movement_id, sku, quantity, from_location, from_condition, to_location,
        to_condition, currency, value_minor, cost_minor, rma_id, rma_seq, unknown_id, unknown_seq, document_id,
        document_seq, document_line)
      select ${merchantId}, movement_id, sku, quantity, from_location, from_condition, to_location, to_condition,
        currency, value, cost, ${rmaId}::text, case when ${rmaId}::text is not null then seq end, ${unknownId}::text,
        case when ${unknownId}::text is not null then seq end, ${documentId}::text,
        case when ${documentId}::text is not null then seq end, case when ${documentId}::text is not null then line end
      from moved
    ), side as materialized (
      select sku, location, condition, sum(quantity) as quantity, sum(value) as value, array_agg(movement_id) as movement_ids
      from (
        select movement_id, sku, from_location as location, from_condition as condition, -quantity as quantity,
          -coalesce(cost, value) as value from moved
        union all
        select movement_id, sku, to_location, to_condition, quantity, value from moved
      ) as one group by sku, location, condition
    ), place as (
      insert into stock_location (merchant_id, code, kind)
      select distinct ${merchantId}, s.location,
        case s.location when 'returns' then 'returns' when 'QUARANTINE' then 'quarantine' else 'shelf' end
      from side s where s.location <> all(${nobodysPlaces}::text[]) and not exists (select from stock_location l
        where l.merchant_id = ${merchantId} and l.code = s.location)
      on conflict do nothing
    ), balance as (
      insert into stock_balance (merchant_id, sku, location, condition, quantity, value_minor)
      select ${merchantId}, sku, location, condition, quantity, value from side
      -- A fixed order of locks: two returns of one SKU never wait for each other in a circle.
      order by sku collate "C", location, condition
      on conflict (merchant_id, sku, location, condition) do update set
        quantity = stock_balance.quantity + excluded.quantity, value_minor = stock_balance.value_minor + excluded.value_minor
      returning sku, location, condition, quantity
    ), change as (
      insert into stock_change (merchant_id, sku, location, delta, balance, movement_ids)
      select ${merchantId}, b.sku, b.location, s.quantity, b.quantity, s.movement_ids
      from balance b join side s using (sku, location, condition)
      where b.condition = 'good' and s.quantity <> 0 and b.location <> all(${nobodysPlaces}::text[])
      returning 1
    )
    select count(*) from stock_hook h, lateral graphile_worker.add_jobs(array[('tell_stock',
      json_build_object('merchantId', ${merchantId}::text), ${hookKey}::text, null, null, ${hookKey}::text, null,
      null)::graphile_worker.job_spec]) as job
    where h.merchant_id = ${merchantId} and not h.paused and exists (select from change)`.execute(tx);
}
