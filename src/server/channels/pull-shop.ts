import { sql } from 'kysely';
import type { ChannelDocument, ChannelFault, ChannelPort, Pulled, PullWindow } from '../../connectors/channel/port.ts';
import { fromMs, type Instant, plusMs, toMs } from '../../domain/time.ts';
import type { App } from '../app.ts';
import { sentenceOf } from './fault-sentence.ts';
import * as inbox from './inbox.ts';
import { keepDocuments, type ShopOf } from './keep-documents.ts';
import { accessOf, endsSoon, renewAccess } from './shop-access.ts';
import { callReaderForLeft } from './wake-reader.ts';

/** Read again at the beginning of each window: what a platform shows late is still found. */
const OVERLAP_MS = 5 * 60_000;
/** Rows of an open second still move between pages. */
const SETTLE_MS = 2_000;
/** How far back the first pull of a new shop looks. */
const FIRST_PULL_MS = 24 * 3_600_000;

/** How long after a pull the next one comes. */
const PULL_EVERY_MS = 10_000;

const feeds = ['order', 'refund'] as const;

/**
 * Brings a shop's documents into the inbox, orders before the refunds that name them. Returns when to pull again; null
 * where the channel no longer lets us in: then the cursors stay, and connecting the shop anew pulls again.
 */
export async function pullShop(app: App, shop: ShopOf): Promise<{ againInMs: number } | null> {
  const access = await accessOf(app, shop);
  if (access.state === 'revoked') return null;
  const expiring = { kind: 'unauthorised', code: 'expires', message: String(access.expiresAt) } as const;
  if (endsSoon(app, access) && (await renewAccess(app, shop, expiring)) === 'revoked') return null;
  const port = await app.shops.channel(shop.merchantId, shop.shopId);
  if (!port) return null;
  if (port.capabilities.push !== 'none') await callReaderForLeft(app, shop);
  for (const feed of feeds) {
    const fault = await pullFeed(app, shop, port, feed);
    if (!fault) continue;
    app.log.warn({ shopId: shop.shopId, feed, fault }, 'a pull was cut short; its cursor stays');
    if (fault.kind === 'throttled') return { againInMs: Math.max(PULL_EVERY_MS, fault.retryAfterMs) };
    if (fault.kind === 'unauthorised' && (await renewAccess(app, shop, fault)) === 'revoked') return null;
    break;
  }
  return { againInMs: PULL_EVERY_MS };
}

async function pullFeed(
  app: App,
  shop: ShopOf,
  port: ChannelPort,
  feed: (typeof feeds)[number],
): Promise<ChannelFault | undefined> {
  const { merchantId, shopId } = shop;
  const until = plusMs(app.clock.now(), -SETTLE_MS);
  let position = await readCursor(app, shop, feed);
  // After an outage the gap is read in windows of the size the channel allows, and each is kept before the next.
  while (position < until) {
    const to = earliest(plusMs(position, port.maxWindowMs - OVERLAP_MS), until);
    const window: PullWindow = {
      from: plusMs(position, -OVERLAP_MS),
      to,
      holds: ({ externalId, modifiedAt }) =>
        app.db.inMerchant(merchantId, (tx) => inbox.holds(tx, merchantId, shopId, feed, externalId, toMs(modifiedAt))),
    };
    const pulled: Pulled = await (feed === 'order' ? port.pullOrders(window) : port.pullRefunds(window));
    const documents = 'documents' in pulled ? pulled.documents : [];
    const fault = pulled.kind === 'documents' ? undefined : pulled.kind === 'partial' ? pulled.fault : pulled;
    await keepAll(app, shop, port, feed, documents, fault ? null : to, fault);
    if (fault) return fault;
    position = to;
  }
  return undefined;
}

/** The documents, the jobs that read them and the cursor move in one transaction: none without the others. */
async function keepAll(
  app: App,
  shop: ShopOf,
  port: ChannelPort,
  feed: string,
  documents: readonly ChannelDocument[],
  position: Instant | null,
  fault: ChannelFault | undefined,
): Promise<void> {
  const { merchantId, shopId } = shop;
  await app.db.inMerchant(merchantId, async (tx) => {
    await keepDocuments(app, tx, shop, documents, port);
    await sql`insert into sync_cursor (merchant_id, shop_id, feed, position, last_run_at, last_error)
      values (${merchantId}, ${shopId}, ${feed}, ${position ?? startOfFirstPull(app)}, ${app.clock.now()}, ${fault ? sentenceOf(fault) : null})
      on conflict (merchant_id, shop_id, feed) do update set last_run_at = excluded.last_run_at,
        last_error = excluded.last_error, position = coalesce(${position}, sync_cursor.position)`.execute(tx);
  });
}

async function readCursor(app: App, { merchantId, shopId }: ShopOf, feed: string): Promise<Instant> {
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{ position: Instant }>`select position from sync_cursor
      where merchant_id = ${merchantId} and shop_id = ${shopId} and feed = ${feed}`.execute(tx),
  );
  return rows[0]?.position ?? startOfFirstPull(app);
}

const startOfFirstPull = (app: App): Instant => plusMs(app.clock.now(), -FIRST_PULL_MS);

const earliest = (a: Instant, b: Instant): Instant => fromMs(Math.min(toMs(a), toMs(b)));
