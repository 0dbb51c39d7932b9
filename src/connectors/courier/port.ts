import type { Instant } from '../../domain/time.ts';

/** Where a parcel is, in one vocabulary for all couriers (protocols: "canonical logistics status"). */
export type ParcelStatus =
  | 'ordered'
  | 'picked_up'
  | 'in_transit'
  | 'out_for_delivery'
  | 'at_pickup_point'
  | 'delivered'
  | 'problem'
  | 'damaged'
  | 'refused'
  | 'returning'
  | 'return_delivered'
  | 'cancelled';

/** One scan as the courier tells it. `code` is the vendor's own, kept for the record. */
export type Scan = { at: Instant; status: ParcelStatus; code: string; text: string; location?: string };

/**
 * The whole history of a waybill, oldest first. It replaces what was known before; but pushes can overtake each other,
 * so a history whose last scan is older than the one known is an old one. `ended`: the courier says that nothing more
 * will come.
 */
export type Tracking = { courier: string; waybill: string; scans: Scan[]; ended: boolean };

export type CourierFault = { kind: 'rejected'; code: string; message: string } | { kind: 'unknown'; cause: string };

/** What a push says once it is proven to come from the courier. */
export type CourierPush = {
  kind: 'tracking';
  tracking: Tracking;
  /** The same for the same content, so a repeated push can be told. */
  documentId: string;
  /** The body that the courier wants to see. */
  acknowledgement: string;
  /**
   * No more pushes will come although the parcel has not arrived; subscribe again, half an hour later at the earliest.
   * `courier` when the vendor has found that another courier carries it.
   */
  stopped?: { reason: string; courier?: string };
};

/** A source of tracking for many couriers. Adapters: one folder each; behaviour fixed by `conformance.ts`. */
export interface CourierPort {
  /** Asks for pushes about a waybill. Asking twice is no fault. */
  subscribe(request: {
    courier: string;
    waybill: string;
    phoneTail?: string;
    callbackUrl: string;
  }): Promise<{ kind: 'subscribed' } | CourierFault>;
  query(request: {
    courier: string;
    waybill: string;
    phoneTail?: string;
  }): Promise<{ kind: 'tracking'; tracking: Tracking } | { kind: 'nothing_yet' } | CourierFault>;
  /** Verifies and reads a push from its raw body (bytes exactly as received, as text). */
  readPush(rawBody: string): CourierPush | { kind: 'forged' } | { kind: 'unreadable'; reason: string };
}
