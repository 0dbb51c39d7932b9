import { Environment } from '@marcbachmann/cel-js';
import { ok, type Result, reject } from '../result.ts';
import { type FactName, type Facts, factTypes } from './facts.ts';
import type { Policy, PolicyDecision, PolicyRow, RowTrace } from './policy.ts';

const environment = new Environment();
for (const [name, type] of Object.entries(factTypes)) environment.registerVariable(name, type);

type Condition = ReturnType<typeof environment.parse>;

const parsed = new Map<string, Condition>();

function conditionOf(row: PolicyRow): Condition {
  let condition = parsed.get(row.condition);
  if (!condition) {
    condition = environment.parse(row.condition);
    parsed.set(row.condition, condition);
  }
  return condition;
}

export type RowRejection = { code: 'condition_invalid'; ruleId: string; message: string };

/** Refuses a row whose condition does not parse, names an unknown fact, or is no yes-or-no question. */
export function checkRow(row: PolicyRow): Result<PolicyRow, RowRejection> {
  const verdict = environment.check(row.condition);
  if (!verdict.valid)
    return reject({ code: 'condition_invalid', ruleId: row.id, message: verdict.error?.message ?? '' });
  if (verdict.type !== 'bool') {
    return reject({
      code: 'condition_invalid',
      ruleId: row.id,
      message: `a condition is bool, this is ${verdict.type}`,
    });
  }
  return ok(row);
}

/**
 * The first row that hits decides. A row that cannot be answered, because a fact it needs is missing or the sum in it does
 * not work out, must not be passed over for a later one: the case goes to a person, as it does when no row hits.
 */
export function evaluate(policy: Policy, facts: Facts): PolicyDecision {
  const rows: RowTrace[] = [];
  const decided = (ruleId: string, outcome: PolicyDecision['outcome']): PolicyDecision => ({
    policyVersion: policy.version,
    facts: plain(facts),
    rows,
    ruleId,
    outcome,
  });
  for (const row of policy.rows) {
    const hit = answerTo(row, facts);
    if (hit === undefined) {
      rows.push({ ruleId: row.id, hit: false, missing: missingFacts(row, facts) });
      return decided('missing_fact', { kind: 'escalate', level: 1 });
    }
    rows.push({ ruleId: row.id, hit });
    if (hit) return decided(row.id, row.outcome);
  }
  return decided('no_rule', { kind: 'escalate', level: 1 });
}

/** Undefined where there is no answer. `a && b` does not need `b` when `a` is false: CEL absorbs an error there. */
function answerTo(row: PolicyRow, facts: Facts): boolean | undefined {
  try {
    const answer: unknown = conditionOf(row)(facts);
    return typeof answer === 'boolean' ? answer : undefined;
  } catch {
    return undefined;
  }
}

const missingFacts = (row: PolicyRow, facts: Facts): FactName[] =>
  (Object.keys(factTypes) as FactName[]).filter(
    (name) => facts[name] === undefined && new RegExp(`\\b${name}\\b`).test(row.condition),
  );

/** Facts as they are kept in the trace: JSON has no bigint. */
const plain = (facts: Facts): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, typeof value === 'bigint' ? Number(value) : value]),
  );
