import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { ShopView } from '../src/contract/shops.ts';
import { present } from '../src/domain/assert.ts';
import { fetchChanges } from '../src/server/channels/fetch-changes.ts';
import { pullShop } from '../src/server/channels/pull-shop.ts';
import { pushKeeper } from '../src/server/channels/take-push.ts';
import { TAOBAO_SHOP } from '../src/server/demo/demo-shops.ts';
import { startHarness } from './support/app-harness.ts';
import { eventually } from './support/returns-desk.ts';

const harness = await startHarness();
const { call, merchantId, steer, vendors } = harness;
const { app } = harness.program;
const shop = { merchantId, shopId: TAOBAO_SHOP } as const;

const shopNow = async (id: string = TAOBAO_SHOP): Promise<ShopView> => {
  const { body } = await call<{ shops: ShopView[] }>('GET', '/api/shops');
  return present(
    body.shops.find((candidate) => candidate.id === id),
    `the shop ${id}`,
  );
};

const account = (changed: object = {}) => ({
  name: '归来测试店（淘宝）',
  externalId: '归来测试店',
  settings: { gatewayUrl: `${vendors.taobao}/router/rest`, appKey: '12345678', shopKind: 'taobao' },
  credentials: { appSecret: 'test_secret_0123456789abcdef', session: '6100000test_session' },
  ...changed,
});
const connect = (changed: object = {}) =>
  call<{ id: string; rejection: Record<string, string> }>('POST', '/api/shops', {
    channel: 'taobao',
    ...account(changed),
  });

type Refund = { refund_id: string };
async function askedAtPlatform(): Promise<string> {
  const [trade] = (await steer('taobao', 'trades', { orders: [{ num: 1, price: '100.00' }] })) as { tid: string }[];
  await steer('taobao', `trades/${trade?.tid}/ship`, { company: '顺丰速运', invoice_no: 'SF0000000001' });
  return ((await steer('taobao', 'refunds', { tid: trade?.tid, reason: '质量问题' })) as Refund).refund_id;
}
const isKept = async (documentId: string): Promise<boolean> => {
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql`select from inbox_document where document_id = ${documentId}`.execute(tx),
  );
  return rows.length > 0;
};
const cursor = async () =>
  present(
    (await shopNow()).feeds.find(({ feed }) => feed === 'refund'),
    'the cursor',
  ).position;

test('the platforms are offered with what a connection to each needs, secrets marked', async () => {
  const { body } = await call<{ channels: { id: string; fields: { name: string; kind: string }[] }[] }>(
    'GET',
    '/api/channels',
  );
  const taobao = present(
    body.channels.find(({ id }) => id === 'taobao'),
    'Taobao',
  );
  expect(taobao.fields).toContainEqual(expect.objectContaining({ name: 'appSecret', kind: 'secret' }));
});

test('a shop says what its channel can do, and its secrets are never shown', async () => {
  const answer = await call('GET', '/api/shops');
  expect((await shopNow()).capabilities).toMatchObject({ requests: true, refuse: true });
  expect(JSON.stringify(answer.body)).not.toMatch(/test_secret|6100000/);
});

test.each([
  ['a platform that there is not', { channel: 'amazon' }, { code: 'channel_unknown' }],
  ['a missing secret', { credentials: { appSecret: 'x' } }, { code: 'value_missing', field: 'session' }],
  [
    'a value that nothing asks for',
    { settings: { appKey: '1', colour: 'red' } },
    { code: 'value_unknown', field: 'colour' },
  ],
  [
    'a kind that there is not',
    { settings: { appKey: '1', shopKind: 'flea' } },
    { code: 'value_not_allowed', field: 'shopKind', reason: 'taobao, tmall' },
  ],
  [
    'an address inside the network of the program',
    { settings: { appKey: '1', gatewayUrl: 'https://169.254.169.254/latest' } },
    { code: 'value_not_allowed', field: 'gatewayUrl' },
  ],
  ['a shop that is connected already', { settings: { appKey: '1' } }, { code: 'shop_connected_already' }],
])('%s is refused by name', async (_, changed, rejection) => {
  const { status, body } = await connect(changed);
  expect(status).toBe(409);
  expect(body.rejection).toMatchObject(rejection);
});

test('who may not manage shops connects none', async () => {
  const key = await harness.keyWith(['order:read', 'inbox:retry']);
  const { status } = await call('POST', '/api/shops', { channel: 'taobao', ...account() }, { 'x-api-key': key });
  expect(status).toBe(403);
});

test('a test of the connection says what the platform answered', async () => {
  expect((await call('POST', `/api/shops/${TAOBAO_SHOP}/test`, {})).body).toEqual({ ok: true, problem: null });
  await steer('taobao', 'faults', { kind: 'session_expired', count: 1 });
  const { body } = await call<{ ok: boolean; problem: string }>('POST', `/api/shops/${TAOBAO_SHOP}/test`, {});
  expect(body.ok).toBe(false);
  expect(body.problem).toMatch(/^invalid-sessionkey:/);
});

