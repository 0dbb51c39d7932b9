import type { MerchantId } from '../../domain/ids.ts';
import { type Instant, plusMs } from '../../domain/time.ts';
import type { App } from '../app.ts';

/** One round for each merchant waits at any time: its key replaces an earlier one, also when several processes start. */
export const scheduleMatch = (app: App, merchantId: MerchantId, at: Instant): Promise<void> =>
  app.db.inMerchant(merchantId, (tx) =>
    app.enqueue(tx, [
      { kind: 'match_round', merchantId, jobKey: `match:${merchantId}`, runAt: at, maxAttempts: 1_000 },
    ]),
  );

/** Sees to it that the statements of every merchant are read. */
export async function scheduleMatches(app: App): Promise<void> {
  for (const merchantId of await app.merchants())
    await scheduleMatch(app, merchantId, plusMs(app.clock.now(), Math.random() * 60_000));
}
