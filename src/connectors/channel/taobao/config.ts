import type { Instant } from '../../../domain/time.ts';
import type { SignMethod } from './sign.ts';

/** One shop on Taobao or Tmall, called through TOP (the Taobao Open Platform). */
export type TaobaoConfig = {
  /** `https://eco.taobao.com/router/rest`, or a simulator. */
  gatewayUrl: string;
  appKey: string;
  appSecret: string;
  /** The seller's access token. */
  session: string;
  /**
   * Only apps of the service market get one. The token of a merchant's own app lives for a fixed time and cannot be
   * refreshed: without this there is no `refreshAccess`, and at its end a person authorises the shop anew.
   */
  refreshToken?: string;
  /**
   * Whose messages to take, and from which group of the app (absent: the default one). All shops of a group share one
   * queue. Absent: the adapter does not listen.
   */
  stream?: { sellerNick: string; group?: string };
  /** Tmall locks a refund by its version and wants a review before money moves; Taobao shops do neither. */
  shopKind: 'taobao' | 'tmall';
  signMethod?: SignMethod;
  timeoutMs: number;
  now: () => Instant;
  /** What the platform's documents leave open, or what could not be checked against the platform. */
  unverified?: Partial<Unverified>;
};

export type Unverified = {
  /** Ask for the flat form of answers. Both forms are read, whichever comes. */
  simplify: boolean;
  /** Rows per page, 1–100; 40 to 50 is advised. */
  pageSize: number;
  /** Business codes that mean "the refund has changed since you read it". Beside these, the adapter looks for itself. */
  staleSubCodes: readonly string[];
  /** Business codes that mean "there is no such refund or trade". */
  absentSubCodes: readonly string[];
  /** How long to wait when a throttled answer does not say. */
  throttleMs: number;
  /** Beginnings of the `promotion_id`s that the platform pays for. All other discounts count as the shop's own. */
  platformPromotionIds: readonly string[];
  /** Whether `taobao.rp.refund.review` must come before the money; by default on Tmall. */
  reviewBeforeAgree: boolean;
  /** Who reviews, by name. */
  reviewOperator: string;
  /** Fields that refunds are documented to have, but that are not named among those that may be asked for. */
  unlistedRefundFields: readonly string[];
  /** The same of exchanges. The documents call one field `bizorder_id` where it is asked for, else `biz_order_id`. */
  unlistedExchangeFields: readonly string[];
  /** Whether `tmall.exchange.receive.get` is asked beside the list of refunds; by default on Tmall. */
  pullsExchanges: boolean;
  /** Messages per call, 10–200. */
  streamBatch: number;
  /** The pause after a call that brought no message; at least 100 ms is asked for. */
  streamIdleMs: number;
};

export const unverified = (config: TaobaoConfig): Unverified => ({
  simplify: false,
  pageSize: 40,
  staleSubCodes: [],
  absentSubCodes: ['isv.refund-not-exist', 'isv.trade-not-exist'],
  throttleMs: 60_000,
  platformPromotionIds: [],
  reviewBeforeAgree: config.shopKind === 'tmall',
  reviewOperator: 'ERP',
  unlistedRefundFields: ['cs_status'],
  unlistedExchangeFields: ['biz_order_id', 'desc', 'refund_phase', 'refund_version', 'cs_status', 'time_out'],
  pullsExchanges: config.shopKind === 'tmall',
  streamBatch: 100,
  streamIdleMs: 1000,
  ...config.unverified,
});
