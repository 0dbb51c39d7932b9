import type { SimulatorClock } from '../clock.ts';
import type { FaultBoard } from '../faults.ts';
import { fenOf } from '../yuan.ts';
import type { WooBook } from './book.ts';
import type { WooFault } from './fault-kinds.ts';
import type { Order, Refund } from './shapes.ts';

/** A pair of REST keys, and what it may do. */
export type Keys = { consumerKey: string; consumerSecret: string; permissions: 'read' | 'write' | 'read_write' };

export type WooWorld = {
  clock: SimulatorClock;
  book: WooBook;
  faults: FaultBoard<WooFault>;
  keys: readonly Keys[];
  /** Known once the shop listens; stands in links and headers. */
  siteUrl(): string;
  pushes: Pushes;
};

export type Push = { topic: string; deliveryId: string; status: number };

export type Pushes = {
  /** Tells every active webhook of the topic; what is told is how the order stands when it is sent. */
  send(topic: string, orderId: number): void;
  /** Sends what is due. Resolves when it has been answered. */
  sendDue(): Promise<void>;
  /** What went out since the start, the newest last; for tests and the demo. */
  log(): readonly Push[];
};

/** Amounts in the book were checked when they came in. */
export const fen = (amount: string): bigint => fenOf(amount) ?? 0n;
export const sumOf = (amounts: readonly string[]): bigint => amounts.reduce((total, amount) => total + fen(amount), 0n);

export const refundsOf = ({ book }: WooWorld, { id }: Order): Refund[] =>
  [...book.refunds.values()].filter(({ orderId }) => orderId === id);

/** Fees may be below zero, which is how plug-ins give discounts. */
export const signedFen = (amount: string): bigint => (amount.startsWith('-') ? -fen(amount.slice(1)) : fen(amount));

export const totalOf = (order: Order): bigint =>
  order.lines.reduce((sum, { total, tax }) => sum + fen(total) + fen(tax), 0n) +
  order.fees.reduce((sum, { total, total_tax: tax }) => sum + signedFen(total) + signedFen(tax), 0n) +
  fen(order.shippingTotal) +
  fen(order.shippingTax);

/** Every change moves `date_modified`. `notBefore` lets somebody change it after a window that is being read. */
export function saveOrder(world: WooWorld, order: Order, changes: Partial<Order>, notBefore = 0): Order {
  const saved = { ...order, ...changes, modifiedAt: Math.max(world.clock.now(), order.modifiedAt, notBefore) };
  world.book.record({ type: 'order_saved', order: saved });
  world.pushes.send('order.updated', saved.id);
  return saved;
}
