import { ok, reject } from '../result.ts';
import type { Decision, Of } from './decision.ts';
import { answerToTell, canTellAgain, messageOf } from './negotiation-guards.ts';
import type { Rma } from './rma.ts';
import { writeAgain } from './shop-booking.ts';

/** Words of ours that somebody has written down: for the portal they are said, for a platform a job says them. */
export function send(rma: Rma, { messageId, via, elsewhere }: Of<'send_message'>): Decision {
  if (messageOf(rma, messageId)) return ok([]);
  if (via === 'platform' && !rma.channelRef) return reject({ code: 'no_platform_thread' });
  return ok([{ type: 'message_sent', messageId, via, ...(elsewhere ? { elsewhere } : {}) }]);
}

export function record(rma: Rma, { messageId, via, at, from }: Of<'record_message'>): Decision {
  if (messageOf(rma, messageId)) return ok([]);
  return ok([{ type: 'message_received', messageId, via, at, ...(from ? { from } : {}) }]);
}

/** What stands in the thread stands: no later doubt takes it away. */
export function recordOutcome(rma: Rma, { messageId, outcome }: Of<'record_message_outcome'>): Decision {
  const message = messageOf(rma, messageId);
  if (!message) return reject({ code: 'message_not_found' });
  if (message.state === 'sent' || message.state === 'received' || message.state === outcome) return ok([]);
  if (outcome === 'sent') return ok([{ type: 'message_delivered', messageId }]);
  return ok([{ type: 'message_failed', messageId, ...(outcome === 'unknown' ? { unknown: true as const } : {}) }]);
}

/** Only a person says a thing again: after a failure, or after having looked where nobody else could. */
export function resend(rma: Rma, { messageId }: Of<'resend_message'>): Decision {
  const message = messageOf(rma, messageId);
  if (!message) return reject({ code: 'message_not_found' });
  const again = message.state === 'failed' || message.state === 'unknown';
  return again
    ? ok([{ type: 'message_resent', messageId }])
    : reject({ code: 'message_not_failed', messageState: message.state });
}

/** The buyer's last words need no answer. */
export const acknowledge = (rma: Rma): Decision =>
  rma.buyerWroteAt ? ok([{ type: 'messages_acknowledged' }]) : reject({ code: 'nothing_to_acknowledge' });

/** The platform did not take our answer: it is told once more, for the version of its document that we know now. */
export function tellAgain(rma: Rma, { platformReason, proof }: Of<'tell_again'>): Decision {
  const shopBooks = writeAgain(rma);
  if (shopBooks) return shopBooks;
  const no = canTellAgain(rma);
  const action = answerToTell(rma);
  if (no || !action) return reject(no ?? { code: 'platform_was_told' });
  return ok([
    {
      type: 'channel_asked_again',
      action,
      ...(platformReason ? { platformReason } : {}),
      ...(proof ? { proof } : {}),
    },
  ]);
}
