import { type Appliers, type EntryOf, known, openBook } from '../journal.ts';
import type { Exchange, Order, Refund, Trade } from './shapes.ts';

/** Money that the platform has paid back to a buyer. `amount` in yuan. */
export type Payment = {
  refund_id: string;
  tid: string;
  oid: string;
  amount: string;
  paid_at: number;
  by: 'seller' | 'platform' | 'timeout';
};

type RefundMessage = {
  id: string;
  refund_id: string;
  content: string;
  created: string;
  imageBytes: number;
  /** 1 buyer, 2 seller, 3 platform; left out: the seller, who alone writes through the gateway. */
  owner_role?: number;
};

/** A message of the message service (TMC) to a shop. `content` is JSON text, `published` in ms. */
export type Notice = { id: string; topic: string; nick: string; content: string; published: number };

type Tokens = { session: string; refresh_token: string; round: number };

type Entries = {
  trade_created: { trade: Trade };
  trade_changed: { tid: string; changes: Partial<Trade> };
  order_changed: { tid: string; oid: string; changes: Partial<Order> };
  refund_created: { refund: Refund };
  refund_changed: { refund_id: string; changes: Partial<Refund> };
  agreement_asked: { refund_id: string };
  refund_paid: { payment: Payment };
  message_added: { message: RefundMessage };
  exchange_created: { exchange: Exchange };
  exchange_changed: { dispute_id: string; changes: Partial<Exchange> };
  notices_permitted: { nick: string; topics: string[] };
  notice_published: { notice: Notice };
  notice_confirmed: { id: string };
  token_refreshed: { nick: string } & Tokens;
};

export type TaobaoBook = {
  readonly trades: ReadonlyMap<string, Trade>;
  readonly refunds: ReadonlyMap<string, Refund>;
  /** By refund: the platform pays each once. */
  readonly payments: ReadonlyMap<string, Payment>;
  readonly messages: readonly RefundMessage[];
  readonly exchanges: ReadonlyMap<string, Exchange>;
  /** The topics that a shop asked for, by its nick; none means all. */
  readonly permits: ReadonlyMap<string, readonly string[]>;
  /** Those that are not confirmed, the oldest first. */
  readonly notices: ReadonlyMap<string, Notice>;
  noticesPublished(): number;
  /** By nick, once they have been refreshed. */
  readonly tokens: ReadonlyMap<string, Tokens>;
  /** How often the seller's side has asked to pay a refund, whatever the answer. */
  readonly agreements: ReadonlyMap<string, number>;
  record(entry: EntryOf<Entries>): void;
  close(): void;
};

/** What the entries add up to. */
type Memory = {
  trades: Map<string, Trade>;
  refunds: Map<string, Refund>;
  payments: Map<string, Payment>;
  messages: RefundMessage[];
  agreements: Map<string, number>;
  exchanges: Map<string, Exchange>;
  permits: Map<string, readonly string[]>;
  notices: Map<string, Notice>;
  tokens: Map<string, Tokens>;
  noticesPublished: number;
};

export function openTaobaoBook(file: string | undefined): TaobaoBook {
  const memory: Memory = {
    trades: new Map(),
    refunds: new Map(),
    payments: new Map(),
    messages: [],
    agreements: new Map(),
    exchanges: new Map(),
    permits: new Map(),
    notices: new Map(),
    tokens: new Map(),
    noticesPublished: 0,
  };
  const appliers = { ...salesAppliers(memory), ...serviceAppliers(memory) };
  return {
    ...memory,
    noticesPublished: () => memory.noticesPublished,
    ...openBook(file, appliers),
  };
}

type Service = 'notices_permitted' | 'notice_published' | 'notice_confirmed' | 'token_refreshed';

function salesAppliers(memory: Memory): Omit<Appliers<Entries>, Service> {
  const { trades, refunds, payments, messages, agreements, exchanges } = memory;
  return {
    trade_created: ({ trade }) => {
      trades.set(trade.tid, trade);
    },
    trade_changed: ({ tid, changes }) => {
      Object.assign(known(trades, tid), changes);
    },
    order_changed: ({ tid, oid, changes }) => {
      Object.assign(orderIn(known(trades, tid), oid), changes);
    },
    refund_created: ({ refund }) => {
      refunds.set(refund.refund_id, { ...refund });
    },
    refund_changed: ({ refund_id, changes }) => {
      Object.assign(known(refunds, refund_id), changes);
    },
    agreement_asked: ({ refund_id }) => {
      agreements.set(refund_id, (agreements.get(refund_id) ?? 0) + 1);
    },
    refund_paid: ({ payment }) => {
      payments.set(payment.refund_id, payment);
    },
    message_added: ({ message }) => {
      messages.push(message);
    },
    exchange_created: ({ exchange }) => {
      exchanges.set(exchange.dispute_id, { ...exchange });
    },
    exchange_changed: ({ dispute_id, changes }) => {
      Object.assign(known(exchanges, dispute_id), changes);
    },
  };
}

function serviceAppliers(memory: Memory): Pick<Appliers<Entries>, Service> {
  const { permits, notices, tokens } = memory;
  return {
    notices_permitted: ({ nick, topics }) => {
      permits.set(nick, topics);
    },
    notice_published: ({ notice }) => {
      notices.set(notice.id, notice);
      memory.noticesPublished += 1;
    },
    notice_confirmed: ({ id }) => {
      notices.delete(id);
    },
    token_refreshed: ({ nick, session, refresh_token, round }) => {
      tokens.set(nick, { session, refresh_token, round });
    },
  };
}

export function orderIn(trade: Trade, oid: string): Order {
  const order = trade.orders.find((candidate) => candidate.oid === oid);
  if (!order) throw new Error(`trade ${trade.tid} has no sub order ${oid}`);
  return order;
}
