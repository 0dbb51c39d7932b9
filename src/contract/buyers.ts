import { z } from 'zod';
import { listingKinds } from '../domain/buyers/buyer-record.ts';
import { reasons, resolutions } from '../domain/policy/reasons.ts';
import { stages } from '../domain/returns/rma.ts';
import {
  buyerId,
  instant,
  listingId,
  localDate,
  moneyView,
  orderId,
  pageOf,
  pageQuery,
  rmaId,
  shopId,
  text,
} from './common.ts';
import { endpoint } from './endpoint.ts';

const listingKind = z.enum(listingKinds);

const listingView = z.object({
  id: listingId,
  kind: listingKind,
  reason: z.string(),
  /** The return that it rests on. */
  rma: z.object({ id: rmaId, number: z.string() }).nullable(),
  since: instant,
  /** The last day on which it counts; null: until somebody ends it. */
  until: localDate.nullable(),
  by: z.string(),
  /** `lapsed`: its last day is over; nobody had to end it. */
  state: z.enum(['in_force', 'lapsed', 'ended']),
  endedAt: instant.nullable(),
  endedBy: z.string(),
  endNote: z.string(),
});
export type ListingView = z.infer<typeof listingView>;

/** A list that the buyer is on now. */
const listed = z.object({ kind: listingKind, reason: z.string(), until: localDate.nullable() });

const person = {
  id: buyerId,
  /** Masked, as everywhere. */
  nick: z.string(),
  maskedPhone: z.string(),
};

/**
 * Counted from orders and returns at all shops of the merchant. Returns that were refused or withdrawn do not count. A share
 * has its number of cases beside it; it is null where there are too few to tell.
 */
const habits = z.object({
  days: z.int(),
  orders: z.int(),
  units: z.int(),
  paid: moneyView,
  returns: z.int(),
  returnedUnits: z.int(),
  ordersReturned: z.int(),
  /** Of the orders, those with a return. */
  returnShare: z.number().nullable(),
  refundOnly: z.int(),
  refundOnlyShare: z.number().nullable(),
  qualityClaims: z.int(),
  qualityShare: z.number().nullable(),
  /** Lines that an inspector looked at, and those that failed a test of the law. */
  inspected: z.int(),
  failedInspections: z.int(),
  refunded: moneyView,
});
export type Habits = z.infer<typeof habits>;

export const listBuyers = endpoint({
  method: 'GET',
  path: '/api/buyers',
  access: 'rma:review',
  tag: 'buyers',
  summary:
    'Buyers across all shops, newest first. `q` is the beginning of a nick, the last four digits of a phone, or a whole phone, which is found by its keyed index; `listed` leaves those on a list now.',
  query: z.object({
    ...pageQuery,
    q: z.string().trim().max(80).optional(),
    listed: z.enum([...listingKinds, 'any']).optional(),
  }),
  reply: pageOf(
    z.object({
      ...person,
      shops: z.array(z.string()),
      orders365d: z.int(),
      returns90d: z.int(),
      returnShare: z.number().nullable(),
      lastOrderAt: instant.nullable(),
      listing: listed.nullable(),
    }),
  ),
});

const buyerParams = z.object({ buyerId });

export const getBuyerFigures = endpoint({
  method: 'GET',
  path: '/api/buyers/:buyerId/figures',
  access: 'rma:review',
  tag: 'buyers',
  summary: 'The three figures beside a case, and the list that the buyer is on.',
  params: buyerParams,
  reply: z.object({
    id: buyerId,
    orders365d: z.int(),
    returns90d: z.int(),
    refundOnly90d: z.int(),
    returnShare: z.number().nullable(),
    listing: listed.nullable(),
  }),
});

export const getBuyer = endpoint({
  method: 'GET',
  path: '/api/buyers/:buyerId',
  access: 'rma:review',
  tag: 'buyers',
  summary:
    'One buyer across all shops: habits with the number of cases behind each, lists, orders and returns. Personal data is masked; an order’s reveal shows it and is kept on record.',
  params: buyerParams,
  reply: z.object({
    ...person,
    knownSince: instant,
    /** Whether the live rules ask for a list at all; an entry that no rule asks for changes nothing. */
    rulesAsk: z.object({ allow: z.boolean(), block: z.boolean() }),
    today: localDate,
    latestBlockEnd: localDate,
    habits: z.array(habits),
    shops: z.array(
      z.object({
        id: shopId,
        name: z.string(),
        channel: z.string(),
        nick: z.string(),
        orders: z.int(),
        returns: z.int(),
        refunded: moneyView,
      }),
    ),
    reasons: z.array(z.object({ reason: z.enum(reasons), count: z.int() })),
    /** Twelve months, the oldest first; of the merchant's calendar. */
    months: z.array(z.object({ month: z.string(), orders: z.int(), returns: z.int() })),
    listings: z.array(listingView),
    /** The newest twenty. */
    orders: z.array(
      z.object({ id: orderId, externalId: z.string(), shopName: z.string(), placedAt: instant, paid: moneyView }),
    ),
    returns: z.array(
      z.object({
        id: rmaId,
        number: z.string(),
        shopName: z.string(),
        openedAt: instant,
        resolution: z.enum(resolutions),
        reason: z.enum(reasons),
        stage: z.enum(stages),
        amount: moneyView,
      }),
    ),
  }),
});
export type BuyerView = z.infer<(typeof getBuyer)['reply']>;

export const addListing = endpoint({
  method: 'POST',
  path: '/api/buyers/:buyerId/listings',
  access: 'buyer:list',
  tag: 'buyers',
  summary:
    'Puts a buyer on a list, with the reason. A block needs a last day within a year. The entry he had before is ended and kept. No list refuses anything: a rule may hand cases of a blocked buyer to a person.',
  params: buyerParams,
  body: z.strictObject({
    kind: listingKind,
    reason: text(300),
    until: localDate.nullable().default(null),
    rmaId: rmaId.nullable().default(null),
  }),
  reply: z.object({ id: listingId }),
});

export const endListing = endpoint({
  method: 'POST',
  path: '/api/buyers/:buyerId/listings/:listingId/end',
  access: 'buyer:list',
  tag: 'buyers',
  summary: 'Ends an entry before its last day. It stays in the history.',
  params: z.object({ buyerId, listingId }),
  body: z.strictObject({ note: z.string().trim().max(300).default('') }),
  reply: z.object({ id: listingId }),
});
