import { type AccountField, valuesOf } from '../../channel/account.ts';
import { FINANCE_TIMEOUT_MS, type FinanceVendor } from '../account.ts';
import { yonbip } from './yonbip.ts';

const fields: AccountField[] = [
  { name: 'tenantId', kind: 'setting', label: { zh: '租户 ID', en: 'Tenant' } },
  { name: 'appKey', kind: 'setting', label: { zh: '应用 Key（appKey）', en: 'App key' } },
  { name: 'appSecret', kind: 'secret', label: { zh: '应用密钥（appSecret）', en: 'App secret' } },
  { name: 'book', kind: 'setting', label: { zh: '账簿编码', en: 'Code of the book' } },
  { name: 'voucherType', kind: 'setting', label: { zh: '凭证类型编码', en: 'Code of the voucher type' }, preset: '1' },
  { name: 'makerMobile', kind: 'setting', label: { zh: '制单人手机号', en: 'Mobile number of the maker' } },
  {
    name: 'baseUrl',
    kind: 'setting',
    label: { zh: '接口地址', en: 'Address of the gateway' },
    preset: 'https://apigateway.yonyoucloud.com',
    optional: true,
  },
];

export const yonbipFinance: FinanceVendor = {
  id: 'yonbip',
  label: { zh: '用友 YonBIP', en: 'Yonyou YonBIP' },
  fields,
  dimension: { pattern: /^\w{1,40}$/, example: '0001' },
  open: (account, now) => {
    const value = valuesOf(fields, account);
    return yonbip({
      baseUrl: value('baseUrl').replace(/\/+$/, ''),
      tenantId: value('tenantId'),
      appKey: value('appKey'),
      appSecret: value('appSecret'),
      book: value('book'),
      voucherType: value('voucherType'),
      makerMobile: value('makerMobile'),
      timeoutMs: FINANCE_TIMEOUT_MS,
      now,
    });
  },
};
