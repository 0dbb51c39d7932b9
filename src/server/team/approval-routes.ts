import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { toMoneyView } from '../../contract/common.ts';
import * as contract from '../../contract/team.ts';
import { money } from '../../domain/money.ts';
import type { ApprovalRule } from '../../domain/policy/approvals.ts';
import { checkPolicy } from '../../domain/policy/check-policy.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { ok, reject } from '../../domain/result.ts';
import type { App } from '../app.ts';
import { route } from '../http/route.ts';
import { publishPolicy } from '../policy/policy-shelf.ts';
import { levelIn } from './team-views.ts';

/** Who may grant how much: a part of the policy, so a change is a new version of it. */
export function addApprovalRoutes(server: FastifyInstance, app: App): void {
  route(server, contract.approvalRules, async ({ principal: { merchantId } }) => {
    const policy = await app.db.inMerchant(merchantId, (tx) => app.policies.live(tx, merchantId));
    const rules = policy.approvals?.map(({ over, fourEyes, level, ...rule }) => ({
      ...rule,
      level: levelIn(level),
      over: toMoneyView(over),
      fourEyes: fourEyes ?? false,
    }));
    return { version: policy.version, currency: policy.approvalLimit.currency, rules: rules ?? null };
  });

  route(server, contract.setApprovalRules, ({ body, principal: { merchantId, id } }) =>
    app.db.inMerchant(merchantId, async (tx) => {
      // One at a time: the version that was read is the one that is followed.
      await sql`select 1 from merchant where merchant_id = ${merchantId} for update`.execute(tx);
      const live = await app.policies.live(tx, merchantId);
      if (live.version !== body.version) return reject({ code: 'policy_has_changed', version: live.version });
      const { approvals: _, ...rest } = live;
      const rules = body.rules?.map(ruleFrom);
      const next: Policy = { ...rest, version: live.version + 1, ...(rules ? { approvals: rules } : {}) };
      const wrong = checkPolicy(next).errors.find((error) => error.code === 'approval_invalid');
      if (wrong) return reject(wrong);
      await publishPolicy(tx, merchantId, next, id);
      return ok({ version: next.version });
    }),
  );
}

type Sent = {
  over: { minor: string; currency: string };
  resolution?: ApprovalRule['resolution'] | undefined;
  level: number;
  fourEyes: boolean;
};

const ruleFrom = ({ over, resolution, level, fourEyes }: Sent): ApprovalRule => ({
  over: money(BigInt(over.minor), over.currency),
  ...(resolution ? { resolution } : {}),
  level,
  ...(fourEyes ? { fourEyes } : {}),
});
