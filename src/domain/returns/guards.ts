import type { OrderLineId, RefundId, RmaLineId } from '../ids.ts';
import { isPositive } from '../money.ts';
import { type Order, type OrderLine, unclaimed, unsettled } from '../orders/order.ts';
import type { Who } from '../people/levels.ts';
import { resolutionFacts } from '../policy/resolution-facts.ts';
import { isPaidAhead } from './advance.ts';
import { isPaidByPlatform } from './channel-answers.ts';
import { canAppeal, canCloseClaim, canFileClaim, canRecordAnswer, canRecordPayment, ofAnyClaim } from './claiming.ts';
import type { CommandType, OpenRma } from './commands.ts';
import { canFindLine, canReportDifference, canSettleDifference, isDisputedByCount } from './difference-guards.ts';
import { canRecordDispute } from './disputing.ts';
import { canGiveInKind } from './giving-in-kind.ts';
import { gradingGuards, waitsForVerdict } from './grading-guards.ts';
import { canCallBack, canConvert, canShipLine } from './kind-guards.ts';
import { needsPerson } from './needs-person.ts';
import { canMakeOffer, canTellAgain, waitsForGoods } from './negotiation-guards.ts';
import { canEndWait, canIntercept } from './outbound-guards.ts';
import {
  canAskPostage,
  canDeclinePostage,
  canPayPostage,
  canRecordInsurance,
  canRecoverPostage,
  ofAnyPostage,
} from './paying-postage.ts';
import { canBookPickup, canCancelPickup } from './pickup-guards.ts';
import type { Rejection } from './rejections.ts';
import {
  isAutomatic,
  isClosed,
  isMoneyOrdered,
  isRefused,
  isUndecided,
  isUnderReview,
  openDifferences,
  type Reception,
  type Refund,
  type Rma,
  type RmaLine,
} from './rma.ts';
import { platformClock } from './running-clocks.ts';
import { openTransferOf } from './transfer-guards.ts';

/**
 * One question per command, each answered with the reason of a no, or null. `decide` asks them before it acts, and the
 * console asks them for its buttons, so a button and its rule cannot differ.
 */
type No = Rejection | null;

// The dock trusts the parcel in hand: courier feeds lag by hours, so a line never scanned in transit may be received.
const receivable: ReadonlySet<Reception> = new Set<Reception>(['awaiting', 'in_transit']);

export function canOpen(order: Order, command: OpenRma): No {
  if (!order.paidAt) return { code: 'order_not_paid' };
  if (command.lines.length === 0) return { code: 'no_lines' };
  if (command.reason === 'not_shipped' && order.shippedAt) return { code: 'goods_already_shipped' };
  const facts = resolutionFacts[command.resolution];
  if (facts.amount === 'as_asked' && !(command.requested && isPositive(command.requested)))
    return { code: 'amount_needed' };
  return canClaim(order, command.lines, facts.claims === 'no' ? unsettled : unclaimed);
}

/** @param left how many units of an order line may still be named */
export function canClaim(
  order: Order,
  lines: readonly { orderLineId: OrderLineId; quantity: number }[],
  left: (line: OrderLine) => number = unclaimed,
): No {
  const named = new Set<OrderLineId>();
  for (const { orderLineId, quantity } of lines) {
    const bought = order.lines.find((line) => line.id === orderLineId);
    if (!bought) return { code: 'order_line_not_found', orderLineId };
    if (named.has(orderLineId)) return { code: 'order_line_named_twice', orderLineId };
    named.add(orderLineId);
    if (quantity > left(bought)) {
      return { code: 'quantity_exceeds_bought', orderLineId, left: left(bought) };
    }
  }
  return null;
}

const underReview = (rma: Rma): No => (isUnderReview(rma) ? null : { code: 'review_is_over', review: rma.review });

export const canApprove = underReview;
export const canReject = (rma: Rma): No =>
  underReview(rma) ?? (rma.intervention === 'open' ? { code: 'platform_has_stepped_in' } : null);
export const canRequestEvidence = underReview;
export const canAddEvidence = underReview;

export function canWithdraw(rma: Rma): No {
  if (isRefused(rma)) return { code: 'review_is_over', review: rma.review };
  if (rma.lines.some((line) => line.reception === 'received')) return { code: 'goods_already_here' };
  const shipped = canCallBack(rma);
  if (shipped) return shipped;
  return isMoneyOrdered(rma) ? { code: 'refund_already_ordered' } : null;
}

