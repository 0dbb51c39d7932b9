import { createHash } from 'node:crypto';
import type { ChannelRefund } from '../../connectors/channel/port.ts';
import { type ReasonEntry, reasonIn } from '../../connectors/channel/reason-table.ts';
import type { Order } from '../../domain/orders/order.ts';
import type { Reason } from '../../domain/policy/reasons.ts';

/** `understood` is false where nobody has said what the platform's words stand for: the reason is then `other`. */
export type ReadReason = { reason: Reason; understood: boolean };

/** A merchant's own reading goes before the table of the channel; what neither knows goes to a person as `other`. */
export function reasonFrom(
  refund: ChannelRefund,
  order: Pick<Order, 'shippedAt'>,
  table: readonly ReasonEntry[],
  mapped: Reason | null,
): ReadReason {
  if (refund.resolution === 'refund_only' && !order.shippedAt) return { reason: 'not_shipped', understood: true };
  const reason = mapped ?? reasonIn(table, saidIn(refund));
  return { reason: reason ?? 'other', understood: reason !== undefined };
}

/** A platform's words for a reason, as they are looked up and kept. */
export const saidIn = ({ reason }: Pick<ChannelRefund, 'reason'>): string => reason.trim();

/** Tells words from others without keeping them: some platforms let buyers write a reason of their own. */
export const fingerprintOf = (said: string): string => createHash('sha256').update(said).digest('hex').slice(0, 16);
