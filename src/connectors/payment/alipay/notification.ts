import type { IncomingNotice, PaymentNotice } from '../port.ts';
import type { AlipayConfig } from './config.ts';
import { decodeNotice } from './decode.ts';
import { strictSdk } from './gateway.ts';

/** Anything but this word is asked to come again. */
const acknowledgement = { status: 200, text: 'success' };

/**
 * Reads notices from their raw form body; only RSA2 signatures of Alipay for our own app count. Whether refunds are
 * announced at all depends on the product, and `refund_fee` is the sum over the trade, not one refund.
 */
export function noticeReader(config: AlipayConfig): (incoming: Pick<IncomingNotice, 'text'>) => PaymentNotice {
  const sdk = strictSdk(config);
  return ({ text }) => {
    // Empty fields are not signed, and the SDK would sign them.
    const fields = Object.fromEntries([...new URLSearchParams(text)].filter(([, value]) => value !== ''));
    if (fields.sign_type !== 'RSA2' || !sdk.checkNotifySignV2(fields)) return { kind: 'forged' };
    const reading = decodeNotice(fields);
    if (reading.kind === 'unreadable') return reading;
    const { app_id, notify_id, trade_no, out_biz_no, refund_fee, gmt_refund } = reading.value;
    if (app_id !== config.appId) return { kind: 'forged' };
    if (!refund_fee || !gmt_refund || !out_biz_no) return { kind: 'other', acknowledgement };
    return { kind: 'refund', documentId: notify_id, refundNumber: out_biz_no, tradeNumber: trade_no, acknowledgement };
  };
}
