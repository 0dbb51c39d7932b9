import type { Instant } from '../../../domain/time.ts';

/** One shop on JD (京东), called through JOS, its open platform. */
export type JdConfig = {
  /** `https://api.jd.com/routerjson`, or a simulator. */
  gatewayUrl: string;
  /** `https://open-oauth.jd.com/oauth2`, or a simulator. */
  oauthUrl: string;
  appKey: string;
  appSecret: string;
  accessToken: string;
  refreshToken?: string;
  /** The shop's number, which JD calls `buId` in after-sales and `venderId` elsewhere. */
  venderId: string;
  /** In whose name the shop acts: account and name of a clerk. */
  operatePin: string;
  operateNick: string;
  /** JD's own codes of the region where returns go to; an address in words is not enough. */
  returnRegion: { province: number; city: number; county: number; village?: number };
  /** A code of JD's that goes with each return address. Its list of values is not public. */
  returnAddressType: number;
  timeoutMs: number;
  now: () => Instant;
  /** What JD's documents leave open, or what could not be checked against JD. */
  unverified?: Partial<Unverified>;
};

/** How the goods were found at the dock, in JD's codes. The lists of values are not public. */
export type ReceiptStates = {
  packingState: number;
  qualityState: number;
  appearanceState: number;
  accessoryOrGift: number;
  invoiceRecord: number;
  judgmentReason: number;
};

export type Unverified = {
  /** Rows per page, 1–50 for after-sales. */
  pageSize: number;
  /** JD does not say how long a throttled app has to wait. */
  throttleMs: number;
  /** Business codes that mean "changed since you read it". Beside these, the adapter looks for itself. */
  staleCodes: readonly string[];
  /** Business codes that mean "there is no such document". */
  absentCodes: readonly string[];
  /** What the sum of a refund application counts. Other programs divide it by a hundred. */
  applicationSumUnit: 'fen' | 'yuan';
  /**
   * An application shows when it came and when it was decided, not when it was withdrawn or paid: so those of this last
   * stretch are listed again. 0 for not at all.
   */
  applicationLookbackMs: number;
  /** Seen in another program's automatic refunds; what the codes stand for is not public. */
  receiptStates: ReceiptStates;
  /** Whether the lists that can be filtered by JD's intervention are asked for it, one call per open document. */
  readIntervention: boolean;
  /** Beginnings of the coupon types that JD pays for: 手机红包, 京豆. All other discounts count as the shop's own. */
  platformCouponTypes: readonly string[];
  /** Beginnings of the coupon types that are the buyer's own money: 礼品卡. */
  tenderCouponTypes: readonly string[];
  /** By method, which arguments go into which container. The newest documents nest them, no known client does. */
  containers: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What is written beside an agreement, where JD wants a text. */
  agreementNote: string;
  receiptNote: string;
};

export const unverified = (config: JdConfig): Unverified => ({
  pageSize: 50,
  throttleMs: 60_000,
  staleCodes: [],
  absentCodes: [],
  applicationSumUnit: 'fen',
  applicationLookbackMs: 48 * 3_600_000,
  receiptStates: {
    packingState: 20,
    qualityState: 30,
    appearanceState: 20,
    accessoryOrGift: 0,
    invoiceRecord: 20,
    judgmentReason: 125,
  },
  readIntervention: true,
  platformCouponTypes: ['34', '39'],
  tenderCouponTypes: ['52'],
  containers: {},
  agreementNote: '同意',
  receiptNote: '已收到退货，同意退款',
  ...config.unverified,
});
