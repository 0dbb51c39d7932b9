/** What the rows of a sum are called, and why they are there. */
export const rowWords = {
  goods: 'What you really paid',
  discount: (listed: string, discount: string) => `List price ${listed}, less ${discount} off when you bought it`,
  rebated: { title: 'Given back before', detail: 'Paid for a price that dropped, not paid twice' },
  price_protection: { title: 'Price protection', detail: 'The difference the shop gives back' },
  freight: { title: 'Delivery fee', detail: 'The cause is not yours, so the fee comes back too' },
  freight_kept: { title: 'Delivery fee', detail: 'Not refunded for this reason' },
  deduction: { title: 'Deduction', detail: 'As agreed beforehand' },
  platform_difference: { title: 'Platform adjustment', detail: 'The platform’s own figure decides' },
  agreed_difference: { title: 'As agreed', detail: 'You accepted the shop’s offer' },
  goodsListed: 'At list price',
  promotion_lost: { title: 'Promotion no longer earned', detail: '' },
  promotionLost: (had: string, has: string) =>
    `What you keep no longer earns this offer: ${had} was off when you bought, ${has} is off now`,
  promotion_share: { title: 'Offer', detail: 'This was off when you bought, so you never paid it' },
  discount_share: { title: 'Other discounts', detail: 'This was off when you bought, so you never paid it' },
  gift_lost: {
    title: 'Gift not sent back',
    detail: 'What you keep does not earn it: its announced price is taken off, unless you send it back too',
  },
  gift_regained: { title: 'Gift is back', detail: 'What was taken off for it comes back to you' },
  free_shipping_lost: { title: 'Delivery fee', detail: 'What you keep no longer earns free delivery' },
  free_shipping_regained: { title: 'Delivery fee', detail: 'What was taken off for delivery comes back to you' },
  carried: { title: 'From earlier returns', detail: 'What an earlier return left open' },
  seller_bears: {
    title: 'Borne by the shop',
    detail: 'The cause is not yours: the shop bears the lost discount and delivery',
  },
  below_zero: {
    title: 'Not charged',
    detail: 'By the offers nothing is left to refund. You are not charged; the shop will write to you',
  },
  paid_ceiling: { title: 'At most what you paid', detail: 'A refund never exceeds your payment' },
};
