import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { Habits, ListingView } from '../src/contract/buyers.ts';
import { present } from '../src/domain/assert.ts';
import type { MerchantId, ShopId } from '../src/domain/ids.ts';
import { addDays, localDate } from '../src/domain/time.ts';
import type { Tx } from '../src/server/db/database.ts';
import { OWN_SHOP } from '../src/server/demo/demo-shops.ts';
import { findOrder } from '../src/server/orders/order-store.ts';
import { saveParties } from '../src/server/orders/parties.ts';
import { openRma } from '../src/server/returns/run-rma-command.ts';
import { aMerchant } from './support/a-merchant.ts';
import { anOrder, type OrderFacts, type OrderReply, placeOrder, startHarness } from './support/app-harness.ts';
import { deskOf } from './support/returns-desk.ts';

const harness = await startHarness();
const { call, merchantId, program } = harness;
const { app } = program;
const { open, see, step, takeIn } = deskOf(harness);

const SECOND_SHOP: ShopId = 'shop_second';
await app.db.inMerchant(merchantId, (tx) =>
  sql`insert into shop (merchant_id, shop_id, channel, name, external_id)
    values (${merchantId}, ${SECOND_SHOP}, 'own_shop', '二店', 'second')`.execute(tx),
);
app.shops.forget(merchantId);

let phones = 0;
const aPhone = () => `139${String(10_000_000 + ++phones)}`;
const inMerchant = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => app.db.inMerchant(merchantId, work);

type Order = OrderReply & { buyer: { id: `byr_${string}` } };
type Facts = OrderFacts & { shopId?: ShopId; token?: string; nick?: string };

/** An order as a shop sends it; nobody has paid at the gateway, where that does not matter. */
async function bought({ shopId = OWN_SHOP, token, nick, ...facts }: Facts): Promise<Order> {
  const request = anOrder(facts);
  const buyer = { ...request.order.buyer, ...(token ? { token } : {}), ...(nick ? { nick } : {}) };
  const order = { ...request.order, buyer };
  const answer = await call<Order>('POST', '/api/orders', { shopId, order });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body;
}

type Detail = {
  id: string;
  nick: string;
  maskedPhone: string;
  rulesAsk: object;
  today: string;
  latestBlockEnd: string;
  habits: Habits[];
  shops: { id: string; orders: number; returns: number }[];
  reasons: { reason: string; count: number }[];
  months: { month: string; orders: number; returns: number }[];
  listings: ListingView[];
  orders: { id: string }[];
  returns: { id: string }[];
};
const buyer = async (id: string) => (await call<Detail>('GET', `/api/buyers/${id}`)).body;
const list = (id: string, body: object, headers = {}) =>
  call<{ id: string; code?: string; rejection?: object }>('POST', `/api/buyers/${id}/listings`, body, headers);
const today = () => localDate(app.clock.now(), 'Asia/Shanghai');

type Found = { rows: { id: string; orders365d: number; listing: { kind: string } | null; shops: string[] }[] };
const search = async (query: string) =>
  (await call<Found>('GET', `/api/buyers?${query}`)).body.rows.map(({ id }) => id);

test('one phone at two shops is one buyer, and the figures add up (R-10)', async () => {
  const phone = aPhone();
  const first = await bought({ phone });
  const second = await bought({ phone: `+86${phone}`, shopId: SECOND_SHOP, quantity: 2 });
  expect(second.buyer.id).toBe(first.buyer.id);
  await open(first, { reason: 'size_or_color' });
  const { shops, habits, reasons, months, returns, orders } = await buyer(first.buyer.id);
  expect(shops.map(({ id, orders, returns }) => [id, orders, returns]).sort()).toEqual([
    [OWN_SHOP, 1, 1],
    [SECOND_SHOP, 1, 0],
  ]);
  const [quarter, year] = habits;
  expect(year).toMatchObject({ days: 365, orders: 2, units: 3, returns: 1, ordersReturned: 1, returnShare: null });
  expect(year?.paid).toEqual({ minor: '59700', currency: 'CNY' });
  expect(quarter).toMatchObject({ days: 90, orders: 2, returns: 1 });
  expect(reasons).toEqual([{ reason: 'size_or_color', count: 1 }]);
  expect(months).toHaveLength(12);
  expect(months.at(-1)).toMatchObject({ month: today().slice(0, 7), returns: 1 });
  expect([orders.length, returns.length]).toEqual([2, 1]);
});

