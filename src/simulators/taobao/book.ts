import { type Appliers, applyEntry, type EntryOf, openJournal } from '../journal.ts';
import type { Order, Refund, Trade } from './shapes.ts';

/** Money that the platform has paid back to a buyer. `amount` in yuan. */
export type Payment = {
  refund_id: string;
  tid: string;
  oid: string;
  amount: string;
  paid_at: number;
  by: 'seller' | 'platform' | 'timeout';
};

type RefundMessage = { id: string; refund_id: string; content: string; created: string; imageBytes: number };

type Entries = {
  trade_created: { trade: Trade };
  trade_changed: { tid: string; changes: Partial<Trade> };
  order_changed: { tid: string; oid: string; changes: Partial<Order> };
  refund_created: { refund: Refund };
  refund_changed: { refund_id: string; changes: Partial<Refund> };
  agreement_asked: { refund_id: string };
  refund_paid: { payment: Payment };
  message_added: { message: RefundMessage };
};

export type TaobaoBook = {
  readonly trades: ReadonlyMap<string, Trade>;
  readonly refunds: ReadonlyMap<string, Refund>;
  /** By refund: the platform pays each once. */
  readonly payments: ReadonlyMap<string, Payment>;
  readonly messages: readonly RefundMessage[];
  /** How often the seller's side has asked to pay a refund, whatever the answer. */
  readonly agreements: ReadonlyMap<string, number>;
  record(entry: EntryOf<Entries>): void;
  close(): void;
};

export function openTaobaoBook(file: string | undefined): TaobaoBook {
  const trades = new Map<string, Trade>();
  const refunds = new Map<string, Refund>();
  const payments = new Map<string, Payment>();
  const messages: RefundMessage[] = [];
  const agreements = new Map<string, number>();

  const appliers: Appliers<Entries> = {
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
  };
  const journal = openJournal<EntryOf<Entries>>(file, (entry) => applyEntry(appliers, entry));
  return {
    trades,
    refunds,
    payments,
    messages,
    agreements,
    record: (entry) => {
      journal.append(entry);
      applyEntry(appliers, entry);
    },
    close: () => journal.close(),
  };
}

function known<T>(all: ReadonlyMap<string, T>, id: string): T {
  const one = all.get(id);
  if (one === undefined) throw new Error(`the journal changes ${id} before it was created`);
  return one;
}

export function orderIn(trade: Trade, oid: string): Order {
  const order = trade.orders.find((candidate) => candidate.oid === oid);
  if (!order) throw new Error(`trade ${trade.tid} has no sub order ${oid}`);
  return order;
}
