import { evaluate } from '../../../domain/policy/evaluate.ts';
import type { FactName, Facts, FactValue, PlainValue } from '../../../domain/policy/fact-catalogue.ts';
import type { Outcome, Policy } from '../../../domain/policy/policy.ts';
import type { FactChange, Flip } from '../../../domain/policy/what-would-change.ts';

/** The words that what would change an answer is told with. */
export type FlipWords = {
  and: string;
  /** A yes-or-no fact as it would be: `已签收`, `未签收`. */
  yes: (fact: FactName) => string;
  no: (fact: FactName) => string;
  atMost: (fact: string, value: string) => string;
  atLeast: (fact: string, value: string) => string;
  exactly: (fact: string, value: string) => string;
  with: (fact: string, value: string) => string;
  without: (fact: string, value: string) => string;
  /** What it is now, in brackets behind. */
  now: (value: string) => string;
  fact: (fact: FactName) => string;
  value: (fact: FactName, value: PlainValue) => string;
};

/** `申请金额不超过 ¥500.00（现在 ¥620.00），且未签收`. */
export const changesInWords = (flip: Flip, w: FlipWords, beyond: (change: FactChange) => boolean): string =>
  flip.changes.map((change) => changeInWords(change, w, beyond(change))).join(w.and);

function changeInWords(change: FactChange, w: FlipWords, beyond: boolean): string {
  const { fact, from, to } = change;
  const name = w.fact(fact);
  if (typeof to === 'boolean') return to ? w.yes(fact) : w.no(fact);
  if (Array.isArray(to)) return listInWords(change, to, w);
  const now = from === undefined ? '' : w.now(w.value(fact, from));
  const value = w.value(fact, to);
  if (typeof to !== 'number' || typeof from !== 'number' || !beyond) return w.exactly(name, value) + now;
  return (to < from ? w.atMost(name, value) : w.atLeast(name, value)) + now;
}

function listInWords({ fact, from }: FactChange, to: readonly string[], w: FlipWords): string {
  const were: readonly string[] = Array.isArray(from) ? from : [];
  const gone = were.filter((item) => !to.includes(item));
  const come = to.filter((item) => !were.includes(item));
  const name = w.fact(fact);
  return [
    ...gone.map((item) => w.without(name, w.value(fact, item))),
    ...come.map((item) => w.with(name, w.value(fact, item))),
  ].join(w.and);
}

const answerOf = (outcome: Outcome): string =>
  outcome.kind === 'escalate' ? `escalate ${outcome.level}` : outcome.kind;

/**
 * Whether a number further in the same direction gives the same answer, so that one may say "at most" and not only
 * "exactly": `amount == 5` is turned by 6 as well as by 4.
 */
export function goesOn(policy: Policy, facts: Facts, flip: Flip, { fact, from, to }: FactChange): boolean {
  if (typeof from !== 'number' || typeof to !== 'number') return false;
  const step = to < from ? -1n : 1n;
  const changed = flip.changes.map(({ fact: name, to: value }): [string, FactValue] => [
    name,
    typeof value === 'number' ? BigInt(value) : value,
  ]);
  const further: Facts = { ...facts, ...Object.fromEntries(changed), [fact]: BigInt(to) + step };
  return answerOf(evaluate(policy, further).outcome) === answerOf(flip.outcome);
}
