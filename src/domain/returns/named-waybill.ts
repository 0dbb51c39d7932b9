import type { Instant } from '../time.ts';

/** What is known of a number that a return names for its goods, beyond the return itself. */
export type NamedWaybill = {
  waybill: string;
  /** Another return names it, or was paid ahead by it; or the goods of another order went out under it. */
  isOfOthers: boolean;
  /** The first time that it was seen on the road or at our door. */
  firstSeen: Instant | null;
  /** Somebody is to look whether what is in it is what was asked for, and comes to us. */
  isFlagged: boolean;
};
