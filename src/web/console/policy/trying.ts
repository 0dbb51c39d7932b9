import { policyOf } from '../../../contract/policy-content.ts';
import { checkCondition } from '../../../domain/policy/conditions.ts';
import { evaluate } from '../../../domain/policy/evaluate.ts';
import { explainDecision, type RowExplanation } from '../../../domain/policy/explain.ts';
import type { FactName, Facts, PlainValue } from '../../../domain/policy/fact-catalogue.ts';
import { factsFromTrace } from '../../../domain/policy/facts.ts';
import type { Policy, PolicyDecision } from '../../../domain/policy/policy.ts';
import { type Flip, whatWouldChange } from '../../../domain/policy/what-would-change.ts';
import type { Content } from './content.ts';

export type TriedFacts = Readonly<Record<string, unknown>>;

/** Facts that are the policy's own settings: a case meets those of the draft, not those of then. */
export function factsUnder(policy: Policy, tried: TriedFacts): Facts {
  const { auto_refund_limit: _, ...facts } = factsFromTrace(tried);
  return {
    ...facts,
    approval_limit: policy.approvalLimit.minor,
    ...(policy.autoRefundLimit ? { auto_refund_limit: policy.autoRefundLimit.minor } : {}),
  };
}

export type Tried = {
  policy: Policy;
  facts: Facts;
  decision: PolicyDecision;
  /** By place in the draft; rows that cannot be read are left out of the question. */
  rows: (RowExplanation | null)[];
  flips: Flip[];
  skipped: number;
};

/** What a draft makes of a case. Rows that are not written to their end yet are left out. */
export function tryOn(content: Content, tried: TriedFacts): Tried {
  const whole = policyOf(content);
  const readable = whole.rows.map(({ condition }) => checkCondition(condition).ok);
  const policy: Policy = { ...whole, rows: whole.rows.filter((_, i) => readable[i]) };
  const facts = factsUnder(policy, tried);
  const decision = evaluate(policy, facts);
  const explained = explainDecision(policy, facts);
  let next = 0;
  const rows = readable.map((ok) => (ok ? (explained[next++] ?? null) : null));
  return {
    policy,
    facts,
    decision,
    rows,
    flips: whatWouldChange(policy, decision),
    skipped: readable.filter((ok) => !ok).length,
  };
}

/** The facts with one of them set, or taken away. */
export function withFact(tried: TriedFacts, fact: FactName, value: PlainValue | undefined): TriedFacts {
  const { [fact]: _, ...others } = tried;
  return value === undefined ? others : { ...others, [fact]: value };
}
