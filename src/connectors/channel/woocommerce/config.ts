import type { Instant } from '../../../domain/time.ts';

/** One shop that runs WooCommerce, called through its REST API v3. */
export type WoocommerceConfig = {
  /** `https://shop.example`, without a slash at its end. Keys go over HTTPS only, but for a simulator on this machine. */
  siteUrl: string;
  consumerKey: string;
  consumerSecret: string;
  /** Signs pushes. Without it no push is taken. */
  webhookSecret?: string;
  timeoutMs: number;
  now: () => Instant;
  /** What the vendor's documents leave open, or what could not be checked against a shop. */
  unverified?: Partial<Unverified>;
};

export type Unverified = {
  /** Orders per page; more than 100 is said to be refused. */
  pageSize: number;
  /** How long to wait when a throttled answer does not say. WooCommerce itself throttles nobody, hosts do. */
  throttleMs: number;
  /** What the shop means by `completed`. WooCommerce knows no delivery, and shops use the status for either. */
  completedMeans: 'delivered' | 'shipped';
  /** The field under which the shop's plug-in for shipments keeps waybills. */
  trackingKey: string;
  /** The field of a refund that carries our reference. */
  referenceKey: string;
  /** Payment methods of the shop's plug-ins, and which of our gateways holds what was paid with them. */
  gateways: Readonly<Record<string, string>>;
  /** How old the change may be that a push tells of. A shop sends pushes when its own schedule runs. */
  pushWindowMs: number;
};

export const unverified = (config: WoocommerceConfig): Unverified => ({
  pageSize: 50,
  throttleMs: 30_000,
  completedMeans: 'delivered',
  trackingKey: '_wc_shipment_tracking_items',
  referenceKey: 'guilai_reference',
  // The ids that plugins give their gateways. Unverified but for `alipay`.
  gateways: {
    alipay: 'alipay',
    wechat: 'wechat',
    wechatpay: 'wechat',
    unionpay: 'unionpay',
    stripe: 'stripe',
    stripe_cc: 'stripe',
  },
  pushWindowMs: 24 * 3_600_000,
  ...config.unverified,
});
