import { sql } from 'kysely';
import type { MerchantId, ParcelId, RmaId } from '../../domain/ids.ts';
import { type ParcelState, parcelState } from '../../domain/parcels/parcel-state.ts';
import { distinct, type Report, type SourcedScan, withReport } from '../../domain/parcels/scans.ts';
import { isParcelStatus } from '../../domain/parcels/statuses.ts';
import type { RmaEvent } from '../../domain/returns/events.ts';
import { type Instant, plusHours, plusMs } from '../../domain/time.ts';
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
    event.type === 'parcel_announced' || event.type === 'outbound_followed'
      ? [{ parcel_id: newId('pcl'), courier: event.courier, waybill: event.waybill }]
      : [],
  );
  if (rows.length === 0) return;
  const wrong = events.flatMap((event) => (event.type === 'parcel_announced' ? (event.instead ?? []) : []));
  const joined = sql`
    with named as (
      insert into parcel (merchant_id, parcel_id, courier, waybill)
      select ${merchantId}, n.parcel_id, n.courier, n.waybill
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(parcel_id text, courier text, waybill text)
      -- An update that changes nothing, so that the row comes back also when it was there.
      on conflict (merchant_id, waybill, courier) where retired_at is null do update set updated_at = now()
      returning parcel_id
    )
    insert into parcel_rma (merchant_id, parcel_id, rma_id) select ${merchantId}, parcel_id, ${rmaId} from named
    on conflict do nothing`.execute(tx);
  // Neither waits for the other: they travel together.
  await Promise.all([joined, wrong.length > 0 ? leaveParcels(tx, merchantId, rmaId, wrong) : undefined]);
}

