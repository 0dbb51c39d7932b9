import { sql } from 'kysely';
import type { MerchantId } from '../../domain/ids.ts';
import type { AdvanceLimits } from '../../domain/returns/advance.ts';
import type { Instant } from '../../domain/time.ts';
import type { Tx } from '../db/database.ts';

type Sums = { currency: string | null; buyer: bigint | null; shop: bigint | null; day: bigint | null };
type Change = Sums & { seq: number; by: string; at: Instant };

/** What a screen shows of earlier limits: who has changed them so often looks at the newest. */
const SHOWN = 50;

const changes = (tx: Tx, merchantId: MerchantId, most: number) =>
  sql<Change>`select seq, currency, per_buyer_minor as buyer, per_shop_minor as shop, per_day_minor as day, set_by as by,
      set_at as at
    from advance_limit where merchant_id = ${merchantId} order by seq desc limit ${most}`.execute(tx);

function limitsIn({ currency, buyer, shop, day }: Sums): AdvanceLimits | null {
  if (currency === null || buyer === null || shop === null || day === null) return null;
  const money = (minor: bigint) => ({ minor: BigInt(minor), currency });
  return { perBuyer: money(buyer), perShop: money(shop), perDay: money(day) };
}

/** Null: the merchant pays nothing ahead. */
export async function readLimits(tx: Tx, merchantId: MerchantId): Promise<AdvanceLimits | null> {
  const { rows } = await changes(tx, merchantId, 1);
  return rows[0] ? limitsIn(rows[0]) : null;
}

/** Who set which limits when, the newest first. */
export async function limitHistory(tx: Tx, merchantId: MerchantId) {
  const { rows } = await changes(tx, merchantId, SHOWN);
  return rows.map(({ seq, by, at, ...sums }) => ({ seq, by, at, limits: limitsIn(sums) }));
}

/** Refunds paid ahead and changes of their limits queue up, merchant by merchant. */
export const lockAdvances = (tx: Tx, merchantId: MerchantId) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`advance ${merchantId}`}, 0))`.execute(tx);

type NewLimits = { currency: string; perBuyer: string; perShop: string; perDay: string };

/** Takes effect with the next refund; what is out stays out. Null: no more is paid ahead. What held before is kept. */
export async function saveLimits(tx: Tx, merchantId: MerchantId, limits: NewLimits | null, by: string, now: Instant) {
  await lockAdvances(tx, merchantId);
  await sql`insert into advance_limit (merchant_id, seq, currency, per_buyer_minor, per_shop_minor, per_day_minor, set_by,
      set_at)
    select ${merchantId}, coalesce(max(seq), 0) + 1, ${limits?.currency ?? null}, ${limits?.perBuyer ?? null}::bigint,
      ${limits?.perShop ?? null}::bigint, ${limits?.perDay ?? null}::bigint, ${by}, ${now}
    from advance_limit where merchant_id = ${merchantId}`.execute(tx);
}
