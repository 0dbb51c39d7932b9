import type { Payment } from './book.ts';
import { waitMs } from './deadlines.ts';
import { afterSaleMessage, orderMessage } from './messages.ts';
import type { AfterSale, Order } from './shapes.ts';
import { orderOf, type PinduoduoWorld } from './world.ts';

/** Every change moves `updated_at`, and a new status starts its own deadline. Push it only where the platform does. */
export function changeAfterSale(
  world: PinduoduoWorld,
  afterSale: AfterSale,
  changes: Partial<AfterSale>,
  topic?: Parameters<typeof afterSaleMessage>[2],
  notBefore = 0,
): void {
  const { book, clock } = world;
  const updated_at = Math.max(clock.now(), notBefore);
  const next = { ...afterSale, ...changes };
  const wait = changes.after_sales_status === undefined ? undefined : waitMs(next);
  const timeout = wait === undefined ? {} : { timeout: clock.now() + wait };
  book.record({ type: 'after_sale_changed', id: afterSale.id, changes: { ...changes, updated_at, ...timeout } });
  if (changes.after_sales_status !== undefined) touchOrder(world, orderOf(world, afterSale), {}, notBefore);
  if (topic) afterSaleMessage(world, afterSale, topic);
}

export function touchOrder(world: PinduoduoWorld, order: Order, changes: Partial<Order>, notBefore = 0): void {
  const updated_at = Math.max(world.clock.now(), notBefore);
  world.book.record({ type: 'order_changed', order_sn: order.order_sn, changes: { ...changes, updated_at } });
}

export function moveOrder(
  world: PinduoduoWorld,
  order: Order,
  changes: Partial<Order>,
  topic: Parameters<typeof orderMessage>[2],
): void {
  touchOrder(world, order, changes);
  orderMessage(world, order, topic);
}

/** Pays the buyer back. The journal has the payment before the status: a crash between them must not pay again. */
export function payAfterSale(world: PinduoduoWorld, afterSale: AfterSale, by: Payment['by']): void {
  const { book, clock } = world;
  const { id, order_sn, refund_amount } = afterSale;
  if (!book.payments.has(id)) {
    const payment = { after_sales_id: id, order_sn, amount: refund_amount, paid_at: clock.now(), by };
    book.record({ type: 'refund_paid', payment });
  }
  changeAfterSale(world, afterSale, { after_sales_status: 10 }, 'RefundSuccess');
}
