import { sql } from 'kysely';
import type { MerchantId } from '../../domain/ids.ts';
import type { LearnedWeight } from '../../domain/parcels/box-weight.ts';
import type { Tx } from '../db/database.ts';

/** What parcels have taught about the weight of these articles. */
export async function learnedWeights(
  tx: Tx,
  merchantId: MerchantId,
  skus: readonly string[],
): Promise<readonly LearnedWeight[]> {
  if (skus.length === 0) return [];
  const { rows } = await sql<LearnedWeight>`select sku, units::float8 as units, grams::float8 as grams from sku_weight
    where merchant_id = ${merchantId} and sku = any(${[...new Set(skus)]})`.execute(tx);
  return rows;
}
