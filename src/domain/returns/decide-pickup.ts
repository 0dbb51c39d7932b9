import { never } from '../assert.ts';
import { ok, reject } from '../result.ts';
import type { Context, Decision, Of } from './decision.ts';
import type { RmaEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { canAnnounceParcel } from './guards.ts';
import type { Pickup } from './pickup.ts';
import {
  canBookPickup,
  canCallOff,
  expectedPickup,
  isExpected,
  isFurther,
  isInDoubt,
  pickupIdOf,
  pickupOf,
  windowFits,
} from './pickup-guards.ts';
import { isRefused, type Rma } from './rma.ts';

export function bookPickup(rma: Rma, command: Of<'book_pickup'>, { now }: Context): Decision {
  const no = canBookPickup(rma);
  if (no) return reject(no);
  if (!windowFits(command, now)) return reject({ code: 'pickup_window_wrong' });
  const { type: _, ...wanted } = command;
  const pickupId = pickupIdOf(rma.id, (rma.pickups?.length ?? 0) + 1);
  return ok([{ type: 'pickup_asked', pickupId, ...wanted, askedAt: now }]);
}

export function cancelPickup(rma: Rma, { pickupId }: Of<'cancel_pickup'>): Decision {
  const pickup = pickupOf(rma, pickupId);
  const no = pickup ? canCallOff(pickup) : ({ code: 'no_pickup_expected' } as const);
  return no ? reject(no) : ok([{ type: 'pickup_called_off', pickupId }]);
}

/** News that is told again, or that has been overtaken, changes nothing. */
export function recordPickup(rma: Rma, { pickupId, told }: Of<'record_pickup'>, context: Context): Decision {
  const pickup = pickupOf(rma, pickupId);
  if (!pickup) return reject({ code: 'pickup_not_found' });
  switch (told.outcome) {
    case 'moved':
      return ok(moved(rma, pickup, told, context));
    case 'refused':
      return ok(pickup.state === 'asked' ? [{ type: 'pickup_refused', pickupId, ...withoutOutcome(told) }] : []);
    case 'unknown':
      return ok(
        pickup.state === 'asked' && pickup.cause === undefined
          ? [{ type: 'pickup_unknown', pickupId, cause: told.cause }]
          : [],
      );
    case 'not_cancelled':
      return ok(
        pickup.calledOff && (isExpected(pickup) || isInDoubt(pickup))
          ? [{ type: 'pickup_not_cancelled', pickupId, message: told.message }]
          : [],
      );
    default:
      return never(told);
  }
}

const withoutOutcome = ({ code, message }: { code: string; message: string }) => ({ code, message });

type Moved = Extract<Of<'record_pickup'>['told'], { outcome: 'moved' }>;

function moved(rma: Rma, pickup: Pickup, { outcome: _, ...told }: Moved, { now }: Context): RmaEvent[] {
  const before = pickup.presumed ? 'asked' : pickup.state;
  const isNews =
    isFurther(told.state, before) ||
    (told.reference !== undefined && pickup.reference === undefined) ||
    (told.waybill !== undefined && pickup.waybill === undefined);
  if (!isNews) return [];
  // News that was overtaken may still tell the number.
  const state = before === 'asked' || isFurther(told.state, before) ? told.state : before;
  const event: RmaEvent = { type: 'pickup_moved', pickupId: pickup.id, ...told, state };
  return [event, ...announced(evolve(rma, event), pickup.id, now)];
}

/** The parcel that the visit is about, as soon as it has a number: nobody has to type it. */
function announced(rma: Rma, id: Pickup['id'], now: Context['now']): RmaEvent[] {
  const pickup = pickupOf(rma, id);
  if (!pickup?.waybill || pickup.state === 'cancelled' || pickup.state === 'failed') return [];
  const { courier, waybill } = pickup;
  if (rma.parcels.some((parcel) => parcel.waybill === waybill) || canAnnounceParcel(rma)) return [];
  return [{ type: 'parcel_announced', courier, waybill, at: now }];
}

/** Nobody comes to a door for a return that is over, or that wants no goods any more. */
export function visitCalledOff(before: Rma, events: readonly RmaEvent[]): RmaEvent[] {
  const pickup = expectedPickup(before);
  if (!pickup || pickup.calledOff) return [];
  if (!events.some(({ type }) => type === 'rma_withdrawn' || type === 'rma_converted' || type === 'rma_reopened'))
    return [];
  const after = events.reduce<Rma>(evolve, before);
  const wanted = !isRefused(after) && after.lines.some((line) => line.reception === 'awaiting');
  return wanted ? [] : [{ type: 'pickup_called_off', pickupId: pickup.id }];
}
