import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ChannelDocument } from '../src/connectors/channel/port.ts';
import type { ShopView } from '../src/contract/shops.ts';
import { present } from '../src/domain/assert.ts';
import type { RmaId } from '../src/domain/ids.ts';
import { applyDocument } from '../src/server/channels/apply-document.ts';
import { fetchChanges } from '../src/server/channels/fetch-changes.ts';
import * as inbox from '../src/server/channels/inbox.ts';
import { pullShop } from '../src/server/channels/pull-shop.ts';
import { pushKeeper } from '../src/server/channels/take-push.ts';
import { tellChannel } from '../src/server/channels/tell-channel.ts';
import { replay } from '../src/server/returns/replay.ts';
import { read } from '../src/server/returns/rma-store.ts';
import { startHarness } from './support/app-harness.ts';
import { type Feed, feedKinds, openFeed } from './support/channel-feeds.ts';
import { deskOf, eventually } from './support/returns-desk.ts';

const harness = await startHarness();
const { call, merchantId } = harness;
const { app } = harness.program;
const { pay, see, step, takeIn } = deskOf(harness);
const keepPush = pushKeeper(app);

const inTx = <T>(query: ReturnType<typeof sql<T>>): Promise<T[]> =>
  app.db.inMerchant(merchantId, async (tx) => (await query.execute(tx)).rows);

const shopOf = ({ shopId }: Feed) => ({ merchantId, shopId });

async function shopNow({ shopId }: Feed): Promise<ShopView> {
  const { body } = await call<{ shops: ShopView[] }>('GET', '/api/shops');
  return present(
    body.shops.find(({ id }) => id === shopId),
    `the shop ${shopId}`,
  );
}

const kept = ({ shopId }: Feed, documentId: string) =>
  inTx(sql<{ kind: 'order' | 'refund'; version: bigint; state: string; reason: string | null }>`
    select kind, version, state, reason from inbox_document
    where shop_id = ${shopId} and document_id = ${documentId} order by version`);

/** Reads whatever waits in the inbox, as workers would. */
async function readInbox({ shopId }: Feed): Promise<void> {
  const waiting = await inTx(sql<{ kind: 'order' | 'refund'; document_id: string; version: bigint }>`
    select kind, document_id, version from inbox_document where shop_id = ${shopId} and state = 'waiting'
    order by kind, received_at`);
  for (const { kind, document_id: documentId, version } of waiting)
    await applyDocument(app, { merchantId, shopId, documentKind: kind, documentId, version: String(version) });
}

const pull = async (feed: Feed) => {
  const next = await pullShop(app, shopOf(feed));
  await readInbox(feed);
  return next;
};

async function documentOf(feed: Feed, kind: 'order' | 'refund', id: string): Promise<ChannelDocument> {
  const port = await feed.port();
  const found = await (kind === 'order' ? port.getOrder(id) : port.getRefund(id));
  return found.kind === 'document'
    ? found.document
    : expect.unreachable(`${feed.vendor} shows ${JSON.stringify(found)}`);
}

async function keep(feed: Feed, documents: ChannelDocument[]) {
  const port = await feed.port();
  return app.db.inMerchant(merchantId, (tx) => inbox.keep(tx, merchantId, feed.shopId, documents, port));
}

/** Keeps and reads documents, one after the other. */
async function bring(feed: Feed, ...documents: ChannelDocument[]) {
  for (const document of documents) {
    await keep(feed, [document]);
    await readInbox(feed);
  }
}

const rmasOf = ({ shopId }: Feed, refund: string) =>
  inTx(sql<{ id: RmaId }>`select rma_id as id from rma where shop_id = ${shopId} and external_id = ${refund}`);

async function onlyRma(feed: Feed, refund: string): Promise<RmaId> {
  const rows = await rmasOf(feed, refund);
  expect(rows).toHaveLength(1);
  return present(rows[0], 'the return').id;
}

/** The folded return without what differs from one to another: its numbers and moments. */
async function essence(feed: Feed, refund: string) {
  const stored = await app.db.inMerchant(merchantId, async (tx) => read(tx, merchantId, await onlyRma(feed, refund)));
  const { rma } = present(stored, 'the return');
  return {
    review: rma.review,
    resolution: rma.resolution,
    requested: rma.requested,
    isNewest: rma.channelRef?.version === (await documentOf(feed, 'refund', refund)).version,
    lines: rma.lines.map(({ quantity, reception, settlement }) => ({ quantity, reception, settlement })),
    refunds: rma.refunds.map(({ state, amount }) => ({ state, amount })),
    parcels: rma.parcels.length,
  };
}

const claimed = async ({ shopId }: Feed, order: string) =>
  (
    await inTx(sql<{ claimed: number }>`select coalesce(sum(l.claimed), 0)::int as claimed from order_line l
      join sales_order o on o.merchant_id = l.merchant_id and o.order_id = l.order_id
      where o.shop_id = ${shopId} and o.external_id = ${order}`)
  )[0]?.claimed;

const permutations = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
];

