/** A courier's visit to fetch a parcel, from our order to his taking it. */
export type PickupState = 'booked' | 'courier_assigned' | 'picked_up' | 'failed' | 'cancelled';

/** How far a visit has come. News of it carries no time at most vendors, so what is further along counts. */
const rank: Readonly<Record<PickupState, number>> = {
  booked: 0,
  courier_assigned: 1,
  failed: 2,
  cancelled: 3,
  // A courier who has come after all has the parcel, whatever was said before.
  picked_up: 4,
};

/** What two pieces of news of a visit add up to, in whichever order they came. */
export const furtherPickup = (a: PickupState, b: PickupState): PickupState => (rank[b] > rank[a] ? b : a);

/** Nobody will come any more. */
export const isPickupOver = (state: PickupState): boolean => rank[state] >= rank.failed;
