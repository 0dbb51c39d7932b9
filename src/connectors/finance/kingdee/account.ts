import { type AccountField, valuesOf } from '../../channel/account.ts';
import { FINANCE_TIMEOUT_MS, type FinanceVendor } from '../account.ts';
import { kingdee } from './kingdee.ts';

const fields: AccountField[] = [
  { name: 'baseUrl', kind: 'setting', label: { zh: '站点地址（…/k3cloud）', en: 'Address of the site (…/k3cloud)' } },
  { name: 'acctId', kind: 'setting', label: { zh: '数据中心 ID（acctID）', en: 'Data centre (acctID)' } },
  { name: 'userName', kind: 'setting', label: { zh: '集成用户', en: 'Integration user' } },
  { name: 'appId', kind: 'setting', label: { zh: '应用 ID（appID）', en: 'App ID' } },
  { name: 'appSecret', kind: 'secret', label: { zh: '应用密钥（appSecret）', en: 'App secret' } },
  { name: 'orgNumber', kind: 'setting', label: { zh: '组织编码', en: 'Organisation code' }, preset: '100' },
  { name: 'book', kind: 'setting', label: { zh: '账簿编码', en: 'Code of the book' }, preset: '001' },
  { name: 'word', kind: 'setting', label: { zh: '凭证字编码', en: 'Code of the voucher word' }, preset: 'PRE001' },
  { name: 'currency', kind: 'setting', label: { zh: '人民币的币别编码', en: 'Code of the yuan' }, preset: 'PRE001' },
  {
    name: 'rateType',
    kind: 'setting',
    label: { zh: '汇率类型编码', en: 'Code of the rate type' },
    preset: 'HLTX01_SYS',
  },
];

export const kingdeeFinance: FinanceVendor = {
  id: 'kingdee',
  label: { zh: '金蝶云星空', en: 'Kingdee Cloud' },
  fields,
  dimension: { pattern: /^FFLEX\d{1,3}$/, example: 'FFLEX6' },
  open: (account, now) => {
    const value = valuesOf(fields, account);
    return kingdee({
      baseUrl: value('baseUrl').replace(/\/+$/, ''),
      acctId: value('acctId'),
      userName: value('userName'),
      appId: value('appId'),
      appSecret: value('appSecret'),
      orgNumber: value('orgNumber'),
      book: value('book'),
      word: value('word'),
      currency: value('currency'),
      rateType: value('rateType'),
      timeoutMs: FINANCE_TIMEOUT_MS,
      now,
    });
  },
};
