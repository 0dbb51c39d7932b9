import { type Money, money } from '../money.ts';
import type { Instant } from '../time.ts';
import { answerOf } from './evaluate.ts';
import { entryOf, type FactName, type Facts } from './fact-catalogue.ts';
import { clockFacts, factsFromTrace, type OrderTimes } from './facts.ts';
import type { Outcome, Policy, PolicyDecision } from './policy.ts';
import type { WindowTerms } from './return-window.ts';

/** What was decided on a case when it was opened, as its trace and its order tell. */
export type PastDecision = Pick<PolicyDecision, 'facts' | 'outcome' | 'ruleId'> & {
  decidedAt: Instant;
  /** What the version that decided counted the windows by. */
  terms: WindowTerms;
  order: OrderTimes;
};

export type TrialAnswer = { outcome: string; ruleId: string };

/** A case with what was answered then and what a draft would answer. */
export type TriedCase = { was: TrialAnswer; would: TrialAnswer; amount: Money; goodsClass: string };

/** An outcome as trials count it: `approve`, `escalate 2`. */
export const outcomeKey = (outcome: Outcome): string =>
  outcome.kind === 'escalate' ? `escalate ${outcome.level}` : outcome.kind;

/** A rule answered, and no person had to. */
export const isRuleAnswer = (key: string): boolean => !key.startsWith('escalate');

/** A rule granted, and the money goes. */
export const letsMoneyGo = (key: string): boolean => key === 'approve' || key === 'refund_without_return';

/**
 * What the draft would have decided on the facts of then. Undefined where they do not tell: the trace is from before a
 * fact was known that the draft asks for, or the order's times have changed since.
 */
export function tryOn(draft: Policy, past: PastDecision): TriedCase | undefined {
  const facts = factsUnder(draft, past);
  if (facts?.amount === undefined) return undefined;
  const { rows, ruleId, outcome } = answerOf(draft, facts);
  if (rows.at(-1)?.missing?.some((name) => mustBeKnown(name, facts))) return undefined;
  return {
    was: { outcome: outcomeKey(past.outcome), ruleId: past.ruleId },
    would: { outcome: outcomeKey(outcome), ruleId },
    amount: money(facts.amount, draft.approvalLimit.currency),
    goodsClass: facts.goods_classes?.[0] ?? 'general',
  };
}

/** Nothing but an old trace explains that such a fact is absent. */
function mustBeKnown(name: FactName, facts: Facts): boolean {
  if (!entryOf(name).missing) return true;
  if (clocksOfDelivery.has(name)) return facts.is_delivered === true;
  return name === 'hours_since_shipped' && facts.is_shipped === true;
}

const clocksOfDelivery: ReadonlySet<FactName> = new Set<FactName>([
  'window_open',
  'statutory_window_open',
  'quality_window_open',
  'durable_proof_open',
  'hours_left_in_window',
  'hours_since_delivered',
]);

/**
 * The facts of then, but for those that are the policy's own: its limits, and windows that it counts otherwise. The record
 * is this function's own, and changed in place: a hundred thousand copies of forty facts take longer than the rules.
 */
function factsUnder(draft: Policy, past: PastDecision): Facts | undefined {
  const facts = factsFromTrace(past.facts);
  if (!sameWindows(draft, past.terms)) {
    const clocks = clocksUnder(draft, past, facts);
    if (!clocks) return undefined;
    if (clocks.quality_window_open === undefined) delete facts.quality_window_open;
    Object.assign(facts, clocks);
  }
  facts.approval_limit = draft.approvalLimit.minor;
  if (draft.autoRefundLimit) facts.auto_refund_limit = draft.autoRefundLimit.minor;
  else delete facts.auto_refund_limit;
  return facts;
}

const sameWindows = (a: WindowTerms, b: WindowTerms): boolean =>
  a.windowDays === b.windowDays &&
  a.timeZone === b.timeZone &&
  a.holidays.length === b.holidays.length &&
  a.holidays.every((day, i) => day === b.holidays[i]);

/** The clocks are counted anew from the order, if it still says what it said then. */
function clocksUnder(draft: Policy, { order, decidedAt }: PastDecision, facts: Facts): Facts | undefined {
  const { is_shipped, is_delivered } = facts;
  if (is_shipped === undefined || is_delivered === undefined) return undefined;
  const then: OrderTimes = {
    paidAt: order.paidAt,
    shippedAt: is_shipped ? order.shippedAt : null,
    deliveredAt: is_delivered ? order.deliveredAt : null,
  };
  const clocks = clockFacts(then, draft, decidedAt);
  const agree = (['hours_since_shipped', 'hours_since_delivered'] as const).every(
    (name) => facts[name] === undefined || facts[name] === clocks[name],
  );
  const known = (!is_shipped || then.shippedAt) && (!is_delivered || then.deliveredAt);
  return agree && known ? clocks : undefined;
}

