import type { InterceptNews, PickupNews } from '../../connectors/courier/port.ts';
import type { MerchantId } from '../../domain/ids.ts';
import { statusOut } from '../../domain/returns/outbound-guards.ts';
import type { App } from '../app.ts';
import { parcelByWaybill } from '../parcels/parcel-store.ts';
import { read } from '../returns/rma-store.ts';
import { runRmaCommand, runRmaCommandIn } from '../returns/run-rma-command.ts';
import { findPickup, learnOfPickup } from './pickup-store.ts';

/**
 * What a push says of a visit. A code that nobody knows moves nothing; who comes is kept all the same.
 * @param named the visit that the push address names, where the service repeats only its own number
 * @returns whether it is one of ours
 */
export async function takePickupNews(
  app: App,
  merchantId: MerchantId,
  vendor: string,
  news: PickupNews,
  named: string | undefined,
): Promise<boolean> {
  const { reference, state, waybill, courier, text, courierPerson: person } = news;
  return app.db.inMerchant(merchantId, async (tx) => {
    const found = await findPickup(tx, merchantId, vendor, { bookingId: news.bookingId ?? named, reference });
    if (!found) {
      app.log.warn({ merchantId, vendor, reference, code: news.code }, 'news of a visit that nobody asked for');
      return false;
    }
    const { id: pickupId, rmaId } = found;
    await learnOfPickup(tx, app, merchantId, pickupId, { reference, person });
    if (!state) {
      app.log.warn({ merchantId, vendor, pickupId, code: news.code, text }, 'a code of a visit that nobody knows');
      return true;
    }
    const told = {
      outcome: 'moved' as const,
      state,
      ...(reference ? { reference } : {}),
      ...(waybill ? { waybill } : {}),
      ...(courier ? { courier } : {}),
      ...(text ? { text } : {}),
    };
    const recorded = await runRmaCommandIn(
      app,
      tx,
      rmaId,
      { type: 'record_pickup', pickupId, told },
      { merchantId, commandId: app.newId('cmd'), actor: { kind: 'courier', id: courier ?? vendor } },
    );
    if (!recorded.ok) app.log.warn({ rmaId, pickupId, ...recorded.rejection }, 'news of a visit was refused');
    return true;
  });
}

/** What a service says of a parcel that was asked back. That it is asked is no news to us. @returns whether we did */
export async function takeInterceptNews(
  app: App,
  merchantId: MerchantId,
  { waybill, courier, state, text }: InterceptNews,
): Promise<boolean> {
  if (state !== 'done' && state !== 'failed') return true;
  const parcels = await app.db.inMerchant(merchantId, (tx) => parcelByWaybill(tx, merchantId, waybill));
  const rmaIds = new Set(
    parcels.filter((p) => p.courier === courier || parcels.length === 1).flatMap((p) => p.rma_ids),
  );
  let isKnown = false;
  for (const rmaId of rmaIds) {
    const found = await app.db.inMerchant(merchantId, (tx) => read(tx, merchantId, rmaId));
    if (!found?.rma.intercepts?.some((intercept) => intercept.waybill === waybill)) continue;
    isKnown = true;
    const told = state === 'done' ? 'accepted' : 'failed';
    const recorded = await runRmaCommand(
      app,
      rmaId,
      { type: 'record_intercept', waybill, told, cause: text },
      { merchantId, commandId: app.newId('cmd'), actor: { kind: 'courier', id: courier } },
    );
    const status = statusOut(found.rma, waybill);
    if (!recorded.ok)
      app.log.warn({ rmaId, waybill, status, ...recorded.rejection }, 'news of an intercept was refused');
  }
  return isKnown;
}
