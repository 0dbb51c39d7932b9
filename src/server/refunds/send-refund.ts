import type { PaymentPort, RefundOutcome, RefundPort, RefundRequest } from '../../connectors/payment/port.ts';
import { present } from '../../domain/assert.ts';
import type { MerchantId } from '../../domain/ids.ts';
import { ok, type Result } from '../../domain/result.ts';
import { attemptOf, isUnderWay } from '../../domain/returns/refund-outcomes.ts';
import type { Refund, Rma } from '../../domain/returns/rma.ts';
import { type Instant, plusHours, plusMs } from '../../domain/time.ts';
import type { App } from '../app.ts';
import { kindAtPlatform } from '../returns/kind-at-platform.ts';
import { type Locked, read } from '../returns/rma-store.ts';
import { runRmaCommandIn } from '../returns/run-rma-command.ts';
import { askLater, callLater, type RefundJob } from './ask-again.ts';
import { giveTurnBack, takeTurn } from './payment-turn.ts';
import { platformPayment } from './platform-payment.ts';
import { recordingOf } from './record-outcome.ts';

export type SendRefund = RefundJob;

/**
 * Pays one refund through the gateway that holds the payment. Whatever happens to this process, the refund number stays
 * the same, so the gateway pays it at most once; and from the second attempt on the gateway is asked before it is told,
 * because an earlier attempt may have been cut off after the money moved.
 */
export async function sendRefund(app: App, job: SendRefund, tries: number): Promise<void> {
  const { merchantId, rmaId, refundId } = job;
  const stored = await app.db.inMerchant(merchantId, (tx) => read(tx, merchantId, rmaId));
  const refund = stored?.rma.refunds.find((candidate) => candidate.id === refundId);
  // Another message has settled it already: a notice, or the platform's own document.
  if (!stored || !refund || !isUnderWay(refund)) return;

  const { payment, pauseMs } = await portFor(app, merchantId, stored.rma, refund);
  const mayHavePaid = tries > 1 || refund.state !== 'requested' || attemptOf(refund) > 1;
  const sending: Sending = { job, stored, refund, attempt: attemptOf(refund), pauseMs };
  if (!payment) return settleWith(app, sending, unconnected(refund.method, mayHavePaid));
  const request = requestOf(stored, refund);
  if (mayHavePaid) {
    const known = await payment.queryRefund(request);
    if (known.kind !== 'absent') return settleWith(app, sending, known);
    // What was taken on is not sent again, whatever the gateway has lost sight of: that could only be a mistake of its own.
    if (refund.state === 'accepted' || refund.state === 'abnormal')
      return settleWith(app, sending, { kind: 'unknown', cause: 'the gateway no longer knows what it has taken on' });
  }
  if (isPast(app, stored, payment)) return settleWith(app, sending, pastWindow);
  const turn = await mySend(app, sending, mayHavePaid);
  if (turn.kind === 'wait') return waitFor(app, job, turn.until);
  if (turn.kind === 'taken') return;
  await settleWith(app, { ...sending, attempt: turn.attempt }, await payment.refund(request));
}

type Sending = { job: SendRefund; stored: Locked; refund: Refund; attempt: number; pauseMs: number | undefined };

export function requestOf({ order, rma }: Locked, refund: Refund): RefundRequest {
  const payment = order.payments.find(({ id }) => id === refund.paymentId);
  return {
    refundNumber: refund.id,
    tradeNumber: refund.tradeNumber,
    amount: refund.amount,
    paid: present(payment, 'the payment of the refund').paid,
    reason: rma.number,
    requestedAt: refund.requestedAt,
  };
}

type MySend = { kind: 'mine'; attempt: number } | { kind: 'wait'; until: Instant } | { kind: 'taken' };

/** A gateway's refunds of one payment take turns; a repeat claims its attempt, so that an earlier one is told from it. */
function mySend(app: App, { job, refund, attempt, pauseMs }: Sending, isRepeat: boolean): Promise<MySend> {
  const { merchantId, rmaId, refundId } = job;
  return app.db.inMerchant(merchantId, async (tx): Promise<MySend> => {
    const next = isRepeat ? attempt + 1 : attempt;
    if (pauseMs !== undefined) {
      const until = await takeTurn(app, tx, { merchantId, refund, attempt: next }, pauseMs);
      if (until) return { kind: 'wait', until };
    }
    if (!isRepeat) return { kind: 'mine', attempt };
    const claimed = await runRmaCommandIn(
      app,
      tx,
      rmaId,
      { type: 'claim_refund_attempt', refundId, attempt: next },
      {
        merchantId,
        commandId: `${refundId}:attempt:${app.newId('try')}`,
        actor: { kind: 'system', id: refund.method },
      },
    );
    return claimed.ok ? { kind: 'mine', attempt: next } : { kind: 'taken' };
  });
}

