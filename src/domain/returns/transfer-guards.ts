import type { RefundId, TransferId } from '../ids.ts';
import type { Who } from '../people/levels.ts';
import type { Rejection } from './rejections.ts';
import type { Refund, Rma } from './rma.ts';
import { isOpenTransfer, type Transfer } from './transfer.ts';

type No = Rejection | null;
type Facts = Pick<Transfer, 'state' | 'proposedBy'> & { approvedAt?: string | null };
type Beyond = Pick<Refund, 'state' | 'retryable' | 'cause' | 'method'>;

export const openTransferOf = ({ transfers = [] }: Pick<Rma, 'transfers'>, refundId: RefundId): Transfer | undefined =>
  transfers.find((transfer) => transfer.refundId === refundId && isOpenTransfer(transfer));

export const transferOf = ({ transfers = [] }: Pick<Rma, 'transfers'>, id: TransferId): Transfer | undefined =>
  transfers.find((transfer) => transfer.id === id);

/** Nothing was sent: the payment was made in a way that no connected gateway knows. */
export const isUnconnected = ({ state, cause }: Pick<Refund, 'state' | 'cause'>): boolean =>
  state === 'rejected' && cause !== null && cause.startsWith('not_connected:');

/** Whether no gateway will pay it any more, as far as we know; the gateway itself is asked before anything happens. */
export function isBeyondGateway(refund: Beyond, channel: string): boolean {
  if (refund.method === channel) return false;
  return refund.state === 'abnormal' || (refund.state === 'rejected' && (!refund.retryable || isUnconnected(refund)));
}

/** Whether the refund is one that a bank may pay: from the proposal until it is paid. */
export function isForBank(refund: Beyond | undefined, channel: string): No {
  if (!refund) return { code: 'refund_not_found' };
  if (refund.method === channel) return { code: 'paid_by_platform' };
  if (refund.state !== 'rejected' && refund.state !== 'abnormal')
    return { code: 'refund_not_rejected', state: refund.state };
  return isBeyondGateway(refund, channel) ? null : { code: 'refund_can_be_sent_again' };
}

const canTransfer = (rma: Rma, refund: Refund | undefined): No =>
  refund && openTransferOf(rma, refund.id) ? { code: 'transfer_under_way' } : isForBank(refund, rma.channel);

/** Whoever proposes or approves has a pair of eyes. */
const needsPerson = (who: Who | undefined): No => (!who || who.isProgram ? { code: 'transfer_needs_person' } : null);

export const canProposeTransfer = (rma: Rma, refund: Refund | undefined, who?: Who): No =>
  needsPerson(who) ?? canTransfer(rma, refund) ?? (rma.payee ? null : { code: 'payee_missing' });

/** The transfer's refund, and the channel of its order. */
type Of = { refund: Beyond | undefined; channel: string };

export function canApproveTransfer(transfer: Facts | undefined, { refund, channel }: Of, who?: Who): No {
  if (!transfer) return { code: 'transfer_not_found' };
  if (transfer.state !== 'proposed') return { code: 'transfer_not_open', transferState: transfer.state };
  const no = needsPerson(who) ?? isForBank(refund, channel);
  return no ?? (who?.id === transfer.proposedBy ? { code: 'transfer_needs_another' } : null);
}

/**
 * What a gateway has on the way again waits for its end. Once it has paid, money that had left the bank by then is still
 * written down: it was agreed to, and somebody owes it.
 */
export function canPayTransfer(transfer: Facts | undefined, { refund, channel }: Of, who?: Who): No {
  if (!transfer) return { code: 'transfer_not_found' };
  if (isPaidByGateway(transfer) && transfer.approvedAt) return needsPerson(who);
  if (transfer.state !== 'approved') return { code: 'transfer_not_approved', transferState: transfer.state };
  return needsPerson(who) ?? isForBank(refund, channel);
}

/** The gateway paid what two persons had agreed to pay at the bank. */
export const isPaidByGateway = ({ state }: Pick<Transfer, 'state'>): boolean =>
  state === 'overtaken' || state === 'redirected';

/** The gateway holds the money and can be told an account: the one that the buyer named and two persons agreed to. */
export function canRedirectTransfer(transfer: Facts | undefined, { refund, channel }: Of, who?: Who): No {
  const no = canPayTransfer(transfer, { refund, channel }, who);
  if (no || !refund) return no ?? { code: 'refund_not_found' };
  return refund.state === 'abnormal' ? null : { code: 'refund_not_abnormal', state: refund.state };
}

export function canReclaimTransfer(transfer: Facts | undefined, who?: Who): No {
  if (!transfer) return { code: 'transfer_not_found' };
  return transfer.state === 'paid_twice'
    ? needsPerson(who)
    : { code: 'transfer_not_paid_twice', transferState: transfer.state };
}

export const owesTwice = ({ transfers = [] }: Pick<Rma, 'transfers'>): boolean =>
  transfers.some(({ state }) => state === 'paid_twice');

export function canEndTransfer(transfer: Facts | undefined, who?: Who): No {
  if (!transfer) return { code: 'transfer_not_found' };
  return isOpenTransfer(transfer) ? needsPerson(who) : { code: 'transfer_not_open', transferState: transfer.state };
}

/** The buyer is asked for an account only where one is needed, and cannot change it under a transfer's feet. */
export function canNamePayee(rma: Rma): No {
  const answers = rma.refunds.map((refund) => canTransfer(rma, refund));
  return answers.includes(null) ? null : (answers[0] ?? { code: 'refund_not_found' });
}
