import { type Appliers, type EntryOf, openBook } from '../journal.ts';
import type { Order, Refund, Webhook } from './shapes.ts';

type Entries = {
  order_saved: { order: Order };
  refund_booked: { refund: Refund };
  refund_deleted: { id: number };
  webhook_saved: { webhook: Webhook };
};

export type WooBook = {
  readonly orders: ReadonlyMap<number, Order>;
  readonly refunds: ReadonlyMap<number, Refund>;
  readonly webhooks: ReadonlyMap<number, Webhook>;
  /** Orders, lines, refunds and webhooks are numbered in one row, as posts of a WordPress site are. */
  nextId(): number;
  record(entry: EntryOf<Entries>): void;
  close(): void;
};

export function openWooBook(file: string | undefined): WooBook {
  const orders = new Map<number, Order>();
  const refunds = new Map<number, Refund>();
  const webhooks = new Map<number, Webhook>();
  let last = 700;
  const seen = (...ids: number[]): void => {
    last = Math.max(last, ...ids);
  };

  const appliers: Appliers<Entries> = {
    order_saved: ({ order }) => {
      seen(order.id, ...order.lines.map(({ id }) => id), ...order.meta.map(({ id }) => id));
      orders.set(order.id, order);
    },
    refund_booked: ({ refund }) => {
      seen(refund.id, ...refund.lines.map(({ id }) => id), ...refund.meta.map(({ id }) => id));
      refunds.set(refund.id, refund);
    },
    refund_deleted: ({ id }) => {
      refunds.delete(id);
    },
    webhook_saved: ({ webhook }) => {
      seen(webhook.id);
      webhooks.set(webhook.id, webhook);
    },
  };
  return {
    orders,
    refunds,
    webhooks,
    nextId: () => {
      last += 1;
      return last;
    },
    ...openBook(file, appliers),
  };
}