describe.each(feedKinds.map((kind) => [kind.vendor, kind] as const))('%s', (_, kind) => {
  let feed: Feed;
  beforeAll(async () => {
    feed = await openFeed(harness, kind);
    // Connected a minute ago and for a long time: the first pull looks a minute back, and no token is fresh.
    await inTx(sql`insert into sync_cursor (merchant_id, shop_id, feed, position)
      select ${merchantId}, ${feed.shopId}, f, now() - interval '1 minute' from unnest(array['order', 'refund']) f`);
    await inTx(sql`update shop set access_changed_at = null where shop_id = ${feed.shopId}`);
  });

  test('a request that comes by pushes, again and again, and by pulls as well is one return (R-1)', async () => {
    const { refund } = await feed.asked();
    const change = { kind: 'refund' as const, externalId: refund };
    const pushes = ['a', 'a', 'b', 'c', 'a'].map((deliveryId) => ({
      ...shopOf(feed),
      deliveryId: `${refund}-${deliveryId}`,
      changes: [change, change],
    }));
    await Promise.all(pushes.map(keepPush));
    await Promise.all([fetchChanges(app, shopOf(feed)), fetchChanges(app, shopOf(feed))]);
    const [document] = await kept(feed, refund);
    const job = { ...shopOf(feed), documentKind: 'refund' as const, documentId: refund };
    const version = String(document?.version);
    await Promise.allSettled(Array.from({ length: 5 }, () => applyDocument(app, { ...job, version })));
    for (let i = 0; i < 3; i++) await pull(feed);
    await bring(feed, await documentOf(feed, 'refund', refund));
    expect((await kept(feed, refund)).map(({ state, reason }) => ({ state, reason }))).toEqual([
      { state: 'applied', reason: null },
    ]);
    const { timeline } = await see(await onlyRma(feed, refund));
    expect(timeline.filter(({ type }) => type === 'rma_opened')).toHaveLength(1);
  });

  test('what changes while the platform is down arrives when it is back, once (R-1)', async () => {
    await pull(feed);
    const before = (await shopNow(feed)).feeds;
    await feed.fault(kind.down);
    const missed = [await feed.asked(), await feed.asked(), await feed.asked()];
    if (feed.edit) await feed.edit(missed[1]?.refund ?? '');
    for (let i = 0; i < 3; i++) expect(await pull(feed)).toMatchObject({ againInMs: expect.any(Number) });
    const during = (await shopNow(feed)).feeds;
    expect(during.map(({ position }) => position)).toEqual(before.map(({ position }) => position));
    expect(during.some(({ lastError }) => lastError !== null)).toBe(true);
    expect((await shopNow(feed)).access).toBe('ok');
    await feed.mend();
    await eventually(
      'all that was missed',
      async () => {
        await pull(feed);
        const rows = await Promise.all(missed.map(({ refund }) => rmasOf(feed, refund)));
        return rows.every((found) => found.length === 1) || undefined;
      },
      30_000,
    );
    await pull(feed);
    for (const { refund, order } of missed) {
      expect((await kept(feed, refund)).map(({ reason }) => reason)).toEqual([null]);
      expect(await claimed(feed, order)).toBe(1);
    }
    // The platform's limits may refuse one pull of the many; the next clears what is shown.
    await eventually('a pull without an error', async () => {
      await pull(feed);
      return (await shopNow(feed)).feeds.every(({ lastError }) => lastError === null) || undefined;
    });
  });

  test('a revoked token stops the shop with one alert, and nothing is lost once it is connected anew (R-1)', async () => {
    await pull(feed);
    const before = (await shopNow(feed)).feeds.map(({ position }) => position);
    await inTx(sql`update shop set access_changed_at = null where shop_id = ${feed.shopId}`);
    await feed.fault(kind.revoked);
    const { refund } = await feed.asked();
    await keepPush({
      ...shopOf(feed),
      deliveryId: `revoked-${refund}`,
      changes: [{ kind: 'refund', externalId: refund }],
    });
    expect(await pull(feed)).toBeNull();
    const { access, accessError, accessChangedAt } = await shopNow(feed);
    expect({ access, accessError }).toEqual({ access: 'revoked', accessError: expect.stringMatching(/\S/) });
    expect(await fetchChanges(app, shopOf(feed))).toBeNull();
    expect(await pull(feed)).toBeNull();
    expect(await shopNow(feed)).toMatchObject({ accessChangedAt });
    expect((await shopNow(feed)).feeds.map(({ position }) => position)).toEqual(before);
    await feed.mend();

    const { name, externalId, settings } = await shopNow(feed);
    app.config.nearVendors = true;
    const again = await call('PUT', `/api/shops/${feed.shopId}`, { name, externalId, settings, credentials: {} });
    app.config.nearVendors = false;
    expect(again.status).toBe(200);
    await eventually(
      'the request of meanwhile',
      async () => {
        await fetchChanges(app, shopOf(feed));
        await pull(feed);
        return (await rmasOf(feed, refund)).length === 1 || undefined;
      },
      30_000,
    );
    expect((await shopNow(feed)).access).toBe('ok');
  });

  test('versions of an order in any order leave the same order (R-1)', async () => {
    const order = await feed.order();
    const latest = await documentOf(feed, 'order', order);
    const port = await feed.port();
    const decoded = port.decodeOrder(latest.raw);
    expect(decoded.kind).toBe('order');
    await bring(feed, latest, { ...latest, version: latest.version - 5_000 }, latest);
    expect((await kept(feed, order)).map(({ state }) => state)).toEqual(['superseded', 'applied']);
  });

  test.runIf(kind.lacks !== 'requests').each(permutations)(
    'versions of a request in the order %i, %i, %i end as they do in theirs (R-1)',
    async (...order) => {
      const versions = async () => {
        const { refund } = await feed.asked();
        const documents = [await documentOf(feed, 'refund', refund)];
        for (let i = 0; i < 2; i++) {
          await feed.later();
          await feed.edit?.(refund);
          documents.push(await documentOf(feed, 'refund', refund));
        }
        return { refund, documents };
      };
      const [straight, shuffled] = [await versions(), await versions()];
      await bring(feed, ...straight.documents);
      await bring(feed, ...order.map((n) => present(shuffled.documents[n], 'a version')));
      const end = await essence(feed, straight.refund);
      expect(end.isNewest).toBe(true);
      expect(await essence(feed, shuffled.refund)).toEqual(end);
    },
  );

  test.runIf(!kind.lacks).each(permutations)(
    'versions of a request that was withdrawn, in the order %i, %i, %i, leave nothing claimed (R-1)',
    async (...order) => {
      const { refund, order: orderId } = await feed.asked();
      const documents = [await documentOf(feed, 'refund', refund)];
      for (const change of [feed.edit, feed.close]) {
        await feed.later();
        await change?.(refund);
        documents.push(await documentOf(feed, 'refund', refund));
      }
      await bring(feed, ...order.map((n) => present(documents[n], 'a version')));
      expect((await claimed(feed, orderId)) ?? 0).toBe(0);
      expect((await kept(feed, refund)).filter(({ state }) => state === 'refused')).toEqual([]);
    },
  );

  test.runIf(kind.lacks !== 'requests')(
    'two contents with one version are told apart, and the one that stands in the end counts (R-1)',
    async () => {
      const { refund } = await feed.asked();
      const early = await documentOf(feed, 'refund', refund);
      await feed.later();
      await feed.edit?.(refund);
      const late = await documentOf(feed, 'refund', refund);
      // As if both had happened within one second of the platform's clock.
      await bring(feed, early, { ...late, version: early.version }, { ...late, version: early.version });
      expect((await kept(feed, refund)).map(({ state }) => state)).toEqual(['applied', 'applied']);
      expect(await keep(feed, [{ ...late, version: early.version }])).toEqual([]);
    },
  );

  test.runIf(kind.lacks !== 'requests')(
    'our yes to a request that its buyer has changed meanwhile is given to what it is now (R-9)',
    async () => {
      const { refund } = await feed.asked();
      await bring(feed, await documentOf(feed, 'refund', refund));
      const id = await onlyRma(feed, refund);
      if ((await see(id)).review !== 'approved') await step(`/api/rmas/${id}/approve`);
      await feed.later();
      await feed.edit?.(refund);
      await tellChannel(app, { merchantId, rmaId: id, action: 'agree_return' });
      expect((await see(id)).channelPush).toBe('done');
      await readInbox(feed);
      const now = await documentOf(feed, 'refund', refund);
      const decoded = (await feed.port()).decodeRefund(now.raw);
      expect(decoded).toMatchObject({ refund: { status: 'awaiting_buyer_shipment' } });
      expect((await kept(feed, refund)).length).toBeGreaterThan(1);
    },
  );

  test.runIf(kind.lacks !== 'requests')(
    'a refund that meets a changed document is decided again and paid once (M-3)',
    async () => {
      const { refund } = await feed.asked();
      await bring(feed, await documentOf(feed, 'refund', refund));
      const id = await onlyRma(feed, refund);
      if ((await see(id)).review !== 'approved') await step(`/api/rmas/${id}/approve`);
      await tellChannel(app, { merchantId, rmaId: id, action: 'agree_return' });
      await feed.later();
      await feed.shipBack?.(refund, `YT${Date.now()}`);
      await bring(feed, await documentOf(feed, 'refund', refund));
      const rma = await takeIn(await see(id));
      if (kind.rival) await feed.fault(kind.rival, 1);
      for (let attempt = 1; attempt <= 3; attempt++) if (await pay(rma, attempt)) break;
      await feed.mend();
      await bring(feed, await documentOf(feed, 'refund', refund));
      expect((await see(id)).refunds.map(({ state }) => state)).toEqual(['succeeded']);
      expect(await feed.payments?.(refund)).toBe(1);
    },
  );
});

test('after all this, folding the events again gives every row', async () => {
  expect((await replay(app, merchantId)).disagreements).toEqual([]);
});
