import { type AccountField, CALL_TIMEOUT_MS, type ChannelVendor, valuesOf } from '../account.ts';
import { pinduoduo } from './pinduoduo.ts';
import { pinduoduoReasons } from './reasons.ts';

const fields: AccountField[] = [
  { name: 'clientId', kind: 'setting', label: { zh: '应用 client_id', en: 'Client id' } },
  { name: 'clientSecret', kind: 'secret', label: { zh: '应用 client_secret', en: 'Client secret' } },
  { name: 'mallId', kind: 'setting', label: { zh: '店铺 ID（owner_id）', en: 'Mall id (owner_id)' } },
  { name: 'accessToken', kind: 'secret', label: { zh: '店铺授权 access_token', en: 'Access token of the mall' } },
  {
    name: 'refreshToken',
    kind: 'secret',
    label: { zh: '授权续期 refresh_token', en: 'Refresh token' },
    preset: '',
    optional: true,
  },
  {
    name: 'gatewayUrl',
    kind: 'setting',
    label: { zh: '接口地址', en: 'Gateway' },
    preset: 'https://gw-api.pinduoduo.com/api/router',
  },
  {
    name: 'messageUrl',
    kind: 'setting',
    label: { zh: '消息地址', en: 'Message channel' },
    preset: 'wss://message-api.pinduoduo.com',
  },
];

export const pinduoduoChannel: ChannelVendor = {
  id: 'pinduoduo',
  label: { zh: '拼多多', en: 'Pinduoduo' },
  fields,
  reasons: pinduoduoReasons,
  listens: {},
  open: (account, now) => {
    const value = valuesOf(fields, account);
    const refreshToken = value('refreshToken');
    return pinduoduo({
      gatewayUrl: value('gatewayUrl'),
      messageUrl: value('messageUrl'),
      clientId: value('clientId'),
      clientSecret: value('clientSecret'),
      mallId: value('mallId'),
      accessToken: value('accessToken'),
      ...(refreshToken ? { refreshToken } : {}),
      timeoutMs: CALL_TIMEOUT_MS,
      now,
    });
  },
};
