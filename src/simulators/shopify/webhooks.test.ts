import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { start, startWithReturn, steer } from './test-client.ts';

/** A receiver that answers with the given statuses in turn, the last one for ever. */
async function receiver(...statuses: number[]) {
  const seen: { headers: Record<string, unknown>; body: string }[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    seen.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
    response.writeHead(statuses[Math.min(seen.length, statuses.length) - 1] ?? 200).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return { seen, url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/hook` };
}

test('a webhook is signed over its body, and tells of the return in the older form', async () => {
  const { seen, url } = await receiver(200);
  const { simulator, asked, order } = await startWithReturn();
  await steer(simulator, 'POST', 'webhooks', { url });
  await steer(simulator, 'POST', 'webhooks/send', { topic: 'returns/request', returnId: asked.id });
  const [push] = seen;
  expect(push?.headers).toMatchObject({
    'x-shopify-topic': 'returns/request',
    'x-shopify-shop-domain': 'guilai-demo.myshopify.com',
    'x-shopify-hmac-sha256': createHmac('sha256', 'shpss_test_secret')
      .update(push?.body ?? '')
      .digest('base64'),
    'x-shopify-webhook-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    'x-shopify-triggered-at': expect.stringMatching(/Z$/),
  });
  expect(JSON.parse(push?.body ?? '')).toMatchObject({
    id: Number(asked.id),
    order: { id: Number(order.id) },
    return_line_items: [{ quantity: 1 }],
  });
});

test('a webhook that is not answered well is repeated under its id until it is', async () => {
  const { seen, url } = await receiver(500, 500, 200);
  const simulator = await start();
  await steer(simulator, 'POST', 'webhooks', { url, topics: ['orders/create'] });
  await steer(simulator, 'POST', 'orders', {});
  for (const minutes of [1, 2, 60, 60]) {
    const before = seen.length;
    simulator.clock.shift(minutes * 60_000);
    if (before < 3) await expect.poll(() => seen.length).toBeGreaterThan(before);
  }
  await expect.poll(() => seen.length).toBe(3);
  expect(new Set(seen.map(({ headers }) => headers['x-shopify-webhook-id'])).size).toBe(1);
});

test('a subscription hears of its own topics only, and of nothing once it is gone', async () => {
  const { seen, url } = await receiver(200);
  const simulator = await start();
  await steer(simulator, 'POST', 'webhooks', { url, topics: ['orders/updated'] });
  const [order] = (await steer(simulator, 'POST', 'orders', {})).body;
  await steer(simulator, 'POST', `orders/${order.id}/tag`, { tag: 'x' });
  await expect.poll(() => seen.map(({ headers }) => headers['x-shopify-topic'])).toEqual(['orders/updated']);
  await steer(simulator, 'DELETE', 'webhooks');
  await steer(simulator, 'POST', 'webhooks/send', { topic: 'orders/updated', orderId: order.id });
  expect(seen).toHaveLength(1);
});
