import { sql } from 'kysely';
import type { MerchantId, ParcelId, RmaId } from '../../domain/ids.ts';
import type { UnknownId } from '../../domain/parcels/unknown-parcel.ts';
import { plusMs } from '../../domain/time.ts';
import type { App } from '../app.ts';
import { messageOf } from '../cannot-start.ts';
import type { Tx } from '../db/database.ts';
import { freeAlerts } from './free-alerts.ts';
import { lookAtParcel } from './look-at-parcel.ts';
import { lookAtUnknown } from './look-at-unknown.ts';

const AT_ONCE = 100;
const PAUSE_MS = 60_000;
/** What could not be looked at is tried again then. */
const AGAIN_MS = 15 * 60_000;

/**
 * Looks at what is to be looked at by now. Each is put off before it is looked at, so that one in trouble does not hold up
 * the others, and other workers take other ones.
 */
export async function lookRound(app: App, merchantId: MerchantId): Promise<{ againInMs: number }> {
  const now = app.clock.now();
  const again = plusMs(now, AGAIN_MS);
  const due = await app.db.inMerchant(merchantId, async (tx) => {
    const [parcels, unknowns] = await Promise.all([
      sql<{ id: ParcelId }>`
        with due as (select parcel_id from parcel where merchant_id = ${merchantId} and look_at <= ${now}
          order by look_at, parcel_id limit ${AT_ONCE} for update skip locked)
        update parcel p set look_at = ${again} from due
        where p.merchant_id = ${merchantId} and p.parcel_id = due.parcel_id returning p.parcel_id as id`.execute(tx),
      sql<{ id: UnknownId }>`
        with due as (select unknown_id from unknown_parcel where merchant_id = ${merchantId} and look_at <= ${now}
          order by look_at, unknown_id limit ${AT_ONCE} for update skip locked)
        update unknown_parcel u set look_at = ${again} from due
        where u.merchant_id = ${merchantId} and u.unknown_id = due.unknown_id returning u.unknown_id as id`.execute(tx),
    ]);
    return { parcels: parcels.rows.map(({ id }) => id), unknowns: unknowns.rows.map(({ id }) => id) };
  });
  const look = async (id: string, work: (tx: Tx) => Promise<void>) => {
    try {
      await app.db.inMerchant(merchantId, work);
    } catch (error) {
      app.log.warn({ error: messageOf(error), id }, 'it could not be looked at; trying again');
    }
  };
  for (const id of due.parcels) await look(id, (tx) => lookAtParcel(app, tx, merchantId, id));
  for (const id of due.unknowns) await look(id, (tx) => lookAtUnknown(app, tx, merchantId, id));
  // After the looks: they were put off already, and nothing that fails here may cost them.
  await freeAlerts(app, merchantId);
  const isMore = due.parcels.length === AT_ONCE || due.unknowns.length === AT_ONCE;
  return { againInMs: isMore ? 0 : Math.round(PAUSE_MS * (0.75 + Math.random() / 2)) };
}

export type LookAtParcels = { merchantId: MerchantId; rmaId: RmaId };

/** Looks at all parcels of a return, each in a transaction of its own. */
export async function lookAtParcels(app: App, { merchantId, rmaId }: LookAtParcels): Promise<void> {
  const ids = await app.db.inMerchant(merchantId, async (tx) => {
    const { rows } = await sql<{ parcel_id: ParcelId }>`select parcel_id from parcel_rma
      where merchant_id = ${merchantId} and rma_id = ${rmaId} order by parcel_id`.execute(tx);
    return rows.map((row) => row.parcel_id);
  });
  for (const id of ids) await app.db.inMerchant(merchantId, (tx) => lookAtParcel(app, tx, merchantId, id));
}