test('another phone is another buyer', async () => {
  const [one, other] = [await bought({ phone: aPhone() }), await bought({ phone: aPhone() })];
  expect(one.buyer.id).not.toBe(other.buyer.id);
});

test('a phone that turns up later makes one of two buyers, and old links still lead there', async () => {
  const phone = aPhone();
  const known = await bought({ phone });
  const token = 'account-7';
  const later = await bought({ phone: aPhone(), shopId: SECOND_SHOP, token });
  expect(later.buyer.id).not.toBe(known.buyer.id);
  await list(later.buyer.id, { kind: 'block', reason: '空包', until: addDays(today(), 30) });
  const again = await bought({ phone, shopId: SECOND_SHOP, token });
  expect(again.buyer.id).toBe(known.buyer.id);
  const through = await buyer(later.buyer.id);
  expect(through).toMatchObject({ id: known.buyer.id, listings: [{ kind: 'block', state: 'in_force' }] });
  expect(through.orders).toHaveLength(3);
  expect(await search(`q=${phone}`)).toEqual([known.buyer.id]);
});

const person = (token: string, phone: string | null) => ({ token, nick: '', name: null, phone, phoneTail: '' });

async function buyersOf(of: MerchantId, shops: readonly { id: ShopId }[]): Promise<string[]> {
  const { rows } = await app.db.inMerchant(of, (tx) =>
    sql<{ buyer_id: string }>`select buyer_id from party where merchant_id = ${of}
      and shop_id = any(${shops.map(({ id }) => id)})
      order by array_position(${shops.map(({ id }) => id)}::text[], shop_id), token`.execute(tx),
  );
  return rows.map((row) => row.buyer_id);
}

test('the same token is the same buyer within one account at a channel, and not beyond it', async () => {
  const { merchantId: of, shop } = await aMerchant(app.db);
  const others: ShopId[] = ['shop_sister', 'shop_stranger'];
  await app.db.inMerchant(of, async (tx) => {
    for (const id of others) {
      await sql`insert into shop (merchant_id, shop_id, channel, name, external_id)
        values (${of}, ${id}, 'taobao', ${id}, ${id})`.execute(tx);
    }
    const account = 'taobao app-1';
    await saveParties(tx, app, of, { id: shop.id, account }, [person('open-1', null), person('t**1', null)]);
    await saveParties(tx, app, of, { id: 'shop_sister', account }, [person('open-1', null), person('t**1', null)]);
    await saveParties(tx, app, of, { id: 'shop_stranger' }, [person('open-1', null)]);
  });
  const [a, masked, sameToken, maskedToo, elsewhere] = await buyersOf(of, [shop, ...others.map((id) => ({ id }))]);
  expect(sameToken).toBe(a);
  expect(maskedToo).not.toBe(masked);
  expect(elsewhere).not.toBe(a);
});

test('a phone that many accounts share is a forwarder’s and joins nobody further', async () => {
  const { merchantId: of, shop } = await aMerchant(app.db);
  const crowd = Array.from({ length: 30 }, (_, n) => person(`crowd-${n}`, '13700000000'));
  await app.db.inMerchant(of, (tx) => saveParties(tx, app, of, shop, crowd));
  expect(new Set(await buyersOf(of, [shop])).size).toBe(30);
});

test('two merchants who know the same phone know nothing of each other', async () => {
  const phone = aPhone();
  const ours = await bought({ phone });
  const { merchantId: theirs, shop } = await aMerchant(app.db);
  await app.db.inMerchant(theirs, (tx) => saveParties(tx, app, theirs, shop, [person('x', phone)]));
  const [other] = await buyersOf(theirs, [shop]);
  expect(other).not.toBe(ours.buyer.id);
  expect((await call('GET', `/api/buyers/${other}`)).status).toBe(404);
  const keysOf = async (of: MerchantId, id: string) => {
    const { rows } = await app.db.inMerchant(of, (tx) =>
      sql<{ key: string }>`select encode(key, 'hex') as key from buyer_identity
        where merchant_id = ${of} and kind = 'phone' and buyer_id = ${id}`.execute(tx),
    );
    return rows.map(({ key }) => key);
  };
  const [mine, hers] = [await keysOf(merchantId, ours.buyer.id), await keysOf(theirs, present(other, 'a buyer'))];
  // Each merchant has keys of its own: the same phone cannot even be recognised across them.
  expect([mine.length, hers.length]).toEqual([1, 1]);
  expect(mine).not.toEqual(hers);
});

