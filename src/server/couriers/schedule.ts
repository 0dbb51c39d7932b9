import type { MerchantId } from '../../domain/ids.ts';
import { plusMs } from '../../domain/time.ts';
import type { App } from '../app.ts';

/** One round for each merchant waits at any time: its key replaces an earlier one, also when several processes start. */
export const schedulePoll = (app: App, merchantId: MerchantId, inMs: number): Promise<void> =>
  app.db.inMerchant(merchantId, (tx) =>
    app.enqueue(tx, [
      {
        kind: 'poll_parcels',
        merchantId,
        jobKey: `poll:${merchantId}`,
        runAt: plusMs(app.clock.now(), inMs),
        // Couriers that fail for days are asked again by the next start of a worker.
        maxAttempts: 1_000,
      },
    ]),
  );

/** Sees to it that the parcels of every merchant are asked after. */
export async function schedulePolls(app: App): Promise<void> {
  for (const merchantId of await app.merchants()) await schedulePoll(app, merchantId, Math.random() * 60_000);
}
