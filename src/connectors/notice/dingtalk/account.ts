import { valuesOf } from '../../channel/account.ts';
import { type NoticeField, type NoticeVendor, SEND_TIMEOUT_MS } from '../account.ts';
import { botAddressProblem } from '../bot-address.ts';
import { dingtalk } from './dingtalk.ts';

const fields: NoticeField[] = [
  { name: 'webhookUrl', kind: 'secret', label: { zh: '机器人 Webhook 地址', en: 'Webhook address of the bot' } },
  {
    name: 'signSecret',
    kind: 'secret',
    label: {
      zh: '加签密钥（SEC…，安全设置选了加签才填）',
      en: 'Signing secret (SEC…), if the bot asks for signatures',
    },
    preset: '',
    optional: true,
  },
  {
    name: 'keyword',
    kind: 'setting',
    label: { zh: '自定义关键词（安全设置选了关键词才填）', en: 'Keyword, if the bot asks for one' },
    preset: '',
    optional: true,
  },
];

export const dingtalkVendor: NoticeVendor = {
  id: 'dingtalk',
  label: { zh: '钉钉群机器人', en: 'DingTalk group bot' },
  fields,
  help: 'https://open.dingtalk.com/document/robots/custom-robot-access',
  problem: ({ credentials }, { mayBeNear }) =>
    botAddressProblem(
      credentials['webhookUrl'],
      { hosts: ['oapi.dingtalk.com'], isComplete: (url) => Boolean(url.searchParams.get('access_token')) },
      mayBeNear,
    ),
  open: (account, { now }) => {
    const value = valuesOf(fields, account);
    return dingtalk({
      webhookUrl: value('webhookUrl'),
      ...(value('signSecret') ? { signSecret: value('signSecret') } : {}),
      ...(value('keyword') ? { keyword: value('keyword') } : {}),
      timeoutMs: SEND_TIMEOUT_MS,
      now,
    });
  },
};
