import { type RawBuilder, sql } from 'kysely';
import { changesOf, nextLook } from '../../domain/alerts/alert-book.ts';
import type { AlertHours } from '../../domain/alerts/alert-kinds.ts';
import { hoursOn, type LaneHours } from '../../domain/alerts/lanes.ts';
import { causesOf, type WatchedParcel } from '../../domain/alerts/parcel-causes.ts';
import { watchedParcel } from '../../domain/alerts/watched-parcel.ts';
import type { MerchantId, ParcelId } from '../../domain/ids.ts';
import { gramsOf, type LearnedWeight } from '../../domain/parcels/box-weight.ts';
import { parcelState } from '../../domain/parcels/parcel-state.ts';
import { isIntent, isParcelStatus, parcelStatuses } from '../../domain/parcels/statuses.ts';
import type { Rma } from '../../domain/returns/rma.ts';
import { type Instant, plusHours } from '../../domain/time.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { iso } from '../orders/order-store.ts';
import { type ScanRow, scanFromRow } from '../parcels/parcel-store.ts';
import { eventFromRow, fold } from '../returns/rma-store.ts';
import { alertsOf, type StoredAlert } from './alert-store.ts';
import { applyChanges } from './apply-changes.ts';

type Row = {
  courier: string;
  waybill: string;
  weighed_grams: number | null;
  learned_weights: LearnedWeight[];
  created_at: Instant;
  time_zone: string;
  set: AlertHours;
  from_city: string;
  lanes: { courier: string; fromCity: string; learned: LaneHours; own: AlertHours }[];
  scans: ScanRow[];
  rmas: Parameters<typeof eventFromRow>[0][][];
  alerts: StoredAlert[];
};

/** Statuses of a scan that say that goods have moved. */
export const movingStatuses = Object.keys(parcelStatuses).filter(
  (status) => isParcelStatus(status) && !isIntent(status),
);

