import type { PickupId, RmaId } from '../ids.ts';
import type { PickupState } from '../parcels/pickups.ts';
import { resolutionFacts } from '../policy/resolution-facts.ts';
import { type Instant, plusHours } from '../time.ts';
import type { Pickup } from './pickup.ts';
import type { Rejection } from './rejections.ts';
import type { Rma } from './rma.ts';

/**
 * How far a visit has come. Pushes overtake each other: only what is further counts, so any order of them ends alike. A
 * courier who has the parcel has come, whatever was said before.
 */
const ranks: Record<Pickup['state'], number> = {
  asked: 0,
  booked: 1,
  courier_assigned: 2,
  failed: 3,
  cancelled: 4,
  picked_up: 5,
};

export const isFurther = (told: PickupState, known: Pickup['state']): boolean => ranks[told] > ranks[known];

export const pickupOf = (rma: Rma, id: PickupId): Pickup | undefined => rma.pickups?.find((pickup) => pickup.id === id);

/** Somebody may still come. */
export const isExpected = ({ state }: Pickup): boolean =>
  state === 'asked' || state === 'booked' || state === 'courier_assigned';

export const expectedPickup = (rma: Rma): Pickup | undefined => rma.pickups?.find(isExpected);

/** The number under which a visit is ordered, at most 30 characters: it exists before anybody is asked. */
export const pickupIdOf = (rmaId: RmaId, ordinal: number): PickupId =>
  `pk${rmaId.slice('rma_'.length)}${ordinal.toString(32).padStart(2, '0')}`;

const MOST_DAYS_AHEAD = 7;

type No = Rejection | null;

/** A courier is sent for goods that are with the buyer and that he is to send. */
export function canBookPickup(rma: Rma): No {
  if (rma.review !== 'approved') return { code: 'not_approved', review: rma.review };
  const isSent = resolutionFacts[rma.resolution].goodsBack === 'by_buyer';
  if (!isSent || !rma.lines.some((line) => line.reception === 'awaiting')) return { code: 'no_goods_expected' };
  return expectedPickup(rma) ? { code: 'pickup_already_booked' } : null;
}

/** Nobody knows whether the service took it: somebody may stand at the door. */
export const isInDoubt = ({ state, presumed }: Pickup): boolean => state === 'failed' && presumed === true;

/** One visit may be called off while somebody may come. */
export function canCallOff(pickup: Pickup): No {
  if (!isExpected(pickup) && !isInDoubt(pickup)) return { code: 'no_pickup_expected' };
  return pickup.calledOff ? { code: 'pickup_already_called_off' } : null;
}

export function canCancelPickup(rma: Rma): No {
  const answers = (rma.pickups ?? []).map(canCallOff);
  if (answers.includes(null)) return null;
  return answers.find((no) => no?.code === 'pickup_already_called_off') ?? { code: 'no_pickup_expected' };
}

/** Both ends or none, not over, and not further away than couriers plan. */
export function windowFits({ from, to }: Pick<Pickup, 'from' | 'to'>, now: Instant): boolean {
  if (from === undefined && to === undefined) return true;
  if (from === undefined || to === undefined || to <= from || to <= now) return false;
  return to <= plusHours(now, MOST_DAYS_AHEAD * 24);
}

/** The last visit came to nothing, and nobody has sent the goods otherwise. */
export function pickupCameToNothing(rma: Rma): boolean {
  const last = rma.pickups?.at(-1);
  return last?.state === 'failed' && rma.parcels.length === 0 && canBookPickup(rma) === null;
}
