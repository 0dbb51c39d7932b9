import { sql } from 'kysely';
import type { MerchantId, ParcelId, RmaId } from '../../domain/ids.ts';
import { ok, type Result, reject } from '../../domain/result.ts';
import { type Instant, plusMs } from '../../domain/time.ts';
import { type AlertId, lockAlert, noted, saveAlerts } from '../alerts/alert-store.ts';
import type { App } from '../app.ts';
import type { Meta } from '../http/caller.ts';
import { phoneTailFor } from '../parcels/parcel-store.ts';
import { applyTracking } from './tracking.ts';

type AskRejection =
  | { code: 'alert_not_found' }
  | { code: 'no_courier_service' }
  | { code: 'asked_lately'; againAt: Instant };

type Asked = { outcome: 'news' | 'nothing_new' | 'refused' | 'no_answer' | 'asked_before'; message: string | null };

type Followed = {
  parcel_id: ParcelId;
  courier: string;
  waybill: string;
  vendor: string | null;
  rma_id: RmaId | null;
  last_scan_at: Instant | null;
};

/**
 * Asks the service that follows a parcel for news at once. That it was asked is noted first, so that a second press does
 * not ask within the pause that the service wants.
 */
export async function askCourierNow(app: App, alertId: AlertId, meta: Meta): Promise<Result<Asked, AskRejection>> {
  const { merchantId } = meta;
  const parcel = await followed(app, merchantId, alertId);
  if (!parcel) return reject({ code: 'alert_not_found' });
  const { courier, waybill, rma_id } = parcel;
  const tracker = await trackerFor(app, merchantId, parcel);
  if (!tracker) return reject({ code: 'no_courier_service' });
  const taken = await noteAsked(app, alertId, meta, tracker.port.capabilities.queryPauseMs);
  if (!taken.ok) return taken;
  if (taken.value === 'before') return ok({ outcome: 'asked_before', message: null });
  const tail = rma_id && (await app.db.inMerchant(merchantId, (tx) => phoneTailFor(tx, merchantId, rma_id)));
  const answer = await tracker.port.query({ courier, waybill, ...(tail ? { phoneTail: tail } : {}) });
  switch (answer.kind) {
    case 'tracking': {
      await applyTracking(app, merchantId, answer.tracking, tracker.vendor);
      const after = await followed(app, merchantId, alertId);
      const isNews = after?.last_scan_at !== parcel.last_scan_at;
      return ok({ outcome: isNews ? 'news' : 'nothing_new', message: null });
    }
    case 'nothing_yet':
      return ok({ outcome: 'nothing_new', message: null });
    case 'rejected':
      return ok({ outcome: 'refused', message: answer.message });
    case 'unknown':
      return ok({ outcome: 'no_answer', message: answer.cause });
  }
}

/** The one that follows it, else the first that takes its courier. */
async function trackerFor(app: App, merchantId: MerchantId, { vendor, courier }: Followed) {
  const port = vendor === null ? undefined : await app.shops.courier(merchantId, vendor);
  if (port && vendor !== null) return { vendor, port };
  return (await app.shops.trackers(merchantId, courier))[0];
}

/** The parcel of an alert, with who follows it; undefined for an alert without one. */
async function followed(app: App, merchantId: MerchantId, alertId: AlertId): Promise<Followed | undefined> {
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<Followed>`select p.parcel_id, p.courier, p.waybill, p.vendor, p.last_scan_at,
        (select r.rma_id from parcel_rma r where r.merchant_id = p.merchant_id and r.parcel_id = p.parcel_id
          order by r.rma_id limit 1) as rma_id
      from alert a join parcel p on p.merchant_id = a.merchant_id and p.parcel_id = a.parcel_id
      where a.merchant_id = ${merchantId} and a.alert_id = ${alertId}`.execute(tx),
  );
  return rows[0];
}

async function noteAsked(
  app: App,
  alertId: AlertId,
  { merchantId, actor, commandId }: Meta,
  pauseMs: number,
): Promise<Result<'now' | 'before', AskRejection>> {
  return app.db.inMerchant(merchantId, async (tx) => {
    const found = await lockAlert(tx, merchantId, alertId, commandId);
    if (!found) return reject({ code: 'alert_not_found' } as const);
    if (found.ran) return ok('before');
    const { rows } = await sql<{ at: Instant | null }>`select max(n.at) as at from alert a
      join alert_note n on n.merchant_id = a.merchant_id and n.alert_id = a.alert_id and n.type = 'asked'
      where a.merchant_id = ${merchantId} and a.parcel_id = ${found.subject.parcelId}`.execute(tx);
    const now = app.clock.now();
    const last = rows[0]?.at;
    if (last && plusMs(last, pauseMs) > now)
      return reject({ code: 'asked_lately', againAt: plusMs(last, pauseMs) } as const);
    const { alert, note } = noted(found.alert, { type: 'asked', actor, commandId, at: now });
    await saveAlerts(tx, merchantId, found.subject, [alert], [note]);
    return ok('now');
  });
}