/** The city of a place as couriers write it, without what some of them add. */
export const cityOf = (location: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`regexp_replace(btrim(${location}), '市$', '')`;

/** Nothing is missed for longer, whatever else goes wrong. */
const LOOK_AGAIN_HOURS = 24;
/** What nobody has seen for so long, and nobody is called for, is not looked at any more. */
const FORGOTTEN_HOURS = 90 * 24;

/**
 * Looks whether somebody must see to a parcel: raises, closes and moves up its alerts, and says when to look again. Its row
 * is locked meanwhile, after those of an order or a return, if the caller holds any. Looking twice changes nothing.
 */
export async function lookAtParcel(app: App, tx: Tx, merchantId: MerchantId, parcelId: ParcelId): Promise<void> {
  const [, row] = await Promise.all([
    sql`select 1 from parcel where merchant_id = ${merchantId} and parcel_id = ${parcelId} for update`.execute(tx),
    read(tx, merchantId, parcelId),
  ]);
  if (!row) return;
  const now = app.clock.now();
  const rmas = row.rmas.flatMap((events) => fold(events.map((event) => eventFromRow(event).event)) ?? []);
  const parcel = watchedFrom(row, rmas);
  const { courier, waybill, alerts, time_zone: timeZone } = row;
  const hours = hoursOn(row.lanes, { courier, fromCity: row.from_city }, row.set);
  const causes = causesOf(parcel, hours.set, hours.learned, now);
  const after = await applyChanges(app, tx, {
    merchantId,
    subject: { parcelId, unknownId: null },
    alerts,
    causes,
    changes: changesOf(alerts, causes, now),
    ownerId: rmas.find(({ assignee }) => assignee)?.assignee ?? null,
    about: { waybill, courier, rmaNumbers: rmas.map(({ number }) => number), timeZone },
    now,
  });
  const lookAt = lookAgain(parcel, after, nextLook(after, causes, now), now);
  await sql`update parcel set look_at = ${lookAt}
    where merchant_id = ${merchantId} and parcel_id = ${parcelId} and look_at is distinct from ${lookAt}::timestamptz`.execute(
    tx,
  );
}

function lookAgain(
  parcel: WatchedParcel,
  alerts: readonly StoredAlert[],
  next: Instant | null,
  now: Instant,
): Instant | null {
  const isOpen = alerts.some(({ over }) => over === null);
  const isForgotten = parcel.announcedAt < plusHours(now, -FORGOTTEN_HOURS);
  if (!isOpen && (parcel.isSettled || parcel.phase === 'over' || isForgotten)) return null;
  const atLatest = plusHours(now, LOOK_AGAIN_HOURS);
  return next !== null && next < atLatest ? next : atLatest;
}

function watchedFrom(row: Row, rmas: readonly Rma[]): WatchedParcel {
  const { waybill, weighed_grams: weighed } = row;
  const expected = gramsOf(
    rmas.flatMap(({ lines }) => lines),
    row.learned_weights,
  );
  const named = rmas.flatMap(({ parcels }) => parcels.filter((parcel) => parcel.waybill === waybill));
  const [announcedAt = row.created_at] = named.map((parcel) => parcel.announcedAt).toSorted();
  const grams = weighed !== null && expected !== null ? { grams: { weighed, expected } } : {};
  return watchedParcel({ waybill, announcedAt, ...grams }, parcelState(row.scans.map(scanFromRow)), rmas);
}

async function read(tx: Tx, merchantId: MerchantId, parcelId: ParcelId): Promise<Row | undefined> {
  const { rows } = await sql<Row>`
    select p.courier, p.waybill, p.weighed_grams, p.created_at, m.time_zone, f.city as from_city,
      coalesce((select s.hours from alert_setting s where s.merchant_id = p.merchant_id), '{}') as set,
      coalesce((select json_agg(json_build_object('courier', l.courier, 'fromCity', l.from_city, 'learned', l.hours,
          'own', l.own))
        from lane l where l.merchant_id = p.merchant_id and l.courier = p.courier and l.from_city in ('', f.city)), '[]')
        as lanes,
      coalesce((select json_agg(json_build_object('at', ${iso('s.at')}, 'status', s.status, 'code', s.code,
          'text', s.text, 'location', s.location, 'source', s.source) order by s.position)
        from parcel_scan s where s.merchant_id = p.merchant_id and s.parcel_id = p.parcel_id), '[]') as scans,
      coalesce((select json_agg((select json_agg(json_build_object('seq', e.seq, 'type', e.type, 'data', e.data,
            'actor_kind', e.actor_kind, 'actor_id', e.actor_id, 'command_id', '', 'command_hash', '',
            'occurred_at', ${iso('e.occurred_at')}) order by e.seq)
          from rma_event e where e.merchant_id = pr.merchant_id and e.rma_id = pr.rma_id) order by pr.rma_id)
        from parcel_rma pr where pr.merchant_id = p.merchant_id and pr.parcel_id = p.parcel_id), '[]') as rmas,
      ${alertsOf(merchantId, sql`p.parcel_id`)} as alerts,
      ${learnedOfParcel} as learned_weights
    from parcel p
    join merchant m on m.merchant_id = p.merchant_id
    cross join lateral (select coalesce((select ${cityOf(sql`s.location`)} from parcel_scan s
        where s.merchant_id = p.merchant_id and s.parcel_id = p.parcel_id and s.status = any(${movingStatuses})
          and btrim(s.location) <> '' order by s.at, s.position limit 1), '') as city) f
    where p.merchant_id = ${merchantId} and p.parcel_id = ${parcelId}`.execute(tx);
  return rows[0];
}

/** What its articles weigh, as far as parcels have taught it. Asked for only where the scales have spoken. */
const learnedOfParcel = sql`case when p.weighed_grams is null then '[]' else coalesce((
    select json_agg(json_build_object('sku', w.sku, 'units', w.units, 'grams', w.grams))
    from sku_weight w where w.merchant_id = p.merchant_id and w.sku in (select l.sku from parcel_rma pr
      join rma_line l on l.merchant_id = pr.merchant_id and l.rma_id = pr.rma_id
      where pr.merchant_id = p.merchant_id and pr.parcel_id = p.parcel_id)), '[]') end`;
