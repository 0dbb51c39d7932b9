import type { Instant } from '../../../domain/time.ts';
import { type Operation, operations } from './operations.ts';
import type { SignMethod } from './sign.ts';

/** One shop on Douyin (抖店), called through the Doudian open platform. */
export type DouyinConfig = {
  /** `https://openapi-fxg.jinritemai.com`, or a simulator. */
  gatewayUrl: string;
  appKey: string;
  appSecret: string;
  /** Empty until the first `refreshAccess` of an app of the shop’s own. */
  accessToken: string;
  /** Lives for 14 days. */
  refreshToken?: string;
  /** The shop's number. An app of the shop's own gets its tokens with it, without any code; pushes for others are passed over. */
  shopId?: string;
  signMethod?: SignMethod;
  timeoutMs: number;
  now: () => Instant;
  /**
   * Puts a picture where the platform can fetch it, and gives its address: a refusal can only name evidence, not carry
   * it. Without it, a refusal whose reason demands evidence is left to the platform's own console.
   */
  publish?: (picture: Uint8Array) => Promise<string>;
  /** What the platform's documents leave open, or what could not be checked against the platform. */
  unverified?: Partial<Unverified>;
};

export type Unverified = {
  /** The types of `afterSale.operate`; most are recalled, and each row says so. */
  operations: readonly Operation[];
  /** Rows per page, 1 to 100. */
  pageSize: number;
  /** Business codes that mean "it has changed since you read it". Beside these, the adapter looks for itself. */
  staleSubCodes: readonly string[];
  /** Words of an error that mean "there is no such after-sale or order": their sub codes have other meanings too. */
  absentWords: readonly string[];
  /** How long to wait when throttled: the answer does not say. */
  throttleMs: number;
  /** `status_code`s of a row of `afterSale.operate` that mean success. */
  okStatusCodes: readonly string[];
  /**
   * How old the event in a push may be. A push has no time of its own, so where its content names none it is taken at any
   * age: it does no more than have a document read. The platform's plan of repetitions is not known; a day covers a
   * night's outage.
   */
  pushMaxAgeMs: number;
};

export const unverified = (config: DouyinConfig): Unverified => ({
  operations,
  pageSize: 50,
  staleSubCodes: [],
  absentWords: ['无效的售后单', '售后单不存在', '订单不存在'],
  throttleMs: 1000,
  okStatusCodes: ['0'],
  pushMaxAgeMs: 86_400_000,
  ...config.unverified,
});
