import { expect } from 'vitest';
import { type Money, money } from '../../domain/money.ts';
import type { Instant } from '../../domain/time.ts';
import type { ChannelOrder, ChannelPort, ChannelRefund } from './port.ts';

/** A call on which a fault falls. `read` may name one refund. */
export type ChannelCall = 'list_refunds' | 'list_orders' | 'read' | 'agree_return' | 'refuse' | 'agree_refund';

/**
 * `…_before`: nothing happens. `…_after`: it has happened, and the caller does not learn it properly. `pages_shift`: a row
 * leaves the window after each page. `rows_repeat`: a page holds a row twice. `rival`: somebody else is quicker.
 */
export type ChannelFaultKind =
  | 'throttled'
  | 'session_expired'
  | 'bad_gateway_before'
  | 'hang_before'
  | 'bad_gateway_after'
  | 'hang_after'
  | 'drop_after'
  | 'half_body_after'
  | 'pages_shift'
  | 'rows_repeat'
  | 'rival';

/** In what a channel differs from the others by nature: what it has not cannot be promised. */
export type ChannelTraits = {
  acts: readonly ('agree_return' | 'refuse' | 'agree_refund')[];
  /** The platform itself refuses a write that names an old version; where not, the adapter looks before it writes. */
  locks: boolean;
  /** Ids do not fit in a JavaScript number. */
  longIds: boolean;
  /** A clock of the platform's runs on each request. */
  deadlines: boolean;
  /** False: the channel holds no requests, only refunds that are booked and never change. By default it holds them. */
  requests?: boolean;
  /** The thread of a request can be read. By default it cannot. */
  talks?: boolean;
};

export const MARKETPLACE: ChannelTraits = {
  acts: ['agree_return', 'refuse', 'agree_refund'],
  locks: true,
  longIds: true,
  deadlines: true,
};

/** A shop to test against: the adapter, and the hands of the buyers and of the platform behind it. */
export type ChannelBench = {
  /** Pages must be small: the suite makes a dozen documents and wants several pages. */
  port: ChannelPort;
  now(): Instant;
  pass(ms: number): Promise<void>;
  /** A delivered order of two lines, 60.00 and 40.00, and 10.00 of postage. */
  deliveredOrder(): Promise<{ externalId: string; lineIds: string[] }>;
  /** Asks for money back on the first line; answers the refund's id. Without requests, books a refund in the shop. */
  askRefund(orderId: string, kind: 'return_and_refund' | 'refund_only', amount: Money): Promise<string>;
  buyerEdits(refundId: string): Promise<void>;
  buyerShips(refundId: string, waybill: string): Promise<void>;
  /** The buyer writes into the thread of his request. Needed where the channel talks. */
  buyerSays?(refundId: string, text: string): Promise<void>;
  /** For the next such call; `pages_shift` and `rows_repeat` for all of them. `waitMs` with `throttled`. */
  fault(kind: ChannelFaultKind, call: ChannelCall, options?: { waitMs?: number; refundId?: string }): Promise<void>;
  /** What the platform really paid for a refund. */
  paidFor(refundId: string): Promise<Money[]>;
  close(): Promise<void>;
};

export const yuan = (amount: number): Money => money(amount * 100, 'CNY');

export async function refundOf({ port }: ChannelBench, id: string): Promise<ChannelRefund> {
  const found = await port.getRefund(id);
  const reading = found.kind === 'document' ? port.decodeRefund(found.document.raw) : expect.unreachable(found.kind);
  return reading.kind === 'refund' ? reading.refund : expect.unreachable(reading.reason);
}

export async function orderOf({ port }: ChannelBench, id: string): Promise<ChannelOrder> {
  const found = await port.getOrder(id);
  const reading = found.kind === 'document' ? port.decodeOrder(found.document.raw) : expect.unreachable(found.kind);
  return reading.kind === 'order' ? reading.order : expect.unreachable(reading.reason);
}
