import { answerTo, factsIn } from './conditions.ts';
import type { Facts } from './fact-catalogue.ts';
import { plainFacts } from './facts.ts';
import type { Effects, HeldBack, Outcome, Policy, PolicyDecision, PolicyRow, RowTrace } from './policy.ts';
import { resolutions } from './reasons.ts';
import { type ResolutionFacts, resolutionFacts } from './resolution-facts.ts';

/**
 * The first row that hits decides. A row that cannot be answered, because a fact it needs is missing or the sum in it does
 * not work out, must not be passed over for a later one: the case goes to a person, as it does when no row hits.
 */
export function evaluate(policy: Policy, facts: Facts): PolicyDecision {
  return { policyVersion: policy.version, facts: plainFacts(facts), ...answerOf(policy, facts) };
}

/** The same without the facts, for those who ask of a hundred thousand cases. */
export function answerOf(policy: Policy, facts: Facts): Omit<PolicyDecision, 'policyVersion' | 'facts'> {
  const rows: RowTrace[] = [];
  const decided = (ruleId: string, outcome: Outcome, effects?: Effects) => ({
    rows,
    ruleId,
    outcome,
    ...(effects ? { effects } : {}),
  });
  for (const row of policy.rows) {
    const hit = answerTo(row.condition, facts);
    if (hit === undefined) {
      const missing = factsIn(row.condition).filter((name) => facts[name] === undefined);
      rows.push({ ruleId: row.id, hit: false, missing });
      return decided('missing_fact', { kind: 'escalate', level: 1 });
    }
    rows.push({ ruleId: row.id, hit });
    if (hit) return decided(row.id, permitted(row, policy, facts), row.effects);
  }
  return decided('no_rule', { kind: 'escalate', level: 1 });
}

/**
 * Money for goods that stay with the buyer needs the shop's own opt-in; without it a person decides. So he does where a
 * row that was made for returns would also give away what nothing comes back for.
 */
function permitted({ outcome, condition }: PolicyRow, policy: Policy, facts: Facts): Outcome {
  const kind = facts.resolution === undefined ? undefined : factsOfKind(facts.resolution);
  const because =
    outcome.kind === 'refund_without_return'
      ? kind?.money === 'never' || kind?.amount === 'as_asked'
        ? 'refund_without_return_not_asked'
        : heldBack(policy, facts)
      : outcome.kind === 'approve' && kind?.onlyByName && !factsIn(condition).includes('resolution')
        ? 'kind_not_named'
        : undefined;
  return because ? { kind: 'escalate', level: 1, because } : outcome;
}

const factsOfKind = (text: string): ResolutionFacts | undefined => {
  const kind = resolutions.find((known) => known === text);
  return kind && resolutionFacts[kind];
};

function heldBack({ refundWithoutReturn }: Policy, facts: Facts): HeldBack | undefined {
  if (!refundWithoutReturn) return 'refund_without_return_off';
  if (facts.amount === undefined || facts.amount > refundWithoutReturn.maxAmount.minor) {
    return 'refund_without_return_above_limit';
  }
  // The platform's document asks for goods to come back; only the platform can turn it into another.
  return facts.asked_by_platform === false ? undefined : 'refund_without_return_on_platform';
}
