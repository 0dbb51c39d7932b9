import type { Money } from '../../domain/money.ts';
import type { Instant } from '../../domain/time.ts';

/** An order as a channel knows it, in Guilai's words. Amounts are what the buyer paid and who funded the rest. */
export type ChannelOrder = {
  externalId: string;
  /** Grows with every change on the channel's side (its modification time in ms). */
  version: number;
  currency: string;
  placedAt: Instant;
  paidAt?: Instant;
  shippedAt?: Instant;
  deliveredAt?: Instant;
  closed: boolean;
  buyer: { token: string; nick: string; maskedName?: string; maskedPhone?: string };
  freightPaid: Money;
  lines: ChannelOrderLine[];
  /** The waybills of the shipment out, for refused deliveries. */
  outboundWaybills: { courier: string; waybill: string }[];
  /** The gateway that holds the payment, by our name of it, where an own shop names one. Absent: the channel itself. */
  paidThrough?: { method: string; tradeNumber: string };
};

export type ChannelOrderLine = {
  externalId: string;
  sku: string;
  title: string;
  quantity: number;
  unitPrice: Money;
  /** What the buyer paid for the whole line, without freight. */
  paid: Money;
  discounts: { funder: 'shop' | 'platform'; amount: Money }[];
};

/** What the buyer wants. `other`: nothing that Guilai has a word for. */
export type ChannelResolution =
  | 'return_and_refund'
  | 'refund_only'
  | 'exchange'
  | 'reship'
  | 'repair'
  | 'price_protection'
  | 'other';

/** An after-sale request as a channel knows it. */
export type ChannelRefund = {
  externalId: string;
  version: number;
  orderExternalId: string;
  /** The order line; absent where the channel refunds the order as a whole. */
  lineExternalId?: string;
  quantity: number;
  resolution: ChannelResolution;
  /** The vendor's own word for it. */
  vendorKind: string;
  status:
    | 'awaiting_seller'
    | 'awaiting_buyer_shipment'
    | 'awaiting_seller_receipt'
    | 'refused'
    | 'closed'
    | 'refunded'
    | 'other';
  vendorStatus: string;
  amount: Money;
  reason: string;
  description: string;
  createdAt: Instant;
  modifiedAt: Instant;
  /** When the platform acts by itself if nobody does. */
  deadlineAt?: Instant;
  returnParcel?: { courier: string; waybill: string };
  /** The reference of {@link ChannelPort.recordRefund}: we have written it there ourselves. */
  ownReference?: string;
  /** Where the platform itself stands in the dispute; absent where it has not stepped in. */
  intervention?: 'open' | 'decided';
  phase?: string;
};

/**
 * A document as it arrived, for the inbox: kept whole, decoded later. `raw` holds 64-bit ids as text and of personal data
 * only what is masked.
 */
export type ChannelDocument = {
  kind: 'order' | 'refund';
  externalId: string;
  version: number;
  modifiedAt: Instant;
  raw: unknown;
};

export type ChannelFault =
  | { kind: 'throttled'; retryAfterMs: number }
  | { kind: 'unauthorised'; code: string; message: string }
  /** The channel said no and will say no again. `stale` when the document has changed since we read it. */
  | { kind: 'refused'; code: string; message: string; stale: boolean }
  | { kind: 'unknown'; cause: string };

/**
 * The changes in `from … to`. `to` lies in the past: in a window that is still open, rows push each other from page to
 * page. Windows may overlap.
 */
export type PullWindow = {
  from: Instant;
  to: Instant;
  /**
   * Spares a second reading: true for a document that we hold as of `modifiedAt` and read more than a second after it
   * (channels tell time by the second, so a later change may bear the same time).
   */
  holds?: (listed: { externalId: string; modifiedAt: Instant }) => Promise<boolean>;
};

/** `partial`: keep these documents, ask for the same window again when the fault is over. */
export type Pulled =
  | { kind: 'documents'; documents: ChannelDocument[] }
  | { kind: 'partial'; documents: ChannelDocument[]; fault: ChannelFault }
  | ChannelFault;
export type Found = { kind: 'document'; document: ChannelDocument } | { kind: 'absent' } | ChannelFault;
export type Acted = { kind: 'done' } | ChannelFault;

/** The code of a refusal that no repetition helps: as the document stands, a person decides it in the channel's console. */
export const ONLY_IN_CONSOLE = 'no_such_operation';

/** What a channel lets a program do; the rest is done in its own console, and the screens say so. */
export type ChannelCapabilities = {
  /** It holds buyers' requests. Where not, they come through our own portal, and it only learns of the refund. */
  requests: boolean;
  agreeReturn: boolean;
  refuse: boolean;
  agreeRefund: boolean;
  /** A refund that was paid elsewhere can be written into its books. */
  recordRefund: boolean;
  /** More time to act, asked for before the platform's clock runs out. */
  extend: boolean;
  /** Words to the buyer, within the request. */
  message: boolean;
  /** What such a message must be like. Only where `message`. */
  messageRules?: { maxBytes: number; picture: 'needed' | 'possible' | 'none'; maxPictureBytes: number };
  /** A picture beside a refusal. Absent: it takes none. */
  refusalProof?: { needed: boolean; maxBytes: number };
  /** How it tells of changes by itself: to an address of ours, or over a connection that we hold. */
  push: 'none' | 'webhook' | 'stream';
  /** For which kinds of requests a call is, where it is for others than returns and refunds. See {@link takesKind}. */
  kinds?: Partial<Record<DecidingCall, readonly ChannelResolution[]>>;
};

