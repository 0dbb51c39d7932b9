import { valuesOf } from '../../channel/account.ts';
import { type NoticeField, type NoticeVendor, SEND_TIMEOUT_MS } from '../account.ts';
import { botAddressProblem } from '../bot-address.ts';
import { feishu } from './feishu.ts';

const fields: NoticeField[] = [
  { name: 'webhookUrl', kind: 'secret', label: { zh: '机器人 Webhook 地址', en: 'Webhook address of the bot' } },
  {
    name: 'signSecret',
    kind: 'secret',
    label: { zh: '签名密钥（安全设置选了签名校验才填）', en: 'Signing secret, if the bot asks for signatures' },
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

const isHook = ({ pathname }: URL): boolean => /^\/open-apis\/bot\/v2\/hook\/[\w-]+$/.test(pathname);

export const feishuVendor: NoticeVendor = {
  id: 'feishu',
  label: { zh: '飞书群机器人', en: 'Feishu / Lark group bot' },
  fields,
  help: 'https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot',
  problem: ({ credentials }, { mayBeNear }) =>
    botAddressProblem(
      credentials['webhookUrl'],
      { hosts: ['open.feishu.cn', 'open.larksuite.com'], isComplete: isHook },
      mayBeNear,
    ),
  open: (account, { now }) => {
    const value = valuesOf(fields, account);
    return feishu({
      webhookUrl: value('webhookUrl'),
      ...(value('signSecret') ? { signSecret: value('signSecret') } : {}),
      ...(value('keyword') ? { keyword: value('keyword') } : {}),
      timeoutMs: SEND_TIMEOUT_MS,
      now,
    });
  },
};
