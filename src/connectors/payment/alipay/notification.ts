import type { Money } from '../../../domain/money.ts';
import type { Instant } from '../../../domain/time.ts';
import type { AlipayConfig } from './config.ts';
import { decodeNotice } from './decode.ts';
import { strictSdk } from './gateway.ts';

/**
 * A notice that Alipay pushed. It only prompts a query: whether refunds are announced at all depends on the product,
 * and `refunded` is the sum over the trade, not one refund.
 */
export type AlipayNotice =
  | {
      kind: 'notice';
      /** The same on every repeat. */
      documentId: string;
      tradeNumber: string;
      /** Present when the notice is about a refund. */
      refund?: { refundNumber?: string; refunded: Money; at: Instant };
      acknowledgement: 'success';
    }
  | { kind: 'forged' }
  | { kind: 'unreadable'; reason: string };

export type NoticeReader = (rawBody: string) => AlipayNotice;

/** Reads notices from their raw form body; only RSA2 signatures of Alipay for our own app count. */
export function noticeReader(config: AlipayConfig): NoticeReader {
  const sdk = strictSdk(config);
  return (rawBody) => {
    // Empty fields are not signed, and the SDK would sign them.
    const fields = Object.fromEntries([...new URLSearchParams(rawBody)].filter(([, value]) => value !== ''));
    if (fields.sign_type !== 'RSA2' || !sdk.checkNotifySignV2(fields)) return { kind: 'forged' };
    const reading = decodeNotice(fields);
    if (reading.kind === 'unreadable') return reading;
    const { value } = reading;
    if (value.app_id !== config.appId) return { kind: 'forged' };
    return {
      kind: 'notice',
      documentId: value.notify_id,
      tradeNumber: value.trade_no,
      ...(value.refund_fee && value.gmt_refund
        ? {
            refund: {
              ...(value.out_biz_no ? { refundNumber: value.out_biz_no } : {}),
              refunded: value.refund_fee,
              at: value.gmt_refund,
            },
          }
        : {}),
      acknowledgement: 'success',
    };
  };
}
