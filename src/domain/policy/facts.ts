import type { BuyerRecord } from '../buyers/buyer-record.ts';
import { type Money, subtract, sum } from '../money.ts';
import { type Exclusion, type Order, type OrderLine, paidTotal, refundedTotal } from '../orders/order.ts';
import { type Instant, toMs } from '../time.ts';
import { basketFacts } from './basket-facts.ts';
import { buyerFacts } from './buyer-facts.ts';
import { clockEnds } from './clocks.ts';
import { entryOf, type FactName, type Facts, type FactValue, isFactName, type PlainValue } from './fact-catalogue.ts';
import { type Reason, type Resolution, reasonFacts } from './reasons.ts';
import { returnWindowClosesAt, type WindowTerms } from './return-window.ts';

/** What a buyer or a platform asks for, with the lines as they were bought. */
export type Claim = {
  resolution: Resolution;
  reason: Reason;
  evidenceCount: number;
  amount: Money;
  lines: { bought: OrderLine; quantity: number }[];
  fromPlatform: boolean;
  /** Until when the platform lets us act; null where it says nothing. */
  platformDeadline: Instant | null;
  /** Whether the courier of the parcel out says that nobody took it. Absent: it has said nothing, or is not asked. */
  deliveryRefused?: boolean;
  /** Where the parcel out is, and what became of asking it back. Absent: it is not followed. */
  outboundState?: string;
  outboundIntercepted?: string;
  /** Absent where nobody has counted: the facts about the buyer are then missing. */
  buyer?: BuyerRecord;
};

/** What a policy sets itself and its conditions may ask for. */
export type FactTerms = WindowTerms & { approvalLimit: Money; autoRefundLimit: Money | null };

/** Classes that only a stored confirmation of the buyer excludes (暂行办法 art. 7, 20). */
const conditional: ReadonlySet<Exclusion> = new Set<Exclusion>(['opening_spoils', 'use_devalues', 'disclosed_flaw']);

const HOUR_MS = 3_600_000;
const hoursBetween = (from: Instant, to: Instant): bigint => BigInt(Math.floor((toMs(to) - toMs(from)) / HOUR_MS));
const each = <T extends string>(values: readonly T[]): T[] => [...new Set(values)];

/** Reads every fact of the catalogue that the case has. What nothing proves is absent, never assumed. */
export function factsOf(order: Order, claim: Claim, policy: FactTerms, now: Instant): Facts {
  const about = reasonFacts[claim.reason];
  const paid = paidTotal(order);
  const refunded = refundedTotal(order);
  const facts: Facts = {
    resolution: claim.resolution,
    reason: claim.reason,
    fault: about.fault,
    is_no_reason: about.noReason,
    is_quality: about.quality,
    asked_by_platform: claim.fromPlatform,
    claimed_units: BigInt(claim.lines.reduce((units, { quantity }) => units + quantity, 0)),
    is_whole_order: order.lines.every((line) => claimedOf(claim, line) === line.quantity),
    evidence_count: BigInt(claim.evidenceCount),
    amount: claim.amount.minor,
    approval_limit: policy.approvalLimit.minor,
    order_total: subtract(paid, refunded).minor,
    order_paid: paid.minor,
    freight_paid: sum(
      order.lines.map((line) => line.freight),
      order.currency,
    ).minor,
    refunded_before: refunded.minor,
    ...basketFacts(
      order,
      claim.lines.map(({ bought }) => bought),
    ),
    channel: order.channel,
    shop: order.shopId,
    payment_methods: each(order.payments.map(({ method }) => method)),
    units_claimed_before: BigInt(order.lines.reduce((units, line) => units + line.claimed, 0)),
    business_purchase: order.businessPurchase,
    is_shipped: order.shippedAt !== null,
    is_delivered: order.deliveredAt !== null,
    ...lineFacts(claim.lines.map(({ bought }) => bought)),
    ...clockFacts(order, policy, now),
    ...(claim.buyer ? buyerFacts(claim.buyer, now) : {}),
  };
  if (policy.autoRefundLimit) facts.auto_refund_limit = policy.autoRefundLimit.minor;
  if (claim.deliveryRefused !== undefined) facts.delivery_refused = claim.deliveryRefused;
  if (claim.outboundState !== undefined) facts.outbound_state = claim.outboundState;
  if (claim.outboundIntercepted !== undefined) facts.outbound_intercepted = claim.outboundIntercepted;
  if (claim.platformDeadline) facts.platform_hours_left = hoursBetween(now, claim.platformDeadline);
  return facts;
}

