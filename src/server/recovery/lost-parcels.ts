import { sql } from 'kysely';
import type { MerchantId, ParcelId, RmaId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import { lookAtParcel } from '../alerts/look-at-parcel.ts';
import type { App } from '../app.ts';
import { tellParcel } from '../couriers/tracking.ts';
import { learnScans } from '../parcels/parcel-store.ts';

export type EndLostParcel = { merchantId: MerchantId; rmaId: RmaId; waybill: string; at: Instant };

/**
 * A courier who grants a claim for a lost parcel says that it is lost: that stands in the parcel's history like a scan, ends
 * its tracking, and is told to all returns that travel in it. Doing it twice is no fault.
 */
export async function endLostParcel(app: App, { merchantId, rmaId, waybill, at }: EndLostParcel): Promise<void> {
  const now = app.clock.now();
  const scan = { at, status: 'lost', code: 'claim', text: '快递公司认赔：包裹丢失' } as const;
  const parcels = await app.db.inMerchant(merchantId, async (tx) => {
    const { rows } = await sql<{ parcel_id: ParcelId }>`select p.parcel_id from parcel p
      join parcel_rma r on r.merchant_id = p.merchant_id and r.parcel_id = p.parcel_id
      where p.merchant_id = ${merchantId} and p.waybill = ${waybill} and r.rma_id = ${rmaId}`.execute(tx);
    for (const { parcel_id } of rows) {
      const report = { source: 'claim', extent: 'news', scans: [scan] } as const;
      await learnScans(tx, merchantId, parcel_id, { report, ended: true, now });
      await lookAtParcel(app, tx, merchantId, parcel_id);
    }
    return rows;
  });
  for (const { parcel_id: parcelId } of parcels) await tellParcel(app, { merchantId, parcelId });
}
