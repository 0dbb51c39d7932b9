import type { FastifyInstance } from 'fastify';
import { toMoneyView } from '../../contract/common.ts';
import * as contract from '../../contract/team.ts';
import { present } from '../../domain/assert.ts';
import { money } from '../../domain/money.ts';
import type { ApprovalRule } from '../../domain/policy/approvals.ts';
import { checkPolicy } from '../../domain/policy/check-policy.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { ok, reject } from '../../domain/result.ts';
import type { App } from '../app.ts';
import { route } from '../http/route.ts';
import { addVersion } from '../policy/policy-shelf.ts';
import { nextVersion } from '../policy/publish-draft.ts';
import { lockReleases } from '../policy/releases.ts';
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
      const before = present(await lockReleases(tx, merchantId), 'a release of the merchant');
      if (before.version !== body.version) return reject({ code: 'policy_has_changed', version: before.version });
      // A new version would end the roll-out unasked, and the candidate has rules of its own.
      if (before.rollOut) return reject({ code: 'roll_out_under_way', candidate: before.rollOut.candidate });
      const { approvals: _, ...rest } = await app.policies.pinned(tx, merchantId, before.version);
      const rules = body.rules?.map(ruleFrom);
      const version = await nextVersion(tx, merchantId);
      const next: Policy = { ...rest, version, ...(rules ? { approvals: rules } : {}) };
      const wrong = checkPolicy(next).errors.find((error) => error.code === 'approval_invalid');
      if (wrong) return reject(wrong);
      await addVersion(tx, merchantId, next, before, { by: id });
      return ok({ version });
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
