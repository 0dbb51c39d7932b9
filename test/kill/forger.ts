import type { MerchantId, RefundId } from '../../src/domain/ids.ts';
import type { App } from '../../src/server/app.ts';
import { takeNotice } from '../../src/server/payments/take-notice.ts';
import { noticeText, privateKeyOf, signText } from '../../src/simulators/alipay/signature.ts';
import { merchantPrivateKey, platformPrivateKey } from '../../src/simulators/alipay/test-keys.ts';

/** Who holds no key of the gateway signs with his own. */
const stranger = { key: privateKeyOf(merchantPrivateKey), appOf: (appId: string) => appId };
/** Another merchant of the gateway gave a refund of his own the number of ours: what he was sent is genuinely signed. */
const neighbour = { key: privateKeyOf(platformPrivateKey), appOf: () => '2021000000000099' };

type Forge = (merchantId: MerchantId, refundId: RefundId, by: 'stranger' | 'neighbour') => Promise<void>;

/** Somebody who knows the address for notices, the app and the refund says that the refund is paid. */
export function notifyForger(app: App, appId: string): Forge {
  return async (merchantId, refundId, by) => {
    const { key, appOf } = by === 'stranger' ? stranger : neighbour;
    const gateway = await app.shops.gateway(merchantId, 'alipay');
    if (!gateway) throw new Error('the gateway is not connected');
    const notice = new Map([
      ['notify_type', 'trade_status_sync'],
      ['notify_id', `${by}-${refundId}`],
      ['app_id', appOf(appId)],
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
