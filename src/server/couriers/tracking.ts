import type { CourierPort, Tracking } from '../../connectors/courier/port.ts';
import type { MerchantId, RmaId } from '../../domain/ids.ts';
import type { App } from '../app.ts';
import { markSubscribed, parcelByWaybill, replaceScans } from '../parcels/parcel-store.ts';
import { runRmaCommand } from '../returns/run-rma-command.ts';

/** The service that tells us about parcels. A second one becomes a choice per merchant. */
export const TRACKING_VENDOR = 'kuaidi100';

export type SubscribeParcel = { merchantId: MerchantId; rmaId: RmaId; courier: string; waybill: string };

/** Asks for news of a parcel. Without a tracking service parcels are followed by hand: that is no error. */
export async function subscribeParcel(app: App, job: SubscribeParcel): Promise<void> {
  const { merchantId, courier, waybill } = job;
  const port = await app.shops.courier(merchantId, TRACKING_VENDOR);
  if (!port) return;
  const callbackUrl = `${app.config.publicUrl}/hooks/${TRACKING_VENDOR}/${merchantId}`;
  const outcome = await port.subscribe({ courier, waybill, callbackUrl });
  switch (outcome.kind) {
    case 'subscribed':
      await app.db.inMerchant(merchantId, (tx) => markSubscribed(tx, merchantId, waybill, courier));
      return;
    case 'rejected':
      // An unknown courier or a wrong number will not become right by asking again.
      app.log.warn({ waybill, courier, code: outcome.code }, `no tracking: ${outcome.message}`);
      return;
    case 'unknown':
      throw new Error(`whether ${waybill} is subscribed is unknown: ${outcome.cause}`);
  }
}

/** Takes over what a courier says of a parcel, and tells the returns that travel in it. */
export async function applyTracking(app: App, merchantId: MerchantId, tracking: Tracking): Promise<void> {
  const last = tracking.scans.at(-1);
  if (!last) return;
  const parcels = await app.db.inMerchant(merchantId, async (tx) => {
    const known = await parcelByWaybill(tx, merchantId, tracking.waybill, tracking.courier);
    const news = [];
    for (const parcel of known) {
      if (await replaceScans(tx, merchantId, parcel.parcel_id, tracking.scans, tracking.ended)) news.push(parcel);
    }
    return news;
  });
  for (const rmaId of parcels.flatMap((parcel) => parcel.rma_ids)) {
    const result = await runRmaCommand(
      app,
      rmaId,
      { type: 'record_parcel_status', waybill: tracking.waybill, status: last.status, at: last.at },
      {
        merchantId,
        commandId: `${tracking.waybill}:${last.status}:${last.at}`,
        actor: { kind: 'courier', id: tracking.courier },
      },
    );
    if (!result.ok) app.log.warn({ rmaId, ...result.rejection }, 'a parcel status was refused');
  }
}

/** A courier's push: proved genuine, applied, then acknowledged. A push that is not applied comes again. */
export async function receivePush(app: App, merchantId: MerchantId, rawBody: string) {
  const port: CourierPort | undefined = await app.shops.courier(merchantId, TRACKING_VENDOR);
  const push = port?.readPush(rawBody) ?? ({ kind: 'forged' } as const);
  switch (push.kind) {
    case 'forged':
      return { status: 401, text: 'signature' };
    case 'unreadable':
      app.log.warn({ merchantId, reason: push.reason }, 'a push could not be read');
      return { status: 400, text: push.reason };
    case 'tracking':
      await applyTracking(app, merchantId, push.tracking);
      return { status: 200, text: push.acknowledgement, contentType: 'application/json; charset=utf-8' };
  }
}
