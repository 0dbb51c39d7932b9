import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import type { AccountField, ChannelVendor } from '../../connectors/channel/account.ts';
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
import { ok, type Result, reject } from '../../domain/result.ts';
import { plusMs } from '../../domain/time.ts';
import type { App } from '../app.ts';
import { notFound } from '../http/reply.ts';
import { route } from '../http/route.ts';
import { saveShop } from '../shops/shops.ts';
import { sentenceOf } from './fault-sentence.ts';
import { problemOfAddress } from './outside-address.ts';
import { readShops } from './shop-views.ts';

type Given = {
  name: string;
  externalId: string;
  settings: Readonly<Record<string, string>>;
  credentials: Readonly<Record<string, string>>;
};
type AccountRejection =
  | { code: 'channel_unknown' }
  | { code: 'value_missing'; field: string }
  | { code: 'value_unknown'; field: string }
  | { code: 'value_not_allowed'; field: string; reason: string }
  | { code: 'shop_connected_already' };

export function addShopRoutes(server: FastifyInstance, app: App): void {
  route(server, listChannels, () => ({
    channels: app.shops.channels.map(({ id, label, fields }) => ({ id, label, fields: [...fields] })),
  }));
  route(server, listShops, async ({ principal }) => ({ shops: await readShops(app, principal.merchantId) }));
  route(server, connectShop, async ({ body, principal }) => {
    const { merchantId } = principal;
    const vendor = app.shops.channels.find(({ id }) => id === body.channel);
    if (!vendor) return reject({ code: 'channel_unknown' } satisfies AccountRejection);
    const checked = checkAccount(app, vendor, body, vendor.fields);
    if (!checked.ok) return checked;
    if (await isConnected(app, merchantId, body.channel, body.externalId))
      return reject({ code: 'shop_connected_already' } satisfies AccountRejection);
    const id = app.newId('shop');
    const { returnAddress, ...account } = body;
    await app.db.inMerchant(merchantId, (tx) =>
      saveShop(tx, app.secrets, merchantId, { ...account, id, returnAddress: addressFrom(returnAddress) }),
    );
    await start(app, merchantId, id);
    return ok({ id });
  });
  route(server, changeShop, async ({ body, params, principal }) => {
    const { merchantId } = principal;
    const shop = await app.shops.find(merchantId, params.shopId);
    if (!shop) return notFound;
    const vendor = app.shops.channels.find(({ id }) => id === shop.channel);
    // Secrets that are left out stay as they are, so only settings can be missing.
    const checked = checkAccount(
      app,
      vendor,
      body,
      (vendor?.fields ?? []).filter(({ kind }) => kind === 'setting'),
    );
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

/** Every value has a field, every required field has a value, and addresses lie outside this network. */
function checkAccount(
  app: App,
  vendor: ChannelVendor | undefined,
  { settings, credentials }: Given,
  required: readonly AccountField[],
): Result<null, AccountRejection> {
  const fields = vendor?.fields ?? [];
  for (const [kind, given] of [['setting', settings] as const, ['secret', credentials] as const]) {
    const unknown = Object.keys(given).find(
      (name) => !fields.some((field) => field.kind === kind && field.name === name),
    );
    if (unknown) return reject({ code: 'value_unknown', field: unknown });
  }
  for (const { name, kind, preset, optional } of required) {
    const value = kind === 'secret' ? credentials[name] : settings[name];
    if (!value && preset === undefined && !optional) return reject({ code: 'value_missing', field: name });
  }
  for (const { name, choices } of fields) {
    const value = settings[name];
    if (value && choices && !choices.includes(value))
      return reject({ code: 'value_not_allowed', field: name, reason: choices.join(', ') });
    const problem = value && /url$/i.test(name) ? problemOfAddress(value, app.config.nearVendors) : undefined;
    if (problem) return reject({ code: 'value_not_allowed', field: name, reason: problem });
  }
  return ok(null);
}

const withoutEmpty = (values: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
