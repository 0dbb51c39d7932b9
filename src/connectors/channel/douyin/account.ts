import { type AccountField, CALL_TIMEOUT_MS, type ChannelVendor, valuesOf } from '../account.ts';
import { douyin } from './douyin.ts';
import { douyinReasons } from './reasons.ts';

const fields: AccountField[] = [
  { name: 'appKey', kind: 'setting', label: { zh: '应用 App Key', en: 'App key' } },
  { name: 'appSecret', kind: 'secret', label: { zh: '应用 App Secret', en: 'App secret' } },
  // An app of the shop's own gets its tokens with this number alone.
  {
    name: 'shopId',
    kind: 'setting',
    label: { zh: '店铺 ID（自用型应用必填）', en: 'Shop id (needed by an app of the shop’s own)' },
    optional: true,
  },
  {
    name: 'accessToken',
    kind: 'secret',
    label: { zh: '店铺授权 Access Token', en: 'Access token' },
    optional: true,
  },
  {
    name: 'refreshToken',
    kind: 'secret',
    label: { zh: '刷新令牌 Refresh Token', en: 'Refresh token' },
    optional: true,
  },
  {
    name: 'gatewayUrl',
    kind: 'setting',
    label: { zh: '接口地址', en: 'Gateway' },
    preset: 'https://openapi-fxg.jinritemai.com',
  },
];

export const douyinChannel: ChannelVendor = {
  id: 'douyin',
  label: { zh: '抖音（抖店）', en: 'Douyin' },
  fields,
  reasons: douyinReasons,
  open: (account, now) => {
    const value = valuesOf(fields, account);
    const { shopId } = account.settings;
    const { accessToken = '', refreshToken } = account.credentials;
    return douyin({
      gatewayUrl: value('gatewayUrl'),
      appKey: value('appKey'),
      appSecret: value('appSecret'),
      accessToken,
      ...(refreshToken ? { refreshToken } : {}),
      ...(shopId ? { shopId } : {}),
      timeoutMs: CALL_TIMEOUT_MS,
      now,
    });
  },
};
