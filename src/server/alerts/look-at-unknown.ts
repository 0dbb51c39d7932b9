import { sql } from 'kysely';
import { changesOf, nextLook } from '../../domain/alerts/alert-book.ts';
import type { AlertHours } from '../../domain/alerts/alert-kinds.ts';
import { type Cause, hoursFor } from '../../domain/alerts/parcel-causes.ts';
import type { MerchantId } from '../../domain/ids.ts';
import type { UnknownId, UnknownState } from '../../domain/parcels/unknown-parcel.ts';
import { type Instant, plusHours } from '../../domain/time.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { alertsOf, type StoredAlert } from './alert-store.ts';
import { applyChanges } from './apply-changes.ts';

type Row = {
  state: UnknownState;
  courier: string | null;
  waybill: string | null;
  arrived_at: Instant;
  time_zone: string;
  set: AlertHours;
  alerts: StoredAlert[];
};

/** Looks whether a parcel has been without an owner for too long. Its row is locked meanwhile. */
export async function lookAtUnknown(app: App, tx: Tx, merchantId: MerchantId, id: UnknownId): Promise<void> {
  const [, { rows }] = await Promise.all([
    sql`select 1 from unknown_parcel where merchant_id = ${merchantId} and unknown_id = ${id} for update`.execute(tx),
    sql<Row>`select u.state, u.courier, u.waybill, u.arrived_at, m.time_zone,
        coalesce((select s.hours from alert_setting s where s.merchant_id = u.merchant_id), '{}') as set,
        ${alertsOf(merchantId, sql`u.unknown_id`)} as alerts
      from unknown_parcel u join merchant m on m.merchant_id = u.merchant_id
      where u.merchant_id = ${merchantId} and u.unknown_id = ${id}`.execute(tx),
  ]);
  const row = rows[0];
  if (!row) return;
  const now = app.clock.now();
  const { alerts, waybill, time_zone: timeZone } = row;
  const causes = causesOf(row);
  const after = await applyChanges(app, tx, {
    merchantId,
    subject: { parcelId: null, unknownId: id },
    alerts,
    causes,
    changes: changesOf(alerts, causes, now),
    ownerId: null,
    about: { waybill, courier: row.courier ?? '', rmaNumbers: [], timeZone },
    now,
  });
  const lookAt = nextLook(after, causes, now);
  await sql`update unknown_parcel set look_at = ${lookAt}
    where merchant_id = ${merchantId} and unknown_id = ${id} and look_at is distinct from ${lookAt}::timestamptz`.execute(
    tx,
  );
}

/** Taken out of a return again, it waits as it did before. */
function causesOf({ state, arrived_at: since, set }: Row): Cause[] {
  const hours = hoursFor('unknown_waiting', set, {});
  if (state !== 'open' || hours === null) return [];
  return [{ kind: 'unknown_waiting', cause: 'open', since, raiseAt: plusHours(since, hours) }];
}
