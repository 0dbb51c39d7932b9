import { present } from '../assert.ts';
import { partId, type RefundId } from '../ids.ts';
import { add, isMore, type Money, sum, zero } from '../money.ts';
import { reasonFacts } from '../policy/reasons.ts';
import { resolutionFacts } from '../policy/resolution-facts.ts';
import { planRebate } from '../refunds/rebate-plan.ts';
import {
  type PaidPart,
  type PlannedLine,
  planRefund,
  type RefundPlan,
  type RefundTerms,
} from '../refunds/refund-plan.ts';
import { ok, type Result, reject } from '../result.ts';
import { grantedBy, isGranted } from './approving.ts';
import { freeUnits } from './claims.ts';
import type { Deduction } from './commands.ts';
import type { Context, Decision, Of } from './decision.ts';
import type { RefundBooking, RmaEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { canClaim, canRequestRefund, canRetryRefund, refundOf } from './guards.ts';
import { isClear } from './line-plan.ts';
import { agreedFor, openOffer } from './negotiation-guards.ts';
import { mustWaitForParcel, paysByItself } from './outbound-guards.ts';
import { attemptOf, isOvertaken } from './refund-outcomes.ts';
import type { Rejection } from './rejections.ts';
import { freightOf } from './return-terms.ts';
import { isAutomatic, isRefused, type RefundPart, type Rma, type RmaLine } from './rma.ts';
import { paidBesideBank } from './transferring.ts';

export function requestRefund(rma: Rma, command: Of<'request_refund'>, context: Context): Decision {
  const no = canRequestRefund(rma) ?? mustWaitForParcel(rma, context.now);
  if (no) return reject(no);
  if (rma.agreed && command.deductions.length > 0) {
    return reject({ code: 'agreed_amount_is_fixed', amount: rma.agreed.amount });
  }
  const due = rma.lines.filter((line) => line.settlement === 'due');
  const plan = planFor(rma, due, command.deductions, context);
  if (!plan.ok) return plan;
  const { shortfall } = plan.value;
  if (shortfall && !rma.agreed && !command.acceptsNothing) return reject({ code: 'nothing_left_by_rules', shortfall });
  const said = grantedBy(rma, withOrdered(rma, plan.value.total), undefined, context);
  if (!said.ok || !said.value.enough) return said.ok ? ok(said.value.events) : said;
  const known = said.value.events.reduce<Rma>(evolve, rma);
  return ok([...said.value.events, ...ordered(known, plan.value, context)]);
}

/** In parts no more goes back than what was granted for the whole: what is under way or paid counts with what follows. */
export const withOrdered = (rma: Rma, next: Money): Money =>
  sum([next, ...rma.refunds.map(({ amount }) => amount)], next.currency);

/** The sum that would go back for these lines now: what a preview shows and what a request orders. */
export function planFor(
  rma: Rma,
  lines: readonly RmaLine[],
  deductions: Deduction[],
  { order }: Context,
): Result<RefundPlan, Rejection> {
  const facts = resolutionFacts[rma.resolution];
  const whole = lines.length === rma.lines.length;
  const named = lines.map((line) => ({ lineId: line.id, orderLineId: line.orderLineId, quantity: line.quantity }));
  const agreed = agreedFor(rma, lines, order);
  if (facts.amount === 'as_asked') {
    return planRebate(order, { lines: named, deductions, amount: agreed ?? rma.requested ?? zero(order.currency) });
  }
  const terms: RefundTerms = {
    lines: named,
    // Nobody has got what was refused at the door: all that was paid for it goes back.
    returnsFreight:
      freightOf(rma, order).outbound === 'seller' ||
      order.shippedAt === null ||
      facts.goodsBack === 'in_outbound_parcel',
    keepsPromotions: reasonFacts[rma.reason].fault === 'seller',
    // A platform's orders are priced by the platform, and its figure counts.
    ...(rma.channelRef ? {} : { recalculates: true }),
    deductions,
    // The platform's figure covers the whole request; for a part of it our own shares are the fair ones.
    platformAmount: rma.channelRef && rma.requested && whole && deductions.length === 0 ? rma.requested : null,
    ...(agreed ? { agreedAmount: agreed } : {}),
  };
  return planRefund(order, terms);
}

/**
 * What would go back next: for the lines that are due, or before any is, for all that may still be. Null where nothing
 * is left. The units of a refused return or a missing line may be another return's by now, so nothing is planned for them.
 */
export function planNext(rma: Rma, context: Context): Result<RefundPlan, Rejection> | null {
  if (isRefused(rma)) return null;
  const due = rma.lines.filter((line) => line.settlement === 'due');
  const open = rma.lines.filter(
    (line) => line.settlement === 'not_due' && line.reception !== 'missing' && line.disposition !== 'to_buyer',
  );
  const next = due.length > 0 ? due : resolutionFacts[rma.resolution].money === 'never' ? [] : open;
  return next.length === 0 ? null : planFor(rma, next, [], context);
}

/** Orders the refund of all that is due, if the policy pays such an amount without a further click and the goods are in order. */
export const autoRefund = (rma: Rma, context: Context): RmaEvent[] => (isClear(rma) ? paidAtOnce(rma, context) : []);

/** The same whatever the goods are like: for who has agreed on a sum, or pays for goods that have not been looked at. */
export function paidAtOnce(rma: Rma, context: Context): RmaEvent[] {
  const limit = context.policy.autoRefundLimit;
  const due = rma.lines.filter((line) => line.settlement === 'due');
  if (!limit || due.length === 0 || !isAutomatic(rma)) return [];
  // While the platform's staff judge, only a person may order money.
  if (rma.intervention === 'open') return [];
  if (!paysByItself(rma)) return [];
  // An offer that waits for its answer may change the sum; once it is answered or over, the money goes its way.
  if (openOffer(rma) || canRequestRefund(rma)) return [];
  const plan = planFor(rma, due, [], context);
  // A plan that does not work out waits for a person in the lane "to refund", with the reason at the button.
  if (!plan.ok) return [];
  const left = plan.value.shortfall;
  if (left && !rma.agreed)
    return rma.amountLeft?.minor === left.minor ? [] : [{ type: 'amount_left_to_person', shortfall: left }];
  const all = withOrdered(rma, plan.value.total);
  if (isMore(all, limit)) return [];
  // What people must grant is paid by itself only after they have.
  return isGranted(rma, all, context) ? ordered(rma, plan.value, context) : [];
}

/** The refunds of a plan, one for each payment, or that there is nothing to pay. */
export function ordered(rma: Rma, plan: RefundPlan, context: Context): RmaEvent[] {
  if (plan.payments.length === 0) {
    const booking = plan.lines.map((line) => bookingOf(line, line, true));
    const lineIds = [...new Set(plan.lines.map((line) => line.lineId))];
    return [{ type: 'nothing_to_refund', lineIds, booking, explanation: plan.explanation, ...workedOut(plan) }];
  }
  const booked = new Set<number>();
  return plan.payments.map(({ payment, amount, parts }, i): RmaEvent => {
    const booking = parts.map((part) => {
      const line = present(plan.lines[part.of], 'the planned line');
      const first = !booked.has(part.of);
      booked.add(part.of);
      return bookingOf(line, part, first);
    });
    return {
      type: 'refund_requested',
      refundId: nextRefundId(rma, i),
      paymentId: payment.id,
      method: payment.method,
      tradeNumber: payment.tradeNumber,
      amount,
      parts: byLine(parts),
      explanation: plan.explanation,
      booking,
      at: context.now,
      ...(i === 0 ? workedOut(plan) : {}),
    };
  });
}

const workedOut = ({ figures, entitled, inKind }: RefundPlan) => ({
  ...(figures ? { figures } : {}),
  ...(entitled ? { entitled } : {}),
  ...(inKind ? { inKind } : {}),
});

/** What lies on other lines of the order goes with the line that brought it. */
function byLine(parts: readonly PaidPart[]): RefundPart[] {
  const lines = new Map<string, RefundPart>();
  for (const { lineId, goods, freight } of parts) {
    const known = lines.get(lineId);
    lines.set(
      lineId,
      known
        ? { lineId, goods: add(known.goods, goods), freight: add(known.freight, freight) }
        : { lineId, goods, freight },
    );
  }
  return [...lines.values()];
}

/** Units, the funders' parts and what was given back before belong to the line, not to the payment: its first refund books them. */
const bookingOf = (
  line: PlannedLine,
  { goods, freight }: { goods: Money; freight: Money },
  first: boolean,
): RefundBooking => ({
  lineId: line.lineId,
  orderLineId: line.orderLineId,
  units: first && !line.staysWithBuyer ? line.quantity : 0,
  goods,
  freight,
  vatBasisPoints: line.vatBasisPoints,
  funded: first ? line.funded : [],
  ...(line.staysWithBuyer ? { rebate: true } : {}),
  ...(first && line.rebated ? { rebated: line.rebated } : {}),
});

/** Numbers go up with every refund and reissue, so none is ever used for two movements of money. */
const nextRefundId = (rma: Rma, ahead: number): RefundId => partId('rfd', rma.id, rma.version + 1 + ahead);

export function recordSuccess(rma: Rma, command: Of<'record_refund_success'>): Decision {
  const refund = refundOf(rma, command.refundId);
  if (!refund) return reject({ code: 'refund_not_found' });
  // A notice, a query and the answer itself may all bring the same news.
  if (refund.state === 'succeeded')
    // Said by a gateway of what was paid at the bank it is no repetition, and somebody must know.
    return ok(paidBesideBank(rma, refund, command.gatewayReference, command.settledAt));
  const { refundId, gatewayReference, settledAt } = command;
  return ok([{ type: 'refund_succeeded', refundId, gatewayReference, amount: refund.amount, at: settledAt }]);
}

export function recordRejection(rma: Rma, command: Of<'record_refund_rejection'>): Decision {
  const refund = refundOf(rma, command.refundId);
  if (!refund) return reject({ code: 'refund_not_found' });
  // Success is final: a late refusal of a repeated call changes nothing.
  if (refund.state === 'succeeded' || refund.state === 'rejected' || isOvertaken(refund, command.attempt))
    return ok([]);
  const { refundId, code, message, retryable } = command;
  return ok([{ type: 'refund_rejected', refundId, code, message, retryable }]);
}

export function recordUnknown(rma: Rma, command: Of<'record_refund_unknown'>): Decision {
  const refund = refundOf(rma, command.refundId);
  if (!refund) return reject({ code: 'refund_not_found' });
  if (refund.state !== 'requested' || isOvertaken(refund, command.attempt)) return ok([]);
  return ok([{ type: 'refund_unknown', refundId: command.refundId, cause: command.cause }]);
}

export function retry(rma: Rma, command: Of<'retry_refund'>, { now }: Context): Decision {
  const refund = refundOf(rma, command.refundId);
  const no = canRetryRefund(rma, refund);
  if (no || !refund) return reject(no ?? { code: 'refund_not_found' });
  if (refund.retryable) return ok([{ type: 'refund_resent', refundId: refund.id, attempt: attemptOf(refund) + 1 }]);
  return ok([{ type: 'refund_reissued', refundId: refund.id, newRefundId: nextRefundId(rma, 0), at: now }]);
}

/**
 * The platform says it has paid the buyer, by our agreement or by itself. Ours is confirmed where one is under way;
 * otherwise what it paid is recorded as it was paid, so that no second refund can follow.
 */
export function recordChannelRefund(rma: Rma, command: Of<'record_channel_refund'>, context: Context): Decision {
  const { amount, reference, settledAt } = command;
  const waiting = rma.refunds.filter((refund) => refund.state !== 'succeeded');
  if (waiting.length > 0) {
    return ok(waiting.map((refund) => success(refund.id, reference, refund.amount, settledAt)));
  }
  const open = rma.lines.filter((line) => line.settlement === 'not_due' || line.settlement === 'due');
  if (rma.refunds.length > 0 || open.length === 0) return ok([]);
  // The platform may overrule our refusal, or pay for what never came: then the units are claimed again before they are
  // paid. Where another return has them by now, a person must look.
  const taken = canClaim(context.order, freeUnits(rma));
  if (taken) return reject(taken);
  const before: RmaEvent[] = [
    ...(isRefused(rma) ? [{ type: 'rma_reopened' } as const] : []),
    ...(rma.review === 'approved' ? [] : [{ type: 'rma_approved', by: 'platform', at: settledAt } as const]),
  ];
  const after = before.reduce<Rma>(evolve, rma);
  const lines = open.map((line) => ({ lineId: line.id, orderLineId: line.orderLineId, quantity: line.quantity }));
  const plan =
    resolutionFacts[rma.resolution].amount === 'as_asked'
      ? planRebate(context.order, { lines, deductions: [], amount })
      : planRefund(context.order, { lines, returnsFreight: true, deductions: [], platformAmount: amount });
  if (!plan.ok) return plan;
  const requested = ordered(after, plan.value, context);
  return ok([
    ...before,
    ...requested,
    ...requested.flatMap((event) =>
      event.type === 'refund_requested' ? [success(event.refundId, reference, event.amount, settledAt)] : [],
    ),
  ]);
}

const success = (refundId: RefundId, gatewayReference: string, amount: Money, at: Context['now']): RmaEvent => ({
  type: 'refund_succeeded',
  refundId,
  gatewayReference,
  amount,
  at,
});
