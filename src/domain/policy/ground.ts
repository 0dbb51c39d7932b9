import type { Policy, PolicyDecision } from './policy.ts';

/** Why a request was answered so, for the person who made it: the rule in words, and the article it rests on. */
export type Ground = { label: { zh: string; en: string }; clause: string };

/** The basis of rows that rest on nothing but the shop's own wish, such as its limits. Nobody else can look them up. */
export const HOUSE_RULE = '店铺规则';

/**
 * A buyer may ask why a program decided so (个人信息保护法 24). Null where no article did: the shop's own line sends the
 * case to a person, or no rule fitted it.
 */
export function groundOf(decision: PolicyDecision, policy: Policy): Ground | null {
  const row = policy.rows.find(({ id }) => id === decision.ruleId);
  return row && row.basis !== HOUSE_RULE ? { label: row.label, clause: row.basis } : null;
}

/** The article that a refusal rests on, where the person refused as the rule had suggested. */
export function clauseOfRefusal(decision: PolicyDecision | undefined, reasonCode: string): string | null {
  const outcome = decision?.outcome;
  if (outcome?.kind !== 'escalate' || outcome.suggestRejection?.reasonCode !== reasonCode) return null;
  return outcome.suggestRejection.article ?? null;
}
