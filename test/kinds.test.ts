import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { present } from '../src/domain/assert.ts';
import type { RmaId } from '../src/domain/ids.ts';
import { applyTracking } from '../src/server/couriers/tracking.ts';
import { OWN_SHOP } from '../src/server/demo/demo-shops.ts';
import { replay } from '../src/server/returns/replay.ts';
import { type OrderReply, placeOrder, startHarness } from './support/app-harness.ts';
import { deskOf } from './support/returns-desk.ts';

const harness = await startHarness();
const { call, merchantId, server } = harness;
const { app } = harness.program;
const { open, pay, step, takeIn } = deskOf(harness);

type Rma = Awaited<ReturnType<typeof step>> & {
  resolution: string;
  intervention: string | null;
  amount: { total: { minor: string } } | null;
  abilities: { command: string; allowed: boolean; because?: { code: string } }[];
  lines: { id: string; replacement: string; shipment: { waybill: string } | null }[];
};
const see = async (rmaId: string) => (await call<Rma>('GET', `/api/rmas/${rmaId}`)).body;
const ability = (rma: Rma, command: string) => rma.abilities.find((one) => one.command === command);
const line = (rma: { lines: { id: string }[] }) => present(rma.lines[0], 'a line').id;
const shipped = { courier: 'shunfeng', waybill: 'SF7777000001' };
const inLane = async (lane: string) =>
  (await call<{ rows: { id: string }[] }>('GET', `/api/rmas?lane=${lane}&limit=100`)).body.rows.map((row) => row.id);

async function countersOf(order: OrderReply) {
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{ claimed: number; settled: number; refunded: bigint; rebated: bigint }>`
      select claimed, settled, refunded_minor as refunded, rebated_minor as rebated from order_line
      where merchant_id = ${merchantId} and order_id = ${order.id}`.execute(tx),
  );
  return rows[0];
}

test('an exchange of an own shop from request to replacement, by its buttons and lanes (R-2)', async () => {
  const order = await placeOrder(harness);
  const opened = await open(order, { resolution: 'exchange', reason: 'size_or_color' });
  expect(opened.review).toBe('approved');
  expect(await inLane('awaiting_buyer')).toContain(opened.id);
  const inspected = await takeIn(opened);
  expect(inspected).toMatchObject({ stage: 'to_ship', refunds: [], lines: [{ replacement: 'due' }] });
  expect(await inLane('to_ship')).toContain(opened.id);
  const refused = await call('POST', `/api/rmas/${opened.id}/lines/${line(opened)}/ship`, {
    courier: 'shunfeng',
    waybill: 'x',
  });
  expect(refused).toMatchObject({ status: 400, body: { errors: [{ path: 'body.waybill' }] } });
  await step(`/api/rmas/${opened.id}/lines/${line(opened)}/ship`, shipped);
  await step(`/api/rmas/${opened.id}/lines/${line(opened)}/dispose`, {
    quantity: 1,
    disposition: 'restock',
    location: 'A-01',
  });
  expect(await see(opened.id)).toMatchObject({
    stage: 'closed',
    amount: null,
    lines: [{ shipment: { waybill: 'SF7777000001' } }],
  });
  expect(await countersOf(order)).toMatchObject({ claimed: 0, settled: 0, refunded: 0n });
  // The other coat may be returned in its turn.
  expect((await open(order)).review).toBe('approved');
  const kinds = await call<{ rows: { id: string }[] }>('GET', '/api/rmas?resolution=exchange');
  expect(kinds.body.rows.map((row) => row.id)).toEqual([opened.id]);
});

test('an exchange that becomes a refund inside its case is paid once, and a refund does not go back (R-2)', async () => {
  const order = await placeOrder(harness);
  const opened = await open(order, { resolution: 'exchange', reason: 'size_or_color' });
  await takeIn(opened);
  const converted = await step(`/api/rmas/${opened.id}/convert`, { to: 'return_and_refund', because: '缺货' });
  expect(converted).toMatchObject({
    id: opened.id,
    number: opened.number,
    resolution: 'return_and_refund',
    review: 'approved',
  });
  expect(converted.refunds.map((refund) => refund.amount.minor)).toEqual(['19900']);
  expect(await pay(converted, 1)).toBe(true);
  const again = await call('POST', `/api/rmas/${opened.id}/convert`, { to: 'exchange', because: 'x' });
  expect(again).toMatchObject({ status: 409, body: { code: 'refund_already_ordered' } });
  expect(ability(await see(opened.id), 'convert')).toMatchObject({
    allowed: false,
    because: { code: 'refund_already_ordered' },
  });
  expect(await inLane('closed')).not.toContain(opened.id);
  expect(await countersOf(order)).toMatchObject({ claimed: 1, settled: 1, refunded: 19_900n });
});

