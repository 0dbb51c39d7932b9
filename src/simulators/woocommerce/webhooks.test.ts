import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { ask, startWithOrder, steer } from './test-client.ts';

async function receiver(status: () => number) {
  const seen: { headers: Record<string, unknown>; body: string }[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    seen.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
    response.writeHead(status()).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return { seen, url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/hook` };
}

test('a webhook tries its address with a form, and then sends the order, signed with its secret', async () => {
  const { seen, url } = await receiver(() => 200);
  const { simulator, order } = await startWithOrder();
  const body = { topic: 'order.updated', delivery_url: url, secret: 's3cret' };
  const created = await ask(simulator, 'POST', 'webhooks', { body });
  expect(created).toMatchObject({ status: 201, body: { status: 'active', resource: 'order', event: 'updated' } });
  expect(seen).toMatchObject([{ body: `webhook_id=${created.body.id}` }]);
  expect(seen[0]?.headers).not.toHaveProperty('x-wc-webhook-signature');

  await steer(simulator, 'POST', 'webhooks/send', { orderId: order.id });
  const push = seen[1];
  expect(push?.headers).toMatchObject({
    'x-wc-webhook-topic': 'order.updated',
    'x-wc-webhook-signature': createHmac('sha256', 's3cret')
      .update(push?.body ?? '')
      .digest('base64'),
    'x-wc-webhook-id': String(created.body.id),
    'x-wc-webhook-delivery-id': expect.stringMatching(/^[0-9a-f]{32}$/),
  });
  expect(JSON.parse(push?.body ?? '')).toEqual((await ask(simulator, 'GET', `orders/${order.id}`)).body);
});

test('a webhook that is never answered well is switched off, until somebody switches it on', async () => {
  let status = 500;
  const { seen, url } = await receiver(() => status);
  const { simulator, order } = await startWithOrder();
  const webhook = (await steer(simulator, 'POST', 'webhooks', { topic: 'order.updated', url })).body;
  for (let n = 0; n < 7; n += 1) await steer(simulator, 'POST', 'webhooks/send', { orderId: order.id });
  expect(seen).toHaveLength(6);
  expect((await ask(simulator, 'GET', `webhooks/${webhook.id}`)).body.status).toBe('disabled');
  status = 200;
  await ask(simulator, 'PUT', `webhooks/${webhook.id}`, { body: { status: 'active' } });
  await steer(simulator, 'POST', 'webhooks/send', { orderId: order.id });
  expect(seen).toHaveLength(7);
});

test('what changes twice within a second bears one delivery id', async () => {
  const { seen, url } = await receiver(() => 200);
  const { simulator, order } = await startWithOrder();
  await steer(simulator, 'POST', 'webhooks', { topic: 'order.updated', url });
  // The clock runs on: several tries, so that two of them fall into one second.
  for (let n = 0; n < 4; n += 1) await steer(simulator, 'POST', 'webhooks/send', { orderId: order.id });
  const ids = seen.slice(1).map(({ headers }) => headers['x-wc-webhook-delivery-id']);
  expect(new Set(ids).size).toBeLessThan(ids.length);
});
