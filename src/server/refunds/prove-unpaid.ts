import type { RefundId, RmaId } from '../../domain/ids.ts';
import { ok, type Result, reject } from '../../domain/result.ts';
import type { RefundOutcomeRejection } from '../../domain/returns/refund-outcomes.ts';
import { isUnconnected } from '../../domain/returns/transfer-guards.ts';
import type { App } from '../app.ts';
import { read } from '../returns/rma-store.ts';
import type { CommandMeta } from '../returns/run-rma-command.ts';
import { isTakenUp, recordNews } from './record-news.ts';
import { requestOf } from './send-refund.ts';

/**
 * A person wants the money sent under a new number. The gateway is asked once more: only what it does not have, or has
 * closed, can be paid anew without paying twice.
 */
export async function proveUnpaid(
  app: App,
  { merchantId, commandId }: CommandMeta,
  rmaId: RmaId,
  refundId: RefundId,
): Promise<Result<null, RefundOutcomeRejection>> {
  const stored = await app.db.inMerchant(merchantId, (tx) => read(tx, merchantId, rmaId));
  const refund = stored?.rma.refunds.find(({ id }) => id === refundId);
  // Sent again it could only be lost sight of: nobody can be asked what became of it.
  if (stored && refund && isUnconnected(refund) && refund.method !== stored.rma.channel)
    return (await app.shops.payment(merchantId, refund.method))
      ? ok(null)
      : reject({ code: 'refund_not_proven_unpaid', said: 'not_connected' });
  // The command says what is wrong with it; what keeps its number needs no proof, and platforms have numbers of their own.
  if (!stored || refund?.state !== 'rejected' || refund.retryable || refund.method === stored.rma.channel)
    return ok(null);
  const payment = await app.shops.payment(merchantId, refund.method);
  if (!payment) return reject({ code: 'refund_not_proven_unpaid', said: 'not_connected' });
  const known = await payment.queryRefund(requestOf(stored, refund));
  if (known.kind === 'absent' || known.kind === 'closed') return ok(null);
  // Nobody else asks after a refund that was refused, so what an earlier attempt has led to is told here.
  if (isTakenUp(known))
    await recordNews(app, { merchantId, stored, refund, outcome: known, commandId: `${commandId}:told` });
  return reject({ code: 'refund_not_proven_unpaid', said: known.kind });
}
