import { type AccountField, valuesOf } from '../../channel/account.ts';
import { type PaymentVendor, REFUND_TIMEOUT_MS } from '../account.ts';
import { stripe } from './stripe.ts';

const fields: AccountField[] = [
  { name: 'secretKey', kind: 'secret', label: { zh: '密钥 sk_…', en: 'Secret key (sk_…)' } },
  { name: 'webhookSecret', kind: 'secret', label: { zh: 'Webhook 签名密钥 whsec_…', en: 'Webhook secret (whsec_…)' } },
  {
    name: 'baseUrl',
    kind: 'setting',
    label: { zh: '接口地址', en: 'Address of the gateway' },
    preset: 'https://api.stripe.com',
    optional: true,
  },
];

export const stripePayment: PaymentVendor = {
  id: 'stripe',
  label: { zh: 'Stripe', en: 'Stripe' },
  fields,
  noticeAddress: 'at_vendor',
  open: (account, { now }) => {
    const value = valuesOf(fields, account);
    return stripe({
      secretKey: value('secretKey'),
      webhookSecret: value('webhookSecret'),
      baseUrl: value('baseUrl'),
      timeoutMs: REFUND_TIMEOUT_MS,
      now,
    });
  },
};
