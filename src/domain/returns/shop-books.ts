import type { RefundId } from '../ids.ts';

/** Where a refund stands in the books of the shop that sold, when it was paid elsewhere. `unknown` is looked up. */
export type ShopBooking = { refundId: RefundId; state: 'pending' | 'written' | 'refused' | 'unknown'; message: string };

export type ShopBooksEvent =
  | { type: 'shop_refund_recorded'; refundId: RefundId }
  | { type: 'shop_refund_not_recorded'; refundId: RefundId; message: string; unknown?: true }
  /** A person wants it tried once more. */
  | { type: 'shop_record_asked_again'; refundId: RefundId };

export type RecordShopRefund = {
  type: 'record_shop_refund';
  refundId: RefundId;
  outcome: 'written' | 'refused' | 'unknown';
  message: string;
};
