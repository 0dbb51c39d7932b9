import { sql } from 'kysely';
import type { CourierPort, PickupNews } from '../../connectors/courier/port.ts';
import type { MerchantId, PickupId, RmaId } from '../../domain/ids.ts';
import type { Pickup } from '../../domain/returns/pickup.ts';
import { isExpected, isInDoubt, pickupOf } from '../../domain/returns/pickup-guards.ts';
import { type Instant, plusHours } from '../../domain/time.ts';
import type { App } from '../app.ts';
import { read } from '../returns/rma-store.ts';
import { runRmaCommandIn } from '../returns/run-rma-command.ts';
import { takePickupNews } from './pickup-news.ts';
import { readPickup, type StoredPickup } from './pickup-store.ts';

const AT_ONCE = 20;
const PAUSE_MS = 15 * 60_000;
/** A visit that nobody speaks of for so long will not be made. */
const FORGOTTEN_HOURS = 14 * 24;
const AGAIN_HOURS = 6;

type Silent = { id: PickupId; rmaId: RmaId; vendor: string; createdAt: Instant };

/**
 * Asks services how visits stand of which nothing was heard: pushes get lost. Each is put off before it is asked for, so that
 * a service in trouble is not asked for the same one again and again.
 */
export async function askAfterPickups(app: App, merchantId: MerchantId): Promise<{ againInMs: number }> {
  const now = app.clock.now();
  const silent = await app.db.inMerchant(merchantId, async (tx) => {
    const { rows } = await sql<Silent>`
      with due as (select pickup_id from pickup where merchant_id = ${merchantId} and ask_at <= ${now}
        order by ask_at, pickup_id limit ${AT_ONCE} for update skip locked)
      update pickup p set ask_at = case when p.created_at < ${plusHours(now, -FORGOTTEN_HOURS)} then null
          else ${plusHours(now, AGAIN_HOURS)}::timestamptz end
      from due where p.merchant_id = ${merchantId} and p.pickup_id = due.pickup_id
      returning p.pickup_id as id, p.rma_id as "rmaId", p.vendor, p.created_at as "createdAt"`.execute(tx);
    return rows;
  });
  for (const visit of silent) await askAfter(app, merchantId, visit);
  return { againInMs: silent.length === AT_ONCE ? 0 : Math.round(PAUSE_MS * (0.75 + Math.random() / 2)) };
}

async function askAfter(app: App, merchantId: MerchantId, { id, rmaId, vendor }: Silent): Promise<void> {
  const found = await app.db.inMerchant(merchantId, async (tx) => {
    const stored = await readPickup(tx, app, merchantId, id);
    const rma = await read(tx, merchantId, rmaId);
    const pickup = rma && pickupOf(rma.rma, id);
    return stored && pickup && { stored, pickup };
  });
  const port = await app.shops.courier(merchantId, vendor);
  if (!found || !port?.capabilities.findPickup || isOver(found.pickup)) return askNoMore(app, merchantId, id);
  // While the order is on its way its own job asks.
  if (found.pickup.state === 'asked') return;
  const answer = await findAt(port, found);
  switch (answer.kind) {
    case 'found':
      await takePickupNews(app, merchantId, vendor, answer.news, id);
      return;
    case 'nothing':
      return tellNothing(app, merchantId, rmaId, found.pickup);
    case 'not_offered':
      return askNoMore(app, merchantId, id);
    default:
      app.log.warn({ vendor, pickupId: id, answer }, 'a visit could not be asked after');
  }
}

/** A courier who has the parcel, and its number: nothing more is to be learned. */
const isOver = (pickup: Pickup): boolean => {
  if (isExpected(pickup) || isInDoubt(pickup)) return false;
  return pickup.state !== 'picked_up' || pickup.waybill !== undefined;
};

type Found = { pickup: Pickup; stored: StoredPickup };

/** How a visit stands by the word of its service. */
export function findAt(port: CourierPort, { pickup, stored }: Found): ReturnType<CourierPort['findPickup']> {
  const reference = pickup.reference ?? stored.reference ?? undefined;
  return port.findPickup({
    bookingId: pickup.id,
    courier: pickup.courier,
    phoneTail: stored.sender.phone.slice(-4),
    ...(reference ? { reference } : {}),
  });
}

const askNoMore = (app: App, merchantId: MerchantId, id: PickupId): Promise<void> =>
  app.db.inMerchant(merchantId, async (tx) => {
    await sql`update pickup set ask_at = null where merchant_id = ${merchantId} and pickup_id = ${id}`.execute(tx);
  });

/** The service has no such visit: one that may have been ordered was not, and nobody need wait for one that was. */
async function tellNothing(app: App, merchantId: MerchantId, rmaId: RmaId, { id, vendor }: Pickup): Promise<void> {
  const state: PickupNews['state'] = 'failed';
  const told = await app.db.inMerchant(merchantId, (tx) =>
    runRmaCommandIn(
      app,
      tx,
      rmaId,
      { type: 'record_pickup', pickupId: id, told: { outcome: 'moved', state, text: `no_such_visit: ${vendor}` } },
      { merchantId, commandId: app.newId('cmd'), actor: { kind: 'system', id: 'pickup' } },
    ),
  );
  if (!told.ok) app.log.warn({ rmaId, pickupId: id, ...told.rejection }, 'that there is no visit was refused');
}
