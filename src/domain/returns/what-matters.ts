import type { RmaEvent } from './events.ts';

/** News that changes nothing of what a person is about to decide. */
const quiet: ReadonlySet<RmaEvent['type']> = new Set<RmaEvent['type']>([
  'parcel_status_changed',
  'outbound_status_changed',
  'pickup_moved',
  'pickup_unknown',
  'parcel_courier_corrected',
  'channel_told',
  'refund_unknown',
  'refund_accepted',
  'refund_attempted',
  'shop_refund_recorded',
  'shop_record_asked_again',
  'message_delivered',
  'claim_filed',
  'claim_accepted',
  'claim_refused',
  'claim_appealed',
  'claim_paid',
  'claim_closed',
]);

/** Whether somebody who decides ought to have seen this first. */
export const matters = (event: RmaEvent): boolean =>
  !quiet.has(event.type) && !(event.type === 'rma_assigned' && event.by === 'system');
