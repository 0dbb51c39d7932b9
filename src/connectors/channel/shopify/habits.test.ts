import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { money } from '../../../domain/money.ts';
import { fromMs, plusMs } from '../../../domain/time.ts';
import { startShopify } from '../../../simulators/shopify/simulator.ts';
import { steering } from '../../steering.ts';
import type { ChannelRefund } from '../port.ts';
import { shopify } from './shopify.ts';

const orders = z.tuple([z.object({ id: z.string(), lines: z.array(z.object({ id: z.string() })) })]);
const usd = (cents: number) => money(cents, 'USD');

/** A shop in US dollars, whose prices come without tax, and a delivered order of two lines. */
async function openShop(options: { accessToken?: string } = {}) {
  const simulator = await startShopify();
  onTestFinished(() => simulator.close());
  const steer = steering(simulator.url);
  const lines = [
    { price: '60.00', tax: '6.00' },
    { price: '20.00', quantity: 2, discount: '5.00', tax: '3.50' },
  ];
  const wish = { currency: 'USD', taxesIncluded: false, shipping: '10.00', shippingTax: '1.00', lines };
  const [order] = orders.parse(await steer('POST', 'orders', wish));
  await steer('POST', `orders/${order.id}/ship`, { company: 'UPS', number: '1Z1' });
  await steer('POST', `orders/${order.id}/deliver`);
  const port = shopify({
    shopDomain: 'guilai-demo.myshopify.com',
    apiUrl: simulator.url,
    accessToken: options.accessToken ?? 'shpat_test_token',
    timeoutMs: 10_000,
    now: () => fromMs(simulator.clock.now()),
    unverified: { linePageSize: 1 },
  });
  const refundOf = async (id: string): Promise<ChannelRefund> => {
    const found = await port.getRefund(id);
    const reading = port.decodeRefund(found.kind === 'document' ? found.document.raw : null);
    return reading.kind === 'refund' ? reading.refund : expect.unreachable(reading.reason);
  };
  const ask = async (...wanted: object[]) => {
    await steer('POST', 'returns', { id: '7000000001', orderId: order.id, lines: wanted });
    simulator.clock.shift(1000);
  };
  return { simulator, steer, port, order, refundOf, ask };
}

test('an order in another currency is read with its tax, and adds up to what was paid', async () => {
  const { port, order } = await openShop();
  const found = await port.getOrder(order.id);
  const reading = port.decodeOrder(found.kind === 'document' ? found.document.raw : null);
  expect(reading).toMatchObject({
    order: {
      currency: 'USD',
      freightPaid: usd(1100),
      lines: [{ paid: usd(6600) }, { paid: usd(3850), discounts: [{ funder: 'shop', amount: usd(500) }] }],
    },
  });
});

test('what other apps leave on an order does not make a decision about its return stale', async () => {
  const { port, steer, order, refundOf, ask } = await openShop();
  await ask({});
  const refund = await refundOf('7000000001');
  await steer('POST', `orders/${order.id}/tag`, { tag: 'loyalty-points' });
  expect((await refundOf('7000000001')).version).toBeGreaterThan(refund.version);
  expect(await port.agreeReturn(refund, { name: '', phone: '', address: '' })).toEqual({ kind: 'done' });
});

test('a return of two lines is two requests: approved together, paid one by one', async () => {
  const { simulator, port, order, refundOf, ask } = await openShop();
  await ask({ lineId: order.lines[0]?.id }, { lineId: order.lines[1]?.id, quantity: 1 });
  const window = { from: plusMs(fromMs(simulator.clock.now()), -60_000), to: fromMs(simulator.clock.now()) };
  const pulled = await port.pullRefunds(window);
  const ids = 'documents' in pulled ? pulled.documents.map(({ externalId }) => externalId) : [];
  expect(ids).toEqual(['7000000001-70000000011', '7000000001-70000000012']);
  const [first = '', second = ''] = ids;
  const address = { name: '', phone: '', address: '' };
  expect(await port.agreeReturn(await refundOf(first), address)).toEqual({ kind: 'done' });
  const other = await refundOf(second);
  expect(other).toMatchObject({ status: 'awaiting_buyer_shipment', amount: usd(1925), quantity: 1 });
  expect(await port.agreeRefund(other, other.amount)).toEqual({ kind: 'done' });
  expect(await refundOf(second)).toMatchObject({ status: 'refunded' });
  expect(await refundOf(first)).toMatchObject({ status: 'awaiting_buyer_shipment', amount: usd(6600) });
});

test('a refund that the shop’s own staff paid shows what they paid', async () => {
  const { port, steer, refundOf, ask } = await openShop();
  await ask({});
  await port.agreeReturn(await refundOf('7000000001'), { name: '', phone: '', address: '' });
  const before = await refundOf('7000000001');
  await steer('POST', 'returns/7000000001/refund', { amount: '30.00' });
  expect(await refundOf('7000000001')).toMatchObject({ status: 'refunded', amount: usd(3000) });
  expect(await port.agreeRefund(before, before.amount)).toMatchObject({ kind: 'refused', stale: true });
});

test('a token that may only read is told so when it writes', async () => {
  const { port, refundOf, ask } = await openShop({ accessToken: 'shpat_test_read_only' });
  await ask({});
  const refund = await refundOf('7000000001');
  expect(await port.agreeReturn(refund, { name: '', phone: '', address: '' })).toMatchObject({
    kind: 'unauthorised',
    code: 'ACCESS_DENIED',
  });
});

test('a bucket that runs dry says when to come again, and then has run full', async () => {
  const { simulator, steer, port, order } = await openShop();
  await steer('POST', 'switches', { bucketSize: 100, restoreRate: 10 });
  const outcomes: Awaited<ReturnType<typeof port.getOrder>>[] = [];
  while (outcomes.at(-1)?.kind !== 'throttled' && outcomes.length < 50) outcomes.push(await port.getOrder(order.id));
  const last = outcomes.at(-1);
  const wait = last?.kind === 'throttled' ? last.retryAfterMs : expect.unreachable('never throttled');
  expect(wait).toBeLessThanOrEqual(10_000);
  simulator.clock.shift(10_000);
  expect(await port.getOrder(order.id)).toMatchObject({ kind: 'document' });
});
