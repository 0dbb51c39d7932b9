import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { ChannelVendor } from '../../connectors/channel/account.ts';
import type { ChannelPort, ReturnAddress } from '../../connectors/channel/port.ts';
import type { CourierVendor } from '../../connectors/courier/account.ts';
import type { CourierPort } from '../../connectors/courier/port.ts';
import type { PaymentVendor, Surroundings } from '../../connectors/payment/account.ts';
import type { PaymentPort } from '../../connectors/payment/port.ts';
import type { MerchantId, ShopId } from '../../domain/ids.ts';
import type { Offer } from '../../domain/policy/resolution-facts.ts';
import { toMs } from '../../domain/time.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Db, Tx } from '../db/database.ts';
import type { Secrets } from '../secrets.ts';
import type { Account, Vendors } from './vendors.ts';

export type Shop = {
  id: ShopId;
  channel: string;
  name: string;
  externalId: string;
  returnAddress: ReturnAddress | null;
  /** What buyers may ask for in the portal beside their money back. */
  offers: readonly Offer[];
  /** Within what a buyer's token means the same person; absent: within the shop. */
  account?: string;
};

/** A merchant's shops and the ports to the outside that they and the merchant have. Absent: not connected. */
export type Shops = {
  /** The platforms there are connectors for. */
  readonly channels: readonly ChannelVendor[];
  all(merchantId: MerchantId): Promise<readonly Shop[]>;
  find(merchantId: MerchantId, shopId: string): Promise<Shop | undefined>;
  channel(merchantId: MerchantId, shopId: string): Promise<ChannelPort | undefined>;
  payment(merchantId: MerchantId, method: string): Promise<PaymentPort | undefined>;
  /** The gateways there are connectors for. */
  readonly payments: readonly PaymentVendor[];
  /** Both accounts of a gateway, where one comes after the other, and the secret end of its address for notices. */
  gateway(merchantId: MerchantId, vendor: string): Promise<Gateway | undefined>;
  /** The courier services there are connectors for. */
  readonly couriers: readonly CourierVendor[];
  courier(merchantId: MerchantId, vendor: string): Promise<CourierPort | undefined>;
  /** The services that follow a courier's parcels, in the order in which the merchant wants them asked. */
  trackers(merchantId: MerchantId, courier: string): Promise<Tracker[]>;
  /** A changed account works from the next question on, in this process. */
  forget(merchantId: MerchantId): void;
};

/** `other`: the account that comes next or came before. Nothing is sent by it; what it signed is still believed. */
export type Gateway = { port: PaymentPort; other?: PaymentPort; hookKey: string };

/** A courier service that follows parcels for a merchant. */
export type Tracker = { vendor: string; port: CourierPort };

type Ports = {
  shops: Shop[];
  channels: Map<string, ChannelPort>;
  payments: Map<string, Gateway>;
  couriers: Map<string, CourierPort>;
  trackers: Tracker[];
};

/** A changed address or key works within this time; every process asks for itself. */
const FRESH_MS = 10_000;

export function shopsOf(
  db: Db,
  secrets: Secrets,
  vendors: Vendors,
  clock: Clock,
  reach: Pick<Config, 'publicUrl' | 'nearVendors'>,
): Shops {
  const known = new Map<MerchantId, { until: number; ports: Promise<Ports> }>();

  const portsOf = (merchantId: MerchantId): Promise<Ports> => {
    const found = known.get(merchantId);
    const now = toMs(clock.now());
    if (found && found.until > now) return found.ports;
    const ports = db.inMerchant(merchantId, (tx) => connect(tx, merchantId, secrets, vendors, clock, reach));
    known.set(merchantId, { until: now + FRESH_MS, ports });
    // A merchant of whom nothing is known is not kept: anybody may ask a webhook's address for one that there is not.
    ports.then(
      ({ shops }) => shops.length > 0 || known.delete(merchantId),
      () => known.delete(merchantId),
    );
    return ports;
  };

  return {
    channels: vendors.channels,
    all: async (merchantId) => (await portsOf(merchantId)).shops,
    find: async (merchantId, shopId) => (await portsOf(merchantId)).shops.find((shop) => shop.id === shopId),
    channel: async (merchantId, shopId) => (await portsOf(merchantId)).channels.get(shopId),
    payment: async (merchantId, method) => (await portsOf(merchantId)).payments.get(method)?.port,
    payments: vendors.payments,
    gateway: async (merchantId, vendor) => (await portsOf(merchantId)).payments.get(vendor),
    couriers: vendors.couriers,
    courier: async (merchantId, vendor) => (await portsOf(merchantId)).couriers.get(vendor),
    trackers: async (merchantId, courier) =>
      (await portsOf(merchantId)).trackers.filter(({ port }) => {
        const { follows } = port.capabilities;
        return follows === 'all' || follows.includes(courier);
      }),
    forget: (merchantId) => {
      known.delete(merchantId);
    },
  };
}

