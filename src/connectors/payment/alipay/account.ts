import { type AccountField, valuesOf } from '../../channel/account.ts';
import { type PaymentVendor, pauseOf, REFUND_TIMEOUT_MS } from '../account.ts';
import { alipay } from './alipay.ts';

const fields: AccountField[] = [
  { name: 'appId', kind: 'setting', label: { zh: '应用 APPID', en: 'App id' } },
  { name: 'privateKey', kind: 'secret', label: { zh: '应用私钥（PKCS8）', en: 'Private key of the app (PKCS#8)' } },
  { name: 'alipayPublicKey', kind: 'setting', label: { zh: '支付宝公钥', en: 'Alipay’s public key' } },
  {
    name: 'gatewayUrl',
    kind: 'setting',
    label: { zh: '网关地址', en: 'Address of the gateway' },
    preset: 'https://openapi.alipay.com/gateway.do',
    optional: true,
  },
  {
    name: 'pauseMs',
    kind: 'setting',
    label: { zh: '同一订单两次退款的间隔（毫秒）', en: 'Pause between refunds of one order (ms)' },
    preset: '3000',
    optional: true,
  },
];

export const alipayPayment: PaymentVendor = {
  id: 'alipay',
  label: { zh: '支付宝', en: 'Alipay' },
  fields,
  noticeAddress: 'at_vendor',
  open: (account, { now }) => {
    const value = valuesOf(fields, account);
    return alipay({
      gatewayUrl: value('gatewayUrl'),
      appId: value('appId'),
      privateKey: value('privateKey'),
      alipayPublicKey: value('alipayPublicKey'),
      pauseMs: pauseOf(value('pauseMs')),
      timeoutMs: REFUND_TIMEOUT_MS,
      now,
    });
  },
};
