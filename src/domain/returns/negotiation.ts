import type { FileId, MessageId, OfferId, RmaLineId } from '../ids.ts';
import type { Money } from '../money.ts';
import type { Instant } from '../time.ts';

/** Do the goods stay with the buyer, or do they come back? */
export type GoodsTerm = 'stay' | 'come_back';

export type OfferState = 'open' | 'accepted' | 'declined' | 'withdrawn' | 'lapsed';

/** Another sum than was asked for. It takes nothing away: until the buyer accepts it, his request stands as it was. */
export type Offer = {
  id: OfferId;
  amount: Money;
  goods: GoodsTerm;
  validUntil: Instant;
  madeAt: Instant;
  state: OfferState;
  /** Lines that had not come when it was made: the sum is for the others. Absent: for all. */
  without?: RmaLineId[];
};

/** What shop and buyer have settled on, in place of what the buyer is entitled to. */
export type Agreed = Pick<Offer, 'amount' | 'goods' | 'without'> & { offerId: OfferId };

/** How words travel: shown in our own portal, or through the platform's thread. */
export type MessageVia = 'portal' | 'platform';

/** `unknown` is a state: the platform may have it or not, and nobody sends it again without looking. */
export type MessageState = 'received' | 'pending' | 'sent' | 'failed' | 'unknown';

export type ThreadMessage = { id: MessageId; via: MessageVia; state: MessageState };

/** A platform's own reason for a refusal: its number and its words as they were offered. */
export type PlatformReason = { id: string; text: string };

/** What a return knows of the talk about it. All of it may be absent: most returns need no talk. */
export type Negotiation = {
  messages?: ThreadMessage[];
  /** Since when the buyer waits for an answer; null once he has one. */
  buyerWroteAt?: Instant | null;
  offers?: Offer[];
  agreed?: Agreed;
};

/** Events point to a message; its words stand in a row that can be erased. */
export type NegotiationEvent =
  | {
      type: 'message_sent';
      messageId: MessageId;
      via: MessageVia;
      /** Written in the platform's own console: there is nothing left to send. */
      elsewhere?: true;
    }
  | { type: 'message_delivered'; messageId: MessageId }
  | { type: 'message_failed'; messageId: MessageId; unknown?: true }
  | { type: 'message_resent'; messageId: MessageId }
  | { type: 'message_received'; messageId: MessageId; via: MessageVia; at: Instant; from?: 'platform' }
  | { type: 'messages_acknowledged' }
  | { type: 'offer_made'; offerId: OfferId; amount: Money; goods: GoodsTerm; validUntil: Instant; at: Instant }
  | { type: 'offer_accepted'; offerId: OfferId; by: 'buyer' | 'staff' | 'platform'; at: Instant; messageId?: MessageId }
  | { type: 'offer_declined'; offerId: OfferId; by: 'buyer' | 'staff' }
  | { type: 'offer_withdrawn'; offerId: OfferId; cause: 'person' | 'superseded' }
  | { type: 'offer_lapsed'; offerId: OfferId }
  | {
      type: 'channel_asked_again';
      action: 'agree_return' | 'refuse';
      platformReason?: PlatformReason;
      proof?: FileId;
    };

export type NegotiationCommand =
  | { type: 'send_message'; messageId: MessageId; via: MessageVia; elsewhere?: true }
  | { type: 'record_message'; messageId: MessageId; via: MessageVia; at: Instant; from?: 'platform' }
  | { type: 'record_message_outcome'; messageId: MessageId; outcome: 'sent' | 'failed' | 'unknown' }
  | { type: 'resend_message'; messageId: MessageId }
  | { type: 'acknowledge_messages' }
  | { type: 'make_offer'; amount: Money; goods: GoodsTerm; validUntil: Instant }
  | { type: 'accept_offer'; offerId: OfferId; by: 'buyer' | 'staff'; messageId?: MessageId }
  | { type: 'decline_offer'; offerId: OfferId; by: 'buyer' | 'staff' }
  | { type: 'withdraw_offer'; offerId: OfferId }
  | { type: 'lapse_offer'; offerId: OfferId }
  | { type: 'tell_again'; platformReason?: PlatformReason; proof?: FileId };
