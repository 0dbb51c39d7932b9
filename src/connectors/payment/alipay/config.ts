import type { Instant } from '../../../domain/time.ts';

export type AlipayConfig = {
  /** `https://openapi.alipay.com/gateway.do`, or a simulator. */
  gatewayUrl: string;
  appId: string;
  /** The merchant's key, PKCS#8, with or without PEM armour. */
  privateKey: string;
  /** Alipay's public key, not the one of the app: answers and notices are verified with it. */
  alipayPublicKey: string;
  /** At least 15 s is advised for refunds; the default. */
  timeoutMs?: number;
  /** Between two refunds of one trade; 3 s is what Alipay asks for. */
  pauseMs?: number;
  now: () => Instant;
};
