import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { currentPolicy } from '../../contract/back-office.ts';
import { toMoneyView } from '../../contract/common.ts';
import { present } from '../../domain/assert.ts';
import type { Instant } from '../../domain/time.ts';
import type { App } from '../app.ts';
import { route } from '../http/route.ts';

export function addPolicyRoutes(server: FastifyInstance, app: App): void {
  route(server, currentPolicy, ({ principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, async (tx) => {
      const policy = await app.policies.live(tx, merchantId);
      const published = await sql<{ at: Instant }>`select published_at as at from policy
        where merchant_id = ${merchantId} and version = ${policy.version}`.execute(tx);
      const hits = await sql<{ rule_id: string; hits: number }>`
        select data -> 'decision' ->> 'ruleId' as rule_id, count(*)::int as hits from rma_event
        where merchant_id = ${merchantId} and type = 'policy_applied' and recorded_at > now() - interval '30 days'
        group by 1`.execute(tx);
      const hitsOf = new Map(hits.rows.map((row) => [row.rule_id, row.hits]));
      return {
        version: policy.version,
        publishedAt: present(published.rows[0], 'the live policy').at,
        windowDays: policy.windowDays,
        approvalLimit: toMoneyView(policy.approvalLimit),
        autoRefundLimit: policy.autoRefundLimit && toMoneyView(policy.autoRefundLimit),
        rows: policy.rows.map((row) => ({ ...row, hits30Days: hitsOf.get(row.id) ?? 0 })),
      };
    }),
  );
}
