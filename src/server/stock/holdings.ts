import { sql } from 'kysely';
import type { MerchantId } from '../../domain/ids.ts';
import type { Money } from '../../domain/money.ts';
import { AT_VENDOR, outsidePlaces } from '../../domain/stock/places.ts';
import { type Holding, worthOf } from '../../domain/stock/valuation.ts';
import type { Tx } from '../db/database.ts';

export type Spot = { sku: string; location: string; condition: string };

const keyOf = ({ sku, location, condition }: Spot): string => JSON.stringify([sku, location, condition]);

/**
 * What lies in these places and is free, locked until the transaction ends. What returns have set apart, goods of buyers
 * that wait for their repair, and what open repairs have lie on the same shelf and are told as `held`.
 * @param spots also those that goods will be put into, so that two hands which carry in opposite directions lock alike
 * @param own the repair order that asks: what it has is free for it
 */
export async function lockHoldings(
  tx: Tx,
  merchantId: MerchantId,
  currency: string,
  spots: readonly Spot[],
  own?: string,
): Promise<(spot: Spot) => Required<Holding>> {
  const wanted = JSON.stringify(spots.map(({ sku, location, condition }) => ({ sku, location, condition })));
  // As movements lock them, one after another in the same order, and with a row also where nothing lies yet. An article
  // that is nowhere is not made known by asking for it.
  const { rows } = await sql<Spot & { quantity: bigint; value: bigint }>`
    insert into stock_balance (merchant_id, sku, location, condition, quantity, value_minor)
    select distinct on (w.sku collate "C", w.location, w.condition) ${merchantId}, w.sku, w.location, w.condition, 0, 0
    from jsonb_to_recordset(${wanted}::jsonb) as w(sku text, location text, condition text)
    where exists (select from stock_balance b where b.merchant_id = ${merchantId} and b.sku = w.sku)
    order by w.sku collate "C", w.location, w.condition
    on conflict (merchant_id, sku, location, condition) do update set quantity = stock_balance.quantity
    returning sku, location, condition, quantity, value_minor as value`.execute(tx);
  const lying = new Map(
    rows.map((row) => [keyOf(row), { quantity: Number(row.quantity), value: { minor: row.value, currency } }]),
  );
  const kept = spots.filter(({ condition }) => condition === 'to_repair' || condition === 'quarantine');
  const held = kept.length > 0 ? await heldGoods(tx, merchantId, [...new Set(kept.map(({ sku }) => sku))], own) : [];
  const heldAt = new Map(held.map((row) => [keyOf(row), row]));
  return (spot) => {
    const all = lying.get(keyOf(spot)) ?? { quantity: 0, value: { minor: 0n, currency } };
    const { kept = 0, minor = 0n, repaired = 0 } = heldAt.get(keyOf(spot)) ?? {};
    const rest = { quantity: all.quantity - kept, value: { minor: all.value.minor - minor, currency } };
    // Goods in repair stand at the average of those that wait for one.
    const inWork = repaired < rest.quantity ? worthOf(rest, repaired).minor : rest.value.minor;
    return {
      quantity: rest.quantity - repaired,
      value: { minor: repaired === 0 ? rest.value.minor : rest.value.minor - inWork, currency },
      held: kept + repaired,
    };
  };
}

/** What returns keep in a place with its own worth, and what open repairs of ours have there. */
async function heldGoods(tx: Tx, merchantId: MerchantId, skus: readonly string[], own: string | undefined) {
  const { rows } = await sql<Spot & { kept: number; minor: bigint; repaired: number }>`
    select sku, location, condition, sum(kept)::int as kept, sum(minor)::bigint as minor, sum(repaired)::int as repaired
    from (
      select m.sku, p.location, p.condition, p.sign * m.quantity as kept, 0 as repaired,
        case when p.sign > 0 then m.value_minor else -coalesce(m.cost_minor, m.value_minor) end as minor
      from stock_movement m
      join rma r on r.merchant_id = m.merchant_id and r.rma_id = m.rma_id
      cross join lateral (values (1, m.to_location, m.to_condition), (-1, m.from_location, m.from_condition))
        as p(sign, location, condition)
      where m.merchant_id = ${merchantId} and m.sku = any(${[...skus]}::text[]) and m.rma_id is not null
        and (m.to_condition in ('quarantine', 'to_repair') or m.from_condition in ('quarantine', 'to_repair'))
        and (p.condition = 'quarantine' or (p.condition = 'to_repair' and r.resolution = 'repair'))
      union all
      select d.sku, d.location, 'to_repair', 0, d.units, 0
      from stock_document d
      where d.merchant_id = ${merchantId} and d.kind = 'repair' and d.state in ('open', 'to_approve')
        and d.sku = any(${[...skus]}::text[]) and d.document_id <> ${own ?? ''}
        and not exists (select from stock_document_event e where e.merchant_id = d.merchant_id
          and e.document_id = d.document_id and e.seq = 1 and e.data ->> 'owner' = 'buyer')
    ) as one group by sku, location, condition`.execute(tx);
  return rows;
}

const nobodys = [...outsidePlaces, AT_VENDOR];

/** What articles stand at wherever they lie in our hands, for averages. */
export async function lyingAbout(
  tx: Tx,
  merchantId: MerchantId,
  currency: string,
  skus: readonly string[],
): Promise<(sku: string, condition: string) => Holding[]> {
  const { rows } = await sql<{
    sku: string;
    condition: string;
    quantity: bigint;
    value: bigint;
  }>`select sku, condition, quantity, value_minor as value
    from stock_balance where merchant_id = ${merchantId} and sku = any(${[...skus]}::text[])
      and quantity > 0 and location <> all(${nobodys}::text[])`.execute(tx);
  return (sku, condition) =>
    rows
      .filter((row) => row.sku === sku && row.condition === condition)
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
