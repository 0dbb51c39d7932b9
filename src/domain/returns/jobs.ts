import type { MessageId, OfferId, PickupId, RefundId, RmaId } from '../ids.ts';
import type { AdvanceMoment } from '../policy/policy.ts';
import type { ClaimId } from '../recovery/loss-claim.ts';
import type { Instant } from '../time.ts';
import { advanceableLines } from './advance-guards.ts';
import { isToldOfGrant } from './channel-answers.ts';
import { claimOf, lostParcel } from './claiming.ts';
import type { RmaEvent } from './events.ts';
import { needsPerson } from './needs-person.ts';
import { isWaiting, waitEndsAt } from './outbound-guards.ts';
import { isExpected, isInDoubt, pickupOf } from './pickup-guards.ts';
import type { Rma } from './rma.ts';
import { isPaidElsewhere, type RecordAtShop, recordAtShop } from './shop-booking.ts';

/** Work outside our database that an event calls for: done after the commit, by a worker, as often as needed. */
export type RmaJob =
  | { kind: 'send_refund'; rmaId: RmaId; refundId: RefundId; asked?: number }
  | { kind: 'tell_channel'; rmaId: RmaId; action: 'agree_return' | 'refuse' }
  /** `notTo`: who has just given it back. One at a time waits for each case. */
  | { kind: 'assign_rma'; rmaId: RmaId; notTo: string[]; jobKey: string }
  | { kind: 'extend_deadline'; rmaId: RmaId }
  | { kind: 'subscribe_parcel'; rmaId: RmaId; courier: string; waybill: string }
  | RecordAtShop
  | AdvanceJob
  | { kind: 'book_pickup' | 'cancel_pickup'; rmaId: RmaId; pickupId: PickupId; jobKey: string }
  | { kind: 'ask_intercept'; rmaId: RmaId; waybill: string }
  | { kind: 'end_intercept_wait'; rmaId: RmaId; waybill: string; runAt: Instant; jobKey: string }
  | { kind: 'send_message'; rmaId: RmaId; messageId: MessageId }
  | { kind: 'lapse_offer'; rmaId: RmaId; offerId: OfferId; runAt: Instant }
  /** Its courier has granted a claim for it. */
  | { kind: 'end_lost_parcel'; rmaId: RmaId; waybill: string; at: Instant }
  /** The day by which a claim should have been answered. */
  | { kind: 'claim_due'; rmaId: RmaId; claimId: ClaimId; runAt: Instant; jobKey: string };

/** `on`: tells the occasions of one return apart. */
type AdvanceJob = { kind: 'advance_refund'; rmaId: RmaId; on: string; jobKey: string };

