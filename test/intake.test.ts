import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { openConnection } from '../bench/intake/connection.ts';
import { readyPushes, sendPushes } from '../bench/intake/load.ts';
import { connectPushShops, pushAddresses } from '../bench/intake/seed.ts';
import { callReaderForLeft } from '../src/server/channels/wake-reader.ts';
import { OWN_SHOP, TAOBAO_SHOP } from '../src/server/demo/demo-shops.ts';
import { startHarness } from './support/app-harness.ts';
import { eventually } from './support/returns-desk.ts';

const { program, merchantId } = await startHarness();
const { app } = program;
const addresses = pushAddresses(app.config.publicUrl, merchantId);
beforeAll(() => connectPushShops(app, merchantId));

const kept = async () => {
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{ kept: number }>`select count(*)::int as kept from channel_push`.execute(tx),
  );
  return rows[0]?.kept;
};
const readersCalled = async () => {
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{
      key: string;
    }>`select key from graphile_worker.jobs where task_identifier = 'fetch_changes' order by key`.execute(tx),
  );
  return rows.map((row) => row.key);
};

test('every push that is answered 200 stands in the table at that moment, from each platform (R-1)', async () => {
  const connection = await openConnection(addresses.douyin);
  for (const [i, { bytes }] of readyPushes(addresses, 0, 6, Date.now()).entries()) {
    expect(await connection.call(bytes)).toMatchObject({ status: 200 });
    expect(await kept()).toBe(i + 1);
  }
  connection.close();
});

test('as many at once as a busy night brings are all kept, repeated or not, and one reader a shop is called (R-1)', async () => {
  const before = (await kept()) ?? 0;
  const pushes = readyPushes(addresses, 1_000, 600, Date.now());
  await sendPushes(addresses, [...pushes, ...pushes.slice(0, 200)], 32);
  expect(await kept()).toBe(before + 600);
  await eventually('the readers', async () => ((await readersCalled()).length === 3 ? true : undefined));
});

test('a push whose reader was never called is read after the next pull of its shop, and of no other (R-1)', async () => {
  await app.db.inMerchant(merchantId, (tx) =>
    sql`insert into channel_push (merchant_id, shop_id, delivery_id, changes)
      values (${merchantId}, ${TAOBAO_SHOP}, 'cut off', '[{"kind":"order","externalId":"1"}]')`.execute(tx),
  );
  expect(await readersCalled()).not.toContain(`fetch:${TAOBAO_SHOP}`);
  for (const shopId of [TAOBAO_SHOP, OWN_SHOP] as const) await callReaderForLeft(app, { merchantId, shopId });
  expect(await readersCalled()).toContain(`fetch:${TAOBAO_SHOP}`);
  expect(await readersCalled()).not.toContain(`fetch:${OWN_SHOP}`);
});

test('a push with a wrong signature is refused and not kept', async () => {
  const [push] = readyPushes(addresses, 9_000, 1, Date.now());
  const forged = Buffer.from(push?.bytes.toString('latin1').replace('72000000000', '72000000009') ?? '', 'latin1');
  const before = await kept();
  const connection = await openConnection(addresses.douyin);
  expect((await connection.call(forged)).status).toBe(401);
  connection.close();
  expect(await kept()).toBe(before);
});
