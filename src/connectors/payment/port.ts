import type { Money } from '../../domain/money.ts';
import type { Instant, LocalDate } from '../../domain/time.ts';

/** One movement of money back to the buyer. The number is ours, stored before the first call, and never changes on a retry. */
export type RefundRequest = {
  /** Our refund number (`rfd_…`); the gateway refunds it at most once. */
  refundNumber: string;
  /** The gateway's own number of the original payment. */
  tradeNumber: string;
  amount: Money;
  /** What the buyer paid with this payment; WeChat Pay compares it. */
  paid: Money;
  /** Shown to the buyer by some gateways. */
  reason: string;
  /** When it was ordered. UnionPay knows a refund by its number and this moment. */
  requestedAt: Instant;
};

/**
 * - `succeeded`: the money has moved, said so by the gateway under its signature.
 * - `accepted_pending`: the gateway has taken it on and will move the money later, or say why not.
 * - `rejected`: it has not moved and will not under this number. `retryable` means the identical request may be sent
 *   again later under the same number (balance too low); with `retryAfterMs` it needs no person for that (throttled).
 * - `abnormal`: taken on, and the buyer's account cannot be paid (closed, frozen). Somebody names another account.
 * - `closed`: taken on, and ended without money. The number is spent; a new one needs a person's word.
 * - `unknown`: timeout, broken answer, wrong signature, or an answer that proves nothing. Ask again, same number.
 */
export type RefundOutcome =
  | { kind: 'succeeded'; gatewayReference: string; settledAt?: Instant }
  | { kind: 'accepted_pending'; gatewayReference: string }
  | { kind: 'rejected'; code: string; message: string; retryable: boolean; retryAfterMs?: number }
  | { kind: 'abnormal'; gatewayReference: string; message: string }
  | { kind: 'closed'; gatewayReference: string; message: string }
  | { kind: 'unknown'; cause: string };

/**
 * The code of a `rejected` outcome that only a person can mend: wrong keys, an app without the permission. Stop paying
 * for this merchant and call somebody; afterwards the identical requests may be sent again.
 */
export const CONFIGURATION_FAULT = 'configuration_fault';

/** What a query by refund number can say. `absent`: the gateway has no such refund (yet). */
export type RefundLookup = RefundOutcome | { kind: 'absent' };

/** Who pays a refund: a gateway, or a marketplace by agreeing to its own document. */
export interface RefundPort {
  refund(request: RefundRequest): Promise<RefundOutcome>;
  queryRefund(request: RefundRequest): Promise<RefundLookup>;
}

/** A gateway that pays refunds. Adapters: one folder each; behaviour fixed by `conformance.ts`. */
export interface PaymentPort extends RefundPort {
  /** The least time between two refunds of one payment, which are sent one after the other in any case. */
  readonly pauseMs: number;
  /** For so many days after the payment it pays refunds; later the money goes back by hand. Absent: nothing is known of an end. */
  readonly refundWindowDays?: number;
  /** Reads what the gateway pushed, raw body and headers as they came. Nothing in it counts before the signature does. */
  readNotice(incoming: IncomingNotice): PaymentNotice;
  /** Asks the gateway something harmless: do the keys work? */
  check(): Promise<AccountCheck>;
  /** What the gateway's own books say of a day, in the gateway's time zone. */
  statement(day: LocalDate): Promise<StatementOutcome>;
  /** Pays an abnormal refund to another bank account of the same buyer. Absent: the gateway has no such call. */
  redirect?(redirection: RefundRedirection): Promise<RefundOutcome>;
}

export type IncomingNotice = { text: string; headers: Readonly<Record<string, string>> };

/** What the gateway wants to read when its notice is kept. */
export type NoticeAcknowledgement = { status: number; text: string; contentType?: string };

/**
 * - `refund`: something became of a refund. What, the gateway is asked: a notice may be old, repeated or out of order.
 * - `other`: genuine and about something else; acknowledged and forgotten.
 * - `forged`: not signed by the gateway, or not meant for this account.
 */
export type PaymentNotice =
  | {
      kind: 'refund';
      /** The same on every repeat. */
      documentId: string;
      refundNumber: string;
      tradeNumber?: string;
      /** Of this refund alone, where the notice says so. */
      amount?: Money;
      acknowledgement: NoticeAcknowledgement;
    }
  | { kind: 'other'; acknowledgement: NoticeAcknowledgement }
  | { kind: 'forged' }
  | { kind: 'unreadable'; reason: string };

export type AccountCheck =
  | { kind: 'works' }
  | { kind: 'refused'; message: string }
  | { kind: 'unknown'; cause: string };

/** One movement in the gateway's books. Amounts are positive; `refund` is money to the buyer. */
export type StatementLine = {
  kind: 'payment' | 'refund';
  tradeNumber: string;
  refundNumber?: string;
  gatewayReference?: string;
  amount: Money;
  at?: Instant;
};

export type StatementOutcome =
  | { kind: 'statement'; lines: StatementLine[] }
  /** Not ready yet, or nothing happened on that day; gateways answer both alike. */
  | { kind: 'absent' }
  /** This gateway's way to it is not documented well enough to be built. */
  | { kind: 'not_offered' }
  | { kind: 'unknown'; cause: string };

/** Where an abnormal refund goes instead. Personal: sealed on the way to the gateway, and kept nowhere. */
export type RefundRedirection = {
  refundNumber: string;
  gatewayReference: string;
  bankCode: string;
  bankAccount: string;
  accountHolder: string;
};