export function jobsFor(rma: Rma, event: RmaEvent): RmaJob[] {
  const rmaId = rma.id;
  switch (event.type) {
    case 'refund_requested':
    case 'refund_resent':
      return [{ kind: 'send_refund', rmaId, refundId: event.refundId }];
    case 'refund_reissued':
      return [{ kind: 'send_refund', rmaId, refundId: event.newRefundId }];
    case 'rma_approved':
      return [...tellOfGrant(rma, event), ...advances(rma, 'approval')];
    case 'parcel_status_changed':
      return advances(rma, 'first_scan');
    case 'refund_succeeded': {
      const paid = rma.refunds.find(({ id }) => id === event.refundId);
      return paid && isPaidElsewhere(rma, paid) ? [recordAtShop(rma, paid.id)] : [];
    }
    case 'shop_record_asked_again':
      return [recordAtShop(rma, event.refundId)];
    case 'rma_unassigned':
      return giveOut(rma, event.because === 'given_back' ? [event.from] : []);
    case 'rma_escalated':
    case 'evidence_added':
    case 'refund_rejected':
    case 'refund_abnormal':
    case 'channel_refused':
    case 'shop_refund_not_recorded':
    case 'transfer_paid_twice':
    case 'difference_found':
    case 'automation_stopped':
    case 'approval_given':
    case 'message_received':
      return giveOut(rma, []);
    case 'rma_rejected':
      return rma.channelRef ? [{ kind: 'tell_channel', rmaId, action: 'refuse' }] : [];
    case 'extension_requested':
      return [{ kind: 'extend_deadline', rmaId }];
    case 'parcel_announced':
    case 'outbound_followed':
      return [{ kind: 'subscribe_parcel', rmaId, courier: event.courier, waybill: event.waybill }];
    case 'pickup_asked':
      return [{ kind: 'book_pickup', rmaId, pickupId: event.pickupId, jobKey: `pickup:${event.pickupId}` }];
    case 'pickup_called_off':
      return cancelVisit(rma, event.pickupId);
    case 'pickup_moved':
      return [...cancelVisit(rma, event.pickupId), ...giveOut(rma, [])];
    case 'pickup_refused':
    case 'intercept_wait_ended':
    case 'outbound_status_changed':
    case 'intercept_told':
      return giveOut(rma, []);
    case 'intercept_asked':
      return [{ kind: 'ask_intercept', rmaId, waybill: event.waybill }, ...waits(rma)];
    // A platform that presses sooner ends the wait sooner.
    case 'channel_followed':
      return waits(rma);
    case 'message_sent':
      return event.via === 'platform' && !event.elsewhere
        ? [{ kind: 'send_message', rmaId, messageId: event.messageId }]
        : [];
    case 'message_resent':
      return [{ kind: 'send_message', rmaId, messageId: event.messageId }];
    case 'offer_made':
      return [{ kind: 'lapse_offer', rmaId, offerId: event.offerId, runAt: event.validUntil }];
    case 'channel_asked_again':
      return [{ kind: 'tell_channel', rmaId, action: event.action }];
    default:
      return claimJobs(rma, event);
  }
}

function claimJobs(rma: Rma, event: RmaEvent): RmaJob[] {
  switch (event.type) {
    case 'claim_filed':
    case 'claim_appealed': {
      const { claimId, answerDue: runAt } = event;
      return [{ kind: 'claim_due', rmaId: rma.id, claimId, runAt, jobKey: `claim:${claimId}` }];
    }
    case 'claim_accepted': {
      const claim = claimOf(rma, event.claimId);
      const lost = claim && lostParcel(rma, claim);
      return lost ? [{ kind: 'end_lost_parcel', rmaId: rma.id, waybill: lost.waybill, at: event.at }] : [];
    }
    default:
      return [];
  }
}

const tellOfGrant = (rma: Rma, event: Extract<RmaEvent, { type: 'rma_approved' }>): RmaJob[] =>
  isToldOfGrant(rma, event) ? [{ kind: 'tell_channel', rmaId: rma.id, action: 'agree_return' }] : [];

/** Again with each scan: what a limit held up may go by then. */
const advances = (rma: Rma, on: AdvanceMoment): AdvanceJob[] =>
  advanceableLines(rma).length > 0
    ? [{ kind: 'advance_refund', rmaId: rma.id, on: `${on}:${rma.version}`, jobKey: `advance:${rma.id}` }]
    : [];

/** A visit that is only asked for cannot be cancelled yet: whether it was booked must be known first. */
function cancelVisit(rma: Rma, pickupId: PickupId): RmaJob[] {
  const pickup = pickupOf(rma, pickupId);
  return pickup?.calledOff && ((isExpected(pickup) && pickup.state !== 'asked') || isInDoubt(pickup))
    ? [{ kind: 'cancel_pickup', rmaId: rma.id, pickupId, jobKey: `pickup-off:${pickupId}` }]
    : [];
}

const waits = (rma: Rma): RmaJob[] =>
  (rma.intercepts ?? [])
    .filter((intercept) => isWaiting(rma, intercept))
    .map((intercept) => ({
      kind: 'end_intercept_wait',
      rmaId: rma.id,
      waybill: intercept.waybill,
      runAt: waitEndsAt(rma, intercept),
      jobKey: `intercept:${rma.id}:${intercept.waybill}`,
    }));

/** Only what waits for a person and is nobody's: a case that rules see through costs no job. */
const giveOut = (rma: Rma, notTo: string[]): RmaJob[] =>
  needsPerson(rma) && !rma.assignee ? [{ kind: 'assign_rma', rmaId: rma.id, notTo, jobKey: `assign:${rma.id}` }] : [];
