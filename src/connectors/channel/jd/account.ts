import { type AccountField, CALL_TIMEOUT_MS, type ChannelVendor, valuesOf } from '../account.ts';
import { jd } from './jd.ts';
import { jdReasons } from './reasons.ts';

const fields: AccountField[] = [
  { name: 'appKey', kind: 'setting', label: { zh: '应用 AppKey', en: 'App key' } },
  { name: 'appSecret', kind: 'secret', label: { zh: '应用 AppSecret', en: 'App secret' } },
  { name: 'accessToken', kind: 'secret', label: { zh: '授权 access_token', en: 'Access token' } },
  { name: 'refreshToken', kind: 'secret', label: { zh: '授权 refresh_token', en: 'Refresh token' }, optional: true },
  { name: 'venderId', kind: 'setting', label: { zh: '商家编号', en: 'Vender id' } },
  { name: 'operatePin', kind: 'setting', label: { zh: '操作人账号', en: 'Clerk’s account' } },
  { name: 'operateNick', kind: 'setting', label: { zh: '操作人姓名', en: 'Clerk’s name' } },
  { name: 'returnProvince', kind: 'setting', label: { zh: '退货地址：省编码', en: 'Returns: code of the province' } },
  { name: 'returnCity', kind: 'setting', label: { zh: '退货地址：市编码', en: 'Returns: code of the city' } },
  { name: 'returnCounty', kind: 'setting', label: { zh: '退货地址：县区编码', en: 'Returns: code of the county' } },
  {
    name: 'returnVillage',
    kind: 'setting',
    label: { zh: '退货地址：乡镇编码', en: 'Returns: code of the village' },
    preset: '',
    optional: true,
  },
  { name: 'returnAddressType', kind: 'setting', label: { zh: '返件地址类型', en: 'Kind of return address' } },
  {
    name: 'gatewayUrl',
    kind: 'setting',
    label: { zh: '接口地址', en: 'Gateway' },
    preset: 'https://api.jd.com/routerjson',
  },
  {
    name: 'oauthUrl',
    kind: 'setting',
    label: { zh: '授权地址', en: 'Authorisation' },
    preset: 'https://open-oauth.jd.com/oauth2',
  },
];

export const jdChannel: ChannelVendor = {
  id: 'jd',
  label: { zh: '京东', en: 'JD' },
  fields,
  reasons: jdReasons,
  buyersSharedBy: 'appKey',
  open: (account, now) => {
    const value = valuesOf(fields, account);
    const code = (name: string): number => {
      const text = value(name);
      if (!/^\d{1,9}$/.test(text)) throw new Error(`the connection’s ${name} is no number: "${text}"`);
      return Number(text);
    };
    const { refreshToken } = account.credentials;
    return jd({
      gatewayUrl: value('gatewayUrl'),
      oauthUrl: value('oauthUrl'),
      appKey: value('appKey'),
      appSecret: value('appSecret'),
      accessToken: value('accessToken'),
      ...(refreshToken ? { refreshToken } : {}),
      venderId: value('venderId'),
      operatePin: value('operatePin'),
      operateNick: value('operateNick'),
      returnRegion: {
        province: code('returnProvince'),
        city: code('returnCity'),
        county: code('returnCounty'),
        ...(value('returnVillage') ? { village: code('returnVillage') } : {}),
      },
      returnAddressType: code('returnAddressType'),
      timeoutMs: CALL_TIMEOUT_MS,
      now,
    });
  },
};
