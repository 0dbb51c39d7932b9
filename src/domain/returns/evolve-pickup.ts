import { never } from '../assert.ts';
import type { RmaEvent } from './events.ts';
import { OUTCOME_UNKNOWN, type Pickup, type PickupEvent } from './pickup.ts';
import type { Rma } from './rma.ts';

const events: Record<PickupEvent['type'], true> = {
  pickup_asked: true,
  pickup_moved: true,
  pickup_refused: true,
  pickup_unknown: true,
  pickup_called_off: true,
  pickup_not_cancelled: true,
};

export const isOfPickup = (event: RmaEvent): event is PickupEvent => event.type in events;

/** Folds what happened to a courier's visit. */
export function pickupMoved(rma: Rma, event: PickupEvent): Rma {
  if (event.type === 'pickup_asked') {
    const { type: _, pickupId: id, ...asked } = event;
    return { ...rma, pickups: [...(rma.pickups ?? []), { id, ...asked, state: 'asked' }] };
  }
  return {
    ...rma,
    pickups: (rma.pickups ?? []).map((pickup) => (pickup.id === event.pickupId ? changed(pickup, event) : pickup)),
  };
}

function changed(pickup: Pickup, event: Exclude<PickupEvent, { type: 'pickup_asked' }>): Pickup {
  switch (event.type) {
    case 'pickup_moved': {
      const { cause: _, presumed: __, ...known } = pickup;
      const { state, reference, courier, waybill, text } = event;
      return {
        ...known,
        state,
        ...(reference ? { reference } : {}),
        ...(courier ? { courier } : {}),
        ...(waybill ? { waybill } : {}),
        ...(text && (state === 'failed' || state === 'cancelled') ? { cause: text } : {}),
      };
    }
    case 'pickup_refused':
      return {
        ...pickup,
        state: 'failed',
        cause: `${event.code}: ${event.message}`,
        ...(event.code === OUTCOME_UNKNOWN ? { presumed: true } : {}),
      };
    case 'pickup_unknown':
      return { ...pickup, cause: event.cause };
    case 'pickup_called_off':
      return { ...pickup, calledOff: true };
    case 'pickup_not_cancelled': {
      const { calledOff: _, ...known } = pickup;
      return { ...known, cause: event.message };
    }
    default:
      return never(event);
  }
}
