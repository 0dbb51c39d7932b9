import { type Appliers, type EntryOf, known, openBook } from '../journal.ts';
import type { AfterSale, Order } from './shapes.ts';

/** Money that the platform has paid back to a buyer. `amount` in yuan. */
export type Payment = {
  after_sales_id: string;
  order_sn: string;
  amount: string;
  paid_at: number;
  by: 'seller' | 'platform' | 'timeout';
};

/** A message of the push channel, kept until a client has acknowledged it. `content` is JSON text. */
export type Message = { id: string; mall_id: string; type: string; content: string; created_at: number };

/** What the platform has given out in place of the tokens that the shop was set up with. */
export type Tokens = { mall_id: string; access_token: string; refresh_token: string; expires_at: number };

type Entries = {
  order_created: { order: Order };
  order_changed: { order_sn: string; changes: Partial<Order> };
  after_sale_created: { afterSale: AfterSale };
  after_sale_changed: { id: string; changes: Partial<AfterSale> };
  agreement_asked: { id: string };
  refund_paid: { payment: Payment };
  tokens_issued: { tokens: Tokens };
  messages_permitted: { mall_id: string; topics: string[] | null };
  message_created: { message: Message };
  message_acknowledged: { id: string };
};

export type PinduoduoBook = {
  readonly orders: ReadonlyMap<string, Order>;
  readonly afterSales: ReadonlyMap<string, AfterSale>;
  /** The newest after-sale of each order. */
  readonly newest: ReadonlyMap<string, AfterSale>;
  /** By after-sale: the platform pays each once. */
  readonly payments: ReadonlyMap<string, Payment>;
  /** How often the seller's side has asked to pay an after-sale, whatever the answer. */
  readonly agreements: ReadonlyMap<string, number>;
  readonly tokens: ReadonlyMap<string, Tokens>;
  /** By mall: the topics, or null for all of them. */
  readonly permits: ReadonlyMap<string, string[] | null>;
  readonly messages: ReadonlyMap<string, Message>;
  /** The messages that no client has acknowledged yet. */
  readonly waiting: ReadonlyMap<string, Message>;
  record(entry: EntryOf<Entries>): void;
  close(): void;
};

export function openPinduoduoBook(file: string | undefined): PinduoduoBook {
  const orders = new Map<string, Order>();
  const afterSales = new Map<string, AfterSale>();
  const newest = new Map<string, AfterSale>();
  const payments = new Map<string, Payment>();
  const agreements = new Map<string, number>();
  const tokens = new Map<string, Tokens>();
  const permits = new Map<string, string[] | null>();
  const messages = new Map<string, Message>();
  const waiting = new Map<string, Message>();

  const appliers: Appliers<Entries> = {
    order_created: ({ order }) => void orders.set(order.order_sn, { ...order }),
    order_changed: ({ order_sn, changes }) => void Object.assign(known(orders, order_sn), changes),
    after_sale_created: ({ afterSale }) => {
      const kept = { ...afterSale };
      afterSales.set(kept.id, kept);
      newest.set(kept.order_sn, kept);
    },
    after_sale_changed: ({ id, changes }) => void Object.assign(known(afterSales, id), changes),
    agreement_asked: ({ id }) => void agreements.set(id, (agreements.get(id) ?? 0) + 1),
    refund_paid: ({ payment }) => void payments.set(payment.after_sales_id, payment),
    tokens_issued: ({ tokens: issued }) => void tokens.set(issued.mall_id, issued),
    messages_permitted: ({ mall_id, topics }) => void permits.set(mall_id, topics),
    message_created: ({ message }) => {
      messages.set(message.id, message);
      waiting.set(message.id, message);
    },
    message_acknowledged: ({ id }) => void waiting.delete(id),
  };
  return {
    orders,
    afterSales,
    newest,
    payments,
    agreements,
    tokens,
    permits,
    messages,
    waiting,
    ...openBook(file, appliers),
  };
}
