import type { Instant } from '../../../domain/time.ts';

/** One shop on Shopify, called through the Admin GraphQL API. */
export type ShopifyConfig = {
  /** `demo.myshopify.com`; pushes for any other shop of the same app are refused. */
  shopDomain: string;
  /** Where the API answers if not at the shop's own domain: a simulator. Without a slash at its end. */
  apiUrl?: string;
  accessToken: string;
  /** The app's secret, which signs pushes. Without it no push is taken. */
  appSecret?: string;
  apiVersion?: string;
  /** Whether Shopify writes to the buyer about what is decided here; by default it does. */
  notifyCustomer?: boolean;
  /**
   * Handles of return reasons for which this shop wants no goods back. Shopify knows no request for money alone: only
   * through these does a return become one.
   */
  refundOnlyReasons?: readonly string[];
  timeoutMs: number;
  now: () => Instant;
  /** What the platform's documents leave open, or what could not be checked against the platform. */
  unverified?: Partial<Unverified>;
};

export type Unverified = {
  /** Orders per page of a list, at most 250. Nested lists multiply a query's cost, which is limited too. */
  pageSize: number;
  /** Lines of an order or of a return per page. */
  linePageSize: number;
  /** Returns that the list of orders shows per order; the rest is asked for. */
  returnsPerOrder: number;
  /** How long to wait when a throttled answer does not say. */
  throttleMs: number;
  /** How far the time of a push may lie from now. Shopify is said to repeat a push for four hours. */
  pushWindowMs: number;
};

export const unverified = (config: ShopifyConfig): Unverified => ({
  pageSize: 25,
  linePageSize: 25,
  returnsPerOrder: 5,
  throttleMs: 2_000,
  pushWindowMs: 6 * 3_600_000,
  ...config.unverified,
});

/** The version whose schema the queries here were written against. */
export const API_VERSION = '2026-04';