test('a revoked token stops the shop and its cursor, and connecting it again finds what was missed', async () => {
  // Connected long ago: what is refused now is not the tokens of before.
  await app.db.inMerchant(merchantId, (tx) => sql`update shop set access_changed_at = null`.execute(tx));
  await pullShop(app, shop);
  const before = await cursor();
  await steer('taobao', 'faults', { kind: 'session_expired' });
  const missed = await askedAtPlatform();

  expect(await pullShop(app, shop)).toBeNull();
  expect(await shopNow()).toMatchObject({
    access: 'revoked',
    accessError: expect.stringMatching(/^invalid-sessionkey:/),
  });
  const changedAt = (await shopNow()).accessChangedAt;
  expect(await pullShop(app, shop)).toBeNull();
  expect(await cursor()).toBe(before);
  expect((await shopNow()).accessChangedAt).toBe(changedAt);

  await fetch(`${vendors.taobao}/__sim/faults`, { method: 'DELETE' });
  app.config.nearVendors = true;
  // Without secrets: those that are known stay.
  const again = await call('PUT', `/api/shops/${TAOBAO_SHOP}`, account({ credentials: {} }));
  app.config.nearVendors = false;
  expect(again.status).toBe(200);
  expect((await shopNow()).access).toBe('ok');
  await eventually('the missed refund', async () => {
    await pullShop(app, shop);
    return (await isKept(missed)) || undefined;
  });
  expect((await cursor()) > before).toBe(true);
});

test('a process that still holds the tokens of before does not take a shop for revoked that was just connected', async () => {
  app.config.nearVendors = true;
  await call('PUT', `/api/shops/${TAOBAO_SHOP}`, account({ credentials: {} }));
  app.config.nearVendors = false;
  await steer('taobao', 'faults', { kind: 'session_expired', count: 1 });
  expect(await pullShop(app, shop)).toEqual({ againInMs: 10_000 });
  expect((await shopNow()).access).toBe('ok');
});

test('a push names what has changed, and the document itself is read', async () => {
  const id = await askedAtPlatform();
  const keep = pushKeeper(app);
  const push = { ...shop, deliveryId: 'd1', changes: [{ kind: 'refund' as const, externalId: id }] };
  await Promise.all([keep(push), keep(push), keep({ ...push, deliveryId: 'd2' })]);
  const { rows } = await app.db.inMerchant(merchantId, (tx) => sql`select from channel_push`.execute(tx));
  expect(rows).toHaveLength(2);
  expect(await fetchChanges(app, shop)).toBeNull();
  expect(await isKept(id)).toBe(true);
});

test('a push that is quicker than its document waits for it, and is given up when it never shows', async () => {
  const keep = pushKeeper(app);
  await keep({ ...shop, deliveryId: 'd3', changes: [{ kind: 'refund', externalId: '999999999999999999' }] });
  const state = async () => {
    const { rows } = await app.db.inMerchant(merchantId, (tx) =>
      sql<{ attempts: number; settled: boolean }>`select attempts, settled_at is not null as settled
        from channel_push where delivery_id = 'd3'`.execute(tx),
    );
    return rows[0];
  };
  for (let attempt = 1; attempt <= 5; attempt++) {
    const next = await fetchChanges(app, shop);
    expect(await state()).toEqual({ attempts: attempt, settled: attempt === 5 });
    expect(next).toEqual(attempt === 5 ? null : { againInMs: 30_000 });
    await app.db.inMerchant(merchantId, (tx) => sql`update channel_push set retry_at = null`.execute(tx));
  }
});

test('one question finds the shops of all merchants that can be listened to, and none that cannot', async () => {
  const listenedTo = async () => {
    const { rows } = await app.db.acrossMerchants((tx) =>
      sql<{ shop_id: string }>`select shop_id from shops_to_listen_to(
        array['taobao', 'pinduoduo'], array['sellerNick', ''])`.execute(tx),
    );
    return rows.map((row) => row.shop_id);
  };
  const change = (statement: ReturnType<typeof sql>) => app.db.inMerchant(merchantId, (tx) => statement.execute(tx));
  await change(sql`update shop set settings = settings - 'sellerNick' where shop_id = ${TAOBAO_SHOP}`);
  expect(await listenedTo()).toEqual([]);
  await change(
    sql`update shop set settings = settings || '{"sellerNick":"归来测试店"}' where shop_id = ${TAOBAO_SHOP}`,
  );
  expect(await listenedTo()).toEqual([TAOBAO_SHOP]);
  await change(sql`update shop set access = 'revoked' where shop_id = ${TAOBAO_SHOP}`);
  expect(await listenedTo()).toEqual([]);
  // The rows themselves stay hidden from who acts for no merchant.
  const { rows } = await app.db.acrossMerchants((tx) => sql`select 1 from shop`.execute(tx));
  expect(rows).toEqual([]);
});
