import { sql } from 'kysely';
import type { MerchantId, ParcelId, RmaId } from '../../domain/ids.ts';
import { plusHours } from '../../domain/time.ts';
import type { App } from '../app.ts';
import { nextPoll, phoneTailFor, retireWaybills } from '../parcels/parcel-store.ts';
import { callForLeft } from './push-store.ts';
import { applyTracking } from './tracking.ts';

type Silent = {
  parcel_id: ParcelId;
  courier: string;
  waybill: string;
  vendor: string;
  rma_id: RmaId | null;
};

const AT_ONCE = 20;
const PAUSE_MS = 10 * 60_000;
/** A parcel that nobody has seen for so long is not asked after any more. */
const FORGOTTEN_HOURS = 60 * 24;

/**
 * Asks after parcels of which nothing was heard for long: pushes get lost, and some vendors give up. Each is put off before
 * it is asked for, so that a vendor in trouble is not asked for the same one again and again.
 */
export async function pollParcels(app: App, merchantId: MerchantId): Promise<{ againInMs: number } | undefined> {
  const ports = await Promise.all(app.shops.couriers.map(({ id }) => app.shops.courier(merchantId, id)));
  if (ports.every((port) => port === undefined)) return undefined;
  await callForLeft(app, merchantId);
  const silent = await app.db.inMerchant(merchantId, async (tx) => {
    const now = app.clock.now();
    await retireWaybills(tx, merchantId, now);
    const { rows } = await sql<Silent>`
      with due as (
        select parcel_id from parcel where merchant_id = ${merchantId} and poll_at <= ${now}
        order by poll_at, parcel_id limit ${AT_ONCE} for update skip locked)
      update parcel p set poll_at = case when p.created_at < ${plusHours(now, -FORGOTTEN_HOURS)} then null
          else ${nextPoll(now)}::timestamptz end
      from due where p.merchant_id = ${merchantId} and p.parcel_id = due.parcel_id
      returning p.parcel_id, p.courier, p.waybill, p.vendor,
        (select r.rma_id from parcel_rma r where r.merchant_id = p.merchant_id and r.parcel_id = p.parcel_id
          order by r.rma_id limit 1) as rma_id`.execute(tx);
    return rows;
  });
  for (const parcel of silent) await askAfter(app, merchantId, parcel);
  const jitter = 0.75 + Math.random() / 2;
  return { againInMs: silent.length === AT_ONCE ? 0 : Math.round(PAUSE_MS * jitter) };
}

async function askAfter(app: App, merchantId: MerchantId, parcel: Silent): Promise<void> {
  const { courier, waybill, vendor, rma_id } = parcel;
  const port = await app.shops.courier(merchantId, vendor);
  if (!port) return;
  const phoneTail =
    rma_id === null ? undefined : await app.db.inMerchant(merchantId, (tx) => phoneTailFor(tx, merchantId, rma_id));
  const answer = await port.query({ courier, waybill, ...(phoneTail ? { phoneTail } : {}) });
  if (answer.kind === 'tracking') await applyTracking(app, merchantId, answer.tracking, vendor);
  if (answer.kind === 'rejected' || answer.kind === 'unknown')
    app.log.warn({ vendor, waybill, courier, answer }, 'a parcel could not be asked after');
}