test('buyers who are entered at the same moment by two shops are one', async () => {
  const phone = aPhone();
  const both: ShopId[] = [OWN_SHOP, SECOND_SHOP];
  const entering = both.map((id) =>
    inMerchant((tx) => saveParties(tx, app, merchantId, { id }, [person(`race-${id}`, phone)])),
  );
  await Promise.all(entering);
  const { rows } = await inMerchant((tx) =>
    sql<{ buyer_id: string }>`select distinct buyer_id from party where merchant_id = ${merchantId}
      and token like 'race-%'`.execute(tx),
  );
  expect(rows).toHaveLength(1);
});

test('several who each make one of two buyers at one moment do so one after the other, and none is in another’s way', async () => {
  const pairs = Array.from({ length: 6 }, (_, n) => ({ phone: aPhone(), token: `merging-${n}` }));
  for (const { phone, token } of pairs) {
    await inMerchant((tx) => saveParties(tx, app, merchantId, { id: OWN_SHOP }, [person(`${token}-known`, phone)]));
    await inMerchant((tx) => saveParties(tx, app, merchantId, { id: SECOND_SHOP }, [person(token, null)]));
  }
  const { rollbacks } = app.db.counts;
  await Promise.all(
    pairs.map(({ phone, token }) =>
      inMerchant((tx) => saveParties(tx, app, merchantId, { id: SECOND_SHOP }, [person(token, phone)])),
    ),
  );
  expect(app.db.counts.rollbacks).toBe(rollbacks);
  const { rows } = await inMerchant((tx) =>
    sql<{ buyers: number }>`select count(distinct buyer_id)::int as buyers from party where merchant_id = ${merchantId}
      and token like 'merging-%'`.execute(tx),
  );
  expect(rows).toEqual([{ buyers: pairs.length }]);
});

test('an entry that is made while its buyer becomes another’s is not left behind', async () => {
  const phone = aPhone();
  const known = await bought({ phone });
  const later = await bought({ phone: aPhone(), shopId: SECOND_SHOP, token: 'listed-late' });
  let added: ReturnType<typeof list> | undefined;
  await inMerchant(async (tx) => {
    await saveParties(tx, app, merchantId, { id: SECOND_SHOP }, [person('listed-late', phone)]);
    added = list(later.buyer.id, { kind: 'block', reason: '空包', until: addDays(today(), 30) });
    // He waits for the row of the buyer, or does not.
    await new Promise((resolve) => setTimeout(resolve, 300));
  });
  expect((await added)?.status).toBe(200);
  expect((await buyer(known.buyer.id)).listings).toMatchObject([{ kind: 'block', state: 'in_force' }]);
});

test('a blocked buyer’s lawful return is not refused: a person decides, and the facts stand in the trace', async () => {
  const phone = aPhone();
  const before = await placeOrder(harness, { phone });
  await open(before);
  const order = await bought({ phone });
  const added = await list(order.buyer.id, { kind: 'block', reason: '多次空包', until: addDays(today(), 90) });
  expect(added.status, JSON.stringify(added.body)).toBe(200);
  const rma = await open(order);
  expect(rma).toMatchObject({ review: 'escalated', stage: 'to_review' });
  const { decision } = (await see(rma.id)) as unknown as {
    decision: { ruleId: string; facts: object; outcome: object };
  };
  expect(decision).toMatchObject({ ruleId: 'blocked-buyer', outcome: { kind: 'escalate', level: 1 } });
  expect(decision.outcome).not.toHaveProperty('suggestRejection');
  expect(decision.facts).toMatchObject({
    buyer_blocked: true,
    buyer_allowed: false,
    buyer_orders_365d: 2,
    buyer_returns_90d: 1,
    buyer_refund_only_90d: 0,
  });
  expect(await step(`/api/rmas/${rma.id}/approve`)).toMatchObject({ review: 'approved' });
});

