import type { Money } from '../../domain/money.ts';
import type { Instant } from '../../domain/time.ts';

/** One movement of money back to the buyer. The number is ours, stored before the first call, and never changes on a retry. */
export type RefundRequest = {
  /** Our refund number (`rfd_…`); the gateway refunds it at most once. */
  refundNumber: string;
  /** The gateway's own number of the original payment. */
  tradeNumber: string;
  amount: Money;
  /** Shown to the buyer by some gateways. */
  reason: string;
};

/**
 * - `succeeded`: the money has moved, said so by the gateway under its signature.
 * - `rejected`: it has not moved and will not under this number. `retryable` means the identical request may be sent
 *   again later under the same number (balance too low, throttled).
 * - `unknown`: timeout, broken answer, wrong signature, or an answer that proves nothing. Ask again, same number.
 */
export type RefundOutcome =
  | { kind: 'succeeded'; gatewayReference: string; settledAt?: Instant }
  | { kind: 'rejected'; code: string; message: string; retryable: boolean }
  | { kind: 'unknown'; cause: string };

/**
 * The code of a `rejected` outcome that only a person can mend: wrong keys, an app without the permission. Stop paying
 * for this merchant and call somebody; afterwards the identical requests may be sent again.
 */
export const CONFIGURATION_FAULT = 'configuration_fault';

/** What a query by refund number can say. `absent`: the gateway has no such refund (yet). */
export type RefundLookup = RefundOutcome | { kind: 'absent' };

/** A gateway that pays refunds. Adapters: one folder each; behaviour fixed by `conformance.ts`. */
export interface PaymentPort {
  refund(request: RefundRequest): Promise<RefundOutcome>;
  queryRefund(request: RefundRequest): Promise<RefundLookup>;
}
