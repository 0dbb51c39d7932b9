import type { RefundOutcome } from '../../connectors/payment/port.ts';
import { never } from '../../domain/assert.ts';
import type { RefundId } from '../../domain/ids.ts';
import type { RmaCommand } from '../../domain/returns/commands.ts';
import type { RefundOutcomeCommand } from '../../domain/returns/refund-outcomes.ts';
import type { Instant } from '../../domain/time.ts';

type Recording =
  | Extract<RmaCommand, { type: 'record_refund_success' | 'record_refund_rejection' | 'record_refund_unknown' }>
  | Exclude<RefundOutcomeCommand, { type: 'claim_refund_attempt' }>;

/** What a gateway said, as a command. Success is true whoever brings it; everything else counts for its own attempt. */
export function recordingOf(refundId: RefundId, outcome: RefundOutcome, attempt: number, now: Instant): Recording {
  switch (outcome.kind) {
    case 'succeeded': {
      const { gatewayReference, settledAt = now } = outcome;
      return { type: 'record_refund_success', refundId, gatewayReference, settledAt };
    }
    case 'accepted_pending': {
      const { gatewayReference } = outcome;
      return { type: 'record_refund_accepted', refundId, gatewayReference, attempt };
    }
    case 'abnormal': {
      const { gatewayReference, message } = outcome;
      return { type: 'record_refund_abnormal', refundId, gatewayReference, message, attempt };
    }
    case 'closed':
      return {
        type: 'record_refund_rejection',
        refundId,
        code: 'closed_by_gateway',
        message: outcome.message,
        retryable: false,
        attempt,
      };
    case 'rejected': {
      const { code, message, retryable } = outcome;
      return { type: 'record_refund_rejection', refundId, code, message, retryable, attempt };
    }
    case 'unknown':
      return { type: 'record_refund_unknown', refundId, cause: outcome.cause, attempt };
    default:
      return never(outcome);
  }
}
