import type { RefundId } from '../ids.ts';
import type { Instant } from '../time.ts';
import type { Refund, RefundState } from './rma.ts';

/** What a gateway says of a refund that it has taken on. */
export type RefundOutcomeEvent =
  /** Taken on; the money moves later, or the gateway says why not. */
  | { type: 'refund_accepted'; refundId: RefundId; gatewayReference: string; at: Instant }
  /** Taken on, and the buyer's account cannot be paid. Somebody names another one. */
  | { type: 'refund_abnormal'; refundId: RefundId; gatewayReference: string; message: string }
  /** A worker is about to send it once more: what an earlier one brings back of refusals counts no longer. */
  | { type: 'refund_attempted'; refundId: RefundId; attempt: number; at: Instant };

export type RefundOutcomeCommand =
  | { type: 'record_refund_accepted'; refundId: RefundId; gatewayReference: string; attempt?: number }
  | { type: 'record_refund_abnormal'; refundId: RefundId; gatewayReference: string; message: string; attempt?: number }
  | { type: 'claim_refund_attempt'; refundId: RefundId; attempt: number };

export type RefundOutcomeRejection =
  /** Another worker has it. */
  | { code: 'refund_attempt_taken'; attempt: number }
  /** A new number may be taken only when the gateway says that nothing moved and nothing will under the old one. */
  | { code: 'refund_not_proven_unpaid'; said: string }
  | { code: 'refund_not_abnormal'; state: RefundState };

/** Whether a gateway may still pay it. */
export const isUnderWay = ({ state }: Refund): boolean =>
  state === 'requested' || state === 'unknown' || state === 'accepted' || state === 'abnormal';

/** Whether a gateway may say that it has taken it up: also after it was refused, for the refusal may have been of one try. */
export const mayBeTakenUp = (refund: Refund): boolean => isUnderWay(refund) || refund.state === 'rejected';

/** How often it was sent, this time included. Refunds of earlier versions were not counted. */
export const attemptOf = (refund: Refund): number => refund.attempt ?? 1;

/** A worker that was thought dead comes back with an answer to an earlier attempt: only success is true whoever brings it. */
export const isOvertaken = (refund: Refund, attempt: number | undefined): boolean =>
  attempt !== undefined && attempt < attemptOf(refund);

/** How a refund looks after such an event. */
export function afterOutcome(event: RefundOutcomeEvent): Partial<Refund> {
  switch (event.type) {
    case 'refund_accepted':
      return { state: 'accepted', gatewayReference: event.gatewayReference, cause: null };
    case 'refund_abnormal':
      return { state: 'abnormal', gatewayReference: event.gatewayReference, cause: `abnormal: ${event.message}` };
    case 'refund_attempted':
      return { attempt: event.attempt };
  }
}
