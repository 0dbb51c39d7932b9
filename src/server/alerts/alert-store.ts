import { type RawBuilder, sql } from 'kysely';
import type { OwnedAlert } from '../../domain/alerts/alert-acts.ts';
import { alertFacts } from '../../domain/alerts/alert-kinds.ts';
import type { MerchantId, ParcelId } from '../../domain/ids.ts';
import type { UnknownId } from '../../domain/parcels/unknown-parcel.ts';
import type { Instant } from '../../domain/time.ts';
import { toJson } from '../../domain/wire.ts';
import type { Tx } from '../db/database.ts';
import { iso } from '../orders/order-store.ts';

export type AlertId = `alt_${string}`;

/** What an alert is about. */
export type Subject = { parcelId: ParcelId; unknownId: null } | { parcelId: null; unknownId: UnknownId };

export type StoredAlert = OwnedAlert & {
  id: AlertId;
  courier: string;
  since: Instant;
  overAt: Instant | null;
  /** How many notes it has. */
  notes: number;
};

export type AlertNote = {
  alertId: AlertId;
  seq: number;
  type: string;
  text: string;
  level: number | null;
  dueAt: Instant | null;
  /** To whom it went. */
  toId: string | null;
  actor: { kind: string; id: string };
  commandId: string | null;
  at: Instant;
};

/** SQL for {@link StoredAlert} as JSON, over an `alert` called `a`. */
const alertJson = sql`json_build_object('id', a.alert_id, 'kind', a.kind, 'cause', a.cause, 'courier', a.courier,
  'since', ${iso('a.since')}, 'raisedAt', ${iso('a.raised_at')}, 'dueAt', ${iso('a.due_at')}, 'level', a.level,
  'ownerId', a.owner_id, 'over', a.over, 'overAt', ${iso('a.over_at')}, 'notes', a.notes)`;

/** All alerts of a subject, those that are over among them, as a column of JSON. */
export const alertsOf = (merchantId: MerchantId, subjectId: RawBuilder<unknown>): RawBuilder<StoredAlert[]> =>
  sql`coalesce((select json_agg(${alertJson}) from alert a
    where a.merchant_id = ${merchantId} and a.subject_id = ${subjectId}), '[]')`;

/** Writes alerts as they now are, with what is noted about them, in one statement. */
export async function saveAlerts(
  tx: Tx,
  merchantId: MerchantId,
  subject: Subject,
  alerts: readonly StoredAlert[],
  notes: readonly AlertNote[],
): Promise<void> {
  const rows = alerts.map((alert) => ({ ...alert, desk: alertFacts[alert.kind].desk }));
  const added = notes.map(({ actor, ...note }) => ({ ...note, actorKind: actor.kind, actorId: actor.id }));
  await sql`
    with saved as (
      insert into alert (merchant_id, alert_id, kind, parcel_id, unknown_id, cause, courier, since, raised_at, due_at,
        level, desk, owner_id, over, over_at, notes)
      select ${merchantId}, n.id, n.kind, ${subject.parcelId}, ${subject.unknownId}, n.cause, n.courier, n.since,
        n."raisedAt", n."dueAt", n.level, n.desk, n."ownerId", n.over, n."overAt", n.notes
      from jsonb_to_recordset(${toJson(rows)}::jsonb) as n(id text, kind text, cause text, courier text,
        since timestamptz, "raisedAt" timestamptz, "dueAt" timestamptz, level int, desk text, "ownerId" text, over text,
        "overAt" timestamptz, notes int)
      on conflict (merchant_id, alert_id) do update set due_at = excluded.due_at, level = excluded.level,
        owner_id = excluded.owner_id, over = excluded.over, over_at = excluded.over_at, notes = excluded.notes,
        updated_at = now()
    )
    insert into alert_note (merchant_id, alert_id, seq, type, text, level, due_at, to_id, actor_kind, actor_id, command_id, at)
    select ${merchantId}, n."alertId", n.seq, n.type, n.text, n.level, n."dueAt", n."toId", n."actorKind", n."actorId",
      n."commandId", n.at
    from jsonb_to_recordset(${toJson(added)}::jsonb) as n("alertId" text, seq int, type text, text text, level int,
      "dueAt" timestamptz, "toId" text, "actorKind" text, "actorId" text, "commandId" text, at timestamptz)`.execute(
    tx,
  );
}

export type FoundAlert = { alert: StoredAlert; subject: Subject; ran: boolean };

/**
 * One alert with a lock on what it is about, which whoever looks at that holds too: nothing is raised, closed or acted on
 * at the same time. `ran`: this command was run before.
 */
export async function lockAlert(
  tx: Tx,
  merchantId: MerchantId,
  alertId: AlertId,
  commandId: string,
): Promise<FoundAlert | undefined> {
  const { rows: known } = await sql<Subject>`select parcel_id as "parcelId", unknown_id as "unknownId" from alert
    where merchant_id = ${merchantId} and alert_id = ${alertId}`.execute(tx);
  const subject = known[0];
  if (!subject) return undefined;
  const lock =
    subject.parcelId === null
      ? sql`select 1 from unknown_parcel where merchant_id = ${merchantId} and unknown_id = ${subject.unknownId} for update`
      : sql`select 1 from parcel where merchant_id = ${merchantId} and parcel_id = ${subject.parcelId} for update`;
  const reading = sql<{ alert: StoredAlert; ran: boolean }>`select ${alertJson} as alert, exists (
      select 1 from alert_note n where n.merchant_id = a.merchant_id and n.alert_id = a.alert_id
        and n.command_id = ${commandId}) as ran
    from alert a where a.merchant_id = ${merchantId} and a.alert_id = ${alertId}`;
  const [, { rows }] = await Promise.all([lock.execute(tx), reading.execute(tx)]);
  return rows[0] && { ...rows[0], subject };
}

/** An alert that is seen to once more, with a note that says so. */
export const noted = (
  alert: StoredAlert,
  note: Pick<AlertNote, 'type' | 'actor' | 'at'> &
    Partial<Pick<AlertNote, 'text' | 'level' | 'dueAt' | 'toId' | 'commandId'>>,
): { alert: StoredAlert; note: AlertNote } => ({
  alert: { ...alert, notes: alert.notes + 1 },
  note: {
    alertId: alert.id,
    seq: alert.notes + 1,
    text: '',
    level: null,
    dueAt: null,
    toId: null,
    commandId: null,
    ...note,
  },
});
