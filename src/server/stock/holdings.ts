import { sql } from 'kysely';
import type { MerchantId } from '../../domain/ids.ts';
import type { Money } from '../../domain/money.ts';
import { AT_VENDOR, outsidePlaces } from '../../domain/stock/places.ts';
import type { Holding } from '../../domain/stock/valuation.ts';
import type { Tx } from '../db/database.ts';

export type Spot = { sku: string; location: string; condition: string };

const keyOf = ({ sku, location, condition }: Spot): string => JSON.stringify([sku, location, condition]);

/**
 * What lies in these places and is ours, locked until the transaction ends: goods of buyers that wait for their repair lie
 * on the same shelf and are left out.
 * @param spots also those that goods will be put into, so that two hands which carry in opposite directions lock alike
 */
export async function lockHoldings(
  tx: Tx,
  merchantId: MerchantId,
  currency: string,
  spots: readonly Spot[],
): Promise<(spot: Spot) => Holding> {
  const wanted = JSON.stringify(spots.map(({ sku, location, condition }) => ({ sku, location, condition })));
  const { rows } = await sql<Spot & { quantity: bigint; value: bigint }>`
    select b.sku, b.location, b.condition, b.quantity, b.value_minor as value
    from stock_balance b where b.merchant_id = ${merchantId} and (b.sku, b.location, b.condition) in (
      select w.sku, w.location, w.condition from jsonb_to_recordset(${wanted}::jsonb) as w(sku text, location text, condition text))
    -- In the order in which movements lock them.
    order by b.sku collate "C", b.location, b.condition for update`.execute(tx);
  const held = new Map(rows.map((row) => [keyOf(row), { quantity: Number(row.quantity), minor: row.value }]));
  const repairs = [...new Set(spots.filter(({ condition }) => condition === 'to_repair').map(({ sku }) => sku))];
  for (const theirs of repairs.length > 0 ? await buyersGoods(tx, merchantId, repairs) : []) {
    const all = held.get(keyOf(theirs));
    if (!all) continue;
    all.quantity -= theirs.quantity;
    all.minor -= theirs.minor;
  }
  return (spot) => {
    const there = held.get(keyOf(spot));
    return { quantity: there?.quantity ?? 0, value: { minor: there?.minor ?? 0n, currency } };
  };
}

/** Goods that buyers gave us to repair, where they wait. */
async function buyersGoods(tx: Tx, merchantId: MerchantId, skus: readonly string[]) {
  const { rows } = await sql<{ sku: string; location: string; quantity: number; minor: bigint }>`
    select m.sku, p.location, sum(p.sign * m.quantity)::int as quantity,
      sum(case when p.sign > 0 then m.value_minor else -coalesce(m.cost_minor, m.value_minor) end)::bigint as minor
    from stock_movement m
    join rma r on r.merchant_id = m.merchant_id and r.rma_id = m.rma_id and r.resolution = 'repair'
    cross join lateral (values (1, m.to_location, m.to_condition), (-1, m.from_location, m.from_condition))
      as p(sign, location, condition)
    where m.merchant_id = ${merchantId} and m.sku = any(${[...skus]}::text[]) and p.condition = 'to_repair'
    group by m.sku, p.location`.execute(tx);
  return rows.map((row) => ({ ...row, condition: 'to_repair' }));
}

const nobodys = [...outsidePlaces, AT_VENDOR];

/** The good stock of articles wherever it lies, for averages. */
export async function goodStock(
  tx: Tx,
  merchantId: MerchantId,
  currency: string,
  skus: readonly string[],
): Promise<(sku: string) => Holding[]> {
  const { rows } = await sql<{
    sku: string;
    quantity: bigint;
    value: bigint;
  }>`select sku, quantity, value_minor as value
    from stock_balance where merchant_id = ${merchantId} and sku = any(${[...skus]}::text[]) and condition = 'good'
      and quantity > 0 and location <> all(${nobodys}::text[])`.execute(tx);
  return (sku) =>
    rows
      .filter((row) => row.sku === sku)
      .map((row) => ({ quantity: Number(row.quantity), value: { minor: row.value, currency } }));
}

/** What units of an article last came back at; null where none had a value. */
export async function lastKnown(
  tx: Tx,
  merchantId: MerchantId,
  sku: string,
  currency: string,
): Promise<Holding | null> {
  const { rows } = await sql<{ quantity: number; value: bigint }>`select quantity, value_minor as value
    from stock_movement where merchant_id = ${merchantId} and sku = ${sku} and to_location = 'returns' and value_minor > 0
    order by movement_id desc limit 1`.execute(tx);
  const row = rows[0];
  return row ? { quantity: row.quantity, value: { minor: row.value, currency } satisfies Money } : null;
}
