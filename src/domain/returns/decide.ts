import { never } from '../assert.ts';
import { ok } from '../result.ts';
import type { AdvanceCommand } from './advance.ts';
import { decideAdvance, isOfAdvance } from './advancing.ts';
import type { OpenRma, RmaCommand } from './commands.ts';
import * as counting from './counting.ts';
import * as channel from './decide-channel.ts';
import * as clocks from './decide-clocks.ts';
import * as goods from './decide-goods.ts';
import * as grading from './decide-grading.ts';
import * as kinds from './decide-kinds.ts';
import { isOfNegotiation, negotiate } from './decide-negotiation.ts';
import { withoutOffer } from './decide-offers.ts';
import * as outbound from './decide-outbound.ts';
import * as people from './decide-people.ts';
import * as pickup from './decide-pickup.ts';
import { visitCalledOff } from './decide-pickup.ts';
import { claimAttempt, recordAbnormal, recordAccepted } from './decide-refund-outcomes.ts';
import * as refunds from './decide-refunds.ts';
import * as review from './decide-review.ts';
import type { Context, Decision, Of } from './decision.ts';
import { recordDispute } from './disputing.ts';
import type { RmaEvent } from './events.ts';
import { turnedRound } from './evolve-kinds.ts';
import { giveInKind } from './giving-in-kind.ts';
import type { NegotiationCommand } from './negotiation.ts';
import { isOutboundOnly } from './outbound-guards.ts';
import { isOfRecovery, type RecoveryCommand, recover } from './recovering.ts';
import type { Rma } from './rma.ts';
import { recordShopRefund } from './shop-booking.ts';
import type { TransferCommand } from './transfer.ts';
import { decideTransfer, isOfTransfer } from './transferring.ts';
import { undoReceipt } from './undo-receipt.ts';

/** A return that does not exist yet has one command. */
export const decideOpen = (command: OpenRma, context: Context): Decision => review.open(command, context);

/** Commands on which the policy may be asked anew: what it asks about the buyer must then be known. */
export const mayJudgeAgain = (command: RmaCommand): boolean =>
  command.type === 'resume_automation' ||
  (command.type === 'follow_channel' &&
    (command.reopen || command.convertTo !== undefined || command.reason !== undefined)) ||
  (command.type === 'record_parcel_status' && turnedRound.has(command.status));

/**
 * What a command does to a return: the events that follow from it, or why not. Pure: the same return, command and
 * context always give the same answer, which is also how a preview is made. No events means nothing was left to do.
 */
export function decide(rma: Rma, command: Exclude<RmaCommand, OpenRma>, context: Context): Decision {
  if (isOfNegotiation(command)) return negotiate(rma, command, context);
  if (isOfRecovery(command)) return recover(rma, command, context);
  if (isOfTransfer(command)) return decideTransfer(rma, command, context);
  if (isOfAdvance(command)) return decideAdvance(rma, command, context);
  const decision = decideOn(rma, command, context);
  if (!decision.ok) return decision;
  // Whoever settles the case otherwise takes the open offer back by it, and the money need not wait for an answer.
  const lifted = withoutOffer(rma, decision.value);
  if (!lifted) return ok([...decision.value, ...visitCalledOff(rma, decision.value)]);
  const settled = decideOn(lifted.rma, command, context);
  return settled.ok ? ok([lifted.event, ...settled.value, ...visitCalledOff(rma, settled.value)]) : settled;
}

type OfReview = Exclude<RmaCommand, OpenRma | NegotiationCommand | RecoveryCommand | TransferCommand | AdvanceCommand>;

