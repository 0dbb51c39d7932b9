import { type AccountField, CALL_TIMEOUT_MS, type ChannelVendor, valuesOf } from '../account.ts';
import { taobaoReasons } from './reasons.ts';
import { taobao } from './taobao.ts';

const fields: AccountField[] = [
  { name: 'appKey', kind: 'setting', label: { zh: '应用 App Key', en: 'App key' } },
  { name: 'appSecret', kind: 'secret', label: { zh: '应用 App Secret', en: 'App secret' } },
  { name: 'session', kind: 'secret', label: { zh: '店铺授权 Session', en: 'Session of the shop' } },
  {
    name: 'refreshToken',
    kind: 'secret',
    label: { zh: '刷新令牌（仅服务市场应用）', en: 'Refresh token (apps of the service market only)' },
    optional: true,
  },
  {
    name: 'sellerNick',
    kind: 'setting',
    label: { zh: '卖家昵称（填写后接收消息推送）', en: 'Seller’s nick (with it, messages are listened to)' },
    optional: true,
  },
  {
    name: 'messageGroup',
    kind: 'setting',
    label: { zh: '消息分组', en: 'Message group' },
    optional: true,
  },
  {
    name: 'shopKind',
    kind: 'setting',
    label: { zh: '店铺类型', en: 'Kind of shop' },
    choices: ['taobao', 'tmall'],
    preset: 'taobao',
  },
  {
    name: 'exchanges',
    kind: 'setting',
    label: { zh: '读取天猫换货单（应用须有换货接口权限）', en: 'Read Tmall exchanges (the app must be granted them)' },
    choices: ['yes', 'no'],
    optional: true,
  },
  {
    name: 'gatewayUrl',
    kind: 'setting',
    label: { zh: '接口地址', en: 'Gateway' },
    preset: 'https://eco.taobao.com/router/rest',
  },
];

export const taobaoChannel: ChannelVendor = {
  id: 'taobao',
  label: { zh: '淘宝 / 天猫', en: 'Taobao / Tmall' },
  fields,
  reasons: taobaoReasons,
  buyersSharedBy: 'appKey',
  listens: { needs: 'sellerNick' },
  open: (account, now) => {
    const value = valuesOf(fields, account);
    const { sellerNick, messageGroup, exchanges } = account.settings;
    const { refreshToken } = account.credentials;
    return taobao({
      gatewayUrl: value('gatewayUrl'),
      appKey: value('appKey'),
      appSecret: value('appSecret'),
      session: value('session'),
      ...(refreshToken ? { refreshToken } : {}),
      ...(sellerNick ? { stream: { sellerNick, ...(messageGroup ? { group: messageGroup } : {}) } } : {}),
      shopKind: value('shopKind') === 'tmall' ? 'tmall' : 'taobao',
      ...(exchanges ? { unverified: { pullsExchanges: exchanges === 'yes' } } : {}),
      timeoutMs: CALL_TIMEOUT_MS,
      now,
    });
  },
};
