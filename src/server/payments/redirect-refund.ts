import type { RefundId, RmaId } from '../../domain/ids.ts';
import { ok, type Result, reject } from '../../domain/result.ts';
import { refundOf } from '../../domain/returns/guards.ts';
import { attemptOf } from '../../domain/returns/refund-outcomes.ts';
import type { RefundState } from '../../domain/returns/rma.ts';
import { openTransferOf } from '../../domain/returns/transfer-guards.ts';
import type { App } from '../app.ts';
import { askLater } from '../refunds/ask-again.ts';
import { recordingOf } from '../refunds/record-outcome.ts';
import { read } from '../returns/rma-store.ts';
import { type CommandMeta, type CommandRejection, runRmaCommandIn } from '../returns/run-rma-command.ts';
import { inItsTurn } from '../transfers/prove-beyond.ts';

type Account = { bankCode: string; bankAccount: string; accountHolder: string };
type Said = { outcome: 'accepted' | 'succeeded' | 'refused' | 'unknown'; message: string };
type No = CommandRejection | { code: 'redirect_not_offered'; method: string };

/** The gateway has taken a refund on and cannot pay the buyer's account: it is told another one, under the same number. */
export async function redirect(
  app: App,
  meta: CommandMeta,
  { rmaId, refundId }: { rmaId: RmaId; refundId: RefundId },
  account: Account,
): Promise<Result<Said, No>> {
  const { merchantId } = meta;
  const stored = await app.db.inMerchant(merchantId, (tx) => read(tx, merchantId, rmaId));
  const refund = stored && refundOf(stored.rma, refundId);
  if (!refund) return reject({ code: 'refund_not_found' });
  return inItsTurn<Said, No>(app, merchantId, refund, () => redirectIn(app, meta, { rmaId, refundId }, account));
}

/** While the turn is ours nobody agrees to pay it at the bank, so what is read now holds until the gateway is told. */
async function redirectIn(
  app: App,
  meta: CommandMeta,
  { rmaId, refundId }: { rmaId: RmaId; refundId: RefundId },
  account: Account,
): Promise<Result<Said, No>> {
  const { merchantId } = meta;
  const stored = await app.db.inMerchant(merchantId, (tx) => read(tx, merchantId, rmaId));
  const refund = stored && refundOf(stored.rma, refundId);
  if (!refund) return reject({ code: 'refund_not_found' });
  if (refund.state !== 'abnormal') return reject({ code: 'refund_not_abnormal', state: refund.state as RefundState });
  if (openTransferOf(stored.rma, refund.id)) return reject({ code: 'transfer_under_way' });
  const payment = await app.shops.payment(merchantId, refund.method);
  if (!payment?.redirect) return reject({ code: 'redirect_not_offered', method: refund.method });
  const outcome = await payment.redirect({
    ...account,
    refundNumber: refund.id,
    gatewayReference: refund.gatewayReference ?? '',
  });
  // What is not taken on leaves the refund as it is: abnormal, and for a person.
  if (outcome.kind === 'rejected')
    return ok({ outcome: 'refused', message: `${outcome.code} ${outcome.message}`.trim() });
  if (outcome.kind === 'unknown') return ok({ outcome: 'unknown', message: outcome.cause });
  const taken = outcome.kind === 'succeeded' ? outcome : { ...outcome, kind: 'accepted_pending' as const };
  const recorded = await app.db.inMerchant(merchantId, async (tx) => {
    await askLater(app, tx, { merchantId, rmaId, refundId });
    const command = recordingOf(refund.id, taken, attemptOf(refund), app.clock.now());
    return runRmaCommandIn(app, tx, rmaId, command, meta);
  });
  if (!recorded.ok) return recorded;
  return ok({ outcome: taken.kind === 'succeeded' ? 'succeeded' : 'accepted', message: '' });
}