function decideOn(rma: Rma, command: OfReview, context: Context): Decision {
  if (grading.isGradingCommand(command)) return grading.grade(rma, command, context);
  switch (command.type) {
    case 'add_evidence':
      return review.addEvidence(rma, command);
    case 'approve':
      return review.approve(rma, context);
    case 'reject':
      return review.refuse(rma, command, context);
    case 'request_evidence':
      return review.requestEvidence(rma, command, context);
    case 'withdraw':
      return review.withdraw(rma, command);
    case 'follow_channel':
      return channel.followChannel(rma, command, context);
    case 'record_channel_push':
      return ok([pushed(command)]);
    case 'announce_parcel':
      return goods.announceParcel(rma, command, context);
    case 'correct_courier':
      return goods.correctCourier(rma, command);
    case 'record_parcel_status':
      if (isOutboundOnly(rma, command.waybill)) return outbound.recordOutboundStatus(rma, command, context);
      return goods.recordParcelStatus(rma, command, (after) => channel.judgeByCourier(after, context));
    case 'receive_line':
      return goods.receiveLine(rma, command, context);
    case 'undo_receipt':
      return undoReceipt(rma, command, context);
    case 'mark_missing':
      return counting.markMissing(rma, command, context);
    case 'find_line':
      return counting.findLine(rma, command, context);
    case 'report_difference':
      return counting.reportDifference(rma, command, context);
    case 'settle_difference':
      return counting.settleDifference(rma, command, context);
    case 'inspect_line':
      return grading.inspectLine(rma, command, context);
    case 'dispose_line':
      return goods.disposeLine(rma, command, context);
    case 'convert':
      return kinds.convert(rma, command, context);
    case 'ship_replacement':
      return kinds.shipReplacement(rma, command, context);
    case 'record_dispute':
      return recordDispute(rma, command, context);
    case 'record_shop_refund':
      return recordShopRefund(rma, command);
    default:
      return decideMoney(rma, command, context);
  }
}

type OfMoney = Of<
  | 'request_refund'
  | 'give_in_kind'
  | 'record_refund_success'
  | 'record_refund_rejection'
  | 'record_refund_unknown'
  | 'record_refund_accepted'
  | 'record_refund_abnormal'
  | 'claim_refund_attempt'
  | 'retry_refund'
  | 'record_channel_refund'
>;

/** What goes back to the buyer, and what became of it. */
function decideMoney(rma: Rma, command: OfMoney | Along, context: Context): Decision {
  switch (command.type) {
    case 'request_refund':
      return refunds.requestRefund(rma, command, context);
    case 'give_in_kind':
      return giveInKind(rma, command, context.now);
    case 'record_refund_success':
      return refunds.recordSuccess(rma, command);
    case 'record_refund_rejection':
      return refunds.recordRejection(rma, command);
    case 'record_refund_unknown':
      return refunds.recordUnknown(rma, command);
    case 'record_refund_accepted':
      return recordAccepted(rma, command, context);
    case 'record_refund_abnormal':
      return recordAbnormal(rma, command);
    case 'claim_refund_attempt':
      return claimAttempt(rma, command, context);
    case 'retry_refund':
      return refunds.retry(rma, command, context);
    case 'record_channel_refund':
      return refunds.recordChannelRefund(rma, command, context);
    default:
      return decideAlong(rma, command, context);
  }
}

type Along = Of<
  | 'book_pickup'
  | 'cancel_pickup'
  | 'record_pickup'
  | 'intercept_outbound'
  | 'record_intercept'
  | 'end_intercept_wait'
  | 'take'
  | 'assign'
  | 'release'
  | 'stop_automation'
  | 'resume_automation'
  | 'act_on_clock'
  | 'let_lapse'
  | 'extend_deadline'
  | 'record_extension'
>;

/** Whose it is, who is sent for its goods, and how its time goes. */
function decideAlong(rma: Rma, command: Along, context: Context): Decision {
  switch (command.type) {
    case 'book_pickup':
      return pickup.bookPickup(rma, command, context);
    case 'cancel_pickup':
      return pickup.cancelPickup(rma, command);
    case 'record_pickup':
      return pickup.recordPickup(rma, command, context);
    case 'intercept_outbound':
      return outbound.interceptOutbound(rma, command, context);
    case 'record_intercept':
      return outbound.recordIntercept(rma, command);
    case 'end_intercept_wait':
      return outbound.endInterceptWait(rma, command, context);
    case 'take':
      return people.take(rma, context);
    case 'assign':
      return people.assign(rma, command, context);
    case 'release':
      return people.release(rma, command, context);
    case 'stop_automation':
      return people.stopAutomation(rma, command, context);
    case 'resume_automation':
      return people.resumeAutomation(rma, context);
    case 'act_on_clock':
      return clocks.actOnClock(rma, command, context);
    case 'let_lapse':
      return clocks.letLapse(rma, command, context);
    case 'extend_deadline':
      return clocks.extendDeadline(rma, command);
    case 'record_extension':
      return clocks.recordExtension(rma, command);
    default:
      return never(command);
  }
}

function pushed({ outcome, action, message }: Of<'record_channel_push'>): RmaEvent {
  switch (outcome) {
    case 'done':
      return { type: 'channel_told', action, message };
    case 'failed':
      return { type: 'channel_refused', action, message };
    case 'at_platform':
      return { type: 'channel_left_to_platform', action };
  }
}
