import type { talkZh } from './talk-zh.ts';

export const talkEn: typeof talkZh = {
  title: 'Talk with the shop',
  empty: 'Write to the shop if you have a question. The answer appears here.',
  earlier: 'Show earlier',
  me: 'Me',
  shop: 'Shop',
  write: 'Write to the shop',
  addPhotos: 'Add photos',
  send: 'Send',
  sending: 'Sending…',
  offer: 'The shop makes you an offer',
  pays: (amount) => `${amount} back`,
  goods: {
    stay: 'You keep the goods; nothing is sent back.',
    come_back: 'You send the goods back and are paid when they arrive.',
  },
  until: (when) => `Valid until ${when}`,
  otherwise: (amount) => `If you decline, your request goes on as it is (${amount} expected).`,
  declineKeeps: 'If you decline, your request goes on as it is.',
  accept: (amount) => `Accept ${amount}`,
  decline: 'Decline, keep my request',
  accepted: (amount) => `Accepted. ${amount} goes back the way you paid.`,
  declined: 'The shop knows that you declined. Your request goes on as it is.',
  answerThere: 'Please answer this offer on the platform where you ordered.',
};
