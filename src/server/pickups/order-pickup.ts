import type { CourierPort } from '../../connectors/courier/port.ts';
import type { MerchantId, PickupId, RmaId } from '../../domain/ids.ts';
import { OUTCOME_UNKNOWN, type Pickup, type PickupTold } from '../../domain/returns/pickup.ts';
import { isExpected, isInDoubt, pickupOf } from '../../domain/returns/pickup-guards.ts';
import { plusHours } from '../../domain/time.ts';
import type { App } from '../app.ts';
import { pushPath } from '../parcels/push-path.ts';
import { read } from '../returns/rma-store.ts';
import { runRmaCommandIn } from '../returns/run-rma-command.ts';
import { findAt } from './ask-after-pickups.ts';
import { takePickupNews } from './pickup-news.ts';
import { learnOfPickup, readPickup, type StoredPickup } from './pickup-store.ts';

export type PickupJob = { merchantId: MerchantId; rmaId: RmaId; pickupId: PickupId };

/** Services answer a repeated number with the first visit for two days; after that it would be a second one. */
const SAME_VISIT_HOURS = 40;

/**
 * Orders one visit. Its number was there before anybody was asked and stays the same, so that a service which has taken it
 * answers a repetition with the visit that stands. An outcome that stays unknown for too long is left to people.
 */
export async function orderPickup(app: App, job: PickupJob, attempt: number): Promise<void> {
  const found = await open(app, job);
  if (found?.pickup.state !== 'asked') return;
  const { pickup, stored } = found;
  const tell = (told: PickupTold, reference?: string) => record(app, job, told, reference);
  const doubt = async (cause: string): Promise<never> => {
    await tell({ outcome: 'unknown', cause });
    throw new Error(`whether ${pickup.id} is booked is unknown: ${cause}`);
  };
  // Called off before anybody was asked: then nobody need be.
  if (pickup.calledOff && attempt === 1) return tell({ outcome: 'moved', state: 'cancelled' });
  const port = await app.shops.courier(job.merchantId, pickup.vendor);
  if (!port) {
    if (attempt > 1) throw new Error(`${pickup.vendor} is not connected and cannot be asked for ${pickup.id}`);
    return tell({ outcome: 'refused', code: 'not_connected', message: pickup.vendor });
  }
  if (attempt > 1 && app.clock.now() > plusHours(pickup.askedAt, SAME_VISIT_HOURS)) {
    return tell({ outcome: 'refused', code: OUTCOME_UNKNOWN, message: pickup.cause ?? '' });
  }
  const answer = await port.bookPickup(orderOf(app, job.merchantId, pickup, stored));
  switch (answer.kind) {
    case 'booked': {
      const { reference, waybill } = answer;
      return tell({ outcome: 'moved', state: 'booked', reference, ...(waybill ? { waybill } : {}) }, reference);
    }
    case 'rejected':
      // An earlier question may have been heard: that this one is refused does not say that nobody comes.
      if (attempt > 1) return doubt(`${answer.code}: ${answer.message}`);
      return tell({ outcome: 'refused', code: answer.code, message: answer.message });
    case 'not_offered':
      if (attempt > 1) return doubt('not_offered');
      return tell({ outcome: 'refused', code: 'not_offered', message: pickup.vendor });
    case 'unknown':
      return doubt(answer.cause);
  }
}

