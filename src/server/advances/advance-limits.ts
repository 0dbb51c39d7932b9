import { sql } from 'kysely';
import type { MerchantId } from '../../domain/ids.ts';
import type { AdvanceLimits } from '../../domain/returns/advance.ts';
import type { Instant } from '../../domain/time.ts';
import type { Tx } from '../db/database.ts';

type Row = { currency: string; buyer: bigint; shop: bigint; day: bigint };

/** Null: the merchant pays nothing ahead of goods. */
export async function readLimits(tx: Tx, merchantId: MerchantId): Promise<AdvanceLimits | null> {
  const { rows } =
    await sql<Row>`select currency, per_buyer_minor as buyer, per_shop_minor as shop, per_day_minor as day
    from advance_limit where merchant_id = ${merchantId}`.execute(tx);
  const row = rows[0];
  if (!row) return null;
  const money = (minor: bigint) => ({ minor: BigInt(minor), currency: row.currency });
  return { perBuyer: money(row.buyer), perShop: money(row.shop), perDay: money(row.day) };
}

type NewLimits = { currency: string; perBuyer: string; perShop: string; perDay: string };

/** Takes effect with the next refund; what is out stays out. Null: no more is paid ahead. */
export const saveLimits = (tx: Tx, merchantId: MerchantId, limits: NewLimits | null, by: string, now: Instant) =>
  limits === null
    ? sql`delete from advance_limit where merchant_id = ${merchantId}`.execute(tx)
    : sql`insert into advance_limit (merchant_id, currency, per_buyer_minor, per_shop_minor, per_day_minor, set_by, set_at)
        values (${merchantId}, ${limits.currency}, ${limits.perBuyer}, ${limits.perShop}, ${limits.perDay}, ${by}, ${now})
        on conflict (merchant_id) do update set currency = excluded.currency, per_buyer_minor = excluded.per_buyer_minor,
          per_shop_minor = excluded.per_shop_minor, per_day_minor = excluded.per_day_minor, set_by = excluded.set_by,
          set_at = excluded.set_at`.execute(tx);
