import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { registerWebhooks } from '../src/server/demo/demo.ts';
import { schedulePulls } from '../src/server/jobs/tasks.ts';
import { anOrder, type OrderReply, startHarness } from './support/app-harness.ts';
import { type Feed, feedKinds, openFeed } from './support/channel-feeds.ts';
import { eventually } from './support/returns-desk.ts';

// The program with its worker, its streams and its webhooks, and every platform at once.
const harness = await startHarness();
const { call, merchantId, program } = harness;
const { app } = program;

const returns = async (): Promise<string[]> => {
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{ name: string }>`select shop_id || ' ' || external_id as name from rma where external_id is not null
      order by name`.execute(tx),
  );
  return rows.map(({ name }) => name);
};

test('a night on which every platform is down for a while loses no request and doubles none (R-1)', async () => {
  const feeds = await Promise.all(feedKinds.map((kind) => openFeed(harness, kind)));
  await app.db.inMerchant(merchantId, (tx) =>
    sql`insert into sync_cursor (merchant_id, shop_id, feed, position)
      select ${merchantId}, shop_id, f, now() - interval '1 minute' from shop, unnest(array['order', 'refund']) f`.execute(
      tx,
    ),
  );
  const urls = Object.fromEntries(feeds.map(({ vendor, url }) => [vendor, url]));
  await registerWebhooks(program, merchantId, { urls, accounts: {} });
  const worker = await harness.startWorker();
  try {
    const asked: string[] = [];
    const ask = async (feed: Feed) => {
      const { refund } = await feed.asked();
      asked.push(`${feed.shopId} ${refund}`);
      return refund;
    };
    await Promise.all(feeds.map(ask));
    await Promise.all(feeds.map((feed) => feed.fault(feed.kind.down)));
    await Promise.all(
      feeds.map(async (feed) => {
        const refund = await ask(feed);
        await feed.edit?.(refund);
        await ask(feed);
      }),
    );
    await schedulePulls(app);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await Promise.all(feeds.map((feed) => feed.mend()));
    await eventually(
      'every request',
      async () => {
        await schedulePulls(app);
        await new Promise((resolve) => setTimeout(resolve, 1_000));
        return (await returns()).length >= asked.length || undefined;
      },
      90_000,
    );
    expect(await returns()).toEqual(asked.toSorted());
    const { rows } = await app.db.inMerchant(merchantId, (tx) =>
      sql<{
        shop_id: string;
        reason: string;
      }>`select shop_id, reason from inbox_document where state = 'refused'`.execute(tx),
    );
    expect(rows).toEqual([]);
  } finally {
    await worker.stop();
  }
}, 150_000);

test('an order that an own shop sends again and again, and its request, are one each (R-1)', async () => {
  const request = anOrder();
  const sent = await Promise.all(Array.from({ length: 5 }, () => call<OrderReply>('POST', '/api/orders', request)));
  expect(new Set(sent.map(({ body }) => body.id)).size).toBe(1);
  const order = sent[0]?.body;
  const asked = { orderId: order?.id, resolution: 'return_and_refund', reason: 'no_reason' };
  const body = { ...asked, lines: [{ orderLineId: order?.lines[0]?.id, quantity: 1 }] };
  const opened = await Promise.all(
    Array.from({ length: 5 }, () =>
      call<{ id: string }>('POST', '/api/rmas', body, { 'idempotency-key': 'own-shop-request-0001' }),
    ),
  );
  expect(opened.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  expect(new Set(opened.map((answer) => answer.body.id)).size).toBe(1);
});
