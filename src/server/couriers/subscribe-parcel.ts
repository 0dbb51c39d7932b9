import type { CourierPort } from '../../connectors/courier/port.ts';
import type { MerchantId, RmaId } from '../../domain/ids.ts';
import type { App } from '../app.ts';
import { markSubscribed, nextPoll, phoneTailFor } from '../parcels/parcel-store.ts';
import { pushPath } from '../parcels/push-path.ts';

export type SubscribeParcel = { merchantId: MerchantId; rmaId: RmaId; courier: string; waybill: string };

/**
 * Asks for news of a parcel: the first service of the merchant's order that takes it. Without any, parcels are followed by
 * hand: that is no error.
 */
export async function subscribeParcel(app: App, job: SubscribeParcel): Promise<void> {
  const { merchantId, courier, waybill, rmaId } = job;
  const trackers = await app.shops.trackers(merchantId, courier);
  if (trackers.length === 0) return;
  const phoneTail = await app.db.inMerchant(merchantId, (tx) => phoneTailFor(tx, merchantId, rmaId));
  for (const { vendor, port } of trackers) {
    if (!(await isTaken(app, port, vendor, { ...job, phoneTail }))) continue;
    const pollAt = nextPoll(app.clock.now());
    await app.db.inMerchant(merchantId, (tx) => markSubscribed(tx, merchantId, { waybill, courier, vendor, pollAt }));
    return;
  }
}

async function isTaken(
  app: App,
  port: CourierPort,
  vendor: string,
  { merchantId, courier, waybill, phoneTail }: SubscribeParcel & { phoneTail: string | undefined },
): Promise<boolean> {
  const callbackUrl = `${app.config.publicUrl}${pushPath(vendor, merchantId)}`;
  const outcome = await port.subscribe({ courier, waybill, callbackUrl, ...(phoneTail ? { phoneTail } : {}) });
  if (outcome.kind === 'unknown') throw new Error(`whether ${waybill} is subscribed is unknown: ${outcome.cause}`);
  if (outcome.kind === 'subscribed') return true;
  // An unknown courier or a wrong number will not become right by asking again.
  app.log.warn({ vendor, waybill, courier, code: outcome.code }, `no tracking: ${outcome.message}`);
  return false;
}
