import type { MerchantId, OfferId, RmaId } from '../../domain/ids.ts';
import type { App } from '../app.ts';
import { runRmaCommand } from '../returns/run-rma-command.ts';

export type LapseOffer = { merchantId: MerchantId; rmaId: RmaId; offerId: OfferId };

/** The time of an offer is over: whoever has not answered keeps his request. */
export async function lapseOffer(app: App, { merchantId, rmaId, offerId }: LapseOffer): Promise<void> {
  const done = await runRmaCommand(
    app,
    rmaId,
    { type: 'lapse_offer', offerId },
    { merchantId, commandId: `${offerId}:lapse`, actor: { kind: 'system', id: 'clock' } },
  );
  if (!done.ok) app.log.error({ rmaId, offerId, ...done.rejection }, 'an offer did not lapse');
}
