import type { SimulatorClock } from '../clock.ts';
import type { FaultBoard } from '../faults.ts';
import { type DouyinBook, type Payment, skuIn } from './book.ts';
import { deadlineFrom } from './deadlines.ts';
import { type DouyinFault, faultStages } from './fault-kinds.ts';
import { tellOfAfterSale } from './messages.ts';
import type { AfterSale, Order, SkuOrder } from './shapes.ts';

export type Shop = { shop_id: string; shop_name: string; access_token: string; refresh_token: string };

/** An entry of a shop's address book; the misspelt names are the vendor's own. */
export type ShopAddress = {
  address_id: string;
  reciever_name: string;
  receiver_provinc: string;
  receiver_city: string;
  receiver_district: string;
  receiver_street: string;
  receiver_detail: string;
  is_default: 0 | 1;
};

export type DouyinWorld = {
  clock: SimulatorClock;
  book: DouyinBook;
  faults: FaultBoard<DouyinFault>;
  /** Secrets by `app_key`. */
  apps: ReadonlyMap<string, string>;
  shops: readonly Shop[];
  addresses: readonly ShopAddress[];
  nextLogId(): string;
  /** Calls within the present second. */
  rate: { second: number; calls: number };
  switches: {
    /** The platform acts by itself when a deadline passes. */
    autoAgree: boolean;
    /** More calls than this in a second are throttled; null = never. */
    callsPerSecond: number | null;
    pushRepeatDelayMs: number;
    /** After as many repetitions a push is given up. The platform's own plan is not published. */
    pushRepeats: number;
  };
};

export const nowSeconds = ({ clock }: Pick<DouyinWorld, 'clock'>): number => Math.floor(clock.now() / 1000);

export function orderOf(world: DouyinWorld, afterSale: AfterSale): { order: Order; sku: SkuOrder } {
  const order = world.book.orders.get(afterSale.order_id);
  if (!order) throw new Error(`after-sale ${afterSale.after_sale_id} belongs to no order`);
  return { order, sku: skuIn(order, afterSale.sku_order_id) };
}

/**
 * Every change moves `update_time`, which the platform keeps in whole seconds: two changes within one second bear the same.
 * A new status starts its own deadline.
 */
export function changeAfterSale(
  world: DouyinWorld,
  afterSale: AfterSale,
  changes: Partial<AfterSale>,
  notBefore = 0,
): void {
  const now = nowSeconds(world);
  const { after_sale_id, update_time } = afterSale;
  const deadline =
    changes.after_sale_status === undefined ? {} : { status_deadline: deadlineFrom(now, changes.after_sale_status) };
  world.book.record({
    type: 'aftersale_changed',
    after_sale_id,
    changes: { ...deadline, ...changes, update_time: Math.max(now, update_time, notBefore) },
  });
}

export function touchOrder(world: DouyinWorld, order_id: string, changes: Partial<Order>, notBefore = 0): void {
  const update_time = Math.max(nowSeconds(world), notBefore);
  world.book.record({ type: 'order_changed', order_id, changes: { ...changes, update_time } });
}

/**
 * The decision to pay. The money moves at once, or `settleAfterMs` later under the fault of that kind; a crash in between
 * leaves a refund under way, which is paid when its time has come.
 */
export function payRefund(world: DouyinWorld, afterSale: AfterSale, by: Payment['by']): void {
  const slow = world.faults.take(faultStages.money, { aftersale_id: afterSale.after_sale_id });
  const settle_at = world.clock.now() + (slow ? (slow.settleAfterMs ?? 60_000) : 0);
  changeAfterSale(world, afterSale, { after_sale_status: 12, refund_status: 2, settle_at });
  tellOfAfterSale(world, afterSale, '201');
  if (!slow) settle(world, afterSale, by);
}

/** Pays the buyer back. The journal has the payment before the status: a crash between them must not pay again. */
export function settle(world: DouyinWorld, afterSale: AfterSale, by: Payment['by']): void {
  const { after_sale_id: aftersale_id, order_id, sku_order_id, refund_total_amount: amount } = afterSale;
  if (!world.book.payments.has(aftersale_id)) {
    const payment = { aftersale_id, order_id, sku_order_id, amount, paid_at: world.clock.now(), by };
    world.book.record({ type: 'refund_paid', payment });
  }
  changeAfterSale(world, afterSale, { after_sale_status: 12, refund_status: 3 });
  tellOfAfterSale(world, afterSale, '206');
  endIfRefunded(world, orderOf(world, afterSale).order);
}

/** An order whose every line was paid back is over: 21 before shipping, 22 after it, 39 after the receipt. */
function endIfRefunded(world: DouyinWorld, order: Order): void {
  const refunded = world.book
    .afterSalesOf(order.order_id)
    .reduce((sum, { after_sale_id: id }) => sum + (world.book.payments.get(id)?.amount ?? 0), 0);
  const paid = order.sku_order_list.reduce((sum, { pay_amount }) => sum + pay_amount, 0);
  if (refunded < paid) return;
  touchOrder(world, order.order_id, { main_status: order.finish_time > 0 ? 39 : order.ship_time > 0 ? 22 : 21 });
}
