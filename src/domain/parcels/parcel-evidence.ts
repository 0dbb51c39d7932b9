import type { OrderId, RmaId } from '../ids.ts';
import type { Instant } from '../time.ts';

/** Units of one article that lie before somebody. */
export type Counted = { sku: string; quantity: number };

/** What is known of a person by a label or by an order. A phone is never here in clear. */
export type SenderFacts = {
  /** Keyed index of the whole phone, in hex. */
  phoneKey: string | null;
  /** The four last digits: what most labels show. */
  phoneTail: string | null;
  /** Maybe masked: `王**`, `王女士`. */
  name: string | null;
};

/** What a parcel without an owner shows. Whatever nobody could read is null or empty. */
export type ParcelEvidence = {
  arrivedAt: Instant;
  waybill: string | null;
  courier: string | null;
  sender: SenderFacts & { city: string | null };
  contents: readonly Counted[];
  /** Of the whole parcel, with its packing. */
  weightGrams: number | null;
};

/** Where an unknown parcel may belong: a return, or an order on which nobody has asked for one yet. */
export type Candidate = {
  of: { kind: 'return'; rmaId: RmaId; orderId: OrderId } | { kind: 'order'; orderId: OrderId };
  shippedAt: Instant | null;
  deliveredAt: Instant | null;
  /** When the return was asked for; null for an order. */
  openedAt: Instant | null;
  /** Units that may still come: awaited by the return, or bought and in no return. */
  expected: readonly Counted[];
  /** Everything that was bought with the order. */
  bought: readonly Counted[];
  /** Parcels that the buyer has named for this return; `arrived`: their goods are booked in. */
  announced: readonly { courier: string; waybill: string; arrived: boolean }[];
  /** The numbers that the order went out under: what nobody took comes back under the same. */
  outbound: readonly string[];
  /** Numbers under which the same buyer has sent something back before. */
  ofBuyer: readonly string[];
  /** `cities`: where the buyer's parcels were collected before. */
  sender: SenderFacts & { cities: readonly string[] };
  /** How many accounts use this phone; one where nobody else does. */
  phoneSharedBy: number;
};

/** What the merchant knows of his articles. Absent ones are unknown. */
export type ArticleFacts = {
  /** Part of all orders that hold the article, above 0 and at most 1: a common one says little. */
  share: ReadonlyMap<string, number>;
  /** Weight of one unit. */
  grams: ReadonlyMap<string, number>;
};
