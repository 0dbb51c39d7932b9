import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ask, start, startWithOrder, steer } from './test-client.ts';

describe('the door', () => {
  test.each([
    ['without keys', '', 'woocommerce_rest_cannot_view'],
    ['with keys that nobody knows', 'ck_x:cs_x', 'woocommerce_rest_cannot_view'],
    ['with a wrong secret', 'ck_test_guilai:cs_x', 'woocommerce_rest_authentication_error'],
  ])('is closed %s', async (_, keys, code) => {
    const answer = await ask(await start(), 'GET', 'orders', { keys });
    expect(answer).toMatchObject({ status: 401, body: { code, data: { status: 401 } } });
  });

  test('lets keys for reading read, and not write', async () => {
    const { simulator, order } = await startWithOrder();
    const keys = 'ck_test_read:cs_test_read';
    expect((await ask(simulator, 'GET', `orders/${order.id}`, { keys })).status).toBe(200);
    const write = await ask(simulator, 'POST', `orders/${order.id}/refunds`, { keys, body: { amount: '1' } });
    expect(write).toMatchObject({ status: 401, body: { message: expect.stringContaining('write permissions') } });
    expect((await steer(simulator, 'GET', 'ledger')).body).toEqual([]);
  });

  test.each(['customers', 'orders/1/2/3/4', 'orders/1/notes'])('leads nowhere from %s', async (path) => {
    expect(await ask(await start(), 'GET', path)).toMatchObject({ status: 404, body: { code: 'rest_no_route' } });
  });
});

test('an order adds up, and tells the time twice', async () => {
  const { simulator, order } = await startWithOrder();
  const { body } = await ask(simulator, 'GET', `orders/${order.id}`);
  expect(body).toMatchObject({
    id: order.id,
    status: 'processing',
    total: '110.01',
    discount_total: '5.00',
    line_items: [
      { subtotal: '60.00', total: '60.00', total_tax: '5.01', price: 60 },
      { quantity: 2, subtotal: '40.00', total: '35.00', price: 17.5 },
    ],
    refunds: [],
  });
  const hours = (Date.parse(`${body.date_created}Z`) - Date.parse(`${body.date_created_gmt}Z`)) / 3_600_000;
  expect(hours).toBe(8);
  expect(await ask(simulator, 'GET', 'orders/1')).toMatchObject({
    status: 404,
    body: { code: 'woocommerce_rest_shop_order_invalid_id' },
  });
});

describe('the list of orders', () => {
  async function startWithOrders() {
    const simulator = await start();
    for (let n = 0; n < 5; n += 1) {
      await steer(simulator, 'POST', 'orders', { id: 801 + n });
      simulator.clock.shift(60_000);
    }
    return simulator;
  }
  const idsOf = ({ body }: { body: { id: number }[] }) => body.map(({ id }) => id);

  test('is paged, and counts itself in headers', async () => {
    const simulator = await startWithOrders();
    const page = await ask(simulator, 'GET', 'orders?orderby=id&order=asc&per_page=2&page=2');
    expect(idsOf(page)).toEqual([803, 804]);
    expect([page.headers.get('x-wp-total'), page.headers.get('x-wp-totalpages')]).toEqual(['5', '3']);
    expect(page.headers.get('link')).toMatch(/page=1>; rel="prev", .*page=3>; rel="next"/);
    expect(idsOf(await ask(simulator, 'GET', 'orders'))).toEqual([805, 804, 803, 802, 801]);
  });

  test('leaves out both ends of the time that is asked for', async () => {
    const simulator = await startWithOrders();
    const all = (await ask(simulator, 'GET', 'orders?order=asc')).body;
    const at = (n: number) => all[n].date_modified_gmt;
    const query = `orders?order=asc&modified_after=${at(1)}&modified_before=${at(4)}`;
    expect(idsOf(await ask(simulator, 'GET', `${query}&dates_are_gmt=true`))).toEqual([803, 804]);
    // Without the word the times are the site's own, eight hours off.
    expect(idsOf(await ask(simulator, 'GET', query))).toEqual([]);
  });

  test.each(['per_page=101', 'per_page=0', 'page=0', 'orderby=modified', 'order=up'])('refuses %s', async (query) => {
    expect(await ask(await start(), 'GET', `orders?${query}`)).toMatchObject({
      status: 400,
      body: { code: 'rest_invalid_param' },
    });
  });
});

