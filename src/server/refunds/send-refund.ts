import type { PaymentPort, RefundOutcome, RefundRequest } from '../../connectors/payment/port.ts';
import type { MerchantId, RefundId, RmaId } from '../../domain/ids.ts';
import type { RmaCommand } from '../../domain/returns/commands.ts';
import type { Refund, Rma } from '../../domain/returns/rma.ts';
import type { App } from '../app.ts';
import { kindAtPlatform } from '../returns/kind-at-platform.ts';
import { read } from '../returns/rma-store.ts';
import { runRmaCommand } from '../returns/run-rma-command.ts';
import { platformPayment } from './platform-payment.ts';

export type SendRefund = { merchantId: MerchantId; rmaId: RmaId; refundId: RefundId };

/**
 * Pays one refund through the gateway that holds the payment. Whatever happens to this process, the refund number stays
 * the same, so the gateway pays it at most once; and from the second attempt on the gateway is asked before it is told,
 * because an earlier attempt may have been cut off after the money moved.
 */
export async function sendRefund(app: App, job: SendRefund, attempt: number): Promise<void> {
  const { merchantId, rmaId, refundId } = job;
  const stored = await app.db.inMerchant(merchantId, (tx) => read(tx, merchantId, rmaId));
  const refund = stored?.rma.refunds.find((candidate) => candidate.id === refundId);
  // Another message has settled it already: a notice, or the platform's own document.
  if (!stored || !refund || refund.state === 'succeeded' || refund.state === 'rejected') return;

  const payment = await portFor(app, merchantId, stored.rma, refund);
  const request: RefundRequest = {
    refundNumber: refund.id,
    tradeNumber: refund.tradeNumber,
    amount: refund.amount,
    reason: stored.rma.number,
  };
  const mayHavePaid = attempt > 1 || refund.state === 'unknown';
  const outcome = payment ? await pay(payment, request, mayHavePaid) : unconnected(refund.method, mayHavePaid);

  const command = commandFor(refundId, outcome, app);
  // One command id per outcome: if this process dies after the commit, the next attempt changes nothing.
  const recorded = await runRmaCommand(app, rmaId, command, {
    merchantId,
    commandId: `${refundId}:${outcome.kind}:${outcome.kind === 'unknown' || outcome.kind === 'rejected' ? stored.rma.version : ''}`,
    actor: { kind: 'system', id: refund.method },
  });
  // The gateway has said something that the return no longer takes, a late success of a replaced number say: never silently.
  if (!recorded.ok)
    app.log.error({ rmaId, refundId, outcome: outcome.kind, ...recorded.rejection }, 'an outcome was not recorded');
  if (outcome.kind === 'unknown') throw new Error(`the outcome of ${refundId} is unknown: ${outcome.cause}`);
}

/** Nobody can be asked. Where nothing was sent yet nothing has moved; otherwise only the gateway could tell. */
const unconnected = (method: string, mayHavePaid: boolean): RefundOutcome =>
  mayHavePaid
    ? { kind: 'unknown', cause: `${method} is not connected and cannot be asked` }
    : { kind: 'rejected', code: 'not_connected', message: method, retryable: true };

async function pay(payment: PaymentPort, request: RefundRequest, askFirst: boolean): Promise<RefundOutcome> {
  if (askFirst) {
    const known = await payment.queryRefund(request);
    if (known.kind !== 'absent') return known;
  }
  return payment.refund(request);
}

/** A marketplace pays its orders itself; the gateways pay the others. */
async function portFor(app: App, merchantId: MerchantId, rma: Rma, refund: Refund): Promise<PaymentPort | undefined> {
  if (refund.method !== rma.channel) return app.shops.payment(merchantId, refund.method);
  const channel = await app.shops.channel(merchantId, rma.shopId);
  return channel && rma.channelRef ? platformPayment(channel, rma.channelRef, kindAtPlatform(rma)) : undefined;
}

type Outcome = Extract<
  RmaCommand,
  { type: 'record_refund_success' | 'record_refund_rejection' | 'record_refund_unknown' }
>;

function commandFor(refundId: RefundId, outcome: RefundOutcome, app: App): Outcome {
  switch (outcome.kind) {
    case 'succeeded': {
      const { gatewayReference, settledAt = app.clock.now() } = outcome;
      return { type: 'record_refund_success', refundId, gatewayReference, settledAt };
    }
    case 'rejected': {
      const { code, message, retryable } = outcome;
      return { type: 'record_refund_rejection', refundId, code, message, retryable };
    }
    case 'unknown':
      return { type: 'record_refund_unknown', refundId, cause: outcome.cause };
  }
}
