import { type Appliers, type EntryOf, openBook } from '../journal.ts';
import { fenOf } from '../yuan.ts';
import type { TradeStatus } from './wire.ts';

/** A payment as the gateway remembers it. Moments are ms since 1970, amounts yuan texts. */
export type Trade = {
  trade_no: string;
  out_trade_no: string;
  total_amount: string;
  /** Masked, as the gateway shows it. */
  buyer_logon_id: string;
  subject: string;
  created_at: number;
  /** Absent: the buyer has not paid. */
  paid_at?: number;
  notify_url?: string;
};

/** A refund the gateway has taken on. It moves money at `settle_at`, for most in the same call. */
export type Refund = {
  trade_no: string;
  out_request_no: string;
  amount: string;
  reason?: string;
  settle_at: number;
  executed_at?: number;
};

export type TradeRecord = {
  trade: Trade;
  finished: boolean;
  refunds: Map<string, Refund>;
  /** How often each `out_request_no` was asked for, whatever the answer. */
  calls: Map<string, number>;
};

type Entries = {
  trade_created: { trade: Trade };
  trade_finished: { trade_no: string };
  refund_called: { trade_no: string; out_request_no: string };
  refund_accepted: { refund: Refund };
  refund_executed: { trade_no: string; out_request_no: string; executed_at: number };
};

export type TradeBook = {
  record(entry: EntryOf<Entries>): void;
  /** By `trade_no` where given: it wins over `out_trade_no`. */
  find(key: { trade_no?: string | undefined; out_trade_no?: string | undefined }): TradeRecord | undefined;
  all(): Iterable<TradeRecord>;
  /** Accepted refunds whose money has not moved. */
  unsettled(): Refund[];
  close(): void;
};

export function openTradeBook(file: string | undefined): TradeBook {
  const records = new Map<string, TradeRecord>();
  const tradeNumbers = new Map<string, string>();
  const unsettled = new Set<Refund>();

  const known = (trade_no: string): TradeRecord => {
    const record = records.get(trade_no);
    if (!record) throw new Error(`the journal names trade ${trade_no} before it was created`);
    return record;
  };
  const appliers: Appliers<Entries> = {
    trade_created: ({ trade }) => {
      records.set(trade.trade_no, { trade, finished: false, refunds: new Map(), calls: new Map() });
      tradeNumbers.set(trade.out_trade_no, trade.trade_no);
    },
    trade_finished: ({ trade_no }) => {
      known(trade_no).finished = true;
    },
    refund_called: ({ trade_no, out_request_no }) => {
      const { calls } = known(trade_no);
      calls.set(out_request_no, (calls.get(out_request_no) ?? 0) + 1);
    },
    refund_accepted: ({ refund }) => {
      const kept = { ...refund };
      known(refund.trade_no).refunds.set(refund.out_request_no, kept);
      unsettled.add(kept);
    },
    refund_executed: ({ trade_no, out_request_no, executed_at }) => {
      const refund = known(trade_no).refunds.get(out_request_no);
      if (!refund) throw new Error(`the journal executes refund ${out_request_no} before it was accepted`);
      refund.executed_at = executed_at;
      unsettled.delete(refund);
    },
  };
  return {
    ...openBook(file, appliers),
    find: ({ trade_no, out_trade_no }) => records.get(trade_no ?? tradeNumbers.get(out_trade_no ?? '') ?? ''),
    all: () => records.values(),
    unsettled: () => [...unsettled],
  };
}

const sumOf = (refunds: Iterable<Refund>): bigint =>
  [...refunds].reduce((sum, refund) => sum + (fenOf(refund.amount) ?? 0n), 0n);

export const executedFen = ({ refunds }: TradeRecord): bigint =>
  sumOf([...refunds.values()].filter((refund) => refund.executed_at !== undefined));

/** Accepted refunds count although their money has not moved: the same yuan is not promised twice. */
export const remainingFen = ({ trade, refunds }: TradeRecord): bigint =>
  (fenOf(trade.total_amount) ?? 0n) - sumOf(refunds.values());

export function tradeStatus(record: TradeRecord, now: number, refundWindowMs: number): TradeStatus {
  const { paid_at, total_amount } = record.trade;
  if (paid_at === undefined) return 'WAIT_BUYER_PAY';
  if (record.finished || now > paid_at + refundWindowMs) return 'TRADE_FINISHED';
  return executedFen(record) === fenOf(total_amount) ? 'TRADE_CLOSED' : 'TRADE_SUCCESS';
}
