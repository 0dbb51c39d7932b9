import { type AccountField, valuesOf } from '../../channel/account.ts';
import type { InvoiceVendor } from '../account.ts';
import { genericInvoicing } from './generic.ts';

const TIMEOUT_MS = 20_000;

const fields: AccountField[] = [
  { name: 'baseUrl', kind: 'setting', label: { zh: '接口地址', en: 'Address of the service' } },
  { name: 'taxId', kind: 'setting', label: { zh: '销方纳税人识别号', en: "Seller's tax ID" } },
  { name: 'secret', kind: 'secret', label: { zh: '访问密钥', en: 'Access secret' } },
];

/** Our own shape over HTTP: a bridge to a provider, or the merchant's own gateway, answers it. */
export const genericInvoiceVendor: InvoiceVendor = {
  id: 'generic',
  label: { zh: '通用红字发票接口', en: 'Generic red-invoice service' },
  fields,
  open: (account) => {
    const value = valuesOf(fields, account);
    return genericInvoicing({
      baseUrl: value('baseUrl').replace(/\/+$/, ''),
      taxId: value('taxId'),
      secret: value('secret'),
      timeoutMs: TIMEOUT_MS,
    });
  },
};
