import type { RmaId, TransferId } from '../../domain/ids.ts';
import { ok, type Result, reject } from '../../domain/result.ts';
import { refundOf } from '../../domain/returns/guards.ts';
import { attemptOf } from '../../domain/returns/refund-outcomes.ts';
import { transferOf } from '../../domain/returns/transfer-guards.ts';
import type { App } from '../app.ts';
import { askLater } from '../refunds/ask-again.ts';
import { recordingOf } from '../refunds/record-outcome.ts';
import { read } from '../returns/rma-store.ts';
import { type CommandMeta, type CommandRejection, runRmaCommand, runRmaCommandIn } from '../returns/run-rma-command.ts';
import { openPayee } from './payee-store.ts';
import { inItsTurn, proveBeyond } from './prove-beyond.ts';

type Said = { outcome: 'accepted' | 'succeeded' | 'refused' | 'unknown'; message: string };
type No = CommandRejection | { code: 'redirect_not_offered'; method: string } | { code: 'redirect_needs_bank_account' };
type Which = { rmaId: RmaId; transferId: TransferId; bankCode: string };

/**
 * The gateway has taken a refund on and cannot pay the buyer's account: it is told the one that the buyer has named and two
 * persons have agreed to, under the same number.
 */
export async function redirectTransfer(app: App, meta: CommandMeta, which: Which): Promise<Result<Said, No>> {
  const { merchantId } = meta;
  const stored = await app.db.inMerchant(merchantId, (tx) => read(tx, merchantId, which.rmaId));
  const transfer = stored && transferOf(stored.rma, which.transferId);
  const refund = transfer && refundOf(stored.rma, transfer.refundId);
  if (!refund) return reject({ code: 'transfer_not_found' });
  // Said once: what became of it is asked of the gateway, and nothing is sent again.
  if (stored.history.some(({ commandId }) => commandId === meta.commandId)) {
    const again = await runRmaCommand(app, which.rmaId, toldOnce(which), meta);
    return again.ok ? ok({ outcome: 'unknown', message: '' }) : again;
  }
  return inItsTurn<Said, No>(app, merchantId, refund, () => redirectIn(app, meta, which));
}

const toldOnce = ({ transferId }: Which) => ({ type: 'redirect_transfer', transferId }) as const;

/** While the turn is ours nothing else is sent, so what the gateway says before it is told still holds then. */
async function redirectIn(app: App, meta: CommandMeta, which: Which): Promise<Result<Said, No>> {
  const { merchantId } = meta;
  const { rmaId, transferId, bankCode } = which;
  const stored = await app.db.inMerchant(merchantId, (tx) => read(tx, merchantId, rmaId));
  const transfer = stored && transferOf(stored.rma, transferId);
  const refund = transfer && refundOf(stored.rma, transfer.refundId);
  if (!refund) return reject({ code: 'transfer_not_found' });
  const payment = await app.shops.payment(merchantId, refund.method);
  if (!payment?.redirect) return reject({ code: 'redirect_not_offered', method: refund.method });
  const payee = await app.db.inMerchant(merchantId, (tx) => openPayee(app, tx, merchantId, transfer.payeeId));
  if (payee?.kind !== 'bank') return reject({ code: 'redirect_needs_bank_account' });
  // An earlier one that nobody heard the end of may have been taken up.
  const proven = await proveBeyond(app, meta, stored, refund);
  if (!proven.ok) return proven;
  const begun = await runRmaCommand(app, rmaId, toldOnce(which), meta);
  if (!begun.ok) return begun;
  const outcome = await payment.redirect({
    bankCode,
    bankAccount: payee.number,
    accountHolder: payee.holder,
    refundNumber: refund.id,
    gatewayReference: refund.gatewayReference ?? '',
  });
  const told = { ...meta, commandId: `${meta.commandId}:told` };
  return app.db.inMerchant(merchantId, async (tx): Promise<Result<Said, No>> => {
    await askLater(app, tx, { merchantId, rmaId, refundId: refund.id });
    if (outcome.kind === 'rejected' || outcome.kind === 'unknown') {
      const said: Said =
        outcome.kind === 'rejected'
          ? { outcome: 'refused', message: `${outcome.code} ${outcome.message}`.trim() }
          : { outcome: 'unknown', message: outcome.cause };
      const kept = {
        transferId,
        outcome: outcome.kind === 'rejected' ? 'refused' : 'unknown',
        message: said.message,
      } as const;
      const recorded = await runRmaCommandIn(app, tx, rmaId, { type: 'record_redirect', ...kept }, told);
      return recorded.ok ? ok(said) : recorded;
    }
    const taken = outcome.kind === 'succeeded' ? outcome : { ...outcome, kind: 'accepted_pending' as const };
    const command = recordingOf(refund.id, taken, attemptOf(refund), app.clock.now());
    const recorded = await runRmaCommandIn(app, tx, rmaId, command, told);
    return recorded.ok ? ok({ outcome: taken.kind === 'succeeded' ? 'succeeded' : 'accepted', message: '' }) : recorded;
  });
}