test('a repair goes to the workshop and back to the buyer, and stock and books say so', async () => {
  const order = await placeOrder(harness);
  const opened = await open(order, { resolution: 'repair', reason: 'quality_fault', evidence: ['fil_1'] });
  await takeIn(opened);
  const kept = await call('POST', `/api/rmas/${opened.id}/lines/${line(opened)}/dispose`, {
    quantity: 1,
    disposition: 'restock',
    location: 'A-01',
  });
  expect(kept).toMatchObject({ status: 409, body: { code: 'goods_are_the_buyers' } });
  await step(`/api/rmas/${opened.id}/lines/${line(opened)}/dispose`, {
    quantity: 1,
    disposition: 'repair',
    location: 'W-01',
  });
  await step(`/api/rmas/${opened.id}/lines/${line(opened)}/ship`, shipped);
  expect((await see(opened.id)).stage).toBe('closed');
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{ way: string }>`select from_location || ' ' || to_location as way from stock_movement
      where merchant_id = ${merchantId} and rma_id = ${opened.id} order by rma_seq`.execute(tx),
  );
  expect(rows.map(({ way }) => way)).toEqual(['customer returns', 'returns W-01', 'W-01 customer']);
  const journal = await call<{ rows: { kind: string }[] }>('GET', `/api/journal?q=${opened.number}`);
  expect(journal.body.rows.map((entry) => entry.kind).toSorted()).toEqual([
    'goods_received',
    'goods_to_buyer',
    'goods_to_repair',
  ]);
});

test('a price that dropped is paid back once more than never, and a full return then pays the rest (R-2)', async () => {
  const order = await placeOrder(harness, { quantity: 2, unitPriceMinor: 10_000 });
  const both = [{ orderLineId: order.lines[0]?.id, quantity: 2 }];
  const wrong = await call('POST', '/api/rmas', {
    orderId: order.id,
    resolution: 'price_protection',
    reason: 'other',
    lines: both,
  });
  expect(wrong).toMatchObject({ status: 400, body: { errors: [{ path: 'body.requested' }] } });
  const opened = await open(order, {
    resolution: 'price_protection',
    reason: 'other',
    lines: both,
    requested: { minor: '3001', currency: 'CNY' },
  });
  expect(opened.review).toBe('escalated');
  const granted = await step(`/api/rmas/${opened.id}/approve`);
  expect(await pay(granted, 1)).toBe(true);
  expect(await countersOf(order)).toEqual({ claimed: 0, settled: 0, refunded: 3_001n, rebated: 3_001n });
  const back = await takeIn(await open(order, { lines: both }), 2);
  expect(back.refunds.map((refund) => refund.amount.minor)).toEqual(['16999']);
  expect(await countersOf(order)).toEqual({ claimed: 2, settled: 2, refunded: 20_000n, rebated: 0n });
  const more = await call('POST', '/api/rmas', {
    orderId: order.id,
    resolution: 'price_protection',
    reason: 'other',
    lines: both,
    requested: { minor: '1', currency: 'CNY' },
  });
  expect(more).toMatchObject({ status: 409, body: { code: 'quantity_exceeds_bought' } });
});

test('the database itself refuses what was given back beyond what was paid', async () => {
  const order = await placeOrder(harness);
  const write = app.db.inMerchant(merchantId, (tx) =>
    sql`update order_line set rebated_minor = 1 where merchant_id = ${merchantId} and order_id = ${order.id}`.execute(
      tx,
    ),
  );
  await expect(write).rejects.toThrow('order_line_rebated');
});

