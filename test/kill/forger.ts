import type { App } from '../../src/server/app.ts';
import { takeNotice } from '../../src/server/payments/take-notice.ts';
import type { SendRefund } from '../../src/server/refunds/send-refund.ts';
import { noticeText, privateKeyOf, signText } from '../../src/simulators/alipay/signature.ts';
import { merchantPrivateKey } from '../../src/simulators/alipay/test-keys.ts';

/**
 * Somebody who knows the address for notices, the app and the refund, but holds no key of the gateway, says that the
 * refund is paid.
 */
export function notifyForger(app: App, appId: string): (refund: SendRefund) => Promise<void> {
  // Any key but the gateway's.
  const key = privateKeyOf(merchantPrivateKey);
  return async ({ merchantId, refundId }) => {
    const gateway = await app.shops.gateway(merchantId, 'alipay');
    if (!gateway) throw new Error('the gateway is not connected');
    const notice = new Map([
      ['notify_type', 'trade_status_sync'],
      ['notify_id', `forged-${refundId}`],
      ['app_id', appId],
      ['charset', 'utf-8'],
      ['version', '1.0'],
      ['sign_type', 'RSA2'],
      ['trade_no', 'forged'],
      ['out_biz_no', refundId],
      ['refund_fee', '0.01'],
      ['gmt_refund', '2026-11-11 00:00:00.000'],
    ]);
    notice.set('sign', signText(noticeText(notice), key));
    const text = new URLSearchParams([...notice]).toString();
    await takeNotice(app, 'alipay', merchantId, gateway.hookKey, { text, headers: {} });
  };
}
