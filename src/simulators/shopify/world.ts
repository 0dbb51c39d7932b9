import type { SimulatorClock } from '../clock.ts';
import type { FaultBoard } from '../faults.ts';
import { fenOf, yuanOf } from '../yuan.ts';
import type { ShopifyBook } from './book.ts';
import type { ShopifyFault } from './fault-kinds.ts';
import type { Line, Order, Refund, Return, ReturnLine } from './shapes.ts';

/** An app's token, and what it may do. */
export type Token = { token: string; scopes: readonly string[] };

/** What a webhook tells of. */
export type Subject = { orderId?: string; returnId?: string; refundId?: string };

export type Webhooks = {
  /** Tells every subscriber of the topic; what is told is how things stand when it is sent for the first time. */
  send(topic: string, subject: Subject): void;
  /** Sends what is due, repeats included. Resolves when it has been answered. */
  sendDue(): Promise<void>;
  /** What went out since the start, the newest last; for tests and the demo. */
  log(): readonly { topic: string; url: string; webhookId: string; status: number }[];
};

export type ShopifyWorld = {
  clock: SimulatorClock;
  book: ShopifyBook;
  faults: FaultBoard<ShopifyFault>;
  shopDomain: string;
  tokens: readonly Token[];
  appSecret: string;
  webhooks: Webhooks;
  switches: {
    /** The leaky bucket of each token: its size, and the points that run in per second. */
    bucketSize: number;
    restoreRate: number;
  };
};

/** Amounts in the book were checked when they came in. */
export const fen = (amount: string): bigint => fenOf(amount) ?? 0n;
export const sumOf = (amounts: readonly string[]): bigint => amounts.reduce((total, amount) => total + fen(amount), 0n);

/** `60.00` is `60.0` on Shopify's wire. */
export const decimal = (amount: string): string => amount.replace(/0$/, '');

/**
 * Every change of an order moves its `updatedAt`, and a change of one of its returns is a change of the order. `notBefore`
 * lets somebody change it after a window that is being read.
 */
export function saveOrder(world: ShopifyWorld, order: Order, changes: Partial<Order> = {}, notBefore = 0): Order {
  const updatedAt = Math.max(world.clock.now(), order.updatedAt, notBefore);
  const saved = { ...order, ...changes, updatedAt };
  world.book.record({ type: 'order_saved', order: saved });
  return saved;
}

export function saveReturn(world: ShopifyWorld, changed: Return, changes: Partial<Return>, topic: string): Return {
  const saved = { ...changed, ...changes };
  world.book.record({ type: 'return_saved', return: saved });
  const order = saveOrder(world, orderOf(world, saved));
  world.webhooks.send(topic, { returnId: saved.id });
  world.webhooks.send('orders/updated', { orderId: order.id });
  return saved;
}

export function orderOf(world: ShopifyWorld, { orderId }: { orderId: string }): Order {
  const order = world.book.orders.get(orderId);
  if (!order) throw new Error(`there is no order ${orderId}`);
  return order;
}

export function soldLine(order: Order, { fulfillmentLineItemId }: ReturnLine): Line {
  const shipped = order.fulfillments.flatMap(({ lines }) => lines).find(({ id }) => id === fulfillmentLineItemId);
  const line = order.lines.find(({ id }) => id === shipped?.lineId);
  if (!line) throw new Error(`${fulfillmentLineItemId} was not shipped with order ${order.id}`);
  return line;
}

export const refundsOf = (world: ShopifyWorld, { id }: Return): Refund[] =>
  world.book.refunds.filter(({ returnId }) => returnId === id);

export const totalPaid = (order: Order): bigint =>
  sumOf(order.transactions.filter(({ kind }) => kind === 'SALE').map(({ amount }) => amount));
export const totalRefunded = (order: Order): bigint =>
  sumOf(order.transactions.filter(({ kind }) => kind === 'REFUND').map(({ amount }) => amount));

/** Where the money of an order stands. */
export function financialStatus(order: Order): string {
  const paid = totalPaid(order);
  const back = totalRefunded(order);
  if (paid === 0n) return order.cancelledAt === undefined ? 'PENDING' : 'VOIDED';
  return back === 0n ? 'PAID' : back >= paid ? 'REFUNDED' : 'PARTIALLY_REFUNDED';
}

/** Pays the buyer back. The journal has the payment before the return: a crash between them must not pay again. */
export function payBack(
  world: ShopifyWorld,
  order: Order,
  payments: readonly { parentId: string; fen: bigint }[],
  { by, returnId }: Pick<Refund, 'by'> & { returnId?: string },
): Refund {
  const { clock, book } = world;
  const total = payments.reduce((sum, payment) => sum + payment.fen, 0n);
  const refund: Refund = {
    id: String(9_000_000_000 + book.refunds.length),
    orderId: order.id,
    ...(returnId === undefined ? {} : { returnId }),
    amount: yuanOf(total),
    createdAt: clock.now(),
    by,
  };
  book.record({ type: 'refund_paid', refund });
  const transactions = payments.map((payment, i) => ({
    id: `${refund.id}${i}`,
    kind: 'REFUND' as const,
    status: 'SUCCESS' as const,
    amount: yuanOf(payment.fen),
    processedAt: clock.now(),
    parentId: payment.parentId,
  }));
  saveOrder(world, order, { transactions: [...order.transactions, ...transactions] });
  world.webhooks.send('refunds/create', { orderId: order.id, refundId: refund.id });
  return refund;
}
