import { type AccountField, CALL_TIMEOUT_MS, type ChannelVendor, valuesOf } from '../account.ts';
import { API_VERSION } from './config.ts';
import { shopifyReasons } from './reasons.ts';
import { shopify } from './shopify.ts';

const fields: AccountField[] = [
  { name: 'shopDomain', kind: 'setting', label: { zh: '店铺域名（xxx.myshopify.com）', en: 'Shop domain' } },
  { name: 'accessToken', kind: 'secret', label: { zh: 'Admin API 访问令牌', en: 'Admin API access token' } },
  {
    name: 'appSecret',
    kind: 'secret',
    label: { zh: '应用密钥（校验推送）', en: 'App secret (checks pushes)' },
    preset: '',
    optional: true,
  },
  { name: 'apiVersion', kind: 'setting', label: { zh: '接口版本', en: 'API version' }, preset: API_VERSION },
  {
    name: 'refundOnlyReasons',
    kind: 'setting',
    label: { zh: '仅退款的退货原因（逗号分隔）', en: 'Return reasons without goods (comma-separated)' },
    preset: '',
    optional: true,
  },
  { name: 'apiUrl', kind: 'setting', label: { zh: '接口地址', en: 'API address' }, preset: '', optional: true },
];

export const shopifyChannel: ChannelVendor = {
  id: 'shopify',
  label: { zh: 'Shopify 独立站', en: 'Shopify' },
  fields,
  reasons: shopifyReasons,
  open: (account, now) => {
    const value = valuesOf(fields, account);
    return shopify({
      shopDomain: value('shopDomain'),
      accessToken: value('accessToken'),
      apiVersion: value('apiVersion'),
      ...(value('appSecret') ? { appSecret: value('appSecret') } : {}),
      ...(value('apiUrl') ? { apiUrl: value('apiUrl') } : {}),
      refundOnlyReasons: value('refundOnlyReasons')
        .split(/[,，\s]+/)
        .filter(Boolean),
      timeoutMs: CALL_TIMEOUT_MS,
      now,
    });
  },
};