export function canAnnounceParcel(rma: Rma): No {
  if (rma.review !== 'approved') return { code: 'not_approved', review: rma.review };
  if (!rma.lines.some((line) => receivable.has(line.reception))) return { code: 'no_goods_expected' };
  return null;
}

export function canReceive(rma: Rma): No {
  if (rma.review !== 'approved') return { code: 'not_approved', review: rma.review };
  return rma.lines.some((line) => receivable.has(line.reception)) ? null : { code: 'no_goods_expected' };
}

export function canReceiveLine(rma: Rma, line: RmaLine | undefined): No {
  if (!line) return { code: 'line_not_found' };
  if (rma.review !== 'approved') return { code: 'not_approved', review: rma.review };
  return receivable.has(line.reception) ? null : { code: 'line_not_expected', reception: line.reception };
}

/** Whoever asked for money alone has sent nothing: of his parcel that turned round nothing is missing that he owes. */
export function canMarkMissing(rma: Rma, line: RmaLine | undefined): No {
  const no = canReceiveLine(rma, line);
  if (no || !line) return no;
  const { goodsBack } = resolutionFacts[rma.resolution];
  return goodsBack === 'no' && rma.outbound ? { code: 'line_not_expected', reception: line.reception } : null;
}

/**
 * What was graded, paid for or replaced rests on these goods; it is undone on its own, not with them. What was paid ahead
 * of them does not: they are waited for again.
 */
export function canUndoReceipt(rma: Pick<Rma, 'advance'>, line: RmaLine | undefined): No {
  if (!line) return { code: 'line_not_found' };
  if (line.reception !== 'received') return { code: 'line_not_received', reception: line.reception };
  if (line.inspection === 'graded') return { code: 'line_already_inspected' };
  if (line.replacement === 'shipped') return { code: 'replacement_already_shipped' };
  if (line.settlement === 'not_due' || line.settlement === 'due' || isPaidAhead(rma, line.id)) return null;
  return { code: 'refund_already_ordered' };
}

export function canInspectLine(line: RmaLine | undefined): No {
  if (!line) return { code: 'line_not_found' };
  if (line.reception !== 'received') return { code: 'line_not_received', reception: line.reception };
  return line.inspection === 'graded' ? { code: 'line_already_inspected' } : null;
}

export function canDisposeLine(line: RmaLine | undefined): No {
  if (!line) return { code: 'line_not_found' };
  if (line.inspection !== 'graded') return { code: 'line_not_inspected' };
  return isUndecided(line) ? waitsForVerdict(line) : { code: 'line_already_disposed' };
}

export function canRequestRefund(rma: Rma): No {
  // A refund that was granted and not yet ordered can still be withdrawn; then nobody may order it.
  if (isRefused(rma)) return { code: 'review_is_over', review: rma.review };
  // Goods of a request that is to be judged anew may be here and graded: that alone grants nothing.
  if (rma.review !== 'approved') return { code: 'not_approved', review: rma.review };
  if (!rma.lines.some((line) => line.settlement === 'due')) return { code: 'nothing_due' };
  if (isPaidByPlatform(rma)) return { code: 'paid_by_platform' };
  const due = rma.lines.filter((line) => line.settlement === 'due');
  if (isDisputedByCount(rma, due)) return { code: 'difference_not_settled' };
  return waitsForGoods(rma) ? { code: 'agreed_waits_for_goods' } : null;
}

export function canRetryRefund(rma: Rma, refund: Refund | undefined): No {
  if (!refund) return { code: 'refund_not_found' };
  // What a person is about to pay at the bank goes through no gateway.
  if (openTransferOf(rma, refund.id)) return { code: 'transfer_under_way' };
  return refund.state === 'rejected' ? null : { code: 'refund_not_rejected', state: refund.state };
}

/** A closed case that still needs somebody, such as a refusal the platform did not take, may be somebody's. */
const isOver = (rma: Rma): boolean => isClosed(rma) && needsPerson(rma) === null;

export function canTake(rma: Rma, who?: Who): No {
  if (isOver(rma)) return { code: 'case_is_closed' };
  if (!rma.assignee) return null;
  return rma.assignee === who?.id ? { code: 'already_yours' } : { code: 'assigned_to_another', assignee: rma.assignee };
}

/** One's own case may be handed over by oneself; whose it is otherwise, a supervisor says. */
export function canAssign(rma: Rma, who?: Who): No {
  if (isOver(rma)) return { code: 'case_is_closed' };
  return mayMove(rma, who);
}

