import type { Instant } from '../../../domain/time.ts';

export type WechatConfig = {
  /** `https://api.mch.weixin.qq.com`, or a simulator. Without a path: the whole path is signed. */
  baseUrl: string;
  mchid: string;
  /** Serial number of the merchant's API certificate. */
  serial: string;
  /** The merchant's key, PKCS#8 PEM. */
  privateKey: string;
  /** WeChat Pay's public keys by the serial that its answers name: `PUB_KEY_ID_…` or a certificate's. */
  platformKeys: Readonly<Record<string, string>>;
  /** 32 characters; notices are encrypted with it. */
  apiV3Key: string;
  noticeUrl?: string;
  pauseMs: number;
  timeoutMs: number;
  now: () => Instant;
};
