import type { OrderId, RmaId } from '../../domain/ids.ts';
import type { App } from '../app.ts';
import type { Buyer } from '../http/caller.ts';
import { type Locked, read } from '../returns/rma-store.ts';

/** The return, if it belongs to the order that the buyer has proved. */
export async function ofBuyer(app: App, buyer: Buyer, rmaId: RmaId): Promise<Locked | undefined> {
  const found = await app.db.inMerchant(buyer.merchantId, (tx) => read(tx, buyer.merchantId, rmaId));
  const orderId: OrderId = buyer.orderId;
  return found?.order.id === orderId ? found : undefined;
}
