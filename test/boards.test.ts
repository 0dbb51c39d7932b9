import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { BoardFigure } from '../src/contract/boards.ts';
import { present } from '../src/domain/assert.ts';
import { addDays, localDate } from '../src/domain/time.ts';
import { catchUp } from '../src/server/boards/catch-up.ts';
import { rebuildBoards } from '../src/server/boards/rebuild.ts';
import { mulberry32 } from '../src/simulators/mulberry32.ts';
import { compareBoards } from './boards/compare.ts';
import { placeOrder, startHarness } from './support/app-harness.ts';
import { deskOf } from './support/returns-desk.ts';

const harness = await startHarness();
const { app } = harness.program;
const { call, merchantId } = harness;
const { open, step, takeIn, pay } = deskOf(harness);

const counted = async () => {
  while (await catchUp(app.db, merchantId));
};
const today = localDate(app.clock.now(), 'Asia/Shanghai');
const month = `from=${addDays(today, -30)}&to=${addDays(today, 1)}`;
const figures = async (more = '') => {
  await counted();
  const { status, body } = await call<{ upToDate: boolean; figures: Record<string, { now: BoardFigure }> }>(
    'GET',
    `/api/boards/figures?${month}${more}`,
  );
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
};
const ratio = async (code: string, more = '') => {
  const { now } = present((await figures(more)).figures[code], code);
  return `${now.numerator}/${now.denominator}`;
};

/** All read models of the merchant, without the sums that have come to nothing. */
const readModels = () =>
  app.db.inMerchant(merchantId, async (tx) => {
    const of = (table: string, where = 'true') =>
      sql<{ row: string }>`select t::text as row from ${sql.table(table)} t where ${sql.raw(where)} order by 1`.execute(
        tx,
      );
    const tables = await Promise.all([
      of('board_order'),
      of('board_return'),
      of('board_return_line'),
      of('board_sold_day', 'units <> 0'),
      of('board_sold_sku', 'units <> 0'),
      of('board_event_day', 'count <> 0'),
    ]);
    return tables.map(({ rows }) => rows.map(({ row }) => row));
  });

test('B-2 a return moves the figures at each of its steps', async () => {
  const before = await figures();
  expect(before.upToDate).toBe(true);
  const order = await placeOrder(harness, { quantity: 3, unitPriceMinor: 10_000 });
  expect(await ratio('return_rate_units')).toBe('0/3');
  expect(await ratio('return_rate_gmv')).toBe('0/30000');
  const rma = await open(order, { lines: [{ orderLineId: order.lines[0]?.id, quantity: 2 }] });
  expect(await ratio('returns_opened')).toBe('1/null');
  expect(await ratio('auto_review_share')).toBe('1/1');
  expect(await ratio('return_rate_orders')).toBe('0/1');
  const line = present(rma.lines[0], 'a line');
  await step(`/api/rmas/${rma.id}/lines/${line.id}/receive`, { quantity: 2 });
  expect(await ratio('return_rate_orders')).toBe('1/1');
  expect(await ratio('return_rate_units')).toBe('2/3');
  expect(await ratio('return_rate_gmv')).toBe('20000/30000');
  await step(`/api/rmas/${rma.id}/lines/${line.id}/inspect`, { quantity: 2, grade: 'new' });
  await step(`/api/rmas/${rma.id}/lines/${line.id}/dispose`, { quantity: 2, disposition: 'restock', location: 'A-01' });
  expect(await ratio('value_recovered')).toBe('16000/20000');
  await pay(rma, 1);
  expect(await ratio('refunded')).toBe('20000/null');
});

test('B-2 a late document corrects the past: an order that was shipped after all is counted on the day it was placed', async () => {
  const units = async () => (await ratio('return_rate_units')).split('/').map(Number);
  const [, before = 0] = await units();
  const order = await placeOrder(harness, { quantity: 4 });
  const path = `/api/orders/${order.id}/shipping`;
  await counted();
  await app.db.inMerchant(merchantId, (tx) =>
    sql`update sales_order set shipped_at = null where merchant_id = ${merchantId} and order_id = ${order.id}`.execute(
      tx,
    ),
  );
  expect((await units())[1]).toBe(before);
  const shipped = await call('PUT', path, { shippedAt: app.clock.now(), deliveredAt: null });
  expect(shipped.status, JSON.stringify(shipped.body)).toBe(200);
  expect((await units())[1]).toBe(before + 4);
});

