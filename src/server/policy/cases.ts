import { type RawBuilder, sql } from 'kysely';
import type { MerchantId, RmaId } from '../../domain/ids.ts';
import type { Outcome } from '../../domain/policy/policy.ts';
import type { Reason, Resolution } from '../../domain/policy/reasons.ts';
import type { Instant } from '../../domain/time.ts';
import type { Tx } from '../db/database.ts';
import { cursorOf, pageFrom, readCursor } from '../db/keyset.ts';

export type CasesQuery = {
  after?: string | undefined;
  limit: number;
  q?: string | undefined;
  ruleId?: string | undefined;
};

/** So many returns are looked through for those that a rule decided: there is no index by rule. */
const MOST_LOOKED_THROUGH = 5_000;

type Row = {
  rmaId: RmaId;
  number: string;
  shopName: string;
  resolution: Resolution;
  reason: Reason;
  amount_minor: bigint;
  currency: string;
  openedAt: Instant;
  policyVersion: number;
  ruleId: string;
  outcome: Outcome;
  facts: Record<string, unknown>;
  key: string;
};

/** Recent returns with their last decision, newest first. */
export async function listCases(tx: Tx, merchantId: MerchantId, query: CasesQuery) {
  const cursor = readCursor(query.after);
  const conditions = [
    sql`r.merchant_id = ${merchantId}`,
    ...(query.q ? [beginsWith(merchantId, query.q)] : []),
    ...(cursor ? [sql`(r.opened_at, r.rma_id) < (${cursor[0]}::timestamptz, ${cursor[1]})`] : []),
  ];
  // With a search and without one, another plan serves.
  const planned = sql`select set_config('plan_cache_mode', 'force_custom_plan', true)`.execute(tx);
  const reading = sql<Row>`
    with looked as materialized (
      select r.* from rma r where ${sql.join(conditions, sql` and `)}
      order by r.opened_at desc, r.rma_id desc limit ${query.ruleId ? MOST_LOOKED_THROUGH : query.limit + 1})
    select r.rma_id as "rmaId", r.number, s.name as "shopName", r.resolution, r.reason, r.amount_minor, r.currency,
      r.opened_at as "openedAt", (d.decision ->> 'policyVersion')::int as "policyVersion",
      d.decision ->> 'ruleId' as "ruleId", d.decision -> 'outcome' as outcome, d.decision -> 'facts' as facts,
      to_char(r.opened_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as key
    from looked r
    join shop s on s.merchant_id = r.merchant_id and s.shop_id = r.shop_id
    join lateral (select e.data -> 'decision' as decision from rma_event e
      where e.merchant_id = r.merchant_id and e.rma_id = r.rma_id and e.type = 'policy_applied'
      order by e.seq desc limit 1) d on true
    where ${query.ruleId ? sql`d.decision ->> 'ruleId' = ${query.ruleId}` : sql`true`}
    order by r.opened_at desc, r.rma_id desc limit ${query.limit + 1}`.execute(tx);
  const [, { rows }] = await Promise.all([planned, reading]);
  return pageFrom(
    rows.map(({ amount_minor, currency, key: _, ...row }) => ({
      ...row,
      amount: { minor: String(amount_minor), currency },
    })),
    query.limit,
    (_, i) => cursorOf(rows[i]?.key ?? '', rows[i]?.rmaId ?? ''),
  );
}

/** The newest numbers that begin so; who wants another types one letter more. */
const MOST_FOUND = 500;

const beginsWith = (merchantId: MerchantId, q: string): RawBuilder<unknown> => sql`r.rma_id in (
    (select rma_id from rma where merchant_id = ${merchantId} and ${within(sql`number`, q.toUpperCase())}
      order by number desc limit ${MOST_FOUND})
    union
    (select x.rma_id from (select order_id from sales_order
        where merchant_id = ${merchantId} and ${within(sql`external_id`, q)} order by external_id desc limit ${MOST_FOUND}) o
      join rma x on x.merchant_id = ${merchantId} and x.order_id = o.order_id))`;

const within = (column: RawBuilder<unknown>, beginning: string): RawBuilder<unknown> =>
  sql`${column} >= ${beginning} and ${column} < ${`${beginning}\u{10ffff}`}`;
