import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import type { ReturnAddress } from '../../connectors/channel/port.ts';
import {
  changeShop,
  connectShop,
  listChannels,
  listShops,
  offerKinds,
  pullShopNow,
  testShop,
} from '../../contract/shops.ts';
import type { MerchantId, ShopId } from '../../domain/ids.ts';
import { ok, reject } from '../../domain/result.ts';
import { plusMs } from '../../domain/time.ts';
import type { App } from '../app.ts';
import { notFound } from '../http/reply.ts';
import { route } from '../http/route.ts';
import { scheduleMatch } from '../matching/schedule.ts';
import { saveShop } from '../shops/shops.ts';
import { checkAccount } from './check-account.ts';
import { sentenceOf } from './fault-sentence.ts';
import { readShops } from './shop-views.ts';

type ShopRejection = { code: 'channel_unknown' } | { code: 'shop_connected_already' };

export function addShopRoutes(server: FastifyInstance, app: App): void {
  route(server, listChannels, () => ({
    channels: app.shops.channels.map(({ id, label, fields }) => ({ id, label, fields: [...fields] })),
  }));
  route(server, listShops, async ({ principal }) => ({ shops: await readShops(app, principal.merchantId) }));
  route(server, connectShop, async ({ body, principal }) => {
    const { merchantId } = principal;
    const vendor = app.shops.channels.find(({ id }) => id === body.channel);
    if (!vendor) return reject({ code: 'channel_unknown' } satisfies ShopRejection);
    const checked = checkAccount(app, vendor.fields, body, vendor.fields);
    if (!checked.ok) return checked;
    if (await isConnected(app, merchantId, body.channel, body.externalId))
      return reject({ code: 'shop_connected_already' } satisfies ShopRejection);
    const id = app.newId('shop');
    const { returnAddress, ...account } = body;
    await app.db.inMerchant(merchantId, (tx) =>
      saveShop(tx, app.secrets, merchantId, { ...account, id, returnAddress: addressFrom(returnAddress) }),
    );
    await start(app, merchantId, id);
    await scheduleMatch(app, merchantId, app.clock.now());
    return ok({ id });
  });
  route(server, changeShop, async ({ body, params, principal }) => {
    const { merchantId } = principal;
    const shop = await app.shops.find(merchantId, params.shopId);
    if (!shop) return notFound;
    const vendor = app.shops.channels.find(({ id }) => id === shop.channel);
    // Secrets that are left out stay as they are, so only settings can be missing.
    const fields = vendor?.fields ?? [];
    const required = fields.filter(({ kind }) => kind === 'setting');
    const checked = checkAccount(app, fields, body, required);
    if (!checked.ok) return checked;
    const { returnAddress, credentials, ...account } = body;
    await app.db.inMerchant(merchantId, (tx) =>
      saveShop(tx, app.secrets, merchantId, {
        ...account,
        credentials: withoutEmpty(credentials),
        id: shop.id,
        channel: shop.channel,
        returnAddress: addressFrom(returnAddress) ?? shop.returnAddress,
      }),
    );
    await start(app, merchantId, shop.id);
    return ok({ id: shop.id });
  });
  route(server, testShop, async ({ params, principal }) => {
    const port = await app.shops.channel(principal.merchantId, params.shopId);
    if (!port) return notFound;
    const now = app.clock.now();
    const window = { from: plusMs(now, -60_000), to: plusMs(now, -2_000) };
    const answer = await (port.capabilities.requests ? port.pullRefunds(window) : port.pullOrders(window));
    if (answer.kind === 'documents' || answer.kind === 'partial') return { ok: true, problem: null };
    return { ok: false, problem: sentenceOf(answer) };
  });
  route(server, pullShopNow, async ({ params, principal }) => {
    if (!(await app.shops.channel(principal.merchantId, params.shopId))) return notFound;
    await start(app, principal.merchantId, params.shopId);
    return {};
  });
  addOfferRoute(server, app);
}

function addOfferRoute(server: FastifyInstance, app: App): void {
  route(server, offerKinds, async ({ body, params, principal }) => {
    const { merchantId } = principal;
    const kinds = JSON.stringify([...new Set(body.offers)]);
    const { rows } = await app.db.inMerchant(merchantId, (tx) =>
      sql`update shop set offers = ${kinds}::jsonb
        where merchant_id = ${merchantId} and shop_id = ${params.shopId} returning 1`.execute(tx),
    );
    app.shops.forget(merchantId);
    return rows.length > 0 ? ok({ id: params.shopId }) : notFound;
  });
}

type AddressInput = {
  name: string;
  phone: string;
  address: string;
  postcode?: string | undefined;
  externalId?: string | undefined;
};

const addressFrom = (given: AddressInput | undefined): ReturnAddress | null =>
  given
    ? {
        name: given.name,
        phone: given.phone,
        address: given.address,
        ...(given.postcode ? { postcode: given.postcode } : {}),
        ...(given.externalId ? { externalId: given.externalId } : {}),
      }
    : null;

/** From the next moment on the shop is asked with what was just saved. */
async function start(app: App, merchantId: MerchantId, shopId: ShopId): Promise<void> {
  app.shops.forget(merchantId);
  await app.db.inMerchant(merchantId, (tx) =>
    app.enqueue(tx, [
      { kind: 'pull_shop', merchantId, shopId, jobKey: `pull:${shopId}`, maxAttempts: 1_000 },
      { kind: 'fetch_changes', merchantId, shopId, jobKey: `fetch:${shopId}` },
    ]),
  );
}

const isConnected = async (app: App, merchantId: MerchantId, channel: string, externalId: string): Promise<boolean> => {
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql`select 1 from shop where merchant_id = ${merchantId} and channel = ${channel} and external_id = ${externalId}`.execute(
      tx,
    ),
  );
  return rows.length > 0;
};

const withoutEmpty = (values: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
