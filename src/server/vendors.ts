import type { ChannelVendor } from '../connectors/channel/account.ts';
import { douyinChannel } from '../connectors/channel/douyin/account.ts';
import { jdChannel } from '../connectors/channel/jd/account.ts';
import { pinduoduoChannel } from '../connectors/channel/pinduoduo/account.ts';
import { shopifyChannel } from '../connectors/channel/shopify/account.ts';
import { taobaoChannel } from '../connectors/channel/taobao/account.ts';
import { woocommerceChannel } from '../connectors/channel/woocommerce/account.ts';
import { kuaidi100 } from '../connectors/courier/kuaidi100/kuaidi100.ts';
import { alipay } from '../connectors/payment/alipay/alipay.ts';
import { present } from '../domain/assert.ts';
import type { Clock } from './clock.ts';
import type { Vendors } from './shops/vendors.ts';

const TIMEOUT_MS = 15_000;

/** The platforms that sell. A new one is a folder under connectors/channel/ and a line here. */
const channels: readonly ChannelVendor[] = [
  taobaoChannel,
  jdChannel,
  pinduoduoChannel,
  douyinChannel,
  shopifyChannel,
  woocommerceChannel,
];

/** The vendors Guilai can reach: the only place that knows them by name. */
export const vendorsOf = ({ now }: Clock): Vendors => ({
  channels,
  channel: (id, account) => channels.find((vendor) => vendor.id === id)?.open(account, now),
  payment: {
    alipay: ({ settings, credentials }) =>
      alipay({
        gatewayUrl: need(settings, 'gatewayUrl'),
        appId: need(settings, 'appId'),
        privateKey: need(credentials, 'privateKey'),
        alipayPublicKey: need(settings, 'alipayPublicKey'),
        now,
      }),
  },
  courier: {
    kuaidi100: ({ settings, credentials }) =>
      kuaidi100({
        pollBaseUrl: need(settings, 'pollBaseUrl'),
        customer: need(settings, 'customer'),
        key: need(credentials, 'key'),
        salt: need(credentials, 'salt'),
        timeoutMs: TIMEOUT_MS,
      }),
  },
});

const need = (values: Readonly<Record<string, string>>, name: string): string =>
  present(values[name], `the setting ${name}`);
