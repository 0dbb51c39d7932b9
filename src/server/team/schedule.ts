import type { MerchantId } from '../../domain/ids.ts';
import { plusMs } from '../../domain/time.ts';
import type { App } from '../app.ts';

/** How long a case may wait for somebody who has just come on shift. */
export const BALANCE_EVERY_MS = 300_000;

/** One round of a merchant waits at any time: its key replaces an earlier one. */
export const scheduleBalance = (app: App, merchantId: MerchantId, inMs: number): Promise<void> =>
  app.db.inMerchant(merchantId, (tx) =>
    app.enqueue(tx, [
      {
        kind: 'balance_team',
        merchantId,
        jobKey: `balance:${merchantId}`,
        runAt: plusMs(app.clock.now(), inMs),
        maxAttempts: 1_000,
      },
    ]),
  );

/** Sees to it that what waits is given out, also after nobody was here to do so. A merchant without a team has one round. */
export async function scheduleBalances(app: App): Promise<void> {
  for (const merchantId of await app.merchants()) await scheduleBalance(app, merchantId, 0);
}
