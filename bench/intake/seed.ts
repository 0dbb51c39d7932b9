import { pino } from 'pino';
import type { MerchantId } from '../../src/domain/ids.ts';
import type { App } from '../../src/server/app.ts';
import { pushPath } from '../../src/server/channels/take-push.ts';
import { systemClock } from '../../src/server/clock.ts';
import { compose } from '../../src/server/compose.ts';
import { loadConfig } from '../../src/server/config.ts';
import { seedDemoPeople } from '../../src/server/people/demo-people.ts';
import { saveShop } from '../../src/server/shops/shops.ts';
import type { PushAddresses } from './load.ts';
import { type PushChannel, pushChannels, secrets } from './pushes.ts';

const shopIdOf = (channel: PushChannel) => `shop_bench${channel}` as const;

/** Nobody is at these addresses: of a push only the intake is measured. */
const NOWHERE = 'http://127.0.0.1:9';

const accounts: Record<PushChannel, { settings: Record<string, string>; credentials: Record<string, string> }> = {
  douyin: {
    settings: { gatewayUrl: NOWHERE, appKey: secrets.douyin.appKey, shopId: secrets.douyin.shopId },
    credentials: { appSecret: secrets.douyin.appSecret, accessToken: 'token', refreshToken: 'token' },
  },
  shopify: {
    settings: { shopDomain: secrets.shopify.shopDomain, apiUrl: NOWHERE },
    credentials: { accessToken: 'token', appSecret: secrets.shopify.appSecret },
  },
  woocommerce: {
    settings: { siteUrl: NOWHERE },
    credentials: { consumerKey: 'ck', consumerSecret: 'cs', webhookSecret: secrets.woocommerce.webhookSecret },
  },
};

/** Three shops of a merchant, each on a platform that calls us. */
export async function connectPushShops(app: App, merchantId: MerchantId): Promise<void> {
  await app.db.inMerchant(merchantId, async (tx) => {
    for (const channel of pushChannels) {
      const shop = { id: shopIdOf(channel), channel, name: channel, externalId: channel, returnAddress: null };
      await saveShop(tx, app.secrets, merchantId, { ...shop, ...accounts[channel] });
    }
  });
  app.shops.forget(merchantId);
}

export const pushAddresses = (url: string, merchantId: MerchantId): PushAddresses => {
  const of = (channel: PushChannel) => `${url}${pushPath(merchantId, shopIdOf(channel))}`;
  return { douyin: of('douyin'), shopify: of('shopify'), woocommerce: of('woocommerce') };
};

/** A merchant with such shops in a migrated database. */
export async function seedPushShops(databaseUrl: string, secretKey: Buffer): Promise<MerchantId> {
  const config = loadConfig(['--port=0', '--world=off'], {});
  const log = pino({ level: 'silent' });
  const program = compose({ config, databaseUrl, secretKey, clock: systemClock, log });
  const merchantId = await seedDemoPeople(program.auth);
  await connectPushShops(program.app, merchantId);
  await program.close();
  return merchantId;
}
