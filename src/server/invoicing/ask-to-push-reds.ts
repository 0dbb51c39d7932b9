import type { MerchantId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';

/** Calls for the job that goes on with red invoices. Those of one merchant take turns; a later one puts off none that is asked for now. */
export const askToPushReds = (app: App, tx: Tx, merchantId: MerchantId, runAt?: Instant): Promise<void> => {
  const turns = `push-reds:${merchantId}`;
  const jobKey = runAt ? `${turns}:again` : turns;
  return app.enqueue(tx, [
    { kind: 'push_red_invoices', merchantId, jobKey, queue: turns, ...(runAt ? { runAt } : {}) },
  ]);
};
