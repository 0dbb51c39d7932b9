import type { PickupId } from '../ids.ts';
import type { PickupState } from '../parcels/pickups.ts';
import type { Instant } from '../time.ts';

/** Who pays the courier for the way back. */
export type PickupPayer = 'seller' | 'buyer';

/**
 * A courier's visit at the buyer's door, as far as anybody told. Its door is a person's and stands elsewhere, sealed.
 * `asked`: the order is on its way to the service, or its answer was lost.
 */
export type Pickup = {
  id: PickupId;
  /** The courier service that it was booked through. */
  vendor: string;
  courier: string;
  payer: PickupPayer;
  askedAt: Instant;
  /** When somebody is at the door; absent: as soon as possible. */
  from?: Instant;
  to?: Instant;
  state: 'asked' | PickupState;
  /** The service's own number. */
  reference?: string;
  waybill?: string;
  /** Nobody shall come any more; the service has not said so yet. */
  calledOff?: true;
  /** Why it failed, or why its state is not known. */
  cause?: string;
  /** Its failure is only presumed: whether the service took it was never learned, so its own word counts whatever it says. */
  presumed?: true;
};

/** The code of {@link PickupTold} where a service could not be asked any longer whether it took a visit. */
export const OUTCOME_UNKNOWN = 'outcome_unknown';

/** What the service said of a visit, in its answer or by a push. */
export type PickupTold =
  | {
      outcome: 'moved';
      state: PickupState;
      reference?: string;
      waybill?: string;
      courier?: string;
      text?: string;
    }
  | { outcome: 'refused'; code: string; message: string }
  | { outcome: 'unknown'; cause: string }
  | { outcome: 'not_cancelled'; message: string };

export type PickupCommand =
  | {
      type: 'book_pickup';
      vendor: string;
      courier: string;
      payer: PickupPayer;
      from?: Instant;
      to?: Instant;
    }
  | { type: 'cancel_pickup'; pickupId: PickupId }
  | { type: 'record_pickup'; pickupId: PickupId; told: PickupTold };

export type PickupEvent =
  | ({ type: 'pickup_asked'; pickupId: PickupId } & Pick<
      Pickup,
      'vendor' | 'courier' | 'payer' | 'askedAt' | 'from' | 'to'
    >)
  | {
      type: 'pickup_moved';
      pickupId: PickupId;
      state: PickupState;
      reference?: string;
      courier?: string;
      waybill?: string;
      text?: string;
    }
  | { type: 'pickup_refused'; pickupId: PickupId; code: string; message: string }
  | { type: 'pickup_unknown'; pickupId: PickupId; cause: string }
  | { type: 'pickup_called_off'; pickupId: PickupId }
  | { type: 'pickup_not_cancelled'; pickupId: PickupId; message: string };
