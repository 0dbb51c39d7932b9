import { z } from 'zod';
import { money } from '../domain/money.ts';
import type { ApprovalRule } from '../domain/policy/approvals.ts';
import {
  type AutoAction,
  autoActionNames,
  type ClockHours,
  clockKinds,
  type OwnClock,
  ownClocks,
} from '../domain/policy/deadlines.ts';
import { advanceMoments, type Effects, type Outcome, type Policy, type PolicyRow } from '../domain/policy/policy.ts';
import { resolutions } from '../domain/policy/reasons.ts';
import { parseLocalDate } from '../domain/time.ts';
import { localDate, type MoneyView, moneyInput, text, toMoneyView } from './common.ts';

const outcome = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('approve'), code: text(40).optional() }),
  z.strictObject({ kind: z.literal('ask_evidence'), note: z.string().max(200) }),
  z.strictObject({ kind: z.literal('refund_without_return') }),
  z.strictObject({
    kind: z.literal('escalate'),
    level: z.int(),
    suggestRejection: z.strictObject({ reasonCode: text(64), article: text(200).optional() }).optional(),
  }),
]);

/** One row as it is edited. What is wrong in it is said by the verdict, not by refusing the request: nothing typed is lost. */
const policyRow = z.strictObject({
  id: z.string().max(64),
  condition: z.string().max(4_000),
  outcome,
  effects: z
    .strictObject({
      returnFreight: z.enum(['buyer', 'seller']).optional(),
      returnAddress: z.string().max(64).optional(),
      deadlineHours: z.int().optional(),
      interceptHours: z
        .int()
        .optional()
        .meta({ description: 'Of money alone: the parcel out is asked back, and so long waited for' }),
      instantRefund: z.enum(advanceMoments).optional().meta({ description: 'The money does not wait for the goods' }),
    })
    .optional(),
  basis: z.string().max(300),
  label: z.strictObject({ zh: z.string().max(200), en: z.string().max(200) }),
});

const approvals = z.array(
  z.strictObject({
    over: moneyInput,
    resolution: z.enum(resolutions).optional().meta({ description: 'Absent: all kinds' }),
    level: z.int(),
    fourEyes: z.literal(true).optional(),
  }),
);

const autoActions = z.array(
  z.strictObject({
    clock: z.enum(clockKinds),
    hoursBefore: z.number(),
    action: z.enum(autoActionNames),
    maxAmount: moneyInput.optional().meta({ description: 'Of an approval, and needed there' }),
    level: z.int().optional().meta({ description: 'Of an escalation; absent: 2, a supervisor' }),
  }),
);

const hours = {
  evidence: z.int().optional(),
  ship: z.int().optional(),
  receive: z.int().optional(),
  inspect: z.int().optional(),
  pay: z.int().optional(),
} satisfies Record<OwnClock, z.ZodType>;

/**
 * A whole rule set but for its version number. Amounts are in the merchant's currency. No term may be left out: a caller
 * that does not know one would take it away without a word.
 */
export const policyContent = z.strictObject({
  rows: z.array(policyRow).min(1).max(300),
  windowDays: z.int(),
  timeZone: text(40),
  holidays: z.array(localDate).max(1_000),
  approvalLimit: moneyInput,
  autoRefundLimit: moneyInput.nullable(),
  reviewHours: z.int(),
  resaleBasisPoints: z.int(),
  refundWithoutReturn: z.strictObject({ maxAmount: moneyInput }).nullable(),
  approvals: approvals.max(50).nullable().meta({ description: 'Null: whoever may review grants everything' }),
  autoActions: autoActions.max(200).nullable(),
  clockHours: z.strictObject(hours).nullable().meta({ description: 'A clock without hours does not run' }),
});
export type PolicyContent = z.infer<typeof policyContent>;
export type RowContent = PolicyContent['rows'][number];
type ApprovalContent = NonNullable<PolicyContent['approvals']>[number];
type AutoActionContent = NonNullable<PolicyContent['autoActions']>[number];

