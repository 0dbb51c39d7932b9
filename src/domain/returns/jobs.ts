import type { MessageId, OfferId, RefundId, RmaId } from '../ids.ts';
import type { Instant } from '../time.ts';
import { isToldOfGrant } from './channel-answers.ts';
import type { RmaEvent } from './events.ts';
import { needsPerson } from './needs-person.ts';
import type { Rma } from './rma.ts';
import { isPaidElsewhere, type RecordAtShop, recordAtShop } from './shop-booking.ts';

/** Work outside our database that an event calls for: done after the commit, by a worker, as often as needed. */
export type RmaJob =
  | { kind: 'send_refund'; rmaId: RmaId; refundId: RefundId }
  | { kind: 'tell_channel'; rmaId: RmaId; action: 'agree_return' | 'refuse' }
  /** `notTo`: who has just given it back. One at a time waits for each case. */
  | { kind: 'assign_rma'; rmaId: RmaId; notTo: string[]; jobKey: string }
  | { kind: 'extend_deadline'; rmaId: RmaId }
  | { kind: 'subscribe_parcel'; rmaId: RmaId; courier: string; waybill: string }
  | RecordAtShop
  | { kind: 'send_message'; rmaId: RmaId; messageId: MessageId }
  | { kind: 'lapse_offer'; rmaId: RmaId; offerId: OfferId; runAt: Instant };

export function jobsFor(rma: Rma, event: RmaEvent): RmaJob[] {
  const rmaId = rma.id;
  switch (event.type) {
    case 'refund_requested':
    case 'refund_resent':
      return [{ kind: 'send_refund', rmaId, refundId: event.refundId }];
    case 'refund_reissued':
      return [{ kind: 'send_refund', rmaId, refundId: event.newRefundId }];
    case 'rma_approved':
      return isToldOfGrant(rma, event) ? [{ kind: 'tell_channel', rmaId, action: 'agree_return' }] : [];
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
    case 'channel_refused':
    case 'shop_refund_not_recorded':
    case 'automation_stopped':
    case 'approval_given':
    case 'message_received':
      return giveOut(rma, []);
    case 'rma_rejected':
      return rma.channelRef ? [{ kind: 'tell_channel', rmaId, action: 'refuse' }] : [];
    case 'extension_requested':
      return [{ kind: 'extend_deadline', rmaId }];
    case 'parcel_announced':
      return [{ kind: 'subscribe_parcel', rmaId, courier: event.courier, waybill: event.waybill }];
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
      return [];
  }
}

/** Only what waits for a person and is nobody's: a case that rules see through costs no job. */
const giveOut = (rma: Rma, notTo: string[]): RmaJob[] =>
  needsPerson(rma) && !rma.assignee ? [{ kind: 'assign_rma', rmaId: rma.id, notTo, jobKey: `assign:${rma.id}` }] : [];
