import { ONLY_IN_CONSOLE } from '../../connectors/channel/port.ts';
import type { MerchantId, RmaId } from '../../domain/ids.ts';
import type { App } from '../app.ts';
import { takesRefusal } from './kind-at-platform.ts';
import { read } from './rma-store.ts';

/**
 * A platform that takes refusals from a program wants one of its own reasons, and only a person can choose it: without one
 * the request stays under review rather than be refused here and not there. As some documents stand, only a person may
 * refuse them, in the platform's console.
 */
export async function platformReasonMissing(app: App, merchantId: MerchantId, rmaId: RmaId): Promise<boolean> {
  const found = await app.db.inMerchant(merchantId, (tx) => read(tx, merchantId, rmaId));
  if (!found?.rma.channelRef) return false;
  const port = await app.shops.channel(merchantId, found.rma.shopId);
  if (!port || !takesRefusal(port, found.rma)) return false;
  const offered = await port.refuseReasons(found.rma.channelRef);
  return !(offered.kind === 'refused' && offered.code === ONLY_IN_CONSOLE);
}
