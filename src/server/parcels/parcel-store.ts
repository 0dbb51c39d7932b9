import { sql } from 'kysely';
import type { MerchantId, ParcelId, RmaId } from '../../domain/ids.ts';
import type { RmaEvent } from '../../domain/returns/events.ts';
import type { Instant } from '../../domain/time.ts';
import type { Tx } from '../db/database.ts';
import type { NewId } from '../new-id.ts';

/** Makes the parcels that a return's events announce, or joins the return to ones already known (a shared parcel). */
export async function joinParcels(
  tx: Tx,
  merchantId: MerchantId,
  rmaId: RmaId,
  events: readonly RmaEvent[],
  newId: NewId,
): Promise<void> {
  const rows = events.flatMap((event) =>
    event.type === 'parcel_announced'
      ? [{ parcel_id: newId('pcl'), courier: event.courier, waybill: event.waybill }]
      : [],
  );
  if (rows.length === 0) return;
  await sql`
    with named as (
      insert into parcel (merchant_id, parcel_id, courier, waybill)
      select ${merchantId}, n.parcel_id, n.courier, n.waybill
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(parcel_id text, courier text, waybill text)
      -- An update that changes nothing, so that the row comes back also when it was there.
      on conflict (merchant_id, waybill, courier) do update set updated_at = now()
      returning parcel_id
    )
    insert into parcel_rma (merchant_id, parcel_id, rma_id) select ${merchantId}, parcel_id, ${rmaId} from named
    on conflict do nothing`.execute(tx);
}

export type ParcelRow = { parcel_id: ParcelId; courier: string; waybill: string; status: string; rma_ids: RmaId[] };

export async function parcelByWaybill(
  tx: Tx,
  merchantId: MerchantId,
  waybill: string,
  courier?: string,
): Promise<ParcelRow[]> {
  const { rows } = await sql<ParcelRow>`
    select p.parcel_id, p.courier, p.waybill, p.status, coalesce(array_agg(r.rma_id) filter (where r.rma_id is not null), '{}') as rma_ids
    from parcel p left join parcel_rma r on r.merchant_id = p.merchant_id and r.parcel_id = p.parcel_id
    where p.merchant_id = ${merchantId} and p.waybill = ${waybill} ${courier ? sql`and p.courier = ${courier}` : sql``}
    group by p.merchant_id, p.parcel_id`.execute(tx);
  return rows;
}

export type ScanRow = { at: Instant; status: string; code: string; text: string; location?: string };

/** Replaces a parcel's history: couriers send the whole of it every time. An older history than ours changes nothing. */
export async function replaceScans(
  tx: Tx,
  merchantId: MerchantId,
  parcelId: ParcelId,
  scans: readonly ScanRow[],
  ended: boolean,
): Promise<boolean> {
  const last = scans.at(-1);
  if (!last) return false;
  const delivered = scans.find((scan) => scan.status === 'delivered')?.at ?? null;
  const updated =
    await sql`update parcel set status = ${last.status}, last_scan_at = ${last.at}, delivered_at = ${delivered},
      tracking_ended = tracking_ended or ${ended}, updated_at = now()
    where merchant_id = ${merchantId} and parcel_id = ${parcelId} and (last_scan_at is null or last_scan_at <= ${last.at})
    returning 1`.execute(tx);
  if (updated.rows.length === 0) return false;
  await sql`delete from parcel_scan where merchant_id = ${merchantId} and parcel_id = ${parcelId}`.execute(tx);
  await sql`insert into parcel_scan (merchant_id, parcel_id, position, at, status, code, text, location)
    select ${merchantId}, ${parcelId}, s.position, s.at, s.status, s.code, s.text, s.location
    from jsonb_to_recordset(${JSON.stringify(scans.map((scan, position) => ({ position, ...scan })))}::jsonb)
      as s(position int, at timestamptz, status text, code text, text text, location text)`.execute(tx);
  return true;
}

export async function markSubscribed(tx: Tx, merchantId: MerchantId, waybill: string, courier: string): Promise<void> {
  await sql`update parcel set subscribed_at = now()
    where merchant_id = ${merchantId} and waybill = ${waybill} and courier = ${courier}`.execute(tx);
}