type ShopRow = {
  shop_id: ShopId;
  channel: string;
  name: string;
  external_id: string;
  settings: Record<string, string>;
  credentials: Buffer | null;
  return_address: Partial<ReturnAddress>;
  offers: Offer[];
};

async function connect(
  tx: Tx,
  merchantId: MerchantId,
  secrets: Secrets,
  vendors: Vendors,
  { now }: Clock,
  reach: Pick<Config, 'publicUrl' | 'nearVendors'>,
): Promise<Ports> {
  const shops =
    await sql<ShopRow>`select shop_id, channel, name, external_id, settings, credentials, return_address, offers
    from shop where merchant_id = ${merchantId} and active order by shop_id`.execute(tx);
  const connections = await sql<{
    kind: 'payment' | 'courier';
    vendor: string;
    settings: Record<string, string>;
    credentials: Buffer;
    follow_order: number | null;
    hook_key: string | null;
    other_settings: Record<string, string> | null;
    other_credentials: Buffer | null;
  }>`
    select kind, vendor, settings, credentials, follow_order, hook_key, other_settings, other_credentials from connection
    where merchant_id = ${merchantId} and kind in ('payment', 'courier') order by follow_order, vendor`.execute(tx);
  const sealed = [...shops.rows, ...connections.rows].some((row) => row.credentials !== null);
  const vault = sealed ? await secrets.of(tx, merchantId) : secrets;
  const opened = (bytes: Buffer, place: string): Account['credentials'] => JSON.parse(vault.open(bytes, place));

  const channels = new Map<string, ChannelPort>();
  for (const row of shops.rows) {
    if (!row.credentials) continue;
    const credentials = opened(row.credentials, shopPlace(merchantId, row.shop_id));
    put(channels, row.shop_id, vendors.channel(row.channel, { settings: row.settings, credentials }));
  }
  const payments = new Map<string, Gateway>();
  const couriers = new Map<string, CourierPort>();
  const trackers: Tracker[] = [];
  for (const row of connections.rows) {
    const { kind, vendor, settings, credentials, follow_order } = row;
    const place = connectionPlace(merchantId, kind, vendor);
    const account = { settings, credentials: opened(credentials, place) };
    if (kind === 'payment') {
      const known = vendors.payments.find(({ id }) => id === vendor);
      const hookKey = row.hook_key ?? '';
      const surroundings = { now, ...noticeUrlOf(reach, merchantId, vendor, hookKey) };
      const { other_settings, other_credentials } = row;
      const other =
        other_settings && other_credentials
          ? { settings: other_settings, credentials: opened(other_credentials, `${place}/other`) }
          : undefined;
      const port = known && openable(known, account, surroundings);
      const second = known && other && openable(known, other, surroundings);
      if (port) payments.set(vendor, { port, hookKey, ...(second ? { other: second } : {}) });
    } else {
      const port = vendors.couriers.find(({ id }) => id === vendor)?.open(account, now);
      put(couriers, vendor, port);
      if (port && follow_order !== null) trackers.push({ vendor, port });
    }
  }
  return { shops: shops.rows.map((row) => shopFromRow(row, vendors)), channels, payments, couriers, trackers };
}

/** A key that cannot be read makes its own gateway absent, and nothing else of the merchant. */
function openable(vendor: PaymentVendor, account: Account, surroundings: Surroundings): PaymentPort | undefined {
  try {
    return vendor.open(account, surroundings);
  } catch {
    return undefined;
  }
}

/** A gateway reaches us over TLS; the simulated ones are near. */
const noticeUrlOf = (
  { publicUrl, nearVendors }: Pick<Config, 'publicUrl' | 'nearVendors'>,
  merchantId: MerchantId,
  vendor: string,
  hookKey: string,
): { noticeUrl?: string } =>
  hookKey !== '' && (nearVendors || publicUrl.startsWith('https:'))
    ? { noticeUrl: `${publicUrl}${noticePath(vendor, merchantId, hookKey)}` }
    : {};

/** Where a gateway tells of refunds: an address that only it was given. */
export const noticePath = (vendor: string, merchantId: string, hookKey: string): string =>
  `/hooks/payment/${vendor}/${merchantId}/${hookKey}`;

function put<Port>(ports: Map<string, Port>, key: string, port: Port | undefined): void {
  if (port) ports.set(key, port);
}

function shopFromRow(row: ShopRow, { channels }: Vendors): Shop {
  const setting = channels.find(({ id }) => id === row.channel)?.buyersSharedBy;
  const account = setting && row.settings[setting];
  return {
    id: row.shop_id,
    channel: row.channel,
    name: row.name,
    externalId: row.external_id,
    returnAddress: isComplete(row.return_address) ? row.return_address : null,
    offers: row.offers,
    ...(account ? { account: `${row.channel} ${account}` } : {}),
  };
}

