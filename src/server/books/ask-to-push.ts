import type { MerchantId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';

/**
 * Calls for the job that takes vouchers to the finance system; without one it has nothing to do. Those of one merchant take
 * turns. A later one has a key of its own, so that it never puts off one that is asked for now.
 */
export const askToPush = (app: App, tx: Tx, merchantId: MerchantId, runAt?: Instant): Promise<void> => {
  const turns = `push-vouchers:${merchantId}`;
  const jobKey = runAt ? `${turns}:again` : turns;
  return app.enqueue(tx, [{ kind: 'push_vouchers', merchantId, jobKey, queue: turns, ...(runAt ? { runAt } : {}) }]);
};
