import { type AccountField, CALL_TIMEOUT_MS, valuesOf } from '../../channel/account.ts';
import type { CourierVendor } from '../account.ts';
import { kdniao } from './kdniao.ts';

const payTypes = ['1', '2', '3'] as const;

const fields: AccountField[] = [
  { name: 'businessId', kind: 'setting', label: { zh: '用户 ID', en: 'Business ID' } },
  { name: 'appKey', kind: 'secret', label: { zh: 'API key', en: 'API key' } },
  {
    name: 'payType',
    kind: 'setting',
    label: { zh: '取件付款（1 现付 2 到付 3 月结）', en: 'Pick-up payment (1 cash, 2 receiver, 3 monthly)' },
    choices: payTypes,
    preset: '3',
    optional: true,
  },
  {
    name: 'monthCode',
    kind: 'setting',
    label: { zh: '月结账号', en: 'Monthly account' },
    preset: '',
    optional: true,
  },
  {
    name: 'baseUrl',
    kind: 'setting',
    label: { zh: '接口地址', en: 'API address' },
    preset: 'https://api.kdniao.com',
    optional: true,
  },
];

export const kdniaoCourier: CourierVendor = {
  id: 'kdniao',
  label: { zh: '快递鸟', en: 'KDNiao' },
  fields,
  open: (account, now) => {
    const value = valuesOf(fields, account);
    const monthCode = value('monthCode');
    return kdniao({
      baseUrl: value('baseUrl'),
      businessId: value('businessId'),
      appKey: value('appKey'),
      payType: payTypes.find((known) => known === value('payType')) ?? '3',
      ...(monthCode ? { monthCode } : {}),
      timeoutMs: CALL_TIMEOUT_MS,
      now,
    });
  },
};
