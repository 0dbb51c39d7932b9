import { ok, reject } from '../result.ts';
import type { Context, Decision, Of } from './decision.ts';
import { refundOf } from './guards.ts';
import { attemptOf, isOvertaken, mayBeTakenUp } from './refund-outcomes.ts';
import type { Rma } from './rma.ts';

export function recordAccepted(rma: Rma, command: Of<'record_refund_accepted'>, { now }: Context): Decision {
  const { refundId, gatewayReference, attempt } = command;
  const refund = refundOf(rma, refundId);
  if (!refund) return reject({ code: 'refund_not_found' });
  if (!mayBeTakenUp(refund) || refund.state === 'accepted' || isOvertaken(refund, attempt)) return ok([]);
  return ok([{ type: 'refund_accepted', refundId, gatewayReference, at: now }]);
}

export function recordAbnormal(rma: Rma, command: Of<'record_refund_abnormal'>): Decision {
  const { refundId, gatewayReference, message, attempt } = command;
  const refund = refundOf(rma, refundId);
  if (!refund) return reject({ code: 'refund_not_found' });
  if (!mayBeTakenUp(refund) || refund.state === 'abnormal' || isOvertaken(refund, attempt)) return ok([]);
  return ok([{ type: 'refund_abnormal', refundId, gatewayReference, message }]);
}

export function claimAttempt(rma: Rma, { refundId, attempt }: Of<'claim_refund_attempt'>, { now }: Context): Decision {
  const refund = refundOf(rma, refundId);
  if (!refund) return reject({ code: 'refund_not_found' });
  if (refund.state !== 'requested' && refund.state !== 'unknown')
    return reject({ code: 'refund_not_open', state: refund.state });
  if (attempt !== attemptOf(refund) + 1) return reject({ code: 'refund_attempt_taken', attempt: attemptOf(refund) });
  return ok([{ type: 'refund_attempted', refundId, attempt, at: now }]);
}
