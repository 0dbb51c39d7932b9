import type { Instant } from '../../../domain/time.ts';

/** One mall on Pinduoduo, called through POP (拼多多开放平台). */
export type PinduoduoConfig = {
  /** `https://gw-api.pinduoduo.com/api/router`, or a simulator. */
  gatewayUrl: string;
  /** `wss://message-api.pinduoduo.com`, or a simulator; without a slash at its end. */
  messageUrl: string;
  clientId: string;
  clientSecret: string;
  /** The mall's number, digits; the platform calls it `owner_id` where it gives out tokens. */
  mallId: string;
  accessToken: string;
  refreshToken?: string;
  timeoutMs: number;
  now: () => Instant;
  /** What the platform's documents leave open, or what could not be checked against the platform. */
  unverified?: Partial<Unverified>;
};

export type Unverified = {
  /** Rows per page, 1–100. */
  pageSize: number;
  /**
   * The values of `after_sales_status` that the list is asked for, one after the other. Today's document names no value
   * for all of them; older ones, and many clients, say that `1` is it.
   */
  listStatuses: readonly number[];
  /** The value that older documents name for all statuses. It is believed once it has been proved; undefined: never asked. */
  statusForAll: number | undefined;
  /** How a list row numbers `after_sales_type`; undefined: not known, and the row does not tell what the buyer wants. */
  rowTypes: 'as_in_the_filter' | 'as_in_the_detail' | undefined;
  /** How late an order may show in the list; the platform advises to read the last three minutes again. */
  lateMs: number;
  /** How long to wait when the platform throttles: it never says. The refund list allows 100 calls in ten seconds. */
  throttleMs: number;
  /** Words in a business refusal that mean "there is no such order or after-sale"; no code is published. */
  absentWords: readonly string[];
  /** Which of its two ids names an address of the platform's book. */
  addressId: 'refund_address_id' | 'id';
  /** The topics to switch on; undefined: all that the application subscribes to, which the platform advises. */
  topics: readonly string[] | undefined;
  heartbeatMs: number;
  /** Heartbeats without any sign of life from the platform after which the connection counts as broken. */
  silentHeartbeats: number;
  /** Courier names by `logistics_id`, as far as they are remembered. */
  couriers: Readonly<Record<string, string>>;
};

export const unverified = (config: PinduoduoConfig): Unverified => ({
  pageSize: 100,
  listStatuses: [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 21, 22, 24, 25, 27, 31, 32, 33],
  statusForAll: 1,
  rowTypes: undefined,
  lateMs: 180_000,
  throttleMs: 10_000,
  absentWords: ['不存在'],
  addressId: 'refund_address_id',
  topics: undefined,
  heartbeatMs: 5_000,
  silentHeartbeats: 6,
  couriers: { '1': '申通快递', '44': '顺丰速运', '85': '圆通速递', '115': '中通快递', '121': '韵达速递' },
  ...config.unverified,
});
