import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { anOrder, type OrderReply, startHarness } from '../../../test/support/app-harness.ts';

const harness = await startHarness();
const { call, merchantId, program, keyWith } = harness;
const { db } = program.app;

type Problem = { code: string; rejection?: { code: string; field?: string } };
type OrderView = OrderReply & {
  buyer: { nick: string; maskedName: string; maskedPhone: string };
  shippedAt: string | null;
  deliveredAt: string | null;
  paid: { minor: string };
  lines: { id: string; paid: { minor: string }; freight: { minor: string } }[];
};

const create = async (request: unknown) => {
  const { status, body } = await call<OrderView>('POST', '/api/orders', request);
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
};

describe('taking an order', () => {
  test('amounts that do not add up are refused, and the field is named', async () => {
    const request = anOrder({ freightMinor: 500 });
    request.order.freightPaid = { minor: '501', currency: 'CNY' };
    const { status, body } = await call<Problem>('POST', '/api/orders', request);
    expect([status, body.rejection]).toMatchObject([409, { code: 'payments_do_not_match', field: 'payments' }]);
  });

  test('a shop of nobody’s is not found', async () => {
    const { status, body } = await call<Problem>('POST', '/api/orders', { ...anOrder(), shopId: 'shop_other' });
    expect([status, body.code]).toEqual([404, 'shop_not_found']);
  });

  test('the same order again is the same order; another one under its number is refused', async () => {
    const request = anOrder({ quantity: 2, freightMinor: 600 });
    const first = await create(request);
    expect(await create(request)).toEqual(first);
    const other = anOrder({ externalId: first.externalId, quantity: 3, freightMinor: 600 });
    const { status, body } = await call<Problem>('POST', '/api/orders', other);
    expect([status, body.rejection]).toMatchObject([409, { code: 'differs_from_known', field: 'lines.0.quantity' }]);
  });

  test('is answered with its allocation and without a name or a phone', async () => {
    const order = await create(anOrder({ quantity: 2, freightMinor: 600 }));
    expect(order.lines[0]).toMatchObject({ paid: { minor: '39800' }, freight: { minor: '600' } });
    expect(order.buyer).toMatchObject({ maskedPhone: '*******1234' });
    expect(JSON.stringify(order)).not.toMatch(/王小明|13800001234/);
  });
});

test('shipping is told later; a delivery before the shipment is refused', async () => {
  const { id } = await create(anOrder());
  const say = (body: object) => call<OrderView & Problem>('PUT', `/api/orders/${id}/shipping`, body);
  const wrong = await say({ shippedAt: '2026-10-02T00:00:00Z', deliveredAt: '2026-10-01T23:59:59Z' });
  expect([wrong.status, wrong.body.code]).toEqual([409, 'delivered_before_shipped']);
  const right = await say({ shippedAt: '2026-10-02T00:00:00Z', deliveredAt: '2026-10-04T08:00:00Z' });
  expect(right.body).toMatchObject({ shippedAt: '2026-10-02T00:00:00.000Z', deliveredAt: '2026-10-04T08:00:00.000Z' });
  expect((await call('PUT', '/api/orders/ord_none/shipping', { shippedAt: null, deliveredAt: null })).status).toBe(404);
});

test('pages of orders neither repeat nor leave out one, also among orders of the same moment', async () => {
  const numbers = ['P1', 'P2', 'P3', 'P4', 'P5'];
  const placedAt = '2026-08-01T00:00:00.000Z';
  for (const externalId of numbers) {
    const request = anOrder({ externalId });
    await create({ ...request, order: { ...request.order, placedAt } });
  }
  const seen: string[] = [];
  let after = '';
  for (let pages = 0; pages < 4 && (pages === 0 || after !== ''); pages++) {
    const { body } = await call<{ rows: { externalId: string }[]; next: string | null }>(
      'GET',
      `/api/orders?q=P&limit=2${after && `&after=${after}`}`,
    );
    seen.push(...body.rows.map((row) => row.externalId));
    after = body.next ?? '';
  }
  expect(seen.toSorted()).toEqual(numbers);
});

test('a buyer is shown in clear only to those who may, and who asked is on record', async () => {
  const { id } = await create(anOrder());
  const path = `/api/orders/${id}/reveal-buyer`;
  const agent = await keyWith(['order:read']);
  expect((await call('POST', path, { purpose: '联系买家' }, { 'x-api-key': agent })).status).toBe(403);
  expect((await call('POST', path, { purpose: '' })).status).toBe(400);
  const { body } = await call('POST', path, { purpose: '联系买家补寄' });
  expect(body).toEqual({ name: '王小明', phone: '13800001234' });
  const { rows } = await db.inMerchant(merchantId, (tx) =>
    sql`select actor_kind, purpose, order_id from reveal_log where merchant_id = ${merchantId}`.execute(tx),
  );
  expect(rows).toEqual([{ actor_kind: 'api_key', purpose: '联系买家补寄', order_id: id }]);
});

test('the record of who looked cannot be changed by the program', async () => {
  const erase = db.inMerchant(merchantId, (tx) => sql`delete from reveal_log`.execute(tx));
  await expect(erase).rejects.toThrow('permission denied');
});