const waitFor = (app: App, job: SendRefund, until: Instant): Promise<void> =>
  app.db.inMerchant(job.merchantId, (tx) => callLater(app, tx, job, until));

/** Records what the gateway said, gives the turn back and sees to what follows, in one transaction. */
async function settleWith(app: App, sending: Sending, outcome: RefundOutcome): Promise<void> {
  const { job, refund, attempt, pauseMs } = sending;
  const { merchantId } = job;
  // Who only asks after what was taken on asks on by its own clock, however long the gateway is silent.
  const isAsked = outcome.kind === 'unknown' && (refund.state === 'accepted' || refund.state === 'abnormal');
  const recorded = await app.db.inMerchant(merchantId, async (tx): Promise<Result<unknown, { code: string }>> => {
    if (pauseMs !== undefined) await giveTurnBack(app, tx, { merchantId, refund, attempt });
    if (outcome.kind === 'rejected' && outcome.retryAfterMs !== undefined) {
      // Not taken on for want of a pause: nobody need do anything.
      await callLater(app, tx, job, plusMs(app.clock.now(), outcome.retryAfterMs));
      return ok(null);
    }
    if (outcome.kind === 'accepted_pending' || outcome.kind === 'abnormal' || isAsked) await askLater(app, tx, job);
    return runRmaCommandIn(
      app,
      tx,
      job.rmaId,
      recordingOf(refund.id, outcome, attempt, app.clock.now()),
      metaOf(sending, outcome),
    );
  });
  const { rmaId, refundId } = job;
  // The gateway has said something that the return no longer takes, a late success of a replaced number say: never silently.
  if (!recorded.ok)
    app.log.error({ rmaId, refundId, outcome: outcome.kind, ...recorded.rejection }, 'an outcome was not recorded');
  if (outcome.kind === 'unknown' && !isAsked)
    throw new Error(`the outcome of ${refundId} is unknown: ${outcome.cause}`);
}

/** One command id per outcome: if this process dies after the commit, the next attempt changes nothing. */
const metaOf = ({ job, stored, refund }: Sending, { kind }: RefundOutcome) => ({
  merchantId: job.merchantId,
  commandId: `${refund.id}:${kind}:${kind === 'succeeded' ? '' : stored.rma.version}`,
  actor: { kind: 'system' as const, id: refund.method },
});

/** Nobody can be asked. Where nothing was sent yet nothing has moved; otherwise only the gateway could tell. */
const unconnected = (method: string, mayHavePaid: boolean): RefundOutcome =>
  mayHavePaid
    ? { kind: 'unknown', cause: `${method} is not connected and cannot be asked` }
    : { kind: 'rejected', code: 'not_connected', message: method, retryable: true };

const pastWindow: RefundOutcome = {
  kind: 'rejected',
  code: 'past_refund_window',
  message: 'the gateway pays no refunds of so old a payment',
  retryable: false,
};

const isPast = (app: App, { order }: Locked, payment: Partial<Pick<PaymentPort, 'refundWindowDays'>>): boolean =>
  payment.refundWindowDays !== undefined &&
  order.paidAt !== null &&
  app.clock.now() > plusHours(order.paidAt, payment.refundWindowDays * 24);

type Port = {
  payment?: (RefundPort & Partial<Pick<PaymentPort, 'refundWindowDays'>>) | undefined;
  pauseMs?: number | undefined;
};

/** A marketplace pays its orders itself; the gateways pay the others. */
async function portFor(app: App, merchantId: MerchantId, rma: Rma, refund: Refund): Promise<Port> {
  if (refund.method !== rma.channel) {
    const payment = await app.shops.payment(merchantId, refund.method);
    return { payment, pauseMs: payment?.pauseMs };
  }
  const channel = await app.shops.channel(merchantId, rma.shopId);
  const { channelRef } = rma;
  return { payment: channel && channelRef ? platformPayment(channel, channelRef, kindAtPlatform(rma)) : undefined };
}