describe('a refund', () => {
  test('is paid by the gateway and put on the shelf unless the caller says otherwise', async () => {
    const { simulator, order } = await startWithOrder();
    const path = `orders/${order.id}/refunds`;
    const paid = await ask(simulator, 'POST', path, { body: { amount: '10' } });
    expect(paid).toMatchObject({ status: 201, body: { amount: '10.00', refunded_payment: true, line_items: [] } });
    const line_items = [
      { id: order.lines[0].id, quantity: 1, refund_total: 20.03, refund_tax: [{ id: 75, refund_total: 1.67 }] },
    ];
    const body = { api_refund: false, api_restock: false, line_items, meta_data: [{ key: 'k', value: 'v' }] };
    expect(await ask(simulator, 'POST', path, { body })).toMatchObject({
      status: 201,
      body: {
        amount: '21.70',
        refunded_payment: false,
        meta_data: [{ key: 'k', value: 'v' }],
        line_items: [
          {
            quantity: -1,
            total: '-20.03',
            total_tax: '-1.67',
            meta_data: [{ key: '_refunded_item_id', value: String(order.lines[0].id) }],
          },
        ],
      },
    });
    expect((await steer(simulator, 'GET', 'ledger')).body).toMatchObject([
      { refundedPayment: true, restocked: true },
      { refundedPayment: false, restocked: false },
    ]);
    expect((await ask(simulator, 'GET', `orders/${order.id}`)).body.refunds).toMatchObject([
      { total: '-10.00' },
      { total: '-21.70' },
    ]);
  });

  test('of all that is left closes the order', async () => {
    const { simulator, order } = await startWithOrder();
    await ask(simulator, 'POST', `orders/${order.id}/refunds`, { body: { amount: '110.01' } });
    expect((await ask(simulator, 'GET', `orders/${order.id}`)).body.status).toBe('refunded');
  });

  test('of too much is refused as if it were the shop’s own fault', async () => {
    const { simulator, order } = await startWithOrder();
    expect(await ask(simulator, 'POST', `orders/${order.id}/refunds`, { body: { amount: '110.02' } })).toMatchObject({
      status: 500,
      body: { code: 'woocommerce_rest_cannot_create_order_refund', message: 'Invalid refund amount.', data: 500 },
    });
    expect(await ask(simulator, 'POST', 'orders/1/refunds', { body: { amount: '1' } })).toMatchObject({
      status: 500,
      body: { code: 'woocommerce_rest_invalid_order_id', data: 404 },
    });
  });

  test('is found below its own order only', async () => {
    const { simulator, order } = await startWithOrder();
    const other = (await steer(simulator, 'POST', 'orders', {})).body[0];
    const { id } = (await ask(simulator, 'POST', `orders/${order.id}/refunds`, { body: { amount: '1' } })).body;
    expect((await ask(simulator, 'GET', `orders/${order.id}/refunds/${id}`)).body.amount).toBe('1.00');
    expect((await ask(simulator, 'GET', `orders/${other.id}/refunds/${id}`)).body.code).toBe(
      'woocommerce_rest_invalid_order_refund_id',
    );
    expect((await ask(simulator, 'GET', 'orders/1/refunds')).body).toEqual([]);
    await ask(simulator, 'DELETE', `orders/${order.id}/refunds/${id}?force=true`);
    expect((await ask(simulator, 'GET', `orders/${order.id}/refunds`)).body).toEqual([]);
  });
});

test('a restart forgets no order, no refund and no webhook', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'woocommerce-'));
  const { simulator, order } = await startWithOrder({ dataDir });
  await ask(simulator, 'POST', `orders/${order.id}/refunds`, { body: { amount: '110.01' } });
  await steer(simulator, 'POST', 'webhooks', { url: 'http://127.0.0.1:9/none', topic: 'order.updated' });
  const before = (await steer(simulator, 'GET', 'ledger')).body;
  await simulator.close();
  const after = await start({ dataDir });
  expect((await steer(after, 'GET', 'ledger')).body).toEqual(before);
  expect((await ask(after, 'POST', `orders/${order.id}/refunds`, { body: { amount: '0.01' } })).status).toBe(500);
  expect((await ask(after, 'GET', 'webhooks')).body).toHaveLength(1);
  const ids = [order.id, ...order.lines.map(({ id }: { id: number }) => id), before[0].id];
  expect(ids).not.toContain((await steer(after, 'POST', 'orders', {})).body[0].id);
});
