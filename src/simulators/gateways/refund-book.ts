import { type Appliers, type EntryOf, known, openBook } from '../journal.ts';

/** A payment as the gateway remembers it. Moments are ms since 1970, amounts the minor unit of the currency. */
export type Payment = { id: string; outNumber: string; total: number; currency: string; paidAt: number };

export type RefundState = 'pending' | 'succeeded' | 'closed' | 'abnormal';

/** A refund the gateway has taken on. At `settleAt` it becomes what `ending` says. */
export type Refund = {
  number: string;
  /** The gateway's own number. */
  id: string;
  paymentId: string;
  amount: number;
  currency: string;
  acceptedAt: number;
  settleAt: number;
  ending: Exclude<RefundState, 'pending'>;
  state: RefundState;
  settledAt?: number;
  noticeUrl?: string;
  /** What else the vendor keeps with it. */
  extra: Readonly<Record<string, string>>;
};

type Entries = {
  payment_made: { payment: Payment };
  refund_called: { number: string };
  refund_taken: { refund: Refund };
  refund_settled: { number: string; state: Exclude<RefundState, 'pending'>; at: number };
  refund_redirected: { number: string; at: number };
};

export type RefundBook = ReturnType<typeof openRefundBook>;

/** Payments and refunds by number. One number is one refund: nothing here ever takes a second under it. */
export function openRefundBook(file: string | undefined) {
  const payments = new Map<string, Payment>();
  const refunds = new Map<string, Refund>();
  const calls = new Map<string, number>();
  const appliers: Appliers<Entries> = {
    payment_made: ({ payment }) => {
      payments.set(payment.id, payment);
    },
    refund_called: ({ number }) => {
      calls.set(number, (calls.get(number) ?? 0) + 1);
    },
    refund_taken: ({ refund }) => {
      refunds.set(refund.number, { ...refund });
    },
    refund_settled: ({ number, state, at }) => {
      Object.assign(known(refunds, number), { state, settledAt: at });
    },
    refund_redirected: ({ number, at }) => {
      Object.assign(known(refunds, number), { state: 'pending', ending: 'succeeded', settleAt: at });
    },
  };
  const { record, close } = openBook<Entries>(file, appliers);
  return {
    record: (entry: EntryOf<Entries>): void => record(entry),
    close,
    payments,
    refunds,
    calls,
    ofPayment: (id: string): Refund[] => [...refunds.values()].filter(({ paymentId }) => paymentId === id),
    /** Refunds under way count as well: the same amount is not promised twice. */
    remaining: ({ id, total }: Payment): number =>
      [...refunds.values()]
        .filter(({ paymentId, state }) => paymentId === id && state !== 'closed')
        .reduce((left, { amount }) => left - amount, total),
  };
}
