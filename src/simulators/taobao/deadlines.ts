import type { Order, Refund, RefundStatus } from './shapes.ts';

const day = 86_400_000;

/** How long the platform waits in each status. The figures are those commonly quoted; the vendor publishes none. */
const waits: Record<RefundStatus, (refund: Refund, order: Order) => number | undefined> = {
  WAIT_SELLER_AGREE: ({ dispute_type }, order) => (dispute_type === 'REFUND' && !isShipped(order) ? 2 : 5) * day,
  WAIT_BUYER_RETURN_GOODS: () => 7 * day,
  WAIT_SELLER_CONFIRM_GOODS: () => 10 * day,
  SELLER_REFUSE_BUYER: () => 7 * day,
  CLOSED: () => undefined,
  SUCCESS: () => undefined,
};

export const deadlineMs = (refund: Refund, order: Order): number | undefined => waits[refund.status](refund, order);

/** `remind_type` has no published list of values; these keep the statuses apart. */
export const remindTypes: Record<RefundStatus, number> = {
  WAIT_SELLER_AGREE: 1,
  WAIT_BUYER_RETURN_GOODS: 2,
  WAIT_SELLER_CONFIRM_GOODS: 3,
  SELLER_REFUSE_BUYER: 4,
  CLOSED: 0,
  SUCCESS: 0,
};

const unshipped: ReadonlySet<string> = new Set([
  'WAIT_SELLER_SEND_GOODS',
  'SELLER_CONSIGNED_PART',
  'PAID_FORBID_CONSIGN',
]);

export const isShipped = ({ status, invoice_no }: Order): boolean => invoice_no !== undefined || !unshipped.has(status);
