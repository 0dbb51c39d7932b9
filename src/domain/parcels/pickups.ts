/** A courier's visit to fetch a parcel, from our order to his taking it. */
export type PickupState = 'booked' | 'courier_assigned' | 'picked_up' | 'failed' | 'cancelled';

/** The couriers that come to doors, where a service books with all of them. */
export const pickupCouriers = [
  'shunfeng',
  'jd',
  'jtexpress',
  'zhongtong',
  'yuantong',
  'yunda',
  'shentong',
  'debangkuaidi',
  'youzhengguonei',
  'ems',
] as const;