test('a block lapses by itself after its last day', async () => {
  const order = await bought({ phone: aPhone() });
  await list(order.buyer.id, { kind: 'block', reason: '待核实', until: today() });
  await inMerchant((tx) =>
    sql`insert into buyer_listing (merchant_id, listing_id, buyer_id, kind, reason, since, until_on, lapses_at, listed_by)
      select merchant_id, 'lst_old', buyer_id, 'block', '去年', now() - interval '300 days', current_date - 1, now(), 'x'
      from buyer where merchant_id = ${merchantId} and buyer_id = ${order.buyer.id}`.execute(tx),
  );
  const states = (await buyer(order.buyer.id)).listings.map(({ reason, state }) => [reason, state]);
  expect(states.sort()).toEqual([
    ['去年', 'lapsed'],
    ['待核实', 'in_force'],
  ]);
  const inForce = (await buyer(order.buyer.id)).listings.find(({ state }) => state === 'in_force');
  await step(`/api/buyers/${order.buyer.id}/listings/${inForce?.id}/end`, { note: '核实无误' });
  expect(await open(order)).toMatchObject({ review: 'approved' });
});

test.each([
  [{ kind: 'block', reason: 'x' }, 'listing_end_needed'],
  [{ kind: 'block', reason: 'x', until: addDays(today(), 366) }, 'listing_ends_too_late'],
  [{ kind: 'block', reason: 'x', until: addDays(today(), -1) }, 'listing_ends_too_soon'],
  [{ kind: 'allow', reason: 'x', rmaId: 'rma_of_somebody_else' }, 'rma_not_of_buyer'],
])('an entry %o is refused: %s', async (body, code) => {
  const order = await bought({ phone: aPhone() });
  const answer = await list(order.buyer.id, body);
  expect([answer.status, answer.body.code]).toEqual([409, code]);
});

test('an entry without a reason is no entry', async () => {
  const order = await bought({ phone: aPhone() });
  expect((await list(order.buyer.id, { kind: 'allow', reason: '  ' })).status).toBe(400);
});

test('a new entry takes the place of the old one, which is kept with who ended it', async () => {
  const order = await bought({ phone: aPhone() });
  const { id } = order.buyer;
  const rma = await open(order);
  await list(id, { kind: 'block', reason: '空包', until: addDays(today(), 10), rmaId: rma.id });
  await list(id, { kind: 'allow', reason: '已澄清' });
  const { listings } = await buyer(id);
  expect(listings).toMatchObject([
    { kind: 'allow', state: 'in_force', until: null, by: 'test', rma: null },
    { kind: 'block', state: 'ended', endedBy: 'test', rma: { id: rma.id } },
  ]);
  const over = present(listings[1], 'the old entry');
  const ended = await call<{ code: string }>('POST', `/api/buyers/${id}/listings/${over.id}/end`, {});
  expect([ended.status, ended.body.code]).toEqual([409, 'listing_is_over']);
});

test('an entry is ended, never removed or rewritten', async () => {
  const { rows } = await program.auth.pool.query<{ granted: string }>(`
    select p.privilege || coalesce(' ' || p.col, '') as granted from (
      select privilege, null as col from unnest(array['delete', 'truncate', 'update']) privilege
      where has_table_privilege('guilai_app', 'buyer_listing', privilege)
      union all
      select 'update', a.attname from pg_attribute a where a.attrelid = 'buyer_listing'::regclass and a.attnum > 0
        and has_column_privilege('guilai_app', 'buyer_listing', a.attnum, 'update')) p order by 1`);
  expect(rows.map(({ granted }) => granted)).toEqual([
    'update buyer_id',
    'update end_note',
    'update ended_at',
    'update ended_by',
    'update reason',
  ]);
});

