import type { ChannelRefund } from '../../connectors/channel/port.ts';
import type { Order } from '../../domain/orders/order.ts';
import type { Resolution } from '../../domain/policy/reasons.ts';
import { isFigure } from '../../domain/policy/resolution-facts.ts';

/** Words of platforms for a parcel that the buyer did not take. They have no kind of document for it. */
const REFUSED_AT_THE_DOOR = /拒收|拒签/;

/**
 * What a return is that answers this document; null for kinds that nobody here has a word for. A buyer who wants his money
 * for a parcel that he turned away sends nothing back: it comes by itself, and is waited for.
 */
export function kindFrom(refund: ChannelRefund, order: Pick<Order, 'shippedAt' | 'deliveredAt'>): Resolution | null {
  const { resolution } = refund;
  if (resolution === 'other') return null;
  const isOnTheRoad = order.shippedAt !== null && order.deliveredAt === null;
  const words = `${refund.reason}\n${refund.description}`;
  return resolution === 'refund_only' && isOnTheRoad && REFUSED_AT_THE_DOOR.test(words)
    ? 'refused_delivery'
    : resolution;
}

export const askedAmount = ({ amount }: ChannelRefund, kind: Resolution): ChannelRefund['amount'] | null =>
  isFigure(kind, amount) ? amount : null;
