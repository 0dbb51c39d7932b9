import { sql } from 'kysely';
import type { MappedReason } from '../../contract/channel-reasons.ts';
import type { MerchantId, OrderId, RmaId } from '../../domain/ids.ts';
import type { Reason } from '../../domain/policy/reasons.ts';
import type { Instant } from '../../domain/time.ts';
import type { Tx } from '../db/database.ts';
import { iso } from '../orders/order-store.ts';

/** Longer texts are a buyer's or a clerk's own words, which may name people, and no reason from a list. */
const LONGEST_REASON = 60;

/** What the merchant takes these words for on the channel of an order; null: he has not said. */
export async function mappedReason(
  tx: Tx,
  merchantId: MerchantId,
  orderId: OrderId,
  said: string,
): Promise<Reason | null> {
  const { rows } = await sql<{ reason: Reason }>`select c.reason from sales_order o
    join channel_reason c on c.merchant_id = o.merchant_id and c.channel = o.channel
    where o.merchant_id = ${merchantId} and o.order_id = ${orderId} and c.said = ${said}`.execute(tx);
  return rows[0]?.reason ?? null;
}

/** Remembers words that nobody understood, with the return that they opened. */
export async function keepUnknownReason(
  tx: Tx,
  merchantId: MerchantId,
  seen: { rmaId: RmaId; channel: string; said: string; at: Instant },
): Promise<void> {
  if (seen.said === '' || seen.said.length > LONGEST_REASON) return;
  await sql`insert into channel_reason_seen (merchant_id, rma_id, channel, said, seen_at)
    values (${merchantId}, ${seen.rmaId}, ${seen.channel}, ${seen.said}, ${seen.at})
    on conflict (merchant_id, rma_id) do update set said = excluded.said, seen_at = excluded.seen_at`.execute(tx);
}

const MOST_SHOWN = 200;

/** What came since `since` and was not understood, and what the merchant has said. The unknown first, the commonest first. */
export async function listReasons(
  tx: Tx,
  merchantId: MerchantId,
  since: Instant,
  names: ReadonlyMap<string, string>,
): Promise<MappedReason[]> {
  const { rows } = await sql<MappedReason>`
    with seen as (
      select channel, said, count(*)::int as count, max(seen_at) as last from channel_reason_seen
      where merchant_id = ${merchantId} and seen_at >= ${since}::timestamptz group by channel, said
    ), mapped as (
      select channel, said, reason, mapped_by, mapped_at from channel_reason where merchant_id = ${merchantId}
    )
    select channel, said, mapped.reason, coalesce(seen.count, 0) as count, ${iso('seen.last')} as "lastSeenAt",
      coalesce(mapped.mapped_by, '') as "mappedBy", ${iso('mapped.mapped_at')} as "mappedAt"
    from seen full join mapped using (channel, said)
    order by mapped.reason is not null, coalesce(seen.count, 0) desc, channel, said limit ${MOST_SHOWN}`.execute(tx);
  return rows.map((row) => ({ ...row, mappedBy: names.get(row.mappedBy) ?? '' }));
}

export type Mapping = { channel: string; said: string; reason: Reason | null; by: string; at: Instant };

/** Says what words stand for from now on; null takes it back. Returns that are open keep their reason. */
export async function mapReason(
  tx: Tx,
  merchantId: MerchantId,
  { channel, said, reason, by, at }: Mapping,
): Promise<void> {
  if (reason === null) {
    await sql`delete from channel_reason
      where merchant_id = ${merchantId} and channel = ${channel} and said = ${said}`.execute(tx);
    return;
  }
  await sql`insert into channel_reason (merchant_id, channel, said, reason, mapped_by, mapped_at)
    values (${merchantId}, ${channel}, ${said}, ${reason}, ${by}, ${at})
    on conflict (merchant_id, channel, said) do update set reason = excluded.reason, mapped_by = excluded.mapped_by,
      mapped_at = excluded.mapped_at`.execute(tx);
}
