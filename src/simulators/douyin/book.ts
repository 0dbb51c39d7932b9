import { type Appliers, type EntryOf, known, openBook } from '../journal.ts';
import type { AfterSale, Order, SkuOrder } from './shapes.ts';

/** Money that the platform has paid back to a buyer, in fen. `paid_at` in ms. */
export type Payment = {
  aftersale_id: string;
  order_id: string;
  sku_order_id: string;
  amount: number;
  paid_at: number;
  by: 'seller' | 'platform' | 'timeout';
};

/** Moments in seconds. `expires_at` null: a published throw-away key that lives until it is made to end. */
export type Tokens = {
  shop_id: string;
  access_token: string;
  refresh_token: string;
  issued_at: number;
  expires_at: number | null;
  /** Replaced by newer ones, from then on they are unknown. */
  dies_at?: number;
};

/** A message to the registered address. `data` is JSON text, as it goes out. Moments in ms. */
export type Push = {
  msg_id: string;
  tag: string;
  data: string;
  attempts: number;
  next_attempt_at: number;
  state: 'waiting' | 'accepted' | 'given_up';
};

type Entries = {
  order_created: { order: Order };
  order_changed: { order_id: string; changes: Partial<Order> };
  sku_changed: { order_id: string; sku_order_id: string; changes: Partial<SkuOrder> };
  aftersale_created: { afterSale: AfterSale };
  aftersale_changed: { after_sale_id: string; changes: Partial<AfterSale> };
  agreement_asked: { after_sale_id: string };
  refund_paid: { payment: Payment };
  tokens_issued: { tokens: Tokens };
  tokens_changed: { access_token: string; changes: Partial<Tokens> };
  push_address_set: { url: string | null };
  push_queued: { push: Push };
  push_changed: { msg_id: string; changes: Partial<Push> };
};

export type DouyinBook = {
  readonly orders: ReadonlyMap<string, Order>;
  readonly afterSales: ReadonlyMap<string, AfterSale>;
  /** The after-sales of an order, the oldest first. */
  afterSalesOf(orderId: string): readonly AfterSale[];
  /** The order that a sub order stands in. */
  orderWithLine(skuOrderId: string): Order | undefined;
  /** By after-sale: the platform pays each once. */
  readonly payments: ReadonlyMap<string, Payment>;
  /** How often the seller's side has asked to pay, whatever the answer. */
  readonly agreements: ReadonlyMap<string, number>;
  /** After-sales whose refund is under way. */
  readonly settling: ReadonlySet<string>;
  /** By access token, the oldest first. */
  readonly tokens: ReadonlyMap<string, Tokens>;
  readonly pushes: ReadonlyMap<string, Push>;
  /** Not yet accepted, nor given up. */
  readonly waiting: ReadonlySet<string>;
  pushAddress(): string | null;
  record(entry: EntryOf<Entries>): void;
  close(): void;
};

/** Everything that is remembered, and what is worked out of it to find things quickly. */
const emptyShelves = (pushAddress: { url: string | null } = { url: null }) => ({
  orders: new Map<string, Order>(),
  orderOfLine: new Map<string, string>(),
  afterSales: new Map<string, AfterSale>(),
  byOrder: new Map<string, AfterSale[]>(),
  payments: new Map<string, Payment>(),
  agreements: new Map<string, number>(),
  settling: new Set<string>(),
  tokens: new Map<string, Tokens>(),
  pushes: new Map<string, Push>(),
  waiting: new Set<string>(),
  pushAddress,
});

type Shelves = ReturnType<typeof emptyShelves>;

const orderAppliers = ({ orders, orderOfLine }: Shelves) =>
  ({
    order_created: ({ order }) => {
      orders.set(order.order_id, order);
      for (const { order_id } of order.sku_order_list) orderOfLine.set(order_id, order.order_id);
    },
    order_changed: ({ order_id, changes }) => {
      Object.assign(known(orders, order_id), changes);
    },
    sku_changed: ({ order_id, sku_order_id, changes }) => {
      Object.assign(skuIn(known(orders, order_id), sku_order_id), changes);
    },
  }) satisfies Partial<Appliers<Entries>>;

const afterSaleAppliers = ({ afterSales, byOrder, payments, agreements, settling }: Shelves) =>
  ({
    aftersale_created: ({ afterSale }) => {
      const kept = { ...afterSale };
      afterSales.set(afterSale.after_sale_id, kept);
      byOrder.set(afterSale.order_id, [...(byOrder.get(afterSale.order_id) ?? []), kept]);
    },
    aftersale_changed: ({ after_sale_id, changes }) => {
      Object.assign(known(afterSales, after_sale_id), changes);
      if (changes.settle_at !== undefined) settling.add(after_sale_id);
    },
    agreement_asked: ({ after_sale_id }) => {
      agreements.set(after_sale_id, (agreements.get(after_sale_id) ?? 0) + 1);
    },
    refund_paid: ({ payment }) => {
      payments.set(payment.aftersale_id, payment);
      settling.delete(payment.aftersale_id);
    },
  }) satisfies Partial<Appliers<Entries>>;

const tellingAppliers = ({ tokens, pushes, waiting, pushAddress }: Shelves) =>
  ({
    tokens_issued: ({ tokens: issued }) => {
      tokens.set(issued.access_token, { ...issued });
    },
    tokens_changed: ({ access_token, changes }) => {
      Object.assign(known(tokens, access_token), changes);
    },
    push_address_set: ({ url }) => {
      pushAddress.url = url;
    },
    push_queued: ({ push }) => {
      pushes.set(push.msg_id, { ...push });
      waiting.add(push.msg_id);
    },
    push_changed: ({ msg_id, changes }) => {
      Object.assign(known(pushes, msg_id), changes);
      if (changes.state === 'waiting') waiting.add(msg_id);
      else if (changes.state !== undefined) waiting.delete(msg_id);
    },
  }) satisfies Partial<Appliers<Entries>>;

export function openDouyinBook(file: string | undefined): DouyinBook {
  const shelves = emptyShelves();
  const { orders, orderOfLine, byOrder, pushAddress, ...shown } = shelves;
  const appliers: Appliers<Entries> = {
    ...orderAppliers(shelves),
    ...afterSaleAppliers(shelves),
    ...tellingAppliers(shelves),
  };
  return {
    ...shown,
    orders,
    afterSalesOf: (orderId) => byOrder.get(orderId) ?? [],
    orderWithLine: (skuOrderId) => orders.get(orderOfLine.get(skuOrderId) ?? ''),
    pushAddress: () => pushAddress.url,
    ...openBook(file, appliers),
  };
}

export function skuIn(order: Order, skuOrderId: string): SkuOrder {
  const sku = order.sku_order_list.find(({ order_id }) => order_id === skuOrderId);
  if (!sku) throw new Error(`order ${order.order_id} has no sub order ${skuOrderId}`);
  return sku;
}
