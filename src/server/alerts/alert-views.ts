import { sql } from 'kysely';
import type { AlertView } from '../../contract/alerts.ts';
import { type AlertCommand, actOn } from '../../domain/alerts/alert-acts.ts';
import type { AlertKind } from '../../domain/alerts/alert-kinds.ts';
import type { MerchantId, OrderId } from '../../domain/ids.ts';
import { parcelState } from '../../domain/parcels/parcel-state.ts';
import { type Instant, plusHours } from '../../domain/time.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { type Principal, whoIs } from '../http/caller.ts';
import { iso } from '../orders/order-store.ts';
import { type ScanRow, scanFromRow } from '../parcels/parcel-store.ts';
import { alertRowFrom, oneAlertRow, type StoredRow } from './alert-lists.ts';
import type { AlertId } from './alert-store.ts';

type Beside = {
  cause: string;
  order_id: OrderId | null;
  parcel: { courier: string; waybill: string; status: string; announcedAt: Instant; grams: number | null } | null;
  scans: ScanRow[];
  notes: (Omit<AlertView['notes'][number], 'actor' | 'to'> & {
    actorKind: string;
    actorId: string;
    toId: string | null;
  })[];
};

/** One alert with its parcel and its notes; undefined where there is none. */
export async function alertViewOf(
  app: App,
  tx: Tx,
  principal: Principal,
  alertId: AlertId,
): Promise<AlertView | undefined> {
  const { merchantId } = principal;
  const [row, beside] = await Promise.all([oneAlertRow(tx, merchantId, alertId), readBeside(tx, merchantId, alertId)]);
  if (!row || !beside) return undefined;
  const names = await app.staffNames(merchantId);
  return {
    ...alertRowFrom(row, (id) => names.get(id)),
    orderId: beside.order_id,
    parcel: parcelOf(beside),
    notes: beside.notes.map(({ actorKind, actorId, toId, ...note }) => ({
      ...note,
      to: toId === null ? null : (names.get(toId) ?? ''),
      actor: { kind: actorKind, name: names.get(actorId) ?? '' },
    })),
    abilities: abilitiesOf(app, principal, row, beside.cause),
  };
}

function parcelOf({ parcel, scans }: Beside): AlertView['parcel'] {
  if (!parcel) return null;
  const { grams: weighedGrams, ...known } = parcel;
  const { contradictory, seenAfterEnd, history } = parcelState(scans.map(scanFromRow));
  return {
    ...known,
    weighedGrams,
    contradictory,
    seenAfterEnd,
    scans: history
      .toReversed()
      .map(({ at, status, code, text, location }) => ({ at, status, code, text, location: location ?? null })),
  };
}

/** What the command itself would answer. */
function abilitiesOf(app: App, principal: Principal, row: StoredRow, cause: string): AlertView['abilities'] {
  const now = app.clock.now();
  const who = whoIs(principal);
  const alert = { ...alertIn(row, cause), ownerId: row.ownerId };
  const can = (command: AlertCommand): boolean =>
    principal.permissions.has('parcel:write') && actOn(alert, command, who, now).ok;
  return {
    take: row.ownerId !== who.id && can({ type: 'take' }),
    giveBack: can({ type: 'give_back' }),
    handOver: can({ type: 'hand_over', to: '' }),
    putOff: can({ type: 'put_off', until: plusHours(now, 1), text: '' }),
    handle: can({ type: 'handle', text: '' }),
  };
}

const alertIn = ({ kind, raisedAt, dueAt, level, over }: StoredRow, cause: string) => ({
  kind: kind satisfies AlertKind,
  cause,
  raisedAt: raisedAt as Instant,
  dueAt: dueAt as Instant,
  level,
  over,
});

async function readBeside(tx: Tx, merchantId: MerchantId, alertId: AlertId): Promise<Beside | undefined> {
  const { rows } = await sql<Beside>`select a.cause,
      (select r.order_id from parcel_rma pr join rma r on r.merchant_id = pr.merchant_id and r.rma_id = pr.rma_id
        where pr.merchant_id = a.merchant_id and pr.parcel_id = a.parcel_id order by r.rma_id limit 1) as order_id,
      (select json_build_object('courier', p.courier, 'waybill', p.waybill, 'status', p.status,
          'announcedAt', ${iso('p.created_at')}, 'grams', p.weighed_grams)
        from parcel p where p.merchant_id = a.merchant_id and p.parcel_id = a.parcel_id) as parcel,
      coalesce((select json_agg(json_build_object('at', ${iso('s.at')}, 'status', s.status, 'code', s.code,
          'text', s.text, 'location', s.location, 'source', s.source) order by s.position)
        from parcel_scan s where s.merchant_id = a.merchant_id and s.parcel_id = a.parcel_id), '[]') as scans,
      coalesce((select json_agg(json_build_object('seq', n.seq, 'type', n.type, 'text', n.text, 'level', n.level,
          'dueAt', ${iso('n.due_at')}, 'toId', n.to_id, 'actorKind', n.actor_kind, 'actorId', n.actor_id, 'at', ${iso('n.at')})
          order by n.seq desc)
        from alert_note n where n.merchant_id = a.merchant_id and n.alert_id = a.alert_id), '[]') as notes
    from alert a where a.merchant_id = ${merchantId} and a.alert_id = ${alertId}`.execute(tx);
  return rows[0];
}
