import { type Money, subtract, sum } from '../money.ts';
import type { Order, OrderLine } from '../orders/order.ts';
import type { Instant } from '../time.ts';
import { type Reason, type Resolution, reasonFacts } from './reasons.ts';
import { returnWindowClosesAt, type WindowTerms } from './return-window.ts';

/**
 * The facts a condition may ask for, with their CEL types. Money is in minor units. A nullable fact may be missing: a
 * condition that needs it and does not ask `!= null` first makes the row undecidable, and the case goes to a person.
 */
export const factTypes = {
  resolution: 'string',
  reason: 'string',
  fault: 'string',
  is_no_reason: 'bool',
  is_quality: 'bool',
  evidence_count: 'int',
  amount: 'int',
  approval_limit: 'int',
  order_total: 'int',
  business_purchase: 'bool',
  is_shipped: 'bool',
  is_delivered: 'bool',
  window_open: 'bool',
  exclusions: 'list<string>',
  confirmed_exclusions: 'list<string>',
  channel: 'string',
  asked_by_platform: 'bool',
} as const;

export type FactName = keyof typeof factTypes;
/** A missing fact is absent from the record. */
export type Facts = Partial<Record<FactName, unknown>>;

export type Claim = {
  resolution: Resolution;
  reason: Reason;
  evidenceCount: number;
  amount: Money;
  lines: OrderLine[];
  fromPlatform: boolean;
};

export function factsOf(
  order: Order,
  claim: Claim,
  policy: WindowTerms & { approvalLimit: Money },
  now: Instant,
): Facts {
  const exclusions = claim.lines.flatMap((line) => (line.exclusion ? [line.exclusion] : []));
  const confirmed = claim.lines.flatMap((line) => (line.exclusion && line.exclusionConfirmed ? [line.exclusion] : []));
  const about = reasonFacts[claim.reason];
  const facts: Facts = {
    resolution: claim.resolution,
    reason: claim.reason,
    fault: about.fault,
    is_no_reason: about.noReason,
    is_quality: about.quality,
    evidence_count: BigInt(claim.evidenceCount),
    amount: claim.amount.minor,
    approval_limit: policy.approvalLimit.minor,
    order_total: sum(
      order.payments.map((payment) => subtract(payment.paid, payment.refunded)),
      order.currency,
    ).minor,
    business_purchase: order.businessPurchase,
    is_shipped: order.shippedAt !== null,
    is_delivered: order.deliveredAt !== null,
    exclusions,
    confirmed_exclusions: confirmed,
    channel: order.channel,
    asked_by_platform: claim.fromPlatform,
  };
  // Without the courier's signed event the clock has no start: the fact is missing, not false.
  if (order.deliveredAt) facts.window_open = now < returnWindowClosesAt(order.deliveredAt, policy);
  return facts;
}
