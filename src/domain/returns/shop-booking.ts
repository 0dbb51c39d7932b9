import type { RefundId, RmaId } from '../ids.ts';
import { ok } from '../result.ts';
import type { Decision } from './decision.ts';
import type { Refund, Rma } from './rma.ts';
import type { RecordShopRefund, ShopBooking, ShopBooksEvent } from './shop-books.ts';

export type RecordAtShop = { kind: 'record_at_shop'; rmaId: RmaId; refundId: RefundId; queue: string };

/** Of an order one after the other: whoever writes has then seen what the one before him wrote. */
export const recordAtShop = (rma: Rma, refundId: RefundId): RecordAtShop => ({
  kind: 'record_at_shop',
  rmaId: rma.id,
  refundId,
  queue: `shop-books:${rma.orderId}`,
});

/** Whether the shop itself knows nothing of this money: it was asked for here, and a gateway has paid it. */
export const isPaidElsewhere = (rma: Rma, refund: Refund): boolean =>
  rma.channelRef === null && refund.state === 'succeeded' && refund.method !== rma.channel;

export const shopBookingOf = (rma: Rma, refundId: RefundId): ShopBooking | undefined =>
  rma.shopBooks?.find((booking) => booking.refundId === refundId);

/** The refunds that the shop's books lack after it was tried. */
const lacking = (rma: Rma): ShopBooking[] =>
  (rma.shopBooks ?? []).filter(({ state }) => state === 'refused' || state === 'unknown');

/** Some refund is missing in the shop's books after it was tried. */
export const lacksBookings = (rma: Rma): boolean => lacking(rma).length > 0;

/** What a person tries once more where the shop's books lack refunds; null where they lack none. */
export function writeAgain(rma: Rma): Decision | null {
  const open = lacking(rma);
  return open.length === 0
    ? null
    : ok(open.map(({ refundId }) => ({ type: 'shop_record_asked_again' as const, refundId })));
}

/** What was written stays written: a late doubt, or a repetition, changes nothing. */
export function recordShopRefund(rma: Rma, { refundId, outcome, message }: RecordShopRefund): Decision {
  const known = shopBookingOf(rma, refundId);
  if (known?.state === 'written' || known?.state === outcome) return ok([]);
  if (outcome === 'written') return ok([{ type: 'shop_refund_recorded', refundId }]);
  const doubt = outcome === 'unknown' ? { unknown: true as const } : {};
  return ok([{ type: 'shop_refund_not_recorded', refundId, message, ...doubt }]);
}

export const isOfShopBooks = <E extends { type: string }>(event: E | ShopBooksEvent): event is ShopBooksEvent =>
  event.type === 'shop_refund_recorded' ||
  event.type === 'shop_refund_not_recorded' ||
  event.type === 'shop_record_asked_again';

/** What the shop's books hold, and how that shows beside all else that a channel is to learn. */
export function shopBooked(rma: Rma, event: ShopBooksEvent): Rma {
  const booking: ShopBooking = {
    refundId: event.refundId,
    state: stateAfter(event),
    message: event.type === 'shop_refund_not_recorded' ? event.message : '',
  };
  const others = (rma.shopBooks ?? []).filter(({ refundId }) => refundId !== event.refundId);
  const shopBooks = [...others, booking];
  const after: Rma = { ...rma, shopBooks };
  if (lacksBookings(after)) return { ...after, channelPush: 'failed' };
  const isWaiting = shopBooks.some(({ state }) => state === 'pending');
  return { ...after, channelPush: isWaiting ? 'pending' : 'done' };
}

function stateAfter(event: ShopBooksEvent): ShopBooking['state'] {
  if (event.type === 'shop_refund_recorded') return 'written';
  if (event.type === 'shop_record_asked_again') return 'pending';
  return event.unknown ? 'unknown' : 'refused';
}
