import { randomUUID } from 'node:crypto';
import { type AccountField, CALL_TIMEOUT_MS, valuesOf } from '../../channel/account.ts';
import type { CourierVendor } from '../account.ts';
import { sf } from './sf.ts';

const fields: AccountField[] = [
  { name: 'partnerId', kind: 'setting', label: { zh: '顾客编码 partnerID', en: 'Partner ID' } },
  { name: 'checkword', kind: 'secret', label: { zh: '校验码 checkword', en: 'Checkword' } },
  {
    name: 'pushKey',
    kind: 'secret',
    label: { zh: '推送地址密钥（自定，至少 24 位）', en: 'Key in the push address (your own, 24 characters or more)' },
  },
  {
    name: 'monthlyCard',
    kind: 'setting',
    label: { zh: '月结卡号（寄件与拦截需要）', en: 'Monthly account (for pick-ups and intercepts)' },
    preset: '',
    optional: true,
  },
  {
    name: 'serviceUrl',
    kind: 'setting',
    label: { zh: '接口地址', en: 'API address' },
    preset: 'https://sfapi.sf-express.com/std/service',
    optional: true,
  },
];

export const sfCourier: CourierVendor = {
  id: 'sf',
  label: { zh: '顺丰丰桥', en: 'SF Express' },
  fields,
  addressSecret: 'pushKey',
  open: (account, now) => {
    const value = valuesOf(fields, account);
    const monthlyCard = value('monthlyCard');
    return sf({
      serviceUrl: value('serviceUrl'),
      partnerId: value('partnerId'),
      checkword: value('checkword'),
      pushKey: value('pushKey'),
      ...(monthlyCard ? { monthlyCard } : {}),
      timeoutMs: CALL_TIMEOUT_MS,
      now,
      newRequestId: randomUUID,
    });
  },
};
