import { valuesOf } from '../../channel/account.ts';
import { type NoticeField, type NoticeVendor, SEND_TIMEOUT_MS } from '../account.ts';
import { botAddressProblem } from '../bot-address.ts';
import { wecom } from './wecom.ts';

const fields: NoticeField[] = [
  { name: 'webhookUrl', kind: 'secret', label: { zh: '机器人 Webhook 地址', en: 'Webhook address of the bot' } },
];

export const wecomVendor: NoticeVendor = {
  id: 'wecom',
  label: { zh: '企业微信群机器人', en: 'WeCom group bot' },
  fields,
  help: 'https://developer.work.weixin.qq.com/document/path/91770',
  problem: ({ credentials }, { mayBeNear }) =>
    botAddressProblem(
      credentials['webhookUrl'],
      { hosts: ['qyapi.weixin.qq.com'], isComplete: (url) => Boolean(url.searchParams.get('key')) },
      mayBeNear,
    ),
  open: (account) => wecom({ webhookUrl: valuesOf(fields, account)('webhookUrl'), timeoutMs: SEND_TIMEOUT_MS }),
};
