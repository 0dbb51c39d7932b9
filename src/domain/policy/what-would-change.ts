import { assert } from '../assert.ts';
import { type Cell, cellsOf, clauseOf } from './condition-table.ts';
import { answerTo, factsIn } from './conditions.ts';
import { evaluate } from './evaluate.ts';
import { entryOf, type FactName, type Facts, type FactValue, type PlainValue } from './fact-catalogue.ts';
import { type Changes, casesWith } from './fact-ties.ts';
import { factsFromTrace, plainValue } from './facts.ts';
import type { Outcome, Policy, PolicyDecision } from './policy.ts';

/** A fact as it would have to be. `from` is absent where the fact was missing. */
export type FactChange = { fact: FactName; from?: PlainValue; to: PlainValue };

/**
 * With these facts, and all others as they were or as they follow, the answer would be another. Where it is open which of
 * several rows would give that answer, all of them are named.
 */
export type Flip = { ruleIds: string[]; outcome: Outcome; changes: FactChange[] };

const MOST_CHANGES = 3;
const MOST_FLIPS = 8;
const MOST_ATTEMPTS = 3_000;

/**
 * What would change the answer, that is approve, ask, or which level of people decides: the fewest facts first, and of those
 * the facts that the deciding row read. Every entry was tried on the whole policy, so it is exact; a number is the nearest
 * that turns the comparison. Nothing is said where it cannot be known: of conditions beyond a table, of facts that the
 * case cannot change, where a change leaves open what else would follow, or where the trace does not lead to its own
 * outcome any more.
 */
export function whatWouldChange(policy: Policy, decision: PolicyDecision): Flip[] {
  assert(policy.version === decision.policyVersion, 'the decision was made by this version of the policy');
  const facts = factsFromTrace(decision.facts);
  if (evaluate(policy, facts).ruleId !== decision.ruleId) return [];
  const deciding = policy.rows.find(({ id }) => id === decision.ruleId);
  const decidedBy = deciding ? factsIn(deciding.condition) : [];
  const rankOf = ({ changes, ruleIds }: Flip): number[] => [
    changes.length,
    changes.filter(({ fact }) => !decidedBy.includes(fact)).length,
    policy.rows.findIndex((row) => ruleIds.includes(row.id)),
  ];
  const found = new Map<string, { flip: Flip; rank: number[] }>();
  let left = MOST_ATTEMPTS;
  for (const changes of attempts(policy, decision, facts)) {
    if (left-- === 0) break;
    const flip = tried(policy, decision, facts, changes);
    if (flip) found.set(JSON.stringify(flip.changes), { flip, rank: rankOf(flip) });
  }
  const nearest = [...found.values()].toSorted((a, b) => compareRanks(a.rank, b.rank)).map(({ flip }) => flip);
  return distinct(needed(nearest)).slice(0, MOST_FLIPS);
}

const compareRanks = (a: readonly number[], b: readonly number[]): number => {
  const i = a.findIndex((n, at) => n !== b[at]);
  return i < 0 ? 0 : (a[i] ?? 0) - (b[i] ?? 0);
};

/** Changes of which a part alone does the same are not the nearest. */
const needed = (flips: readonly Flip[]): Flip[] =>
  flips.filter(
    (flip, i) =>
      !flips
        .slice(0, i)
        .some(
          (smaller) =>
            smaller.changes.length < flip.changes.length &&
            answerOf(smaller.outcome) === answerOf(flip.outcome) &&
            smaller.changes.every((change) => flip.changes.some((other) => same(other, change))),
        ),
  );

/** One example for each set of facts and the answer it brings. */
function distinct(flips: readonly Flip[]): Flip[] {
  const seen = new Set<string>();
  return flips.filter(({ changes, outcome }) => {
    const key = [...changes.map(({ fact }) => fact), answerOf(outcome)].join(' ');
    return !seen.has(key) && seen.add(key);
  });
}

const answerOf = (outcome: Outcome): string =>
  outcome.kind === 'escalate' ? `escalate ${outcome.level}` : outcome.kind;
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function tried(policy: Policy, decision: PolicyDecision, facts: Facts, changes: Changes): Flip | undefined {
  const outcomes = casesWith(facts, changes).map((changed) => evaluate(policy, changed));
  const [first] = outcomes;
  if (!first || answerOf(first.outcome) === answerOf(decision.outcome)) return undefined;
  if (outcomes.some((one) => one.ruleId === 'missing_fact' || answerOf(one.outcome) !== answerOf(first.outcome)))
    return undefined;
  const list = [...changes]
    .map(([fact, to]): FactChange => {
      const from = facts[fact];
      return { fact, ...(from === undefined ? {} : { from: plainValue(from) }), to: plainValue(to) };
    })
    .toSorted((a, b) => (a.fact < b.fact ? -1 : 1));
  return { ruleIds: [...new Set(outcomes.map(({ ruleId }) => ruleId))], outcome: first.outcome, changes: list };
}

