import { never } from '../assert.ts';
import type { MessageId, OfferId } from '../ids.ts';
import type { MessageState, NegotiationEvent, Offer, OfferState, ThreadMessage } from './negotiation.ts';
import type { Rma, RmaLine } from './rma.ts';

const types: Record<NegotiationEvent['type'], true> = {
  message_sent: true,
  message_delivered: true,
  message_failed: true,
  message_resent: true,
  message_received: true,
  messages_acknowledged: true,
  offer_made: true,
  offer_accepted: true,
  offer_declined: true,
  offer_withdrawn: true,
  offer_lapsed: true,
  channel_asked_again: true,
};

export const isNegotiation = <E extends { type: string }>(event: E | NegotiationEvent): event is NegotiationEvent =>
  event.type in types;

/** What an event of the talk does to the return. It judges nothing, as all folding. */
export function negotiated(rma: Rma, event: NegotiationEvent): Rma {
  switch (event.type) {
    case 'message_sent': {
      const state = event.via === 'platform' && !event.elsewhere ? 'pending' : 'sent';
      return { ...withMessage(rma, { id: event.messageId, via: event.via, state }), buyerWroteAt: null };
    }
    case 'message_delivered':
      return withState(rma, event.messageId, 'sent');
    case 'message_failed':
      return withState(rma, event.messageId, event.unknown ? 'unknown' : 'failed');
    case 'message_resent':
      return withState(rma, event.messageId, 'pending');
    case 'message_received': {
      const heard = withMessage(rma, { id: event.messageId, via: event.via, state: 'received' });
      // What the platform itself says into the thread is nobody's question.
      return event.from === 'platform' ? heard : { ...heard, buyerWroteAt: rma.buyerWroteAt ?? event.at };
    }
    case 'messages_acknowledged':
      return { ...rma, buyerWroteAt: null };
    case 'offer_made': {
      const { offerId: id, amount, goods, validUntil, at: madeAt } = event;
      const without = rma.lines.flatMap((line) => (line.reception === 'missing' ? [line.id] : []));
      const offer: Offer = { id, amount, goods, validUntil, madeAt, state: 'open' };
      if (without.length > 0) offer.without = without;
      return { ...rma, offers: [...(rma.offers ?? []), offer] };
    }
    case 'offer_accepted':
      return accepted(rma, event.offerId);
    case 'offer_declined':
      return withOffer(rma, event.offerId, 'declined');
    case 'offer_withdrawn':
      return withOffer(rma, event.offerId, 'withdrawn');
    case 'offer_lapsed':
      return withOffer(rma, event.offerId, 'lapsed');
    case 'channel_asked_again':
      return { ...rma, channelPush: 'pending' };
    default:
      return never(event);
  }
}

/** Goods that stay are no longer expected, and what they are worth is due at once if the request was granted before. */
function accepted(rma: Rma, id: OfferId): Rma {
  const answered = withOffer(rma, id, 'accepted');
  const offer = rma.offers?.find((candidate) => candidate.id === id);
  if (!offer) return answered;
  const { amount, goods, without } = offer;
  const agreed = { offerId: id, amount, goods, ...(without ? { without } : {}) };
  const stays = offer.goods === 'stay' && rma.review === 'approved';
  return { ...answered, agreed, lines: stays ? rma.lines.map(kept) : rma.lines };
}

const kept = (line: RmaLine): RmaLine =>
  line.reception === 'awaiting'
    ? { ...line, reception: 'not_expected', inspection: 'not_needed', disposition: 'none', settlement: 'due' }
    : line;

const withMessage = (rma: Rma, message: ThreadMessage): Rma => ({
  ...rma,
  messages: [...(rma.messages ?? []), message],
});

const withState = (rma: Rma, id: MessageId, state: MessageState): Rma => ({
  ...rma,
  messages: (rma.messages ?? []).map((message) => (message.id === id ? { ...message, state } : message)),
});

const withOffer = (rma: Rma, id: OfferId, state: OfferState): Rma => ({
  ...rma,
  offers: (rma.offers ?? []).map((offer) => (offer.id === id ? { ...offer, state } : offer)),
});
