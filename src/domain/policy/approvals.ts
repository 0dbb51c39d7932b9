import { isMore, type Money } from '../money.ts';
import type { Resolution } from './reasons.ts';

/** From which amount on a person of which level must grant, and whether two must. */
export type ApprovalRule = {
  /** Holds for amounts above this. */
  over: Money;
  /** Absent: all kinds. */
  resolution?: Resolution;
  level: number;
  /** Two different people, both of the level. */
  fourEyes?: true;
};

/** What granting a sum needs. */
export type ApprovalNeed = { level: number; fourEyes: boolean };

/** What is about to be granted. */
export type AtStake = {
  amount: Money;
  resolution: Resolution;
  /** The level of the escalation, where there was one. */
  escalation?: number;
};

/** What the merchant's rules ask of whoever grants; null where no rules are set, and everybody may as ever. */
export function approvalNeed(
  rules: readonly ApprovalRule[] | undefined,
  { amount, resolution, escalation = 1 }: AtStake,
): ApprovalNeed | null {
  if (!rules) return null;
  const matching = rules.filter(
    (rule) =>
      // What an amount of another currency is worth here is not guessed: it needs what the rule asks.
      (amount.currency !== rule.over.currency || isMore(amount, rule.over)) &&
      (rule.resolution ?? resolution) === resolution,
  );
  return {
    level: Math.max(1, escalation, ...matching.map(({ level }) => level)),
    fourEyes: matching.some(({ fourEyes }) => fourEyes === true),
  };
}

/** The field of a rule that is wrong, or undefined. */
export function wrongInRule(rule: ApprovalRule, currency: string): keyof ApprovalRule | undefined {
  if (rule.over.minor < 0n || rule.over.currency !== currency) return 'over';
  return Number.isSafeInteger(rule.level) && rule.level >= 1 && rule.level <= 5 ? undefined : 'level';
}

/** No rules at all is not an empty list of them: an empty one lets the levels of escalations bind. */
export const sameApprovals = (
  a: readonly ApprovalRule[] | undefined,
  b: readonly ApprovalRule[] | undefined,
): boolean => a === b || (!!a && !!b && a.map(asText).join() === b.map(asText).join());

const asText = ({ over, resolution, level, fourEyes }: ApprovalRule): string =>
  [over.minor, over.currency, resolution ?? '*', level, fourEyes ?? false].join('/');
