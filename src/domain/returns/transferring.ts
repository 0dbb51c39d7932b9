import { never, present } from '../assert.ts';
import { partId } from '../ids.ts';
import { ok, reject } from '../result.ts';
import type { Instant } from '../time.ts';
import { inFuture } from './claiming.ts';
import type { Context, Decision } from './decision.ts';
import type { RmaEvent } from './events.ts';
import { refundOf } from './guards.ts';
import type { Rejection } from './rejections.ts';
import type { Refund, Rma } from './rma.ts';
import { isOpenTransfer, type Transfer, type TransferCommand, type TransferEvent } from './transfer.ts';
import {
  canApproveTransfer,
  canEndTransfer,
  canNamePayee,
  canPayTransfer,
  canProposeTransfer,
  canReclaimTransfer,
  canRedirectTransfer,
  isPaidByGateway,
  transferOf,
} from './transfer-guards.ts';

const commands: ReadonlySet<string> = new Set<TransferCommand['type']>([
  'name_payee',
  'propose_transfer',
  'approve_transfer',
  'pay_transfer',
  'end_transfer',
  'redirect_transfer',
  'record_redirect',
  'reclaim_transfer',
]);

export const isOfTransfer = <C extends { type: string }>(command: C | TransferCommand): command is TransferCommand =>
  commands.has(command.type);

export const isTransferEvent = <E extends { type: string }>(event: E | TransferEvent): event is TransferEvent =>
  event.type === 'payee_named' || event.type.startsWith('transfer_');

export function decideTransfer(rma: Rma, command: TransferCommand, context: Context): Decision {
  const { now: at, who } = context;
  switch (command.type) {
    case 'name_payee': {
      const no = canNamePayee(rma);
      if (no) return reject(no);
      return ok([{ type: 'payee_named', payeeId: partId('pye', rma.id, rma.version + 1), kind: command.kind, at }]);
    }
    case 'propose_transfer': {
      const refund = refundOf(rma, command.refundId);
      const no = canProposeTransfer(rma, refund, who);
      if (no || !refund || !who) return reject(no ?? { code: 'refund_not_found' });
      return ok([
        {
          type: 'transfer_proposed',
          transferId: partId('trf', rma.id, rma.version + 1),
          refundId: refund.id,
          payeeId: present(rma.payee, 'the payee').id,
          amount: refund.amount,
          because: command.because,
          unpaid: command.unpaid,
          by: who.id,
          at,
        },
      ]);
    }
    case 'approve_transfer': {
      const { transferId, unpaid } = command;
      const transfer = transferOf(rma, transferId);
      const no = canApproveTransfer(transfer, refundFor(rma, transfer), who);
      if (no || !who) return reject(no ?? { code: 'transfer_not_found' });
      return ok([{ type: 'transfer_approved', transferId, unpaid, by: who.id, at }]);
    }
    case 'pay_transfer':
      return pay(rma, command, context);
    case 'end_transfer': {
      const { transferId, because } = command;
      const no = canEndTransfer(transferOf(rma, transferId), who);
      if (no || !who) return reject(no ?? { code: 'transfer_not_found' });
      return ok([{ type: 'transfer_ended', transferId, because, by: who.id, at }]);
    }
    case 'redirect_transfer': {
      const { transferId } = command;
      const transfer = transferOf(rma, transferId);
      const no = canRedirectTransfer(transfer, refundFor(rma, transfer), who);
      if (no || !who) return reject(no ?? { code: 'transfer_not_found' });
      return ok([{ type: 'transfer_redirect_begun', transferId, by: who.id, at }]);
    }
    case 'record_redirect': {
      const { transferId, outcome, message } = command;
      // What the gateway has taken up meanwhile has told its end by itself.
      if (transferOf(rma, transferId)?.state !== 'approved') return ok([]);
      return ok([{ type: 'transfer_redirect_failed', transferId, outcome, message }]);
    }
    case 'reclaim_transfer':
      return reclaim(rma, command, context);
    default:
      return never(command);
  }
}

const refundFor = (rma: Rma, transfer: Transfer | undefined) => ({
  refund: transfer && refundOf(rma, transfer.refundId),
  channel: rma.channel,
});

/** The money has left the bank. */
function pay(rma: Rma, command: Extract<TransferCommand, { type: 'pay_transfer' }>, { who, now }: Context): Decision {
  const { transferId, reference, paidAt } = command;
  const transfer = transferOf(rma, transferId);
  const of = refundFor(rma, transfer);
  const no = canPayTransfer(transfer, of, who) ?? inFuture(paidAt, now) ?? beforeApproval(paidAt, transfer);
  const { refund } = of;
  if (no || !refund || !transfer || !who) return reject(no ?? { code: 'refund_not_found' });
  if (isPaidByGateway(transfer)) {
    const { amount } = transfer;
    const { method } = refund;
    return ok([
      { type: 'transfer_paid_twice', transferId, amount, via: 'bank', method, reference, by: who.id, at: paidAt },
    ]);
  }
  return ok([
    {
      type: 'refund_succeeded',
      refundId: refund.id,
      gatewayReference: reference,
      amount: refund.amount,
      at: paidAt,
      transfer: { transferId, by: who.id },
    },
  ]);
}