test('a refused parcel is granted when its courier says so, and comes in by its own number (R-2)', async () => {
  const order = await placeOrder(harness);
  const waybill = `SF66${Date.now()}`;
  await sentOut(order, waybill);
  const opened = await open(order, { resolution: 'refused_delivery', reason: 'other' });
  expect(opened).toMatchObject({ review: 'escalated', parcels: [{ waybill }] });
  const scan = { at: app.clock.now(), status: 'refused' as const, code: '14', text: '收件人拒收' };
  await applyTracking(
    app,
    merchantId,
    { courier: 'shunfeng', waybill, extent: 'whole', scans: [scan], ended: false },
    'kuaidi100',
  );
  expect(await see(opened.id)).toMatchObject({ review: 'approved', stage: 'in_transit' });
  const found = await call<{ rmas: { id: string }[] }>('GET', `/api/receiving/${waybill}`);
  expect(found.body.rmas.map((rma) => rma.id)).toEqual([opened.id]);
  const inspected = await takeIn(opened);
  expect(inspected.refunds.map((refund) => refund.amount.minor)).toEqual(['19900']);
});

async function sentOut(order: OrderReply, waybill: string) {
  const shippedAt = new Date(Date.now() - 86_400_000).toISOString();
  const outbound = [{ courier: 'shunfeng', waybill }];
  const { status } = await call('PUT', `/api/orders/${order.id}/shipping`, { shippedAt, deliveredAt: null, outbound });
  expect(status).toBe(200);
}

const portal = async <T>(order: OrderReply, method: 'GET' | 'POST', url: string, payload?: object) => {
  const session = await server.inject({
    method: 'POST',
    url: '/api/portal/session',
    remoteAddress: '10.7.7.7',
    payload: { shop: harness.portalCode, orderNumber: order.externalId, phoneTail: '1234' },
  });
  const answer = await server.inject({
    method,
    url: `/api/portal${url}`,
    headers: { authorization: `Bearer ${session.json().token}` },
    ...(payload ? { payload } : {}),
  });
  return { status: answer.statusCode, body: answer.json() as T };
};

test('a buyer asks for an exchange in the portal, sees what happens, and sees the waybill of what is sent to him', async () => {
  const order = await placeOrder(harness);
  type Shown = { reasons: { code: string; resolutions: string[] }[] };
  const { body } = await portal<Shown>(order, 'GET', '/order');
  const offered = Object.fromEntries(body.reasons.map((reason) => [reason.code, reason.resolutions]));
  expect(offered).toMatchObject({
    size_or_color: ['return_and_refund', 'exchange'],
    quality_fault: ['return_and_refund', 'exchange', 'repair'],
    no_reason: ['return_and_refund'],
    not_received: ['refund_only'],
  });
  const wish = {
    resolution: 'exchange',
    reason: 'size_or_color',
    lines: [{ orderLineId: order.lines[0]?.id, quantity: 1 }],
  };
  const preview = await portal<{ amount: null; returnFreight: string; steps: { code: string }[] }>(
    order,
    'POST',
    '/preview',
    wish,
  );
  expect(preview.body).toMatchObject({ outcome: 'approved', amount: null, returnFreight: 'buyer' });
  expect(preview.body.steps.map((one) => one.code)).toEqual(['send', 'inspect', 'replace']);
  const opened = await portal<{ id: RmaId }>(order, 'POST', '/rmas', wish);
  const rma = await takeIn(await see(opened.body.id));
  await step(`/api/rmas/${rma.id}/lines/${line(rma)}/ship`, shipped);
  const mine = await portal<{ lines: { shipment: object }[]; timeline: { type: string }[] }>(
    order,
    'GET',
    `/rmas/${rma.id}`,
  );
  expect(mine.body.lines).toMatchObject([{ shipment: { waybill: 'SF7777000001' } }]);
  expect(mine.body.timeline.map((entry) => entry.type)).toContain('replacement_shipped');
});

test('what a shop does not offer is not asked for past its page', async () => {
  expect((await call('PUT', `/api/shops/${OWN_SHOP}/offers`, { offers: ['repair'] })).status).toBe(200);
  const order = await placeOrder(harness);
  const wish = {
    resolution: 'exchange',
    reason: 'size_or_color',
    lines: [{ orderLineId: order.lines[0]?.id, quantity: 1 }],
  };
  expect(await portal(order, 'POST', '/rmas', wish)).toMatchObject({ status: 409, body: { code: 'kind_not_offered' } });
  expect(await portal(order, 'POST', '/rmas', { ...wish, resolution: 'price_protection' })).toMatchObject({
    status: 409,
  });
  await call('PUT', `/api/shops/${OWN_SHOP}/offers`, { offers: ['exchange', 'repair'] });
});

test('after all this, folding the events again gives every row', async () => {
  expect((await replay(app, merchantId)).disagreements).toEqual([]);
});