export function canRelease(rma: Rma, who?: Who): No {
  return rma.assignee ? mayMove(rma, who) : { code: 'not_assigned' };
}

// The system moves cases of colleagues who have left.
const mayMove = (rma: Rma, who: Who | undefined): No =>
  !who || who.assigns || rma.assignee === who.id ? null : { code: 'not_permitted', permission: 'rma:assign' };

export function canStopAutomation(rma: Rma): No {
  if (isClosed(rma)) return { code: 'case_is_closed' };
  return isAutomatic(rma) ? null : { code: 'automation_is_off' };
}

export function canResumeAutomation(rma: Rma): No {
  if (isClosed(rma)) return { code: 'case_is_closed' };
  if (openDifferences(rma).length > 0) return { code: 'difference_not_settled' };
  return isAutomatic(rma) ? { code: 'automation_is_on' } : null;
}

/** Whether this platform gives more time at all is for the one who knows its connector. */
export function canExtendDeadline(rma: Rma): No {
  if (!rma.channelRef) return { code: 'extension_not_offered', channel: rma.channel };
  if (!platformClock(rma)) return { code: 'no_platform_clock' };
  return rma.extension?.state === 'asked' ? { code: 'extension_pending' } : null;
}

export const lineOf = (rma: Rma, id: RmaLineId): RmaLine | undefined => rma.lines.find((line) => line.id === id);
export const refundOf = (rma: Rma, id: RefundId): Refund | undefined => rma.refunds.find((refund) => refund.id === id);

/** Commands that a person gives from a screen, each with its guard over the whole return. */
export const personGuards = {
  approve: canApprove,
  reject: canReject,
  request_evidence: canRequestEvidence,
  add_evidence: canAddEvidence,
  withdraw: canWithdraw,
  announce_parcel: canAnnounceParcel,
  receive_line: canReceive,
  mark_missing: canReceive,
  find_line: (rma: Rma): No =>
    firstYes(
      rma.lines.map((line) => canFindLine(rma, line)),
      { code: 'line_not_found' },
    ),
  report_difference: (rma: Rma): No => canReportDifference(rma),
  settle_difference: (rma: Rma): No => canSettleDifference(rma),
  inspect_line: (rma: Rma): No =>
    firstYes(rma.lines.map(canInspectLine), { code: 'line_not_received', reception: 'awaiting' }),
  dispose_line: (rma: Rma): No => firstYes(rma.lines.map(canDisposeLine), { code: 'line_not_inspected' }),
  request_refund: canRequestRefund,
  give_in_kind: canGiveInKind,
  extend_deadline: canExtendDeadline,
  retry_refund: (rma: Rma): No =>
    firstYes(
      rma.refunds.map((refund) => canRetryRefund(rma, refund)),
      { code: 'refund_not_found' },
    ),
  take: canTake,
  assign: canAssign,
  release: canRelease,
  stop_automation: canStopAutomation,
  resume_automation: canResumeAutomation,
  convert: canConvert,
  ship_replacement: (rma: Rma): No =>
    firstYes(
      rma.lines.map((line) => canShipLine(rma, line, true)),
      { code: 'replacement_not_due' },
    ),
  make_offer: canMakeOffer,
  tell_again: canTellAgain,
  record_dispute: canRecordDispute,
  book_pickup: canBookPickup,
  cancel_pickup: canCancelPickup,
  intercept_outbound: canIntercept,
  end_intercept_wait: canEndWait,
  ...gradingGuards,
  file_claim: canFileClaim,
  record_claim_answer: ofAnyClaim(canRecordAnswer),
  record_claim_payment: ofAnyClaim(canRecordPayment),
  appeal_claim: ofAnyClaim(canAppeal),
  close_claim: ofAnyClaim(canCloseClaim),
  ask_postage: canAskPostage,
  record_insurance: ofAnyPostage(canRecordInsurance),
  pay_postage: ofAnyPostage(canPayPostage),
  decline_postage: ofAnyPostage(canDeclinePostage),
  recover_postage: ofAnyPostage(canRecoverPostage),
} satisfies Partial<Record<CommandType, (rma: Rma, who?: Who) => No>>;

export type PersonCommand = keyof typeof personGuards;

/** Possible where any part allows it; otherwise the first part's reason. */
const firstYes = (answers: No[], none: Rejection): No =>
  answers.length === 0 ? none : answers.includes(null) ? null : (answers[0] ?? none);