/** The gateway pays what the bank has paid already: the news is true, and the buyer owes one of the two. */
export function paidBesideBank(rma: Rma, refund: Refund, reference: string, at: Instant): RmaEvent[] {
  const paid = rma.transfers?.find(({ refundId, state }) => refundId === refund.id && state === 'paid');
  if (!paid) return [];
  const { id: transferId, amount } = paid;
  return [{ type: 'transfer_paid_twice', transferId, amount, via: 'gateway', method: refund.method, reference, at }];
}

/** The buyer has sent one of two payments back. */
function reclaim(
  rma: Rma,
  command: Extract<TransferCommand, { type: 'reclaim_transfer' }>,
  { who, now }: Context,
): Decision {
  const { transferId, reference, paidAt: at } = command;
  const transfer = transferOf(rma, transferId);
  const no = canReclaimTransfer(transfer, who) ?? inFuture(at, now);
  if (no || !transfer || !who) return reject(no ?? { code: 'transfer_not_found' });
  return ok([{ type: 'transfer_reclaimed', transferId, amount: transfer.amount, reference, by: who.id, at }]);
}

/** A bank's slip and its writer know the minute. */
function beforeApproval(paidAt: Instant, transfer: Transfer | undefined): Rejection | null {
  const approvedAt = transfer?.approvedAt;
  return approvedAt && paidAt.slice(0, 16) < approvedAt.slice(0, 16)
    ? { code: 'paid_before_approval', approvedAt }
    : null;
}

export function transferMoved(rma: Rma, event: TransferEvent): Rma {
  switch (event.type) {
    case 'payee_named':
      return { ...rma, payee: { id: event.payeeId, kind: event.kind, namedAt: event.at } };
    case 'transfer_proposed': {
      const { transferId: id, refundId, payeeId, amount, because, by: proposedBy, at: proposedAt } = event;
      const transfer: Transfer = { id, refundId, payeeId, amount, state: 'proposed', because, proposedBy, proposedAt };
      return { ...rma, transfers: [...(rma.transfers ?? []), transfer] };
    }
    case 'transfer_approved':
      return changed(rma, event.transferId, { state: 'approved', approvedBy: event.by, approvedAt: event.at });
    case 'transfer_ended':
      return changed(rma, event.transferId, { state: 'ended', endedBecause: event.because });
    case 'transfer_redirect_begun':
      return changed(rma, event.transferId, { redirect: { by: event.by, at: event.at } });
    case 'transfer_redirect_failed': {
      const begun = transferOf(rma, event.transferId)?.redirect;
      return begun ? changed(rma, event.transferId, { redirect: { ...begun, outcome: event.outcome } }) : rma;
    }
    case 'transfer_paid_twice': {
      const { by: paidBy, reference, at: paidAt } = event;
      const slip = event.via === 'bank' ? { reference, paidAt, ...(paidBy ? { paidBy } : {}) } : {};
      return changed(rma, event.transferId, { state: 'paid_twice', ...slip });
    }
    case 'transfer_reclaimed':
      return changed(rma, event.transferId, { state: 'reclaimed', reclaimedAt: event.at });
    default:
      return never(event);
  }
}

const changed = (rma: Rma, id: Transfer['id'], change: Partial<Transfer>): Rma => ({
  ...rma,
  transfers: (rma.transfers ?? []).map((transfer) => (transfer.id === id ? { ...transfer, ...change } : transfer)),
});

type Paid = {
  refundId: Transfer['refundId'];
  gatewayReference: string;
  at: Transfer['proposedAt'];
  transfer?: { transferId: Transfer['id']; by: string };
};

/** A refund is paid: by its transfer, or by the gateway before the transfer was. */
export function withTransferPaid(rma: Rma, event: Paid): Rma {
  if (event.transfer) {
    const { gatewayReference: reference, at: paidAt } = event;
    return changed(rma, event.transfer.transferId, { state: 'paid', paidBy: event.transfer.by, reference, paidAt });
  }
  const open = rma.transfers?.find((each) => each.refundId === event.refundId && isOpenTransfer(each));
  if (!open) return rma;
  const isToldSo = open.redirect !== undefined && open.redirect.outcome !== 'refused';
  return changed(rma, open.id, { state: isToldSo ? 'redirected' : 'overtaken' });
}
