import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingNotice, PaymentNotice } from '../../connectors/payment/port.ts';
import type { MerchantId, RefundId } from '../../domain/ids.ts';
import type { App } from '../app.ts';
import type { HookAnswer } from '../http/hook.ts';
import type { Gateway } from '../shops/shops.ts';
import { keepNotice } from './notice-store.ts';

/**
 * Takes a gateway's notice: the address that only it was given, the signature over the raw body, kept, then acknowledged.
 * One that is not kept comes again; one that is forged is refused and logged.
 */
export async function takeNotice(
  app: App,
  vendor: string,
  merchantId: MerchantId,
  key: string,
  incoming: IncomingNotice,
): Promise<HookAnswer> {
  const gateway = await app.shops.gateway(merchantId, vendor);
  if (!gateway || !isKey(key, gateway.hookKey)) return { status: 404, text: 'unknown' };
  const notice = readBy(gateway, incoming);
  switch (notice.kind) {
    case 'forged':
      app.log.warn({ merchantId, vendor }, 'a forged payment notice was refused');
      return { status: 401, text: 'signature' };
    case 'unreadable': {
      const { reason } = notice;
      app.log.warn({ merchantId, vendor, reason }, 'a payment notice could not be read');
      const documentId = createHash('sha256').update(incoming.text, 'utf8').digest('hex');
      // The headers hold nothing but signatures; with them a later version can verify it again.
      await keepNotice(app, merchantId, { vendor, documentId }, { incoming, reason });
      return { status: 400, text: reason };
    }
    case 'other':
      return notice.acknowledgement;
    case 'refund': {
      await keepNotice(app, merchantId, { vendor, documentId: notice.documentId }, contentOf(notice));
      return notice.acknowledgement;
    }
  }
}

export const contentOf = ({ refundNumber, tradeNumber, amount }: Extract<PaymentNotice, { kind: 'refund' }>) => ({
  refundNumber: refundNumber as RefundId,
  ...(tradeNumber ? { tradeNumber } : {}),
  ...(amount ? { amount: { minor: String(amount.minor), currency: amount.currency } } : {}),
});

/** While keys are being changed the gateway may still sign with the old ones, or already with the new. */
export function readBy({ port, other }: Gateway, incoming: IncomingNotice): PaymentNotice {
  const read = port.readNotice(incoming);
  return read.kind === 'forged' && other ? other.readNotice(incoming) : read;
}

const isKey = (given: string, key: string): boolean => {
  const [a, b] = [given, key].map((text) => createHash('sha256').update(text).digest());
  return key !== '' && a !== undefined && b !== undefined && timingSafeEqual(a, b);
};
