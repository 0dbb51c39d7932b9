import type { Instant } from '../time.ts';

export type ListingKind = 'allow' | 'block';
export const listingKinds = ['allow', 'block'] as const satisfies readonly ListingKind[];

/** An entry of a list that nobody has ended. Null: it has no end of its own. */
export type OpenListing = { kind: ListingKind; lapsesAt: Instant | null };

/**
 * What a buyer has done at all shops of the merchant, counted when a return is opened and without that return. Returns that
 * were refused or withdrawn do not count.
 */
export type BuyerRecord = {
  listings: OpenListing[];
  orders365d: number;
  /** Of these orders, how many had something sent back or refunded. */
  ordersReturned365d: number;
  returns90d: number;
  refundOnly90d: number;
};

export const isInForce = ({ lapsesAt }: OpenListing, now: Instant): boolean => lapsesAt === null || now < lapsesAt;

/** With fewer orders a share says nothing about a person: one return of two orders is no habit. */
export const LEAST_ORDERS_FOR_SHARE = 5;

/** The share of orders with a return, in whole percent, rounded down; null where there are too few orders to tell. */
export const returnSharePercent = (orders: number, returned: number): number | null =>
  orders < LEAST_ORDERS_FOR_SHARE ? null : Math.floor((100 * returned) / orders);