/** The calls that decide on a request. */
export type DecidingCall = 'agreeReturn' | 'refuse' | 'agreeRefund';

const returns: readonly ChannelResolution[] = ['return_and_refund'];
const refunds: readonly ChannelResolution[] = ['return_and_refund', 'refund_only'];
const usualKinds: Record<DecidingCall, readonly ChannelResolution[]> = {
  agreeReturn: returns,
  refuse: refunds,
  agreeRefund: refunds,
};

/** Whether a program may decide this of requests of that kind; else a person does it in the channel's own console. */
export const takesKind = (capabilities: ChannelCapabilities, call: DecidingCall, kind: ChannelResolution): boolean =>
  capabilities[call] && (capabilities.kinds?.[call] ?? usualKinds[call]).includes(kind);

/** A document that has changed. Only a reason to read it: nothing else in a push is trusted. */
export type ChannelChange = { kind: 'order' | 'refund'; externalId: string };

/** A call of a channel to an address of ours, as it arrived. Names of headers are lower-case. */
export type IncomingPush = {
  /** The body, byte for byte as it was signed, read as UTF-8. */
  text: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  query: Readonly<Record<string, string>>;
};

/** What the channel's server wants to read. */
export type PushAnswer = { status: number; text: string; contentType?: string };

/**
 * `accepted` is answered only after the changes are kept. `deliveryId` tells a repetition. A push is `refused` whose
 * signature is wrong, or whose time lies too far from now.
 */
export type PushReading =
  | { kind: 'accepted'; deliveryId: string; changes: ChannelChange[]; answer: PushAnswer }
  | { kind: 'refused'; reason: string; answer: PushAnswer };

/** Fresh tokens in place of the old, which may die with this answer: `credentials` is what changes of the sealed ones. */
export type AccessRefreshed =
  | { kind: 'refreshed'; credentials: Readonly<Record<string, string>>; expiresAt: Instant | null }
  | ChannelFault;

/** Something said in the thread of a request. Pictures are only counted: they stay where they are. */
export type ChannelMessage = {
  externalId: string;
  from: 'buyer' | 'seller' | 'platform';
  text: string;
  writtenAt: Instant;
  pictures: number;
};

/** The fact a write must name so that the channel can refuse it when the document has moved on. */
export type ChannelRefundRef = { externalId: string; version: number; phase?: string };

export type PaidElsewhere = {
  orderExternalId: string;
  reference: string;
  amount: Money;
  lines: { lineExternalId: string; quantity: number; amount: Money }[];
};

/** One shop on one channel. Adapters: one folder each; behaviour fixed by `conformance.ts`. */
export interface ChannelPort {
  readonly capabilities: ChannelCapabilities;
  /** The longest window that one `pull…` may ask for. */
  readonly maxWindowMs: number;
  pullOrders(window: PullWindow): Promise<Pulled>;
  pullRefunds(window: PullWindow): Promise<Pulled>;
  getRefund(externalId: string): Promise<Found>;
  getOrder(externalId: string): Promise<Found>;
  /** Reads an inbox document. The reason of a failure names the field. */
  decodeOrder(raw: unknown): { kind: 'order'; order: ChannelOrder } | { kind: 'unreadable'; reason: string };
  decodeRefund(raw: unknown): { kind: 'refund'; refund: ChannelRefund } | { kind: 'unreadable'; reason: string };
  /** Tells the buyer to send the goods back. */
  agreeReturn(refund: ChannelRefundRef, returnAddress: ReturnAddress): Promise<Acted>;
  refuse(refund: ChannelRefundRef, refusal: { reasonId: string; message: string; proof?: Uint8Array }): Promise<Acted>;
  refuseReasons(
    refund: ChannelRefundRef,
  ): Promise<{ kind: 'reasons'; reasons: { id: string; text: string }[] } | ChannelFault>;
  /** Lets the channel pay the buyer back. `done` means the channel has taken it, the refund's status says when it is paid. */
  agreeRefund(refund: ChannelRefundRef, amount: Money): Promise<Acted>;
  /**
   * Writes a refund that was paid elsewhere into the shop's own books, without paying. `reference` is ours: written twice
   * it stands once. Only where `capabilities.recordRefund`.
   */
  recordRefund?(refund: PaidElsewhere): Promise<Acted>;
  /** Asks for more time. Only where `capabilities.extend`. */
  extend?(refund: ChannelRefundRef, days: number): Promise<Acted>;
  /** Writes to the buyer. Only where `capabilities.message`. */
  message?(refund: ChannelRefundRef, text: string, picture?: Uint8Array): Promise<Acted>;
  /** Checks and reads a call to our address. Only where `capabilities.push` is `webhook`. */
  readPush?(push: IncomingPush): PushReading;
  /** The thread of a request, the oldest first. Only where the channel lets a program read it. */
  messages?(refund: ChannelRefundRef): Promise<{ kind: 'messages'; messages: ChannelMessage[] } | ChannelFault>;
  /**
   * Holds a connection until it breaks or `signal` ends it, and hands over what it tells of; the channel is told that a
   * change has arrived when `keep` has resolved. Only where `capabilities.push` is `stream`.
   */
  listen?(keep: (changes: readonly ChannelChange[]) => Promise<void>, signal: AbortSignal): Promise<ChannelFault>;
  /** Asks for fresh tokens. Only where the channel gives them out to a program. */
  refreshAccess?(): Promise<AccessRefreshed>;
}

/** Where goods go back to. `externalId` is the channel's own id of the address, where it keeps a book of them. */
export type ReturnAddress = { externalId?: string; name: string; phone: string; address: string; postcode?: string };
