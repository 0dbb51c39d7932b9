import { type AccountField, CALL_TIMEOUT_MS, type ChannelVendor, valuesOf } from '../account.ts';
import { woocommerceReasons } from './reasons.ts';
import { woocommerce } from './woocommerce.ts';

const fields: AccountField[] = [
  { name: 'siteUrl', kind: 'setting', label: { zh: '店铺网址（https://…）', en: 'Address of the shop' } },
  { name: 'consumerKey', kind: 'secret', label: { zh: 'REST API Consumer key', en: 'REST API consumer key' } },
  { name: 'consumerSecret', kind: 'secret', label: { zh: 'REST API Consumer secret', en: 'REST API consumer secret' } },
  {
    name: 'webhookSecret',
    kind: 'secret',
    label: { zh: 'Webhook 密钥（校验推送）', en: 'Webhook secret (checks pushes)' },
    preset: '',
    optional: true,
  },
  {
    name: 'completedMeans',
    kind: 'setting',
    label: { zh: '“已完成”表示', en: '“Completed” means' },
    choices: ['delivered', 'shipped'],
    preset: 'delivered',
  },
];

export const woocommerceChannel: ChannelVendor = {
  id: 'woocommerce',
  label: { zh: 'WooCommerce 独立站', en: 'WooCommerce' },
  fields,
  reasons: woocommerceReasons,
  keepsRefunds: true,
  open: (account, now) => {
    const value = valuesOf(fields, account);
    return woocommerce({
      siteUrl: value('siteUrl').replace(/\/+$/, ''),
      consumerKey: value('consumerKey'),
      consumerSecret: value('consumerSecret'),
      ...(value('webhookSecret') ? { webhookSecret: value('webhookSecret') } : {}),
      timeoutMs: CALL_TIMEOUT_MS,
      now,
      unverified: { completedMeans: value('completedMeans') === 'shipped' ? 'shipped' : 'delivered' },
    });
  },
};