const isComplete = (address: Partial<ReturnAddress>): address is ReturnAddress =>
  address.name !== undefined && address.phone !== undefined && address.address !== undefined;

const shopPlace = (merchantId: string, shopId: string) => `${merchantId}|shop|credentials|${shopId}`;
/** What a connection's secrets are bound to. */
export const connectionPlace = (merchantId: string, kind: string, vendor: string) =>
  `${merchantId}|connection|credentials|${kind}/${vendor}`;

export type NewShop = Omit<Shop, 'offers'> & Account;

/** Writes a shop, and lets it be asked again. Secrets that are not given stay as they were. */
export async function saveShop(tx: Tx, secrets: Secrets, merchantId: MerchantId, shop: NewShop): Promise<void> {
  await sql`insert into shop (merchant_id, shop_id, channel, name, external_id, settings, return_address)
    values (${merchantId}, ${shop.id}, ${shop.channel}, ${shop.name}, ${shop.externalId},
      ${JSON.stringify(shop.settings)}::jsonb, ${JSON.stringify(shop.returnAddress ?? {})}::jsonb)
    on conflict (merchant_id, shop_id) do update set name = excluded.name, external_id = excluded.external_id,
      settings = excluded.settings, return_address = excluded.return_address, access = 'ok', access_error = null,
      access_changed_at = now(), access_renewing_until = null`.execute(tx);
  if (Object.keys(shop.credentials).length > 0)
    await mergeCredentials(tx, secrets, merchantId, shop.id, shop.credentials);
}

/** Puts some of a shop's secrets in place of the old ones; the others stay. */
export async function mergeCredentials(
  tx: Tx,
  secrets: Secrets,
  merchantId: MerchantId,
  shopId: ShopId,
  fresh: Account['credentials'],
): Promise<void> {
  const { rows } = await sql<{ credentials: Buffer | null }>`select credentials from shop
    where merchant_id = ${merchantId} and shop_id = ${shopId} for update`.execute(tx);
  const sealed = rows[0]?.credentials;
  const place = shopPlace(merchantId, shopId);
  const vault = await secrets.of(tx, merchantId);
  const known: Account['credentials'] = sealed ? JSON.parse(vault.open(sealed, place)) : {};
  await sql`update shop set credentials = ${vault.seal(JSON.stringify({ ...known, ...fresh }), place)}
    where merchant_id = ${merchantId} and shop_id = ${shopId}`.execute(tx);
}

/** A merchant's account at a vendor, with its keys as they are now. */
export async function readConnection(
  tx: Tx,
  secrets: Secrets,
  merchantId: MerchantId,
  kind: 'finance' | 'invoicing',
  vendor: string,
): Promise<Account | undefined> {
  const { rows } = await sql<{ settings: Account['settings']; credentials: Buffer }>`select settings, credentials
    from connection where merchant_id = ${merchantId} and kind = ${kind} and vendor = ${vendor}`.execute(tx);
  const [row] = rows;
  if (!row) return undefined;
  const vault = await secrets.of(tx, merchantId);
  const credentials = JSON.parse(vault.open(row.credentials, connectionPlace(merchantId, kind, vendor)));
  return { settings: row.settings, credentials };
}

/** Secrets that are not given stay as they were. */
export async function saveConnection(
  tx: Tx,
  secrets: Secrets,
  merchantId: MerchantId,
  kind: 'payment' | 'courier' | 'finance' | 'invoicing',
  vendor: string,
  account: Account,
  followOrder: number | null = null,
): Promise<void> {
  const place = connectionPlace(merchantId, kind, vendor);
  const { rows } = await sql<{ credentials: Buffer }>`select credentials from connection
    where merchant_id = ${merchantId} and kind = ${kind} and vendor = ${vendor} for update`.execute(tx);
  const vault = await secrets.of(tx, merchantId);
  const known: Account['credentials'] = rows[0] ? JSON.parse(vault.open(rows[0].credentials, place)) : {};
  const sealed = vault.seal(JSON.stringify({ ...known, ...account.credentials }), place);
  const hookKey = kind === 'payment' ? randomBytes(16).toString('hex') : null;
  await sql`insert into connection (merchant_id, kind, vendor, settings, credentials, follow_order, hook_key)
    values (${merchantId}, ${kind}, ${vendor}, ${JSON.stringify(account.settings)}::jsonb, ${sealed}, ${followOrder},
      ${hookKey})
    on conflict (merchant_id, kind, vendor) do update set settings = excluded.settings,
      credentials = excluded.credentials, follow_order = excluded.follow_order, updated_at = now()`.execute(tx);
}
