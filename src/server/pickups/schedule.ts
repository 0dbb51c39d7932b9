import type { MerchantId } from '../../domain/ids.ts';
import { plusMs } from '../../domain/time.ts';
import type { App } from '../app.ts';

/** One round for each merchant waits at any time: its key replaces an earlier one, also when several processes start. */
export const scheduleAsking = (app: App, merchantId: MerchantId, inMs: number): Promise<void> =>
  app.db.inMerchant(merchantId, (tx) =>
    app.enqueue(tx, [
      {
        kind: 'ask_after_pickups',
        merchantId,
        jobKey: `visits:${merchantId}`,
        runAt: plusMs(app.clock.now(), inMs),
        maxAttempts: 1_000,
      },
    ]),
  );

/** Sees to it that visits of which nothing is heard are asked after. */
export async function scheduleAskings(app: App): Promise<void> {
  for (const merchantId of await app.merchants()) await scheduleAsking(app, merchantId, Math.random() * 60_000);
}