export type Tally = { cases: number; amount: Money };

/** What a trial has found, added up. */
export type Tallies = {
  tried: number;
  untried: number;
  differing: number;
  outcomes: (Tally & { was: string; would: string })[];
  /** Of differing cases. */
  goodsClasses: (Tally & { goodsClass: string })[];
  /** By rule of the draft. */
  rules: { ruleId: string; cases: number; differing: number }[];
  /** Answered too late then, and of those the ones that the draft would have answered by a rule. */
  late: number;
  spared: number;
  /** Answered by a rule then, and by people with the draft. */
  newToPeople: number;
};

export const noTallies: Tallies = {
  tried: 0,
  untried: 0,
  differing: 0,
  outcomes: [],
  goodsClasses: [],
  rules: [],
  late: 0,
  spared: 0,
  newToPeople: 0,
};

/** Adds cases to what was found before. */
export function tallied(before: Tallies, cases: readonly (TriedCase & { late: boolean })[], untried: number): Tallies {
  const differing = cases.filter(({ was, would }) => was.outcome !== would.outcome);
  const late = cases.filter((one) => one.late);
  return {
    tried: before.tried + cases.length,
    untried: before.untried + untried,
    differing: before.differing + differing.length,
    outcomes: addedUp(
      [...before.outcomes, ...cases.map(({ was, would, amount }) => ({ ...pair(was, would), cases: 1, amount }))],
      ({ was, would }) => `${was} ${would}`,
    ),
    goodsClasses: addedUp(
      [...before.goodsClasses, ...differing.map(({ goodsClass, amount }) => ({ goodsClass, cases: 1, amount }))],
      ({ goodsClass }) => goodsClass,
    ),
    rules: rulesAddedUp(before.rules, cases),
    ...settledLate(before, late),
    newToPeople:
      before.newToPeople +
      differing.filter(({ was, would }) => isRuleAnswer(was.outcome) && !isRuleAnswer(would.outcome)).length,
  };
}

/** Cases of which it is known now that they were answered too late. */
export const settledLate = (before: Pick<Tallies, 'late' | 'spared'>, late: readonly Pick<TriedCase, 'would'>[]) => ({
  late: before.late + late.length,
  spared: before.spared + late.filter(({ would }) => isRuleAnswer(would.outcome)).length,
});

const pair = (was: TrialAnswer, would: TrialAnswer) => ({ was: was.outcome, would: would.outcome });

function addedUp<T extends Tally>(parts: readonly T[], keyOf: (part: T) => string): T[] {
  const sums = new Map<string, { part: T; cases: number; minor: bigint }>();
  for (const part of parts) {
    const key = keyOf(part);
    const sum = sums.get(key) ?? { part, cases: 0, minor: 0n };
    sum.cases += part.cases;
    sum.minor += part.amount.minor;
    sums.set(key, sum);
  }
  return [...sums.values()]
    .map(({ part, cases, minor }) => ({ ...part, cases, amount: { ...part.amount, minor } }))
    .toSorted((one, other) => other.cases - one.cases);
}

function rulesAddedUp(before: Tallies['rules'], cases: readonly TriedCase[]): Tallies['rules'] {
  const sums = new Map(before.map((rule) => [rule.ruleId, { ...rule }]));
  for (const { was, would } of cases) {
    const rule = sums.get(would.ruleId) ?? { ruleId: would.ruleId, cases: 0, differing: 0 };
    rule.cases += 1;
    if (was.outcome !== would.outcome) rule.differing += 1;
    sums.set(would.ruleId, rule);
  }
  return [...sums.values()].toSorted((a, b) => b.cases - a.cases);
}

/** The cases and the money of answers that pass a test, then and with the draft. */
export function automaticOf({ outcomes }: Tallies, currency: string): { was: Tally; would: Tally } {
  const of = (side: 'was' | 'would'): Tally => {
    const granted = outcomes.filter((tally) => letsMoneyGo(tally[side]));
    return {
      cases: granted.reduce((n, { cases }) => n + cases, 0),
      amount: money(
        granted.reduce((minor, { amount }) => minor + amount.minor, 0n),
        currency,
      ),
    };
  };
  return { was: of('was'), would: of('would') };
}