test('B-2 what commits late is not missed, whatever has been counted meanwhile', async () => {
  const order = await placeOrder(harness, { quantity: 5 });
  await counted();
  const [, before = 0] = (await ratio('return_rate_units')).split('/').map(Number);
  // The note of the first is older than that of the second, and becomes visible after the second has been taken up.
  const late = app.db.inMerchant(merchantId, async (tx) => {
    await sql`update order_line set quantity = 7 where merchant_id = ${merchantId} and order_id = ${order.id}`.execute(
      tx,
    );
    await sql`update sales_order set external_version = external_version + 1
      where merchant_id = ${merchantId} and order_id = ${order.id}`.execute(tx);
    await placeOrder(harness, { quantity: 1 });
    await counted();
    return sql`select 1`.execute(tx);
  });
  await late;
  const [, after = 0] = (await ratio('return_rate_units')).split('/').map(Number);
  expect(after - before).toBe(7 - 5 + 1);
});

test('B-2 every figure equals a recount from the timeline, also while writes go on, and a rebuild gives the same rows', async () => {
  const random = mulberry32(20_261_124);
  let writing = true;
  const writer = (async () => {
    for (let i = 0; writing && i < 14; i += 1) {
      const order = await placeOrder(harness, { quantity: 1 + (i % 3), sku: `SKU-${i % 4}` });
      const reason = (['no_reason', 'other', 'quality_fault'] as const)[i % 3];
      const rma = await open(order, { reason, ...(reason === 'quality_fault' ? { evidence: ['fil_1'] } : {}) });
      if (i % 3 === 0) await takeIn(rma);
      if (i % 6 === 0) await pay(rma, 1);
      if (i % 3 === 1) await step(`/api/rmas/${rma.id}/approve`);
    }
  })();
  const choice = { random, shops: [...new Set(await shopIds())], today, days: 12, now: app.clock.now() };
  const busy = await compareBoards(app.db, harness.databaseUrl, merchantId, { ...choice, questions: 12 });
  writing = false;
  await writer;
  const still = await compareBoards(app.db, harness.databaseUrl, merchantId, { ...choice, questions: 12 });
  expect(busy.differences).toEqual([]);
  expect(still.differences).toEqual([]);
  expect(busy.compared + still.compared).toBe(24 * 9);

  const grown = await readModels();
  expect(grown.every((rows) => rows.length > 0)).toBe(true);
  // The comparison sees a wrong figure, and a rebuild mends it.
  await app.db.inMerchant(merchantId, (tx) =>
    sql`update board_sold_day set units = units + 1 where merchant_id = ${merchantId}`.execute(tx),
  );
  const wrong = await compareBoards(app.db, harness.databaseUrl, merchantId, { ...choice, questions: 12 });
  expect(wrong.differences.length).toBeGreaterThan(0);
  await rebuildBoards(app.db, merchantId);
  expect(await readModels()).toEqual(grown);
});

const shopIds = () =>
  app.db.inMerchant(merchantId, async (tx) => {
    const { rows } = await sql<{ shop_id: string }>`select shop_id from shop where merchant_id = ${merchantId}`.execute(
      tx,
    );
    return rows.map(({ shop_id }) => shop_id);
  });

test('B-1 every tile answers, and each figure opens its cases', async () => {
  await counted();
  for (const tile of ['trend', 'categories', 'articles', 'reasons', 'spans', 'lapses', 'recovery', 'channels']) {
    for (const more of ['', '&category=textile_home&compare=year', '&channel=own_shop&compare=none']) {
      const { status, body } = await call('GET', `/api/boards/${tile}?${month}${more}`);
      expect(status, `${tile}${more}: ${JSON.stringify(body)}`).toBe(200);
    }
  }
  const reasons = (
    await call<{ groups: { reasons: { reason: string; count: number }[] }[] }>('GET', `/api/boards/reasons?${month}`)
  ).body.groups.flatMap((group) => group.reasons);
  expect(reasons.length).toBeGreaterThan(1);
  for (const { reason, count } of reasons) {
    const cases = await call<{ rows: { id: string }[] }>(
      'GET',
      `/api/boards/cases?${month}&reason=${reason}&limit=200`,
    );
    expect(cases.body.rows.length, reason).toBe(count);
  }
  const first = await call<{ rows: { id: string }[]; next: string }>('GET', `/api/boards/cases?${month}&limit=2`);
  const second = await call<{ rows: { id: string }[] }>(
    'GET',
    `/api/boards/cases?${month}&limit=2&after=${first.body.next}`,
  );
  expect(new Set([...first.body.rows, ...second.body.rows].map(({ id }) => id)).size).toBe(4);
});

test('B-1 the boards are for those who may read reports, and a period must have days', async () => {
  const headers = { 'x-api-key': await harness.keyWith(['rma:read']) };
  expect((await call('GET', `/api/boards/figures?${month}`, undefined, headers)).status).toBe(403);
  const backwards = await call('GET', `/api/boards/figures?from=${today}&to=${addDays(today, -1)}`);
  expect([backwards.status, backwards.body]).toMatchObject([409, { code: 'period_impossible' }]);
});
