import { createHmac } from 'node:crypto';
import { describe, expect, onTestFinished, test } from 'vitest';
import { fromMs } from '../../../domain/time.ts';
import { startShopify } from '../../../simulators/shopify/simulator.ts';
import { cannedVendor } from '../../canned-vendor.ts';
import { steering } from '../../steering.ts';
import type { IncomingPush, PushReading } from '../port.ts';
import { shopConfig } from './canned-shop.ts';
import { shopify } from './shopify.ts';

const vectorBody = '{"id":123,"topic":"returns/request"}';
const vectorSignature = '5FYRfnkfqcIShHcaBD2J/jhHe/mzO5UTvuCbBi7rwA8=';

const pushOf = (text: string, changes: Record<string, string | undefined> = {}): IncomingPush => ({
  text,
  query: {},
  headers: {
    'x-shopify-hmac-sha256': createHmac('sha256', 'shpss_test_secret').update(text).digest('base64'),
    'x-shopify-topic': 'returns/request',
    'x-shopify-shop-domain': 'demo.myshopify.com',
    'x-shopify-webhook-id': 'b54557e4-1',
    'x-shopify-triggered-at': '2026-01-15T02:29:00.123456789Z',
    ...changes,
  },
});
const read = (push: IncomingPush): PushReading =>
  shopify(shopConfig()).readPush?.(push) ?? expect.unreachable('no pushes are taken');

describe('a push', () => {
  test('with the published signature is accepted, with its own id', () => {
    expect(read(pushOf(vectorBody, { 'x-shopify-hmac-sha256': vectorSignature }))).toEqual({
      kind: 'accepted',
      deliveryId: 'b54557e4-1',
      changes: [{ kind: 'refund', externalId: '123' }],
      answer: { status: 200, text: '' },
    });
  });

  test.each<[string, Partial<IncomingPush>, number]>([
    ['a wrong signature', pushOf(vectorBody, { 'x-shopify-hmac-sha256': `A${vectorSignature.slice(1)}` }), 401],
    ['no signature', pushOf(vectorBody, { 'x-shopify-hmac-sha256': undefined }), 401],
    ['a short signature', pushOf(vectorBody, { 'x-shopify-hmac-sha256': 'AAAA' }), 401],
    ['a body that was written anew', { ...pushOf(vectorBody), text: vectorBody.replaceAll(':', ': ') }, 401],
    ['the name of another shop', pushOf(vectorBody, { 'x-shopify-shop-domain': 'other.myshopify.com' }), 401],
    ['no time', pushOf(vectorBody, { 'x-shopify-triggered-at': undefined }), 401],
    ['a time long ago', pushOf(vectorBody, { 'x-shopify-triggered-at': '2026-01-14T20:00:00Z' }), 200],
    ['a time to come', pushOf(vectorBody, { 'x-shopify-triggered-at': '2026-01-15T09:00:00Z' }), 200],
    ['no id', pushOf(vectorBody, { 'x-shopify-webhook-id': undefined }), 400],
    ['a body that is no JSON', pushOf('id=1'), 400],
  ])('with %s is refused', (_, push, status) => {
    const reading = read({ query: {}, headers: {}, text: '', ...push });
    expect(reading).toMatchObject({ kind: 'refused', reason: expect.stringMatching(/./), answer: { status } });
  });

  test.each<[string, object, object[]]>([
    ['orders/updated', { id: 450789469 }, [{ kind: 'order', externalId: '450789469' }]],
    ['ORDERS_UPDATED', { admin_graphql_api_id: 'gid://shopify/Order/5' }, [{ kind: 'order', externalId: '5' }]],
    [
      'returns/approve',
      { id: 3, order: { id: 1 }, return_line_items: [{ id: 31 }] },
      [{ kind: 'refund', externalId: '3' }],
    ],
    ['RETURNS_UPDATE', { id: 3 }, [{ kind: 'refund', externalId: '3' }]],
    [
      'returns/request',
      { id: 3, return_line_items: [{ id: 31 }, { id: 32 }] },
      [
        { kind: 'refund', externalId: '3-31' },
        { kind: 'refund', externalId: '3-32' },
      ],
    ],
    [
      'refunds/create',
      { id: 9, order_id: 1, return: { id: 3 } },
      [
        { kind: 'order', externalId: '1' },
        { kind: 'refund', externalId: '3' },
      ],
    ],
    ['refunds/create', { id: 9, order_id: 1, return: null }, [{ kind: 'order', externalId: '1' }]],
    ['reverse_deliveries/attach_deliverable', { id: 8, return_id: 3 }, [{ kind: 'refund', externalId: '3' }]],
    ['app/uninstalled', { id: 1, name: 'shop' }, []],
  ])('of %s with %o tells of %o', (topic, body, changes) => {
    expect(read(pushOf(JSON.stringify(body), { 'x-shopify-topic': topic }))).toMatchObject({
      kind: 'accepted',
      changes,
    });
  });

  test('keeps every digit of an id', () => {
    const push = pushOf('{"id":9007199254740993}', { 'x-shopify-topic': 'orders/paid' });
    expect(read(push)).toMatchObject({ changes: [{ kind: 'order', externalId: '9007199254740993' }] });
  });
});

describe('pushes of the simulator', () => {
  async function listening() {
    const [simulator, receiver] = await Promise.all([startShopify(), cannedVendor('')]);
    onTestFinished(async () => {
      await simulator.close();
      await receiver.close();
    });
    const steer = steering(simulator.url);
    await steer('POST', 'webhooks', { url: `${receiver.url}/hook`, topics: ['returns/request'] });
    const port = shopify(
      shopConfig({ shopDomain: 'guilai-demo.myshopify.com', now: () => fromMs(simulator.clock.now()) }),
    );
    await steer('POST', 'orders', { id: '5000000001' });
    await steer('POST', 'orders/5000000001/ship', { company: 'UPS', number: '1Z1' });
    const ask = async () => {
      await steer('POST', 'returns', { orderId: '5000000001', id: '7000000001' });
      await expect.poll(() => receiver.seen.length).toBeGreaterThan(0);
      return receiver.seen.map(({ body, headers }) =>
        port.readPush?.({ text: body.toString('utf8'), headers, query: {} }),
      );
    };
    return { steer, ask };
  }

  test('are read', async () => {
    const { ask } = await listening();
    expect(await ask()).toMatchObject([{ kind: 'accepted', changes: [{ kind: 'refund', externalId: '7000000001' }] }]);
  });

  test('that come twice bear one id', async () => {
    const { steer, ask } = await listening();
    await steer('POST', 'faults', { kind: 'push_twice' });
    const [first, ...repeats] = await ask();
    for (const repeat of repeats) expect(repeat).toEqual(first);
  });

  test.each(['push_wrong_hmac', 'push_reserialised'])('after %s are refused', async (kind) => {
    const { steer, ask } = await listening();
    await steer('POST', 'faults', { kind });
    expect(await ask()).toMatchObject([{ kind: 'refused', answer: { status: 401 } }]);
  });
});