/** The return does not travel under these numbers. A parcel that nobody waits for is followed no longer. */
async function leaveParcels(tx: Tx, merchantId: MerchantId, rmaId: RmaId, waybills: readonly string[]): Promise<void> {
  await sql`with gone as (
      delete from parcel_rma r using parcel p
      where r.merchant_id = ${merchantId} and r.rma_id = ${rmaId} and p.merchant_id = r.merchant_id
        and p.parcel_id = r.parcel_id and p.waybill = any(${waybills})
      returning r.parcel_id)
    update parcel p set poll_at = null, look_at = now(), updated_at = now() from gone
    where p.merchant_id = ${merchantId} and p.parcel_id = gone.parcel_id and not exists (select 1 from parcel_rma o
      where o.merchant_id = p.merchant_id and o.parcel_id = p.parcel_id and o.rma_id <> ${rmaId})`.execute(tx);
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
    where p.merchant_id = ${merchantId} and p.waybill = ${waybill} and p.retired_at is null ${courier ? sql`and p.courier = ${courier}` : sql``}
    group by p.merchant_id, p.parcel_id`.execute(tx);
  return rows;
}

export async function parcelById(
  tx: Tx,
  merchantId: MerchantId,
  parcelId: ParcelId,
): Promise<(ParcelRow & { last_scan_at: Instant | null }) | undefined> {
  const { rows } = await sql<ParcelRow & { last_scan_at: Instant | null }>`
    select p.parcel_id, p.courier, p.waybill, p.status, p.last_scan_at,
      array(select r.rma_id from parcel_rma r where r.merchant_id = p.merchant_id and r.parcel_id = p.parcel_id) as rma_ids
    from parcel p where p.merchant_id = ${merchantId} and p.parcel_id = ${parcelId}`.execute(tx);
  return rows[0];
}

/** How long a parcel may be silent before its courier is asked. Spread, so that a night's parcels are not asked at once. */
const SILENCE_MS = 24 * 3_600_000;
const spread = (): number => Math.round(SILENCE_MS * (0.75 + Math.random() / 2));
export const nextPoll = (now: Instant): Instant => plusMs(now, spread());

type Learned = { report: Report; ended: boolean; now: Instant };

/**
 * Adds what a vendor told to what is known of a parcel, and folds all of it anew. The row is locked meanwhile: two pushes
 * at once are two reports, one after the other.
 */
export async function learnScans(
  tx: Tx,
  merchantId: MerchantId,
  parcelId: ParcelId,
  { report, ended, now }: Learned,
): Promise<ParcelState> {
  await sql`select 1 from parcel where merchant_id = ${merchantId} and parcel_id = ${parcelId} for update`.execute(tx);
  const known = await scansOf(tx, merchantId, parcelId);
  const scans = withReport(known, report);
  const state = parcelState(scans);
  const over = ended || state.ended;
  await sql`update parcel set status = ${state.status}, vendor = coalesce(vendor, ${report.source}), last_scan_at = ${state.at ?? null},
      delivered_at = ${state.deliveredAt ?? null}, tracking_ended = tracking_ended or ${over},
      poll_at = case when tracking_ended or ${over} then null else ${nextPoll(now)}::timestamptz end, updated_at = now()
    where merchant_id = ${merchantId} and parcel_id = ${parcelId}`.execute(tx);
  if (isSame(known, scans)) return state;
  await sql`delete from parcel_scan where merchant_id = ${merchantId} and parcel_id = ${parcelId}`.execute(tx);
  await sql`insert into parcel_scan (merchant_id, parcel_id, position, at, status, code, text, location, source)
    select ${merchantId}, ${parcelId}, s.position, s.at, s.status, s.code, s.text, s.location, s.source
    from jsonb_to_recordset(${JSON.stringify(scans.map((scan, position) => ({ position, ...scan })))}::jsonb)
      as s(position int, at timestamptz, status text, code text, text text, location text, source text)`.execute(tx);
  return state;
}

export type ScanRow = Omit<SourcedScan, 'status' | 'location'> & { status: string; location: string | null };

async function scansOf(tx: Tx, merchantId: MerchantId, parcelId: ParcelId): Promise<SourcedScan[]> {
  const { rows } = await sql<ScanRow>`select at, status, code, text, location, source from parcel_scan
    where merchant_id = ${merchantId} and parcel_id = ${parcelId} order by position`.execute(tx);
  return rows.map(scanFromRow);
}

/** A status of an older version of the program that has none today is kept and decides nothing. */
export const scanFromRow = ({ location, status, ...scan }: ScanRow): SourcedScan => ({
  ...scan,
  status: isParcelStatus(status) ? status : 'unrecognised',
  ...(location === null ? {} : { location }),
});

const isSame = (a: readonly SourcedScan[], b: readonly SourcedScan[]): boolean =>
  JSON.stringify(distinct(a)) === JSON.stringify(distinct(b));

export async function markSubscribed(
  tx: Tx,
  merchantId: MerchantId,
  parcel: { waybill: string; courier: string; vendor: string; pollAt: Instant },
): Promise<void> {
  const { waybill, courier, vendor, pollAt } = parcel;
  await sql`update parcel set subscribed_at = now(), vendor = ${vendor},
      poll_at = case when tracking_ended then null else ${pollAt}::timestamptz end
    where merchant_id = ${merchantId} and waybill = ${waybill} and courier = ${courier} and retired_at is null`.execute(
    tx,
  );
}

/**
 * Another courier carries the parcel than was said. Where a parcel of that courier and number is known already, the
 * returns travel in that one.
 */
export async function moveToCourier(
  tx: Tx,
  merchantId: MerchantId,
  parcel: Pick<ParcelRow, 'parcel_id' | 'waybill'>,
  courier: string,
): Promise<void> {
  const { parcel_id, waybill } = parcel;
  const { rows } = await sql<{ parcel_id: ParcelId }>`select parcel_id from parcel
    where merchant_id = ${merchantId} and waybill = ${waybill} and courier = ${courier}
      and retired_at is null`.execute(tx);
  const other = rows[0]?.parcel_id;
  if (!other) {
    await sql`update parcel set courier = ${courier}, subscribed_at = null, updated_at = now()
      where merchant_id = ${merchantId} and parcel_id = ${parcel_id}`.execute(tx);
    return;
  }
  await sql`insert into parcel_rma (merchant_id, parcel_id, rma_id)
    select merchant_id, ${other}, rma_id from parcel_rma
    where merchant_id = ${merchantId} and parcel_id = ${parcel_id} on conflict do nothing`.execute(tx);
  await sql`delete from parcel_rma where merchant_id = ${merchantId} and parcel_id = ${parcel_id}`.execute(tx);
  await sql`update postage o set parcel_id = ${other} where o.merchant_id = ${merchantId} and o.parcel_id = ${parcel_id}
    and not exists (select 1 from postage x where x.merchant_id = o.merchant_id and x.parcel_id = ${other})`.execute(
    tx,
  );
  await sql`update parcel set poll_at = null, tracking_ended = true, look_at = now(), updated_at = now()
    where merchant_id = ${merchantId} and parcel_id = ${parcel_id}`.execute(tx);
}

/** Four digits that a courier asks for before it shows a parcel: of the phone of who sends it back. */
export async function phoneTailFor(tx: Tx, merchantId: MerchantId, rmaId: RmaId): Promise<string | undefined> {
  const { rows } = await sql<{ phone_tail: string }>`select b.phone_tail from rma r
    join sales_order o on o.merchant_id = r.merchant_id and o.order_id = r.order_id
    join party b on b.merchant_id = o.merchant_id and b.party_id = o.buyer_id
    where r.merchant_id = ${merchantId} and r.rma_id = ${rmaId}`.execute(tx);
  return rows[0]?.phone_tail || undefined;
}

/** A courier gives its numbers out again, after a year or so: what came so long ago is not meant by a number any more. */
export const RETIRED_DAYS = 120;

/** Parcels that came long ago, by a courier's word or by ours at the door, leave their numbers to new ones. */
export async function retireWaybills(tx: Tx, merchantId: MerchantId, now: Instant): Promise<void> {
  const since = plusHours(now, -24 * RETIRED_DAYS);
  await sql`with signed as (
      select waybill from parcel_handling where merchant_id = ${merchantId} and retired_at is null
        and occurred_at < ${since} limit 500),
    old as (
      (select parcel_id, waybill from parcel where merchant_id = ${merchantId} and retired_at is null
        and delivered_at < ${since} limit 500)
      union select p.parcel_id, p.waybill from signed s join parcel p on p.merchant_id = ${merchantId}
        and p.waybill = s.waybill and p.retired_at is null),
    freed as (
      update parcel_handling h set retired_at = ${now}, parcel_id = coalesce(h.parcel_id, (
          select o.parcel_id from old o where o.waybill = h.waybill limit 1))
      where h.merchant_id = ${merchantId} and h.retired_at is null
        and h.waybill in (select waybill from old union select waybill from signed))
    update parcel p set retired_at = ${now}, poll_at = null from old
    where p.merchant_id = ${merchantId} and p.parcel_id = old.parcel_id`.execute(tx);
}
