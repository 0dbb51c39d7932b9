/**
 * How much each piece of evidence says, as natural logarithms of odds: how much more often it is seen where the parcel
 * belongs than where it does not. They add up, so a clerk can follow a score line by line. The figures are estimates: a
 * phone's tail is shared by one person in 10,000, one sender in eight writes another phone, one clerk in twenty takes
 * an article for another. `bench:matcher` measures what they come to.
 */
export const weights = {
  /** One of some 2,000 returns that are open at a time. */
  returnOpen: Math.log(1 / 2_000),
  /** Goods come back without a request too, but one of many more orders. */
  orderOnly: Math.log(1 / 36_000),

  waybillAnnounced: 14,
  waybillOutbound: 14,
  /** One slip of the finger away from the number that the buyer typed in. */
  waybillNearly: 8,
  /** The same buyer used this number for another case: several returns in one box. */
  waybillOfBuyer: 6,
  /** The goods of this return are said to travel under another number. */
  otherParcelAnnounced: -1.5,
  /** They were booked in already from the parcel that was named. */
  otherParcelArrived: -2.5,
  courierSame: 0.7,

  phoneSame: 10.5,
  phoneTailSame: Math.log(0.88 / 0.0001),
  phoneDiffers: Math.log(0.12),
  /** A forwarder's phone, which thousands of accounts give, still says a little. */
  phoneLeast: 0.5,
  nameSame: Math.log(0.85 / 0.0005),
  /** Only a surname is seen: over the part of people who bear it. */
  nameFitsHit: 0.85,
  nameFitsMost: 4.5,
  nameDiffers: Math.log(0.18),
  citySame: Math.log(0.85 / 0.04),
  cityDiffers: Math.log(0.2),

  /** An article that is awaited says as much as it is rare; `goodsLeast` and `goodsMost` bound it. */
  goodsHit: 0.93,
  goodsLeast: 0.8,
  goodsMost: 4.5,
  /** What one buys together is no news twice: after the rarest article each counts half, and all of them at most this. */
  goodsTogether: 0.5,
  goodsMostOfAll: 7,
  /** Bought with the order, but not among what is awaited: one sender in twelve puts in what he did not ask for. */
  goodsUnasked: Math.log(0.08 / 0.93),
  goodsUnaskedLeast: -1,
  /** Another size or colour than the one awaited: one clerk in twenty-five takes one for the other. */
  goodsSister: Math.log(0.04 / 0.93),
  goodsSisterLeast: -2,
  goodsComplete: 1.2,
  goodsIncomplete: -0.4,
  goodsTooMany: -1,
  goodsNeverBought: -3,
  goodsNeverBoughtMore: -1,
  goodsNeverBoughtMost: -5,

  weightFits: 1.1,
  weightImpossible: -3.5,

  timingUsual: 0.6,
  timingLate: -1,
  timingVeryLate: -2.1,
  notDelivered: -1,
  neverShipped: -5,
  beforeShipment: -7,
} as const;

/** Where no order tells how common an article is. */
export const USUAL_SHARE = 0.02;

/** From this score on, and with this lead in log-odds over the next, a later request is suggested without a person. */
export const STRONG_SCORE = 0.9;
export const CLEAR_LEAD = 2;
