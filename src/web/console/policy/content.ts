import type { z } from 'zod';
import type { PolicyContent, policyRow } from '../../../contract/policy.ts';
import { money } from '../../../domain/money.ts';
import type { Effects, Outcome, Policy, PolicyRow } from '../../../domain/policy/policy.ts';
import { parseLocalDate } from '../../../domain/time.ts';

export type Content = PolicyContent;
export type Row = z.infer<typeof policyRow>;
type Amount = Content['approvalLimit'];

const amountOf = ({ minor, currency }: Amount) => money(BigInt(minor), currency);

/** The rules as the domain asks them. What is on the wire has optional parts that may be there and undefined. */
export function policyOf(content: Content, version = 0): Policy {
  const { autoRefundLimit, refundWithoutReturn } = content;
  return {
    version,
    rows: content.rows.map(ruleOf),
    windowDays: content.windowDays,
    timeZone: content.timeZone,
    holidays: content.holidays.flatMap((day) => parseLocalDate(day) ?? []),
    approvalLimit: amountOf(content.approvalLimit),
    autoRefundLimit: autoRefundLimit && amountOf(autoRefundLimit),
    reviewHours: content.reviewHours,
    resaleBasisPoints: content.resaleBasisPoints,
    ...(refundWithoutReturn ? { refundWithoutReturn: { maxAmount: amountOf(refundWithoutReturn.maxAmount) } } : {}),
  };
}

const ruleOf = ({ effects, outcome, ...row }: Row): PolicyRow => ({
  ...row,
  outcome: outcomeOf(outcome),
  ...(effects ? { effects: effectsOf(effects) } : {}),
});

function outcomeOf(outcome: Row['outcome']): Outcome {
  switch (outcome.kind) {
    case 'approve':
      return { kind: 'approve', ...(outcome.code === undefined ? {} : { code: outcome.code }) };
    case 'escalate': {
      const { level, suggestRejection: suggested } = outcome;
      if (!suggested) return { kind: 'escalate', level };
      const { reasonCode, article } = suggested;
      const suggestRejection = { reasonCode, ...(article === undefined ? {} : { article }) };
      return { kind: 'escalate', level, suggestRejection };
    }
    default:
      return outcome;
  }
}

const effectsOf = ({ returnFreight, returnAddress, deadlineHours }: NonNullable<Row['effects']>): Effects => ({
  ...(returnFreight === undefined ? {} : { returnFreight }),
  ...(returnAddress === undefined ? {} : { returnAddress }),
  ...(deadlineHours === undefined ? {} : { deadlineHours }),
});
