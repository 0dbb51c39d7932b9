import { sql } from 'kysely';
import type { MerchantId } from '../../domain/ids.ts';
import { outsidePlaces } from '../../domain/stock/places.ts';
import type { App } from '../app.ts';

/**
 * A balance that is not what its movements add up to, that says less than nothing lies somewhere, or that nothing is worth
 * something.
 */
export type StockDisagreement = { key: string; stored: string; replayed: string };

/** Adds up every movement of a merchant again and compares quantities and book values with the balances. */
export async function checkStock(app: App, merchantId: MerchantId): Promise<StockDisagreement[]> {
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<StockDisagreement>`
    with moved as (
      select sku, location, condition, sum(quantity) as quantity, sum(value) as value from (
        select sku, to_location as location, to_condition as condition, quantity, value_minor as value
          from stock_movement where merchant_id = ${merchantId}
        union all
        select sku, from_location, from_condition, -quantity, -coalesce(cost_minor, value_minor)
          from stock_movement where merchant_id = ${merchantId}) as side
      group by sku, location, condition
    ), balance as (select * from stock_balance where merchant_id = ${merchantId})
    select format('%s at %s, %s', sku, location, condition) as key,
      format('%s worth %s', coalesce(b.quantity, 0), coalesce(b.value_minor, 0)) as stored,
      format('%s worth %s', coalesce(m.quantity, 0), coalesce(m.value, 0)) as replayed
    from balance b full join moved m using (sku, location, condition)
    where coalesce(b.quantity, 0) <> coalesce(m.quantity, 0) or coalesce(b.value_minor, 0) <> coalesce(m.value, 0)
      or ((b.quantity < 0 or (b.quantity = 0 and b.value_minor <> 0)) and location <> all(${[...outsidePlaces]}::text[]))
    order by 1`.execute(tx),
  );
  return rows;
}