/** Changes worth trying: each cell of the deciding row turned, and each other row's cells made to hold. */
function* attempts(policy: Policy, decision: PolicyDecision, facts: Facts): Generator<Changes> {
  const deciding = policy.rows.find((row) => row.id === decision.ruleId);
  const breaks: Changes[] = [];
  for (const cell of (deciding && cellsOf(deciding.condition)) ?? []) {
    for (const value of valuesFor(cell, false, facts)) breaks.push(new Map([[cell.fact, value]]));
  }
  yield* breaks;
  for (const row of policy.rows) {
    if (row === deciding) continue;
    for (const turn of turnsFor(row.condition, facts)) {
      yield turn;
      for (const change of breaks) {
        if (turn.size < MOST_CHANGES) yield new Map([...change, ...turn]);
      }
    }
  }
}

/** The ways to make a table row hold: one value for each cell that does not. */
function turnsFor(condition: string, facts: Facts): Changes[] {
  const cells = cellsOf(condition);
  if (!cells) return [];
  let turns: ReadonlyMap<FactName, FactValue>[] = [new Map()];
  for (const cell of cells) {
    if (holds(cell, facts)) continue;
    const values = valuesFor(cell, true, facts);
    turns = turns.flatMap((turn) => values.map((value) => new Map(turn).set(cell.fact, value)));
  }
  return turns.filter(({ size }) => size > 0 && size <= MOST_CHANGES);
}

function holds(cell: Cell, facts: Facts): boolean {
  const value = facts[cell.fact];
  if (cell.operator === 'yes') return value === true;
  if (cell.operator === 'no') return value === false;
  return answerTo(clauseOf(cell), facts) === true;
}

/** The nearest values that make a cell hold, or not hold. None where there is none or it cannot be told. */
function valuesFor(cell: Cell, wanted: boolean, facts: Facts): FactValue[] {
  const { fact } = cell;
  if (entryOf(fact).fixed) return [];
  const now = facts[fact];
  switch (cell.operator) {
    case 'yes':
      return [wanted];
    case 'no':
      return [!wanted];
    case 'empty':
      return wanted ? [[]] : [];
    case 'not_empty':
      return wanted ? [] : [[]];
    case 'one_of':
      return wanted ? [...cell.values] : others(fact, cell.values, now);
    case 'none_of':
      return wanted ? others(fact, cell.values, now) : [...cell.values];
    case 'contains':
      return lists(now, [cell.value], wanted);
    case 'lacks':
      return lists(now, [cell.value], !wanted);
    case 'contains_any':
      return lists(now, cell.values, wanted);
    case 'contains_none':
      return lists(now, cell.values, !wanted);
    default:
      return compared(cell, wanted, facts);
  }
}

/** Of a text with a known set of values, the values that are left. */
function others(fact: FactName, not: readonly FactValue[], now: FactValue | undefined): FactValue[] {
  return (entryOf(fact).values ?? []).filter((value) => !not.includes(value) && value !== now);
}

function lists(now: FactValue | undefined, values: readonly string[], held: boolean): FactValue[] {
  if (!Array.isArray(now)) return [];
  const texts: string[] = now;
  return held ? values.map((value) => [...texts, value]) : [texts.filter((text) => !values.includes(text))];
}

type Compared = Extract<Cell, { operator: '==' | '!=' | '<' | '<=' | '>' | '>=' }>;
const contrary = { '==': '!=', '!=': '==', '<': '>=', '<=': '>', '>': '<=', '>=': '<' } as const;

function compared({ fact, operator, value }: Compared, wanted: boolean, facts: Facts): FactValue[] {
  const against = typeof value === 'object' ? facts[value.fact] : value;
  if (against === undefined) return [];
  const sought = wanted ? operator : contrary[operator];
  if (sought === '==') return [against];
  if (typeof against !== 'bigint') return sought === '!=' ? others(fact, [against], facts[fact]) : [];
  const nearest = { '<': against - 1n, '<=': against, '>': against + 1n, '>=': against };
  // Anything else will do for `!=`: both neighbours, of which an impossible one falls away.
  return sought === '!=' ? [against + 1n, against - 1n] : [nearest[sought]];
}
