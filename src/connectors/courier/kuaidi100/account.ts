import { type AccountField, CALL_TIMEOUT_MS, valuesOf } from '../../channel/account.ts';
import type { CourierVendor } from '../account.ts';
import { kuaidi100 } from './kuaidi100.ts';

const fields: AccountField[] = [
  { name: 'customer', kind: 'setting', label: { zh: '授权码 customer', en: 'Customer' } },
  { name: 'key', kind: 'secret', label: { zh: '授权 key', en: 'Key' } },
  { name: 'salt', kind: 'secret', label: { zh: '推送签名盐（自定）', en: 'Salt for pushes (your own)' } },
  {
    name: 'secret',
    kind: 'secret',
    label: { zh: 'secret（寄件与拦截需要）', en: 'Secret (for pick-ups and intercepts)' },
    preset: '',
    optional: true,
  },
  {
    name: 'pollBaseUrl',
    kind: 'setting',
    label: { zh: '查询与寄件地址', en: 'Address for queries and pick-ups' },
    preset: 'https://poll.kuaidi100.com',
    optional: true,
  },
  {
    name: 'apiBaseUrl',
    kind: 'setting',
    label: { zh: '拦截地址', en: 'Address for intercepts' },
    preset: 'https://api.kuaidi100.com',
    optional: true,
  },
];

export const kuaidi100Courier: CourierVendor = {
  id: 'kuaidi100',
  label: { zh: '快递100', en: 'Kuaidi100' },
  fields,
  open: (account, now) => {
    const value = valuesOf(fields, account);
    const secret = value('secret');
    return kuaidi100({
      pollBaseUrl: value('pollBaseUrl'),
      apiBaseUrl: value('apiBaseUrl'),
      customer: value('customer'),
      key: value('key'),
      salt: value('salt'),
      ...(secret ? { secret } : {}),
      timeoutMs: CALL_TIMEOUT_MS,
      now,
    });
  },
};