const claimedOf = ({ lines }: Claim, line: OrderLine): number =>
  lines.reduce((units, { bought, quantity }) => (bought.id === line.id ? units + quantity : units), 0);

function lineFacts(lines: readonly OrderLine[]) {
  const excluded = lines.flatMap(({ exclusion, exclusionConfirmed }) =>
    exclusion ? [{ exclusion, exclusionConfirmed }] : [],
  );
  return {
    exclusions: each(excluded.map(({ exclusion }) => exclusion)),
    confirmed_exclusions: each(
      excluded.filter(({ exclusionConfirmed }) => exclusionConfirmed).map(({ exclusion }) => exclusion),
    ),
    unconfirmed_exclusions: each(
      excluded
        .filter(({ exclusion, exclusionConfirmed }) => conditional.has(exclusion) && !exclusionConfirmed)
        .map(({ exclusion }) => exclusion),
    ),
    goods_classes: each(lines.map(({ goodsClass }) => goodsClass)),
    skus: each(lines.map(({ sku }) => sku)),
    discount_funders: each(
      lines.flatMap(({ discounts }) => discounts.filter(({ amount }) => amount.minor > 0n).map(({ funder }) => funder)),
    ),
  };
}

/** When an order was paid, sent and signed for. */
export type OrderTimes = Pick<Order, 'paidAt' | 'shippedAt' | 'deliveredAt'>;

/** The clocks. Without the courier's signed event they have no start: the facts are missing, not false. */
export function clockFacts({ paidAt, shippedAt, deliveredAt }: OrderTimes, policy: WindowTerms, now: Instant): Facts {
  const facts: Facts = {};
  const { timeZone } = policy;
  if (paidAt) facts.hours_since_paid = hoursBetween(paidAt, now);
  if (shippedAt) {
    facts.hours_since_shipped = hoursBetween(shippedAt, now);
    // Nothing is received before it is shipped, so the seven days cannot be over while those from shipment are not.
    if (now < clockEnds('quality_return', shippedAt, timeZone)) facts.quality_window_open = true;
  }
  if (!deliveredAt) return facts;
  const closesAt = returnWindowClosesAt(deliveredAt, policy);
  const lawful = { windowDays: 7, timeZone, holidays: policy.holidays };
  facts.hours_since_delivered = hoursBetween(deliveredAt, now);
  facts.hours_left_in_window = BigInt(Math.ceil((toMs(closesAt) - toMs(now)) / HOUR_MS));
  facts.window_open = now < closesAt;
  facts.statutory_window_open = now < returnWindowClosesAt(deliveredAt, lawful);
  facts.quality_window_open = now < clockEnds('quality_return', deliveredAt, timeZone);
  facts.durable_proof_open = now < clockEnds('durable_proof', deliveredAt, timeZone);
  return facts;
}

export const plainValue = (value: FactValue): PlainValue => (typeof value === 'bigint' ? Number(value) : value);

/** Facts as a trace keeps them. */
export const plainFacts = (facts: Facts): Record<string, PlainValue> =>
  Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, plainValue(value)]));

/** The facts of a stored trace. What the catalogue does not know, or knows with another type, stays out. */
export function factsFromTrace(stored: Record<string, unknown>): Facts {
  const facts: Record<string, FactValue> = {};
  for (const name in stored) {
    const typed = isFactName(name) ? valueFrom(stored[name], name) : undefined;
    if (typed !== undefined) facts[name] = typed;
  }
  return facts;
}

function valueFrom(value: unknown, name: FactName): FactValue | undefined {
  switch (entryOf(name).type) {
    case 'bool':
      return typeof value === 'boolean' ? value : undefined;
    case 'string':
      return typeof value === 'string' ? value : undefined;
    case 'int':
      return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : undefined;
    case 'list<string>':
      return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;
  }
}
