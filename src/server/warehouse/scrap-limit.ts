import { sql } from 'kysely';
import type { MerchantId } from '../../domain/ids.ts';
import { zero } from '../../domain/money.ts';
import type { ScrapLimit } from '../../domain/stock/scrap-limit.ts';
import type { Instant } from '../../domain/time.ts';
import type { Tx } from '../db/database.ts';
import { readBook } from '../inspection-book/book-store.ts';

type Scrapping = { merchantId: MerchantId; by: string; currency: string; now: Instant };

/** How much somebody may scrap alone, and has in the last day. One document of a person at a time. */
export async function scrapLimit(
  tx: Tx,
  { merchantId, by, currency, now }: Scrapping,
  isScrapping: boolean,
): Promise<ScrapLimit> {
  const none = { by, above: null, before: zero(currency) };
  if (!isScrapping) return none;
  const { scrapApprovalAbove: above } = await readBook(tx, merchantId, currency);
  if (!above) return none;
  await sql`select pg_advisory_xact_lock(hashtextextended(${`scrap ${merchantId} ${by}`}, 0))`.execute(tx);
  const { rows } = await sql<{ minor: bigint }>`
    select coalesce(sum(coalesce(m.cost_minor, m.value_minor)), 0)::bigint as minor
    from stock_document_event e join stock_movement m on m.merchant_id = e.merchant_id and m.document_id = e.document_id
      and m.document_seq = e.seq
    where e.merchant_id = ${merchantId} and e.actor_id = ${by} and e.type in ('transferred', 'repair_finished')
      and e.occurred_at > ${now}::timestamptz - interval '24 hours'
      -- What a second person has said yes to is nobody's own doing.
      and not e.data ? 'askedBy' and m.to_condition = 'scrap' and m.from_condition <> 'scrap'`.execute(tx);
  return { by, above, before: { minor: rows[0]?.minor ?? 0n, currency } };
}
