import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { MerchantId, OrderId } from '../../domain/ids.ts';
import { fromMs, type Instant, toMs } from '../../domain/time.ts';

/** What a buyer's token opens: one order of one merchant, for a while. */
export type Grant = { merchantId: MerchantId; orderId: OrderId; expiresAt: Instant };

export const TOKEN_HOURS = 12;

/** Tokens that this server has signed: nothing is stored, and a token cannot be made to open another order. */
export type PortalTokens = { issue(grant: Grant): string; read(token: string, now: Instant): Grant | undefined };

export function portalTokens(secretKey: Buffer): PortalTokens {
  const key = Buffer.from(hkdfSync('sha256', secretKey, '', 'guilai/portal', 32));
  const sign = (payload: string): Buffer => createHmac('sha256', key).update(payload).digest();
  return {
    issue: ({ merchantId, orderId, expiresAt }) => {
      const payload = Buffer.from(JSON.stringify([merchantId, orderId, toMs(expiresAt)])).toString('base64url');
      return `${payload}.${sign(payload).toString('base64url')}`;
    },
    read: (token, now) => {
      const [payload = '', signature = ''] = token.split('.');
      const given = Buffer.from(signature, 'base64url');
      const expected = sign(payload);
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
      // Signed by us, so it has the shape that `issue` gave it.
      const [merchantId, orderId, expiresMs] = JSON.parse(Buffer.from(payload, 'base64url').toString()) as [
        MerchantId,
        OrderId,
        number,
      ];
      return expiresMs > toMs(now) ? { merchantId, orderId, expiresAt: fromMs(expiresMs) } : undefined;
    },
  };
}
