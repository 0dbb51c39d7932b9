import { type AccountField, valuesOf } from '../../channel/account.ts';
import { type PaymentVendor, pemOf, REFUND_TIMEOUT_MS } from '../account.ts';
import { unionpay } from './unionpay.ts';

const fields: AccountField[] = [
  { name: 'merId', kind: 'setting', label: { zh: '商户号', en: 'Merchant number (merId)' } },
  {
    name: 'certId',
    kind: 'setting',
    label: { zh: '签名证书序列号（十进制）', en: 'Serial of the signing certificate' },
  },
  { name: 'privateKey', kind: 'secret', label: { zh: '签名私钥（PKCS8）', en: 'Signing key (PKCS#8)' } },
  {
    name: 'authorities',
    kind: 'setting',
    label: { zh: '银联根证书与中级证书（PEM）', en: 'UnionPay’s root and middle certificates (PEM)' },
  },
  {
    name: 'baseUrl',
    kind: 'setting',
    label: { zh: '接口地址', en: 'Address of the gateway' },
    preset: 'https://gateway.95516.com',
    optional: true,
  },
];

export const unionpayPayment: PaymentVendor = {
  id: 'unionpay',
  label: { zh: '银联', en: 'UnionPay' },
  fields,
  noticeAddress: 'in_request',
  open: (account, { now, noticeUrl }) => {
    const value = valuesOf(fields, account);
    return unionpay({
      baseUrl: value('baseUrl').replace(/\/+$/, ''),
      merId: value('merId'),
      certId: value('certId'),
      privateKey: pemOf('PRIVATE KEY', value('privateKey')),
      authorities: certificatesIn(value('authorities')),
      pauseMs: 0,
      timeoutMs: REFUND_TIMEOUT_MS,
      now,
      ...(noticeUrl ? { noticeUrl } : {}),
    });
  },
};

/** Several, one behind the other; or one, without its armour. */
function certificatesIn(pasted: string): string[] {
  const armoured = pasted.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g);
  const bare = pasted.replaceAll(/\s/g, '').match(/.{1,64}/g) ?? [];
  return armoured ?? [`-----BEGIN CERTIFICATE-----\n${bare.join('\n')}\n-----END CERTIFICATE-----`];
}
