import { never } from '../assert.ts';
import { resolutionFacts } from '../policy/resolution-facts.ts';
import type { RmaEvent } from './events.ts';
import { amountOrdered } from './giving-in-kind.ts';
import { withReplacement } from './line-plan.ts';
import { afterOutcome } from './refund-outcomes.ts';
import type { Refund, Rma } from './rma.ts';
import { withTransferPaid } from './transferring.ts';

export type MoneyEvent = Extract<RmaEvent, { type: `refund_${string}` | 'nothing_to_refund' }>;

/** Folds what became of money into the return. */
export function moneyMoved(rma: Rma, event: MoneyEvent): Rma {
  switch (event.type) {
    case 'refund_requested': {
      const refund: Refund = {
        id: event.refundId,
        paymentId: event.paymentId,
        method: event.method,
        tradeNumber: event.tradeNumber,
        amount: event.amount,
        state: 'requested',
        parts: event.parts,
        gatewayReference: null,
        cause: null,
        retryable: false,
        requestedAt: event.at,
        settledAt: null,
        ...(event.figures ? { figures: event.figures } : {}),
      };
      return withoutDue(rma, settled({ ...amountOrdered(rma, event), refunds: [...rma.refunds, refund] }));
    }
    case 'nothing_to_refund':
      return withoutDue(rma, {
        ...amountOrdered(rma, event),
        lines: rma.lines.map((line) => (event.lineIds.includes(line.id) ? { ...line, settlement: 'settled' } : line)),
      });
    case 'refund_succeeded':
      return withRefund(withTransferPaid(rma, event), event.refundId, {
        state: 'succeeded',
        settledAt: event.at,
        gatewayReference: event.gatewayReference,
        cause: null,
      });
    case 'refund_rejected':
      return withRefund(rma, event.refundId, {
        state: 'rejected',
        cause: `${event.code}: ${event.message}`,
        retryable: event.retryable,
      });
    case 'refund_unknown':
      return withRefund(rma, event.refundId, { state: 'unknown', cause: event.cause });
    case 'refund_accepted':
    case 'refund_abnormal':
    case 'refund_attempted':
      return withRefund(rma, event.refundId, afterOutcome(event));
    case 'refund_resent':
      return withRefund(rma, event.refundId, {
        state: 'requested',
        cause: null,
        ...(event.attempt === undefined ? {} : { attempt: event.attempt }),
      });
    case 'refund_reissued':
      return withRefund(rma, event.refundId, {
        id: event.newRefundId,
        state: 'requested',
        cause: null,
        gatewayReference: null,
        requestedAt: event.at,
        ...(rma.refunds.some(({ id, attempt }) => id === event.refundId && attempt !== undefined)
          ? { attempt: 1 }
          : {}),
      });
    default:
      return never(event);
  }
}

/** Who is paid gets nothing in its place. */
function withoutDue(before: Rma, after: Rma): Rma {
  if (!before.lines.some((line) => line.replacement === 'due')) return after;
  const facts = resolutionFacts[after.resolution];
  return { ...after, lines: after.lines.map((line) => withReplacement(line, facts)) };
}

const withRefund = (rma: Rma, id: string, change: Partial<Refund>): Rma =>
  settled({ ...rma, refunds: rma.refunds.map((refund) => (refund.id === id ? { ...refund, ...change } : refund)) });

/** A line is settled when every refund that carries a part of it has succeeded, and failed when one was refused. */
function settled(rma: Rma): Rma {
  return {
    ...rma,
    lines: rma.lines.map((line) => {
      const carrying = rma.refunds.filter((refund) => refund.parts.some((part) => part.lineId === line.id));
      if (carrying.length === 0) return line;
      const failed = carrying.some((refund) => refund.state === 'rejected' || refund.state === 'abnormal');
      const done = carrying.every((refund) => refund.state === 'succeeded');
      return { ...line, settlement: done ? 'settled' : failed ? 'failed' : 'pending' };
    }),
  };
}
