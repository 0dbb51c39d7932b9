import { type Appliers, type EntryOf, openBook } from '../journal.ts';
import type { Order, Refund, Return } from './shapes.ts';

/** Where webhooks go; without topics all of them go there. */
export type Subscription = { url: string; topics: string[] };

type Entries = {
  order_saved: { order: Order };
  return_saved: { return: Return };
  refund_paid: { refund: Refund };
  processing_asked: { returnId: string };
  subscribed: { subscription: Subscription };
  unsubscribed: { url: string };
};

export type ShopifyBook = {
  readonly orders: ReadonlyMap<string, Order>;
  readonly returns: ReadonlyMap<string, Return>;
  /** The money that really went back. */
  readonly refunds: readonly Refund[];
  /** How often somebody has asked to process a return, whatever the answer. */
  readonly askings: ReadonlyMap<string, number>;
  readonly subscriptions: ReadonlyMap<string, Subscription>;
  record(entry: EntryOf<Entries>): void;
  close(): void;
};

export function openShopifyBook(file: string | undefined): ShopifyBook {
  const orders = new Map<string, Order>();
  const returns = new Map<string, Return>();
  const refunds: Refund[] = [];
  const askings = new Map<string, number>();
  const subscriptions = new Map<string, Subscription>();

  const appliers: Appliers<Entries> = {
    order_saved: ({ order }) => {
      orders.set(order.id, order);
    },
    return_saved: ({ return: saved }) => {
      returns.set(saved.id, saved);
    },
    refund_paid: ({ refund }) => {
      refunds.push(refund);
    },
    processing_asked: ({ returnId }) => {
      askings.set(returnId, (askings.get(returnId) ?? 0) + 1);
    },
    subscribed: ({ subscription }) => {
      subscriptions.set(subscription.url, subscription);
    },
    unsubscribed: ({ url }) => {
      subscriptions.delete(url);
    },
  };
  return {
    orders,
    returns,
    refunds,
    askings,
    subscriptions,
    ...openBook(file, appliers),
  };
}