/** A policy as the API and its screens have it. */
export const contentOf = (policy: Policy): PolicyContent => ({
  rows: policy.rows.map(({ id, condition, outcome: decides, effects, basis, label }) => ({
    id,
    condition,
    outcome: decides,
    ...(effects ? { effects } : {}),
    basis,
    label,
  })),
  windowDays: policy.windowDays,
  timeZone: policy.timeZone,
  holidays: [...policy.holidays],
  approvalLimit: toMoneyView(policy.approvalLimit),
  autoRefundLimit: policy.autoRefundLimit && toMoneyView(policy.autoRefundLimit),
  reviewHours: policy.reviewHours,
  resaleBasisPoints: policy.resaleBasisPoints,
  refundWithoutReturn: policy.refundWithoutReturn
    ? { maxAmount: toMoneyView(policy.refundWithoutReturn.maxAmount) }
    : null,
  approvals: policy.approvals?.map(({ over, ...rule }) => ({ over: toMoneyView(over), ...rule })) ?? null,
  autoActions:
    policy.autoActions?.map(({ maxAmount, ...action }) => ({
      ...action,
      ...(maxAmount ? { maxAmount: toMoneyView(maxAmount) } : {}),
    })) ?? null,
  clockHours: policy.clockHours ? { ...policy.clockHours } : null,
});

/** The inverse. What is on the wire has optional parts that may be there and undefined; in a policy they are absent. */
export function policyOf(content: PolicyContent, version = 0): Policy {
  const { autoRefundLimit, refundWithoutReturn, approvals: rules, autoActions: actions, clockHours } = content;
  return {
    version,
    rows: content.rows.map(rowOf),
    windowDays: content.windowDays,
    timeZone: content.timeZone,
    holidays: content.holidays.flatMap((day) => parseLocalDate(day) ?? []),
    approvalLimit: amountOf(content.approvalLimit),
    autoRefundLimit: autoRefundLimit && amountOf(autoRefundLimit),
    reviewHours: content.reviewHours,
    resaleBasisPoints: content.resaleBasisPoints,
    ...(refundWithoutReturn ? { refundWithoutReturn: { maxAmount: amountOf(refundWithoutReturn.maxAmount) } } : {}),
    ...(rules ? { approvals: rules.map(approvalOf) } : {}),
    ...(actions ? { autoActions: actions.map(autoActionOf) } : {}),
    ...(clockHours ? { clockHours: hoursOf(clockHours) } : {}),
  };
}

const amountOf = ({ minor, currency }: MoneyView) => money(BigInt(minor), currency);

const rowOf = ({ effects, outcome: decides, ...row }: RowContent): PolicyRow => ({
  ...row,
  outcome: outcomeOf(decides),
  ...(effects ? { effects: effectsOf(effects) } : {}),
});

function outcomeOf(decides: RowContent['outcome']): Outcome {
  switch (decides.kind) {
    case 'approve':
      return { kind: 'approve', ...(decides.code === undefined ? {} : { code: decides.code }) };
    case 'escalate': {
      const { level, suggestRejection: suggested } = decides;
      if (!suggested) return { kind: 'escalate', level };
      const { reasonCode, article } = suggested;
      const suggestRejection = { reasonCode, ...(article === undefined ? {} : { article }) };
      return { kind: 'escalate', level, suggestRejection };
    }
    default:
      return decides;
  }
}

const effectsOf = ({
  returnFreight,
  returnAddress,
  deadlineHours,
  interceptHours,
  instantRefund,
}: NonNullable<RowContent['effects']>): Effects => ({
  ...(returnFreight === undefined ? {} : { returnFreight }),
  ...(returnAddress === undefined ? {} : { returnAddress }),
  ...(deadlineHours === undefined ? {} : { deadlineHours }),
  ...(interceptHours === undefined ? {} : { interceptHours }),
  ...(instantRefund === undefined ? {} : { instantRefund }),
});

const approvalOf = ({ over, resolution, level, fourEyes }: ApprovalContent): ApprovalRule => ({
  over: amountOf(over),
  ...(resolution === undefined ? {} : { resolution }),
  level,
  ...(fourEyes ? { fourEyes } : {}),
});

const autoActionOf = ({ clock, hoursBefore, action, maxAmount, level }: AutoActionContent): AutoAction => ({
  clock,
  hoursBefore,
  action,
  ...(maxAmount === undefined ? {} : { maxAmount: amountOf(maxAmount) }),
  ...(level === undefined ? {} : { level }),
});

const hoursOf = (given: NonNullable<PolicyContent['clockHours']>): ClockHours =>
  Object.fromEntries(ownClocks.flatMap((clock) => (given[clock] === undefined ? [] : [[clock, given[clock]]])));
