import type { Reason } from '../policy/reasons.ts';
import type { LossCause } from './book-document.ts';

/**
 * Whom the cost of a return is put down to as long as nobody has looked into it: what its reason says (M-8). A loss that was
 * settled has the cause that its settlement names.
 */
export const causeOfReason: Record<Reason, LossCause> = {
  no_reason: 'buyer',
  size_or_color: 'buyer',
  quality_fault: 'vendor',
  not_as_described: 'service',
  wrong_item: 'warehouse',
  missing_part: 'warehouse',
  damaged_in_transit: 'courier',
  not_shipped: 'service',
  not_received: 'courier',
  other: 'unclear',
};
