import type { MerchantId } from '../../domain/ids.ts';
import { ok, type Result, reject } from '../../domain/result.ts';
import { attemptOf, type RefundOutcomeRejection } from '../../domain/returns/refund-outcomes.ts';
import type { Refund } from '../../domain/returns/rma.ts';
import type { UnpaidProof } from '../../domain/returns/transfer.ts';
import { isUnconnected } from '../../domain/returns/transfer-guards.ts';
import type { App } from '../app.ts';
import { giveTurnBack, takeTurn } from '../refunds/payment-turn.ts';
import { isTakenUp, recordNews } from '../refunds/record-news.ts';
import { requestOf } from '../refunds/send-refund.ts';
import type { Locked } from '../returns/rma-store.ts';
import type { CommandMeta } from '../returns/run-rma-command.ts';

/**
 * Nobody sends anything of this payment while `run` is at work, so that what the gateway says of it stays true until it
 * is written down.
 */
export async function inItsTurn<T, No extends { code: string }>(
  app: App,
  merchantId: MerchantId,
  refund: Refund,
  run: () => Promise<Result<T, No>>,
): Promise<Result<T, No | RefundOutcomeRejection>> {
  const turn = { merchantId, refund, attempt: attemptOf(refund) };
  const payment = await app.shops.payment(merchantId, refund.method);
  const until = await app.db.inMerchant(merchantId, (tx) => takeTurn(app, tx, turn, payment?.pauseMs ?? 0));
  if (until) return reject({ code: 'refund_attempt_taken', attempt: turn.attempt });
  try {
    return await run();
  } finally {
    await app.db.inMerchant(merchantId, (tx) => giveTurnBack(app, tx, turn));
  }
}

/** Before money leaves the bank, the gateway is asked under the refund's own number: it must neither have paid nor be about to. */
export async function proveBeyond(
  app: App,
  { merchantId, commandId }: CommandMeta,
  stored: Locked,
  refund: Refund,
): Promise<Result<UnpaidProof, RefundOutcomeRejection>> {
  const payment = await app.shops.payment(merchantId, refund.method);
  if (!payment)
    return isUnconnected(refund)
      ? ok('never_sent')
      : reject({ code: 'refund_not_proven_unpaid', said: 'not_connected' });
  const known = await payment.queryRefund(requestOf(stored, refund));
  // What it has taken on and no longer knows is a mistake of its own: it may still pay.
  if (known.kind === 'absent' && refund.state === 'abnormal')
    return reject({ code: 'refund_not_proven_unpaid', said: known.kind });
  if (known.kind === 'absent' || known.kind === 'closed') return ok(known.kind);
  // It holds the money and pays nobody, unless somebody names another account; that waits for its turn, too.
  if (known.kind === 'abnormal' && refund.state === 'abnormal') return ok(known.kind);
  // It has taken the refund up again: that is told here, and no bank pays it.
  if (isTakenUp(known))
    await recordNews(app, { merchantId, stored, refund, outcome: known, commandId: `${commandId}:told` });
  return reject({ code: 'refund_not_proven_unpaid', said: known.kind });
}
