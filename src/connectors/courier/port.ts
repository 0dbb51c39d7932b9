import type { PickupState } from '../../domain/parcels/pickups.ts';
import type { Scan } from '../../domain/parcels/scans.ts';
import type { Instant } from '../../domain/time.ts';

/**
 * What a vendor told of a waybill, oldest first. `whole`: all it knows; `news`: what has been added. Pushes can overtake
 * each other: `domain/parcels/scans.ts` puts them together. `ended`: the vendor says that nothing more will come.
 */
export type Tracking = { courier: string; waybill: string; extent: 'whole' | 'news'; scans: Scan[]; ended: boolean };

export type CourierFault = { kind: 'rejected'; code: string; message: string } | { kind: 'unknown'; cause: string };

/** The vendor has no such service; nothing was asked of it. */
export type NotOffered = { kind: 'not_offered' };
const notOffered: NotOffered = { kind: 'not_offered' };
/** The method of a service that a vendor does not have. */
export const withoutService = (): Promise<NotOffered> => Promise.resolve(notOffered);

export type CourierCapabilities = {
  /** The couriers whose parcels it follows, by our codes. */
  follows: 'all' | readonly string[];
  /** What a push carries. */
  pushes: 'whole' | 'news';
  /** `address`: the vendor signs nothing, so a secret in the address is all that proves a push. */
  pushProof: 'signature' | 'address';
  /** Whether each request names our address, or somebody enters it once at the vendor. */
  pushAddress: 'in_request' | 'at_vendor';
  /** It says when it gives up, and when another courier carries the parcel. */
  tellsGivingUp: boolean;
  /** A waybill may be asked for once in this time. */
  queryPauseMs: number;
  bookPickup: boolean;
  /** A visit may be paid at the door by who hands the parcel over. */
  buyerPays: boolean;
  cancelPickup: boolean;
  /** It tells how a visit stands when it is asked. */
  findPickup: boolean;
  intercept: boolean;
};

/** What a push says of a parcel. */
export type TrackingNews = {
  kind: 'tracking';
  tracking: Tracking;
  /**
   * No more pushes will come although the parcel has not arrived; subscribe again, half an hour later at the earliest.
   * `courier` when the vendor has found that another courier carries it.
   */
  stopped?: { reason: string; courier?: string };
};

/** What a push says of a pick-up. Absent `state`: a code that nobody knows, kept as it came. */
export type PickupNews = {
  kind: 'pickup';
  /** Ours; absent where the vendor repeats only its own number. */
  bookingId?: string;
  reference?: string;
  courier?: string;
  waybill?: string;
  state?: PickupState;
  code: string;
  text: string;
  /** Personal: shown to who waits for him, kept out of events. */
  courierPerson?: { name?: string; phone?: string };
};

/** What became of an intercept; the tracking tells where the parcel goes. */
export type InterceptNews = {
  kind: 'intercept';
  courier: string;
  waybill: string;
  state: 'asked' | 'done' | 'failed' | 'unrecognised';
  text: string;
};

export type CourierNews = TrackingNews | PickupNews | InterceptNews;

/** A push that is proven to come from the vendor. */
export type CourierPush = {
  kind: 'news';
  news: CourierNews[];
  /** The same for the same content, so a repeated push can be told. */
  documentId: string;
  /** The body that the vendor wants to see. */
  acknowledgement: string;
};

/** Bytes exactly as received, as text, and the parameters of the address. */
export type IncomingPush = { text: string; query: Readonly<Record<string, string>> };

export type Followed = { courier: string; waybill: string; phoneTail?: string };

/** Somebody at a door. Chinese vendors want the parts of an address apart. */
export type Doorstep = {
  name: string;
  phone: string;
  province: string;
  city: string;
  district: string;
  street: string;
};

export type PickupOrder = {
  /** Ours, at most 30 characters, the same when the question is repeated: one id is one visit. */
  bookingId: string;
  courier: string;
  sender: Doorstep;
  receiver: Doorstep;
  goods: string;
  weightGrams: number;
  /** When somebody is at the door; absent: as soon as possible. */
  from?: Instant;
  to?: Instant;
  remark?: string;
  /** Only where `buyerPays`: whoever hands the parcel over pays for it. Absent: the account that orders. */
  buyerPays?: true;
  callbackUrl: string;
};

/** A visit as the vendor took it. `waybill` may come only with the courier. */
export type BookedPickup = { kind: 'booked'; reference: string; waybill?: string };

/** A source of tracking, and where it can, of visits and intercepts. Adapters: one folder each; `conformance.ts` fixes them. */
export interface CourierPort {
  readonly capabilities: CourierCapabilities;
  /** Asks for pushes about a waybill. Asking twice is no fault. */
  subscribe(request: Followed & { callbackUrl: string }): Promise<{ kind: 'subscribed' } | CourierFault>;
  query(request: Followed): Promise<{ kind: 'tracking'; tracking: Tracking } | { kind: 'nothing_yet' } | CourierFault>;
  /** Verifies and reads a push. */
  readPush(push: IncomingPush): CourierPush | { kind: 'forged' } | { kind: 'unreadable'; reason: string };
  /** Orders a visit. After `unknown`, ask again with the same id: it is answered with the visit that was booked. */
  bookPickup(order: PickupOrder): Promise<BookedPickup | CourierFault | NotOffered>;
  /** Nobody shall come. A visit that is cancelled already is no fault; one that was made is `rejected`. */
  cancelPickup(booking: {
    bookingId: string;
    reference: string;
    courier: string;
    reason: string;
  }): Promise<{ kind: 'cancelled' } | CourierFault | NotOffered>;
  /**
   * How a visit stands, where pushes are silent. Some services want their own number for it, which is not known after a
   * booking whose answer was lost. `nothing`: there is no such visit.
   */
  findPickup(booking: {
    bookingId: string;
    reference?: string;
    courier: string;
    /** Of whose door it is: SF shows no route without. */
    phoneTail?: string;
  }): Promise<{ kind: 'found'; news: PickupNews } | { kind: 'nothing' } | CourierFault | NotOffered>;
  /** Asks for a parcel on the road to be sent back. `asked`: what comes of it is told by pushes and by the tracking. */
  intercept(request: {
    courier: string;
    waybill: string;
    reason: string;
    /** Where it shall go: some vendors want to be told the sender's door. */
    back: Doorstep;
    callbackUrl: string;
  }): Promise<{ kind: 'asked' } | CourierFault | NotOffered>;
}
