import type { CourierNews, Tracking, TrackingNews } from '../../connectors/courier/port.ts';
import type { MerchantId, ParcelId, RmaId } from '../../domain/ids.ts';
import { plusMs } from '../../domain/time.ts';
import { lookAtParcel } from '../alerts/look-at-parcel.ts';
import type { App } from '../app.ts';
import { learnScans, moveToCourier, type ParcelRow, parcelById, parcelByWaybill } from '../parcels/parcel-store.ts';
import { takeInterceptNews, takePickupNews } from '../pickups/pickup-news.ts';
import { runRmaCommand } from '../returns/run-rma-command.ts';

export type TellParcel = { merchantId: MerchantId; parcelId: ParcelId };

/** Vendors that have given up want to rest before they are asked again. */
const REST_MS = 31 * 60_000;

/**
 * Takes over what a vendor says of a parcel, and tells the returns that travel in it. What was said is kept first; if the
 * returns cannot be told now, a job tells them.
 * @returns whether it is a parcel of ours
 */
export async function applyTracking(
  app: App,
  merchantId: MerchantId,
  tracking: Tracking,
  vendor: string,
): Promise<boolean> {
  if (tracking.scans.length === 0) return true;
  const { extent, scans, ended } = tracking;
  const learned = { report: { source: vendor, extent, scans }, ended, now: app.clock.now() };
  const parcels = await parcelsOf(app, merchantId, tracking);
  await app.db.inMerchant(merchantId, async (tx) => {
    for (const { parcel_id } of parcels) {
      await learnScans(tx, merchantId, parcel_id, learned);
      await lookAtParcel(app, tx, merchantId, parcel_id);
    }
  });
  for (const { parcel_id: parcelId } of parcels) {
    try {
      await tellParcel(app, { merchantId, parcelId });
    } catch (error) {
      app.log.warn({ error, parcelId }, 'the returns of a parcel are told later');
      await app.db.inMerchant(merchantId, (tx) =>
        app.enqueue(tx, [{ kind: 'tell_parcel', merchantId, parcelId, jobKey: `tell:${parcelId}` }]),
      );
    }
  }
  return parcels.length > 0;
}

/** The parcels that are meant. A number that one parcel alone bears is meant also where a vendor names another courier. */
async function parcelsOf(app: App, merchantId: MerchantId, { waybill, courier }: Tracking): Promise<ParcelRow[]> {
  const named = await app.db.inMerchant(merchantId, (tx) => parcelByWaybill(tx, merchantId, waybill));
  const exact = named.filter((parcel) => parcel.courier === courier);
  if (exact.length > 0 || named.length !== 1) return exact;
  const [parcel] = named;
  if (parcel) await correctCourier(app, merchantId, parcel, courier);
  return app.db.inMerchant(merchantId, (tx) => parcelByWaybill(tx, merchantId, waybill, courier));
}

/** Tells the returns in a parcel where it is. Telling them twice is no fault. */
export async function tellParcel(app: App, { merchantId, parcelId }: TellParcel): Promise<void> {
  const parcel = await app.db.inMerchant(merchantId, (tx) => parcelById(tx, merchantId, parcelId));
  if (!parcel?.last_scan_at) return;
  const { waybill, status, last_scan_at: at, courier } = parcel;
  for (const rmaId of parcel.rma_ids) {
    const result = await runRmaCommand(
      app,
      rmaId,
      { type: 'record_parcel_status', waybill, status, at },
      { merchantId, commandId: `${waybill}:${status}:${at}`, actor: { kind: 'courier', id: courier } },
    );
    if (!result.ok) app.log.warn({ rmaId, ...result.rejection }, 'a parcel status was refused');
  }
}

/**
 * A vendor knows better who carries a parcel; it is followed there from now on. The parcel moves last: if this ends before,
 * the same news finds it where it was and tells its returns once more, which changes nothing.
 */
async function correctCourier(app: App, merchantId: MerchantId, parcel: ParcelRow, courier: string): Promise<void> {
  const { waybill, rma_ids } = parcel;
  for (const rmaId of rma_ids) {
    const result = await runRmaCommand(
      app,
      rmaId,
      { type: 'correct_courier', waybill, courier },
      // It may be said again after the opposite was: each time is a command of its own.
      { merchantId, commandId: app.newId('cmd'), actor: { kind: 'courier', id: courier } },
    );
    if (!result.ok) app.log.warn({ rmaId, ...result.rejection }, 'a courier could not be corrected');
  }
  await app.db.inMerchant(merchantId, async (tx) => {
    await moveToCourier(tx, merchantId, parcel, courier);
    await resubscribe(app, tx, merchantId, { waybill, courier, rmaId: rma_ids[0] });
  });
}

async function resubscribe(
  app: App,
  tx: Parameters<App['enqueue']>[0],
  merchantId: MerchantId,
  { waybill, courier, rmaId }: { waybill: string; courier: string; rmaId: RmaId | undefined },
): Promise<void> {
  if (!rmaId) return;
  const runAt = plusMs(app.clock.now(), REST_MS);
  await app.enqueue(tx, [
    { kind: 'subscribe_parcel', merchantId, rmaId, courier, waybill, runAt, jobKey: `subscribe:${rmaId}:${waybill}` },
  ]);
}

/**
 * Takes over what a push says.
 * @param pickup the visit that the push address names, where the service repeats only its own number
 * @returns whether anybody knows what it speaks of
 */
export async function applyNews(
  app: App,
  merchantId: MerchantId,
  vendor: string,
  news: CourierNews,
  pickup?: string,
): Promise<boolean> {
  if (news.kind === 'pickup') return takePickupNews(app, merchantId, vendor, news, pickup);
  if (news.kind === 'intercept') return takeInterceptNews(app, merchantId, news);
  const isKnown = await applyTracking(app, merchantId, news.tracking, vendor);
  if (news.stopped) await followAnew(app, merchantId, vendor, news);
  return isKnown;
}

/** The vendor has given up. Where it knows who else carries the parcel, that one is asked; else the poll goes on. */
async function followAnew(
  app: App,
  merchantId: MerchantId,
  vendor: string,
  { tracking, stopped }: TrackingNews,
): Promise<void> {
  const { waybill, courier } = tracking;
  app.log.warn({ merchantId, vendor, waybill, reason: stopped?.reason }, 'a vendor gave a parcel up');
  if (!stopped?.courier) return;
  const parcels = await app.db.inMerchant(merchantId, (tx) => parcelByWaybill(tx, merchantId, waybill, courier));
  for (const parcel of parcels) await correctCourier(app, merchantId, parcel, stopped.courier);
}
