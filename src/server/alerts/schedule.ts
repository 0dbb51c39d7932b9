import type { MerchantId } from '../../domain/ids.ts';
import { plusMs } from '../../domain/time.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';

const DAY_MS = 86_400_000;

/** One round of each waits for a merchant at any time: its key replaces an earlier one, also when several processes start. */
export const scheduleLook = (app: App, tx: Tx, merchantId: MerchantId, inMs: number): Promise<void> =>
  app.enqueue(tx, [
    {
      kind: 'look_round',
      merchantId,
      jobKey: `look:${merchantId}`,
      runAt: plusMs(app.clock.now(), inMs),
      maxAttempts: 1_000,
    },
  ]);

export const scheduleLearning = (app: App, tx: Tx, merchantId: MerchantId, inMs = DAY_MS): Promise<void> =>
  app.enqueue(tx, [
    {
      kind: 'learn_lanes',
      merchantId,
      jobKey: `lanes:${merchantId}`,
      runAt: plusMs(app.clock.now(), inMs),
      maxAttempts: 1_000,
    },
  ]);

/** Sees to it that the parcels of every merchant are watched. */
export async function scheduleLooks(app: App): Promise<void> {
  for (const merchantId of await app.merchants()) await watchMerchant(app, merchantId);
}

export const watchMerchant = (app: App, merchantId: MerchantId): Promise<void> =>
  app.db.inMerchant(merchantId, async (tx) => {
    await scheduleLook(app, tx, merchantId, Math.random() * 10_000);
    await scheduleLearning(app, tx, merchantId, Math.random() * 60_000);
  });
