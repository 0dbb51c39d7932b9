import type { PayeeId, RefundId, TransferId } from '../ids.ts';
import type { Money } from '../money.ts';
import type { Instant } from '../time.ts';

export const payeeKinds = ['bank', 'alipay'] as const;
export type PayeeKind = (typeof payeeKinds)[number];

/** An account that the buyer has named and agreed to be paid on. Which one it is stands apart, sealed. */
export type Payee = { id: PayeeId; kind: PayeeKind; namedAt: Instant };

/** How it is known that the gateway has not paid and will not: what it said, or that nothing was ever sent. */
export type UnpaidProof = 'absent' | 'closed' | 'abnormal' | 'never_sent';

/**
 * `overtaken`: the gateway has paid after all. `redirected`: it has paid to the account of the transfer, as it was told.
 * `paid_twice`: it has paid and so has the bank, and the buyer owes one of the two; `reclaimed`: he has paid it back.
 */
export const transferStates = [
  'proposed',
  'approved',
  'paid',
  'ended',
  'overtaken',
  'redirected',
  'paid_twice',
  'reclaimed',
] as const;
export type TransferState = (typeof transferStates)[number];

/** A refund that a person pays at the bank, because no gateway can. */
export type Transfer = {
  id: TransferId;
  refundId: RefundId;
  payeeId: PayeeId;
  amount: Money;
  state: TransferState;
  because: string;
  proposedBy: string;
  proposedAt: Instant;
  approvedBy?: string;
  approvedAt?: Instant;
  paidBy?: string;
  reference?: string;
  paidAt?: Instant;
  endedBecause?: string;
  /** The gateway was told to pay to this account. Without an outcome nobody knows whether it has heard. */
  redirect?: { by: string; at: Instant; outcome?: RedirectOutcome };
  reclaimedAt?: Instant;
};

/** `accepted` is said by the refund, which is under way again. */
export type RedirectOutcome = 'refused' | 'unknown';

export type TransferCommand =
  /** `account`: a keyed digest of it, so that another account under one command id is another command. */
  | { type: 'name_payee'; kind: PayeeKind; account: string }
  | { type: 'propose_transfer'; refundId: RefundId; because: string; unpaid: UnpaidProof }
  | { type: 'approve_transfer'; transferId: TransferId; unpaid: UnpaidProof }
  | { type: 'pay_transfer'; transferId: TransferId; reference: string; paidAt: Instant }
  | { type: 'end_transfer'; transferId: TransferId; because: string }
  | { type: 'redirect_transfer'; transferId: TransferId }
  | { type: 'record_redirect'; transferId: TransferId; outcome: RedirectOutcome; message: string }
  | { type: 'reclaim_transfer'; transferId: TransferId; reference: string; paidAt: Instant };

/** That it was paid is said by `refund_succeeded`, which names the transfer. */
export type TransferEvent =
  | { type: 'payee_named'; payeeId: PayeeId; kind: PayeeKind; at: Instant }
  | {
      type: 'transfer_proposed';
      transferId: TransferId;
      refundId: RefundId;
      payeeId: PayeeId;
      amount: Money;
      because: string;
      unpaid: UnpaidProof;
      by: string;
      at: Instant;
    }
  | { type: 'transfer_approved'; transferId: TransferId; unpaid: UnpaidProof; by: string; at: Instant }
  | { type: 'transfer_ended'; transferId: TransferId; because: string; by: string; at: Instant }
  /** Written down before the gateway is called: what is not known to have failed is asked after. */
  | { type: 'transfer_redirect_begun'; transferId: TransferId; by: string; at: Instant }
  | { type: 'transfer_redirect_failed'; transferId: TransferId; outcome: RedirectOutcome; message: string }
  /** The second payment of a refund, `via` whom and under which number of theirs. `by`: who wrote the bank's down. */
  | {
      type: 'transfer_paid_twice';
      transferId: TransferId;
      amount: Money;
      via: 'bank' | 'gateway';
      method: string;
      reference: string;
      by?: string;
      at: Instant;
    }
  | { type: 'transfer_reclaimed'; transferId: TransferId; amount: Money; reference: string; by: string; at: Instant };

export type TransferRejection =
  | { code: 'transfer_not_found' }
  | { code: 'transfer_under_way' }
  | { code: 'transfer_not_open'; transferState: TransferState }
  | { code: 'transfer_not_approved'; transferState: TransferState }
  | { code: 'transfer_needs_another' }
  | { code: 'transfer_needs_person' }
  /** Money that left before two persons had agreed. */
  | { code: 'paid_before_approval'; approvedAt: Instant }
  | { code: 'payee_missing' }
  | { code: 'refund_can_be_sent_again' }
  | { code: 'transfer_not_paid_twice'; transferState: TransferState };

export const isOpenTransfer = ({ state }: Pick<Transfer, 'state'>): boolean =>
  state === 'proposed' || state === 'approved';
