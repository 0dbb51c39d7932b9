import { type AccountField, valuesOf } from '../../channel/account.ts';
import { type PaymentVendor, pauseOf, pemOf, REFUND_TIMEOUT_MS } from '../account.ts';
import { wechat } from './wechat.ts';

const fields: AccountField[] = [
  { name: 'mchid', kind: 'setting', label: { zh: '商户号', en: 'Merchant number (mchid)' } },
  { name: 'serial', kind: 'setting', label: { zh: '商户 API 证书序列号', en: 'Serial of the API certificate' } },
  { name: 'privateKey', kind: 'secret', label: { zh: '商户 API 私钥', en: 'Private key of the API certificate' } },
  { name: 'apiV3Key', kind: 'secret', label: { zh: 'APIv3 密钥', en: 'APIv3 key' } },
  { name: 'platformKeyId', kind: 'setting', label: { zh: '微信支付公钥 ID', en: 'Id of WeChat Pay’s public key' } },
  { name: 'platformPublicKey', kind: 'setting', label: { zh: '微信支付公钥', en: 'WeChat Pay’s public key' } },
  {
    name: 'baseUrl',
    kind: 'setting',
    label: { zh: '接口地址', en: 'Address of the gateway' },
    preset: 'https://api.mch.weixin.qq.com',
    optional: true,
  },
  {
    name: 'pauseMs',
    kind: 'setting',
    label: { zh: '同一订单两次退款的间隔（毫秒）', en: 'Pause between refunds of one order (ms)' },
    preset: '60000',
    optional: true,
  },
];

export const wechatPayment: PaymentVendor = {
  id: 'wechat',
  label: { zh: '微信支付', en: 'WeChat Pay' },
  fields,
  noticeAddress: 'in_request',
  open: (account, { now, noticeUrl }) => {
    const value = valuesOf(fields, account);
    return wechat({
      baseUrl: value('baseUrl').replace(/\/+$/, ''),
      mchid: value('mchid'),
      serial: value('serial'),
      privateKey: pemOf('PRIVATE KEY', value('privateKey')),
      platformKeys: { [value('platformKeyId')]: pemOf('PUBLIC KEY', value('platformPublicKey')) },
      apiV3Key: value('apiV3Key'),
      pauseMs: pauseOf(value('pauseMs')),
      timeoutMs: REFUND_TIMEOUT_MS,
      now,
      ...(noticeUrl ? { noticeUrl } : {}),
    });
  },
};
