import { type RawBuilder, sql } from 'kysely';
import type { MerchantId, RmaId } from '../../domain/ids.ts';
import type { Outcome } from '../../domain/policy/policy.ts';
import type { Instant } from '../../domain/time.ts';
import type { Tx } from '../db/database.ts';

/** A return with its first decision, the times of its order, and until when it was to be answered. */
export type PastRow = {
  rma_id: RmaId;
  /** `opened_at` with all its digits, for cursors. */
  key: string;
  amount_minor: bigint;
  currency: string;
  /** Null on a return without a trace. */
  policy_version: number | null;
  rule_id: string;
  outcome: Outcome;
  facts: Record<string, unknown>;
  decided_at: Instant;
  paid_at: Instant | null;
  shipped_at: Instant | null;
  delivered_at: Instant | null;
  due_at: Instant | null;
  answered_at: Instant | null;
};

/** Which events are an answer to a request, given by a rule or by a person. */
const ANSWERS = sql.raw(`('rma_approved', 'rma_rejected', 'evidence_requested', 'rma_withdrawn')`);

/** The first answer to the return `of`, and the deadline as it was then; without an answer, as it is now. */
export const lateness = (of: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  left join lateral (select e.seq, e.occurred_at as at from rma_event e
    where e.merchant_id = ${of}.merchant_id and e.rma_id = ${of}.rma_id and e.type in ${ANSWERS}
    order by e.seq limit 1) answer on true
  left join lateral (
    select coalesce(e.data -> 'due' ->> 'at', e.data -> 'reviewDue' ->> 'at')::timestamptz as at from rma_event e
    where e.merchant_id = ${of}.merchant_id and e.rma_id = ${of}.rma_id and (e.data ? 'due' or e.data ? 'reviewDue')
      and e.type in ('rma_opened', 'rma_escalated', 'channel_followed') and e.seq < coalesce(answer.seq, 2147483647)
    order by e.seq desc limit 1) due on true`;

/** The returns that `picked` selects (merchant_id, rma_id, order_id, opened_at), oldest first. */
export async function readPastDecisions(tx: Tx, picked: RawBuilder<unknown>): Promise<PastRow[]> {
  const { rows } = await sql<PastRow>`
    with picked as materialized (${picked})
    select r.rma_id, to_char(r.opened_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as key,
      r.amount_minor, r.currency,
      (d.decision ->> 'policyVersion')::int as policy_version, d.decision ->> 'ruleId' as rule_id,
      d.decision -> 'outcome' as outcome, d.decision -> 'facts' as facts, d.at as decided_at,
      o.paid_at, o.shipped_at, o.delivered_at, due.at as due_at, answer.at as answered_at
    from picked r
    join sales_order o on o.merchant_id = r.merchant_id and o.order_id = r.order_id
    left join lateral (select e.data -> 'decision' as decision, e.occurred_at as at from rma_event e
      where e.merchant_id = r.merchant_id and e.rma_id = r.rma_id and e.type = 'policy_applied'
      order by e.seq limit 1) d on true
    ${lateness(sql`r`)}
    order by r.opened_at, r.rma_id`.execute(tx);
  return rows;
}

/** The returns of a period after a cursor. */
export const casesOfPeriod = (
  merchantId: MerchantId,
  { from, to, after, limit }: { from: Instant; to: Instant; after: { at: string; rmaId: string }; limit: number },
): RawBuilder<unknown> => sql`
  select r.merchant_id, r.rma_id, r.order_id, r.opened_at, r.amount_minor, r.currency from rma r
  where r.merchant_id = ${merchantId} and r.opened_at >= ${from} and r.opened_at < ${to}
    and (r.opened_at, r.rma_id) > (${after.at}::timestamptz, ${after.rmaId})
  order by r.opened_at, r.rma_id limit ${limit}`;

/** A transaction may commit so much later than the time it wrote. */
const OVERLAP_MINUTES = 5;

/** Returns since a moment that a trial has not tried: also one that committed after later ones were tried. */
export const newCasesOf = (
  merchantId: MerchantId,
  trial: { id: string; from: Instant; to: Instant | null; newest: string | null; limit: number },
): RawBuilder<unknown> => sql`
  select r.merchant_id, r.rma_id, r.order_id, r.opened_at, r.amount_minor, r.currency from rma r
  where r.merchant_id = ${merchantId}
    and r.opened_at >= greatest(${trial.from}::timestamptz,
      ${trial.newest}::timestamptz - make_interval(mins => ${OVERLAP_MINUTES}))
    and r.opened_at < coalesce(${trial.to}::timestamptz, 'infinity')
    and not exists (select 1 from policy_trial_case c
      where c.merchant_id = r.merchant_id and c.trial_id = ${trial.id} and c.rma_id = r.rma_id)
  order by r.opened_at, r.rma_id limit ${trial.limit}`;
