import { sql } from 'kysely';
import type { LaneRow } from '../../contract/alerts.ts';
import {
  type AlertHours,
  type AlertKind,
  alertFacts,
  alertKinds,
  wrongAlertHours,
} from '../../domain/alerts/alert-kinds.ts';
import type { MerchantId } from '../../domain/ids.ts';
import { ok, type Result, reject } from '../../domain/result.ts';
import type { Instant } from '../../domain/time.ts';
import { toJson } from '../../domain/wire.ts';
import type { Tx } from '../db/database.ts';
import { cursorOf, pageFrom, readCursor } from '../db/keyset.ts';

export type SettingsRejection =
  | { code: 'alert_settings_changed'; version: number }
  | { code: 'alert_hours_not_allowed'; kinds: readonly AlertKind[] };

/** What the merchant has set, and which version of it that is; nothing yet is version 0. */
export async function readAlertHours(tx: Tx, merchantId: MerchantId): Promise<{ hours: AlertHours; version: number }> {
  const { rows } = await sql<{ hours: AlertHours; version: number }>`select hours, version from alert_setting
    where merchant_id = ${merchantId}`.execute(tx);
  return rows[0] ?? { hours: {}, version: 0 };
}

export const settingsView = ({ hours, version }: { hours: AlertHours; version: number }) => ({
  kinds: alertKinds.map((kind) => {
    const { afterHours, desk, act, learned, dueHours, urgent } = alertFacts[kind];
    const own = hours[kind];
    return {
      kind,
      desk,
      act,
      presetHours: afterHours,
      learned,
      dueHours,
      urgent,
      hours: own === undefined ? afterHours : own,
      own: own !== undefined,
    };
  }),
  version,
});

export async function saveAlertHours(
  tx: Tx,
  merchantId: MerchantId,
  { hours, version }: { hours: AlertHours; version: number },
  by: { id: string; at: Instant },
): Promise<Result<{ version: number }, SettingsRejection>> {
  const kinds = wrongAlertHours(hours);
  if (kinds.length > 0) return reject({ code: 'alert_hours_not_allowed', kinds });
  const { rows } = await sql<{ version: number }>`
    insert into alert_setting (merchant_id, hours, version, changed_by, changed_at)
    select ${merchantId}, ${toJson(hours)}::jsonb, 1, ${by.id}, ${by.at}
      where ${version} = 0 or exists (select 1 from alert_setting where merchant_id = ${merchantId})
    on conflict (merchant_id) do update set hours = excluded.hours, version = alert_setting.version + 1,
      changed_by = excluded.changed_by, changed_at = excluded.changed_at where alert_setting.version = ${version}
    returning version`.execute(tx);
  const saved = rows[0];
  if (!saved) {
    const now = await readAlertHours(tx, merchantId);
    return reject({ code: 'alert_settings_changed', version: now.version });
  }
  await lookAnew(tx, merchantId, by.at);
  return ok(saved);
}

/** What is watched is looked at in the next rounds, and so are unknown parcels that nobody was to hear of. */
async function lookAnew(tx: Tx, merchantId: MerchantId, now: Instant, courier?: string): Promise<void> {
  await sql`update parcel set look_at = ${now} where merchant_id = ${merchantId} and look_at > ${now}
    ${courier === undefined ? sql`` : sql`and courier = ${courier}`}`.execute(tx);
  if (courier === undefined)
    await sql`update unknown_parcel set look_at = ${now} where merchant_id = ${merchantId} and state = 'open'`.execute(
      tx,
    );
}

type LaneQuery = { courier?: string | undefined; city?: string | undefined; after?: string | undefined; limit: number };

const laneColumns = sql`courier, from_city as "fromCity", journeys, hours as learned, own, learned_at as "learnedAt"`;

/** One page of lanes by courier and city; those of a courier begin with all of its parcels. */
export async function listLaneRows(tx: Tx, merchantId: MerchantId, query: LaneQuery) {
  const cursor = readCursor(query.after);
  const conditions = [
    sql`merchant_id = ${merchantId}`,
    sql`(journeys > 0 or own <> '{}')`,
    ...(query.courier ? [sql`courier = ${query.courier}`] : []),
    ...(query.city ? [sql`from_city = ${query.city}`] : []),
    ...(cursor ? [sql`(courier, from_city) > (${cursor[0]}::text, ${cursor[1]}::text)`] : []),
  ];
  const { rows } = await sql<LaneRow>`select ${laneColumns} from lane where ${sql.join(conditions, sql` and `)}
    order by courier, from_city limit ${query.limit + 1}`.execute(tx);
  return pageFrom(rows, query.limit, ({ courier, fromCity }) => cursorOf(courier, fromCity));
}

export async function saveLaneHours(
  tx: Tx,
  merchantId: MerchantId,
  { courier, fromCity, own }: Pick<LaneRow, 'courier' | 'fromCity' | 'own'>,
  now: Instant,
): Promise<Result<LaneRow, SettingsRejection>> {
  const kinds = wrongAlertHours(own);
  if (kinds.length > 0) return reject({ code: 'alert_hours_not_allowed', kinds });
  const { rows } = await sql<LaneRow>`
    insert into lane (merchant_id, courier, from_city, journeys, hours, own)
    values (${merchantId}, ${courier}, ${fromCity}, 0, '{}', ${toJson(own)}::jsonb)
    on conflict (merchant_id, courier, from_city) do update set own = excluded.own
    returning ${laneColumns}`.execute(tx);
  await lookAnew(tx, merchantId, now, courier);
  const [row] = rows;
  return row ? ok(row) : reject({ code: 'alert_hours_not_allowed', kinds: [] });
}
