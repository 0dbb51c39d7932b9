import { sql } from 'kysely';
import type { MerchantId } from '../../domain/ids.ts';
import { type Instant, plusHours } from '../../domain/time.ts';
import type { App } from '../app.ts';
import { freshCache } from '../people/fresh-cache.ts';

export type Usage = {
  /** By rule, how many returns of the last 30 days it decided. */
  byRule: Readonly<Record<string, number>>;
  byVersion: ReadonlyMap<number, number>;
};

const DAYS = 30;
const MAX_AGE_MS = 15_000;
const MAX_MERCHANTS = 1_000;

type Row = { rule_id: string; version: number; returns: number };

/**
 * What the rules have done lately: the first decision on each return that was opened in 30 days. Counted through the index
 * of returns by time, and kept for a moment, since a large merchant opens tens of thousands in that time.
 */
export function policyUsage(app: App): (merchantId: MerchantId) => Promise<Usage> {
  const cache = freshCache<Usage>(MAX_AGE_MS, MAX_MERCHANTS);
  return (merchantId) => cache.get(merchantId, () => counted(app, merchantId, plusHours(app.clock.now(), -24 * DAYS)));
}

async function counted(app: App, merchantId: MerchantId, since: Instant): Promise<Usage> {
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<Row>`
      select d.decision ->> 'ruleId' as rule_id, (d.decision ->> 'policyVersion')::int as version, count(*)::int as returns
      from rma r
      join lateral (select e.data -> 'decision' as decision from rma_event e
        where e.merchant_id = r.merchant_id and e.rma_id = r.rma_id and e.type = 'policy_applied'
        order by e.seq limit 1) d on true
      where r.merchant_id = ${merchantId} and r.opened_at > ${since}
      group by 1, 2`.execute(tx),
  );
  const byRule = new Map<string, number>();
  const byVersion = new Map<number, number>();
  for (const { rule_id, version, returns } of rows) {
    byRule.set(rule_id, (byRule.get(rule_id) ?? 0) + returns);
    byVersion.set(version, (byVersion.get(version) ?? 0) + returns);
  }
  return { byRule: Object.fromEntries(byRule), byVersion };
}
