import type { MerchantId, RmaId } from '../../domain/ids.ts';
import type { App } from '../app.ts';
import { takesRefusal } from './kind-at-platform.ts';
import { read } from './rma-store.ts';

/**
 * A platform that takes refusals from a program wants one of its own reasons, and only a person can choose it: without one
 * the request stays under review rather than be refused here and not there.
 */
export async function platformReasonMissing(app: App, merchantId: MerchantId, rmaId: RmaId): Promise<boolean> {
  const found = await app.db.inMerchant(merchantId, (tx) => read(tx, merchantId, rmaId));
  if (!found?.rma.channelRef) return false;
  const port = await app.shops.channel(merchantId, found.rma.shopId);
  return port !== undefined && takesRefusal(port, found.rma);
}
