import type { OpenRma, RmaCommand } from '../../src/domain/returns/commands.ts';
import type { Rma } from '../../src/domain/returns/rma.ts';
import { plusHours } from '../../src/domain/time.ts';
import { fen, NOW } from './builders.ts';

export const talkKinds = [
  'make_offer',
  'make_offer',
  'accept_offer',
  'accept_offer',
  'decline_offer',
  'withdraw_offer',
  'lapse_offer',
  'send_message',
  'record_message',
  'record_message_outcome',
  'resend_message',
  'tell_again',
] as const satisfies readonly RmaCommand['type'][];

type TalkStep = { kind: string; choice: number; part: number; quantity: number };

/** The last offer is mostly the open one; an older one is what a late click names. */
export function ofTalk(rma: Rma, { kind, choice, part, quantity }: TalkStep): Exclude<RmaCommand, OpenRma> | undefined {
  const offer = choice % 5 === 4 ? rma.offers?.[part % rma.offers.length] : rma.offers?.at(-1);
  const messageId = `msg_${part}` as const;
  switch (kind) {
    case 'make_offer':
      return {
        type: 'make_offer',
        amount: fen(choice === 0 ? 1 : quantity * choice * 631),
        goods: part % 2 === 0 ? 'stay' : 'come_back',
        validUntil: plusHours(NOW, choice === 1 ? 0 : 24),
      };
    case 'accept_offer':
      return (
        offer && {
          type: 'accept_offer',
          offerId: offer.id,
          ...(choice === 3 ? { by: 'staff', messageId } : { by: 'buyer' }),
        }
      );
    case 'decline_offer':
      return offer && { type: 'decline_offer', offerId: offer.id, by: 'buyer' };
    case 'withdraw_offer':
      return offer && { type: 'withdraw_offer', offerId: offer.id };
    case 'lapse_offer':
      return offer && { type: 'lapse_offer', offerId: offer.id };
    case 'send_message':
      return { type: 'send_message', messageId, via: choice % 2 ? 'platform' : 'portal' };
    case 'record_message':
      return { type: 'record_message', messageId, via: 'portal', at: NOW };
    case 'record_message_outcome':
      return { type: 'record_message_outcome', messageId, outcome: choice % 2 ? 'unknown' : 'sent' };
    case 'resend_message':
      return { type: 'resend_message', messageId };
    case 'tell_again':
      return { type: 'tell_again' };
    default:
      return undefined;
  }
}
