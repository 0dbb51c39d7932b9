/** A courier's visit to fetch a parcel, from our order to his taking it. */
export type PickupState = 'booked' | 'courier_assigned' | 'picked_up' | 'failed' | 'cancelled';