test('buyers are found by nick, by the end of a phone and by a whole phone, and by list', async () => {
  const phone = aPhone();
  const order = await bought({ phone, nick: '归来测试' });
  const { id } = order.buyer;
  expect(await search(`q=${encodeURIComponent('归来测')}`)).toEqual([id]);
  expect(await search(`q=${phone.slice(-4)}`)).toContain(id);
  expect(await search(`q=${phone}`)).toEqual([id]);
  expect(await search(`q=${aPhone()}`)).toEqual([]);
  expect(await search('listed=allow')).not.toContain(id);
  await list(id, { kind: 'allow', reason: '老客户' });
  expect(await search('listed=allow')).toContain(id);
  expect(await search('listed=any')).toContain(id);
  expect(await search('listed=block')).not.toContain(id);
});

test('the list of buyers pages by key and shows nobody in clear', async () => {
  const { body } = await call<Found & { next: string }>('GET', '/api/buyers?limit=3');
  expect(body.rows).toHaveLength(3);
  const next = await call<Found>('GET', `/api/buyers?limit=3&after=${body.next}`);
  const ids = [...body.rows, ...next.body.rows].map(({ id }) => id);
  expect(new Set(ids).size).toBe(6);
  expect(JSON.stringify([body, next.body])).not.toMatch(/王小明|1390000|1380000/);
});

test('who may not keep the lists may look, and changes nothing', async () => {
  const order = await bought({ phone: aPhone() });
  const headers = { 'x-api-key': await harness.keyWith(['rma:review']) };
  expect((await call('GET', `/api/buyers/${order.buyer.id}`, undefined, headers)).status).toBe(200);
  expect((await list(order.buyer.id, { kind: 'allow', reason: 'x' }, headers)).status).toBe(403);
  const inspector = { 'x-api-key': await harness.keyWith(['order:read', 'rma:read']) };
  expect((await call('GET', `/api/buyers/${order.buyer.id}/figures`, undefined, inspector)).status).toBe(403);
});

test('what inspectors found counts, what was refused does not', async () => {
  const phone = aPhone();
  const orders = [];
  for (let n = 0; n < 5; n++) orders.push(await placeOrder(harness, { phone }));
  const [first, second] = orders;
  await takeIn(await open(present(first, 'an order')));
  const refused = await open(present(second, 'an order'), { reason: 'other' });
  await step(`/api/rmas/${refused.id}/reject`, { reasonCode: 'other', note: 'x' });
  const id = ((await call<Order>('GET', `/api/orders/${first?.id}`)).body as Order).buyer.id;
  const year = (await buyer(id)).habits.find(({ days }) => days === 365);
  expect(year).toMatchObject({ orders: 5, returns: 1, returnShare: 0.2, inspected: 1, failedInspections: 0 });
  const figures = await call('GET', `/api/buyers/${id}/figures`);
  expect(figures.body).toMatchObject({ orders365d: 5, returns90d: 1, returnShare: 0.2, listing: null });
});

test('opening a return takes no more round trips for its buyer being looked at: two', async () => {
  // The first opening reads what is kept in memory afterwards.
  await open(await bought({ phone: aPhone() }));
  const next = await bought({ phone: aPhone() });
  const found = await inMerchant((tx) => findOrder(tx, merchantId, next.id as `ord_${string}`));
  const before = app.db.counts.roundTrips;
  const opened = await openRma(
    app,
    next.id as `ord_${string}`,
    {
      type: 'open_rma',
      rmaId: app.newId('rma'),
      resolution: 'return_and_refund',
      reason: 'no_reason',
      lines: [{ orderLineId: present(found?.lines[0], 'a line').id, quantity: 1 }],
      evidence: [],
      requested: null,
      channelRef: null,
      platformDeadline: null,
    },
    { merchantId, commandId: 'cmd_trips', actor: { kind: 'system', id: '' } },
  );
  expect(opened.ok).toBe(true);
  expect(app.db.counts.roundTrips - before).toBe(2);
});

test('the links of a buyer can be undone: what is left names nobody', async () => {
  const order = await bought({ phone: aPhone() });
  const { id } = order.buyer;
  await list(id, { kind: 'allow', reason: '王小明的妹妹' });
  await inMerchant(async (tx) => {
    await sql`delete from buyer_identity where merchant_id = ${merchantId} and buyer_id = ${id}`.execute(tx);
    await sql`update buyer_listing set reason = '' where merchant_id = ${merchantId} and buyer_id = ${id}`.execute(tx);
  });
  expect((await buyer(id)).habits[1]).toMatchObject({ orders: 1 });
});