/** Calls off a visit that was booked. One that has been made stays made. */
export async function callOffPickup(app: App, job: PickupJob): Promise<void> {
  const found = await open(app, job);
  if (!found?.pickup.calledOff || found.pickup.state === 'asked') return;
  const { pickup, stored } = found;
  const port = await app.shops.courier(job.merchantId, pickup.vendor);
  if (isInDoubt(pickup)) return forgetPickup(app, job, found, port);
  if (!isExpected(pickup)) return;
  const reference = pickup.reference ?? stored.reference;
  if (!port || reference === null) {
    return record(app, job, { outcome: 'not_cancelled', message: `not_connected: ${pickup.vendor}` });
  }
  const answer = await port.cancelPickup({
    bookingId: pickup.id,
    reference,
    courier: pickup.courier,
    reason: '不需要上门了',
  });
  switch (answer.kind) {
    case 'cancelled':
      return record(app, job, { outcome: 'moved', state: 'cancelled' });
    case 'rejected':
      return record(app, job, { outcome: 'not_cancelled', message: `${answer.code}: ${answer.message}` });
    case 'not_offered':
      return record(app, job, { outcome: 'not_cancelled', message: `not_offered: ${pickup.vendor}` });
    case 'unknown':
      // Cancelling twice is no fault, so it is asked again.
      throw new Error(`whether ${pickup.id} is cancelled is unknown: ${answer.cause}`);
  }
}

/**
 * Ends a visit of which nobody knows whether it was booked. Where the service shows it, it is booked after all and called off
 * like any other; else we wait for it no longer. A courier who comes all the same is believed.
 */
async function forgetPickup(
  app: App,
  job: PickupJob,
  found: { pickup: Pickup; stored: StoredPickup },
  port: CourierPort | undefined,
): Promise<void> {
  const answer = port ? await findAt(port, found) : undefined;
  if (answer?.kind === 'unknown') throw new Error(`whether ${found.pickup.id} is booked is unknown: ${answer.cause}`);
  // The service did not answer the question: it may know the visit all the same.
  if (answer?.kind === 'rejected')
    return record(app, job, { outcome: 'not_cancelled', message: `${answer.code}: ${answer.message}` });
  if (answer?.kind === 'found') {
    await takePickupNews(app, job.merchantId, found.pickup.vendor, answer.news, found.pickup.id);
    return;
  }
  return record(app, job, { outcome: 'moved', state: 'cancelled', text: 'forgotten' });
}

async function open(app: App, { merchantId, rmaId, pickupId }: PickupJob) {
  return app.db.inMerchant(merchantId, async (tx) => {
    const found = await read(tx, merchantId, rmaId);
    const pickup = found && pickupOf(found.rma, pickupId);
    const stored = pickup && (await readPickup(tx, app, merchantId, pickupId));
    return stored && { pickup, stored };
  });
}

/** The address that a push comes to names the visit, as some services repeat only a number that we may never have heard. */
const pushAddress = (app: App, vendor: string, merchantId: MerchantId, id: PickupId): string =>
  `${app.config.publicUrl}${pushPath(vendor, merchantId)}?pickup=${id}`;

function orderOf(
  app: App,
  merchantId: MerchantId,
  { id, vendor, courier, payer, from, to }: Pickup,
  { sender, receiver, goods, weight_grams: weightGrams, remark }: StoredPickup,
): Parameters<CourierPort['bookPickup']>[0] {
  return {
    bookingId: id,
    courier,
    sender,
    receiver,
    goods,
    weightGrams,
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    ...(remark ? { remark } : {}),
    ...(payer === 'buyer' ? { buyerPays: true as const } : {}),
    callbackUrl: pushAddress(app, vendor, merchantId, id),
  };
}

/** What the service said; the number under which its pushes come is kept in the same transaction. */
async function record(
  app: App,
  { merchantId, rmaId, pickupId }: PickupJob,
  told: PickupTold,
  reference?: string,
): Promise<void> {
  const recorded = await app.db.inMerchant(merchantId, async (tx) => {
    if (reference) await learnOfPickup(tx, app, merchantId, pickupId, { reference });
    return runRmaCommandIn(
      app,
      tx,
      rmaId,
      { type: 'record_pickup', pickupId, told },
      // Telling the same once more changes nothing, so each is a command of its own.
      { merchantId, commandId: app.newId('cmd'), actor: { kind: 'system', id: 'pickup' } },
    );
  });
  if (!recorded.ok) app.log.error({ rmaId, pickupId, told, ...recorded.rejection }, 'news of a visit was not recorded');
}
