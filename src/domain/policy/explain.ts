import { answerTo, factsIn } from './conditions.ts';
import type { Facts } from './fact-catalogue.ts';
import { plainValue } from './facts.ts';
import type { FactRead, Policy, PolicyRow } from './policy.ts';

/**
 * How a row stands to a case. `decided`: the first that hit. `hit`: it would have, had none before it decided. `unknown`:
 * a fact it needs is missing. The rows behind the deciding one are worked out as well, though nothing hangs on them.
 */
export type Verdict = 'decided' | 'hit' | 'missed' | 'unknown';

export type RowExplanation = { row: PolicyRow; verdict: Verdict; asked: boolean; reads: FactRead[] };

/** Every row of the policy with what it made of the case and the facts that it read, in the order of the rows. */
export function explainDecision(policy: Policy, facts: Facts): RowExplanation[] {
  let over = false;
  return policy.rows.map((row) => {
    const asked = !over;
    const answer = answerTo(row.condition, facts);
    if (answer !== false) over = true;
    const hit = asked ? 'decided' : 'hit';
    const verdict: Verdict = answer === undefined ? 'unknown' : answer ? hit : 'missed';
    return { row, verdict, asked, reads: readsOf(row, facts) };
  });
}

const readsOf = (row: PolicyRow, facts: Facts): FactRead[] =>
  factsIn(row.condition).map((fact) => {
    const value = facts[fact];
    return value === undefined ? { fact } : { fact, value: plainValue(value) };
  });
