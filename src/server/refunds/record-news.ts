import type { RefundOutcome } from '../../connectors/payment/port.ts';
import type { MerchantId } from '../../domain/ids.ts';
import { attemptOf } from '../../domain/returns/refund-outcomes.ts';
import type { Refund } from '../../domain/returns/rma.ts';
import type { App } from '../app.ts';
import type { Locked } from '../returns/rma-store.ts';
import { runRmaCommandIn } from '../returns/run-rma-command.ts';
import { askLater } from './ask-again.ts';
import { recordingOf } from './record-outcome.ts';

/** What the gateway itself says of a refund, asked about it outside of its own job. */
export type News = {
  merchantId: MerchantId;
  stored: Locked;
  refund: Refund;
  outcome: RefundOutcome;
  commandId: string;
};

/** Writes it down. A refund that was refused has no job that asks on: where it was taken up after all, it gets one. */
export function recordNews(app: App, { merchantId, stored: { rma }, refund, outcome, commandId }: News) {
  return app.db.inMerchant(merchantId, async (tx) => {
    if (refund.state === 'rejected' && (outcome.kind === 'accepted_pending' || outcome.kind === 'abnormal'))
      await askLater(app, tx, { merchantId, rmaId: rma.id, refundId: refund.id });
    return runRmaCommandIn(app, tx, rma.id, recordingOf(refund.id, outcome, attemptOf(refund), app.clock.now()), {
      merchantId,
      commandId,
      actor: { kind: 'system', id: refund.method },
    });
  });
}

/** The gateway has paid, will pay, or holds the money: a refund that we thought refused is none. */
export const isTakenUp = ({ kind }: RefundOutcome): boolean =>
  kind === 'succeeded' || kind === 'accepted_pending' || kind === 'abnormal';
