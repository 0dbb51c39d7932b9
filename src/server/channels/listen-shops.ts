import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import pg from 'pg';
import type { ChannelChange } from '../../connectors/channel/port.ts';
import type { MerchantId, ShopId } from '../../domain/ids.ts';
import type { App } from '../app.ts';
import { clientConfig } from '../db/connect.ts';
import type { ShopOf } from './keep-documents.ts';
import { renewAccess } from './shop-access.ts';
import { type Push, pushKeeper } from './take-push.ts';

/** How often to look for shops that nobody listens to. */
const LOOK_MS = 5_000;
/** After a broken connection; a channel that is down is not hammered. */
const REST_MS = 5_000;
/** The first key of the advisory locks by which processes agree who listens to a shop. */
const LOCK_SPACE = 7_130;

export type Listening = { stop(): Promise<void> };

/**
 * Holds the connections of channels that tell of changes over one. Any number of processes may run this: a lock of the
 * database, which dies with its holder, lets one of them listen to a shop.
 */
export function listenToShops(app: App, databaseUrl: string): Listening {
  const ending = new AbortController();
  const held = new Map<string, Promise<void>>();
  const keepPush = pushKeeper(app);
  let locks: pg.Client | undefined;

  async function look(): Promise<void> {
    locks ??= await openLocks();
    for (const shop of await shopsToListenTo(app)) {
      const { shopId } = shop;
      if (held.has(shopId) || ending.signal.aborted || !(await take(locks, shopId))) continue;
      const listening = listen(app, shop, keepPush, ending.signal).finally(async () => {
        held.delete(shopId);
        await locks?.query('select pg_advisory_unlock($1, hashtext($2))', [LOCK_SPACE, shopId]).catch(() => {});
      });
      held.set(shopId, listening);
    }
  }

  async function openLocks(): Promise<pg.Client> {
    const client = new pg.Client(clientConfig(databaseUrl, 'app'));
    // The locks are gone with the connection: others may listen, and this process asks anew.
    client.on('error', () => {
      locks = undefined;
    });
    await client.connect();
    return client;
  }

  const loop = (async () => {
    while (!ending.signal.aborted) {
      await look().catch((error: unknown) => app.log.warn({ error }, 'looking for shops to listen to failed'));
      await pause(LOOK_MS, ending.signal);
    }
  })();

  return {
    stop: async () => {
      ending.abort();
      await loop;
      await Promise.all(held.values());
      await locks?.end().catch(() => {});
    },
  };
}

/** Of all merchants, in one question: there may be thousands, and most have no shop that streams. */
async function shopsToListenTo(app: App): Promise<ShopOf[]> {
  const streaming = app.shops.channels.flatMap(({ id, listens }) =>
    listens ? [{ id, needs: listens.needs ?? '' }] : [],
  );
  const { rows } = await app.db.acrossMerchants((tx) =>
    sql<{ merchant_id: MerchantId; shop_id: ShopId }>`select merchant_id, shop_id from shops_to_listen_to(
      ${streaming.map(({ id }) => id)}::text[], ${streaming.map(({ needs }) => needs)}::text[])`.execute(tx),
  );
  return rows.map((row) => ({ merchantId: row.merchant_id, shopId: row.shop_id }));
}

async function take(locks: pg.Client, shopId: string): Promise<boolean> {
  const { rows } = await locks.query<{ taken: boolean }>('select pg_try_advisory_lock($1, hashtext($2)) as taken', [
    LOCK_SPACE,
    shopId,
  ]);
  return rows[0]?.taken === true;
}

/** Listens until the connection breaks, then rests, so that the lock is not taken again at once. */
async function listen(
  app: App,
  shop: ShopOf,
  keepPush: (push: Push) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const port = await app.shops.channel(shop.merchantId, shop.shopId);
  if (!port?.listen) return;
  const keep = (changes: readonly ChannelChange[]) =>
    // A stream has no number of a delivery: what is repeated is read again, and its version settles it.
    keepPush({ ...shop, deliveryId: app.newId('psh'), changes });
  try {
    const fault = await port.listen(keep, signal);
    if (signal.aborted) return;
    app.log.warn({ ...shop, fault }, 'a channel’s stream broke; it is opened again');
    if (fault.kind === 'unauthorised') await renewAccess(app, shop, fault);
    await pause(fault.kind === 'throttled' ? fault.retryAfterMs : REST_MS, signal);
  } catch (error) {
    app.log.warn({ ...shop, error }, 'listening to a channel failed; it is tried again');
    await pause(REST_MS, signal);
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  // Ends early, and well, when the program stops.
  sleep(ms, undefined, { signal }).catch(() => {});
