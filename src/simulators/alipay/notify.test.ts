import { createPublicKey, verify } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { pay, startWithTrade, steer } from './test-client.ts';
import { platformPublicKey } from './test-keys.ts';

describe('the notification', () => {
  /** A merchant's callback that says what it is told to say. */
  async function merchant(replies: string[]) {
    const seen: URLSearchParams[] = [];
    const server = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      seen.push(new URLSearchParams(body));
      response.end(replies.shift() ?? 'success');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return { seen, url: `http://127.0.0.1:${port}/notify`, close: () => server.close() };
  }

  const authentic = (params: URLSearchParams): boolean => {
    const text = [...params]
      .filter(([name, value]) => value !== '' && name !== 'sign' && name !== 'sign_type')
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => `${name}=${value}`)
      .join('&');
    const key = createPublicKey({ key: Buffer.from(platformPublicKey, 'base64'), format: 'der', type: 'spki' });
    return verify('RSA-SHA256', Buffer.from(text), key, Buffer.from(params.get('sign') ?? '', 'base64'));
  };

  test('arrives before the answer where that fault is on, signed, naming the refund', async () => {
    const shop = await merchant([]);
    const simulator = await startWithTrade({}, { notify_url: shop.url });
    await steer(simulator, 'POST', 'faults', { kind: 'notify_early' });
    await pay(simulator);
    expect(shop.seen).toHaveLength(1);
    const notice = shop.seen[0] ?? new URLSearchParams();
    expect(Object.fromEntries(notice)).toMatchObject({
      out_biz_no: 'RF1',
      refund_fee: '88.50',
      trade_status: 'TRADE_SUCCESS',
    });
    expect(authentic(notice)).toBe(true);
    shop.close();
  });

  test('is repeated after four minutes until the merchant says success, under the same notify_id', async () => {
    const shop = await merchant(['fail']);
    const simulator = await startWithTrade({}, { notify_url: shop.url });
    await steer(simulator, 'POST', 'faults', { kind: 'notify_early' });
    await pay(simulator);
    simulator.clock.shift(4 * 60_000);
    await expect.poll(() => shop.seen.length).toBe(2);
    expect(shop.seen[1]?.get('notify_id')).toBe(shop.seen[0]?.get('notify_id'));
    shop.close();
  });

  test.each([
    ['notify_never', 0, true],
    ['notify_twice', 2, true],
    ['notify_wrong_sign', 1, false],
  ])('%s sends it %i times', async (kind, times, honest) => {
    const shop = await merchant([]);
    const simulator = await startWithTrade({}, { notify_url: shop.url });
    await steer(simulator, 'POST', 'faults', [{ kind }, { kind: 'notify_early' }]);
    await pay(simulator);
    expect(shop.seen).toHaveLength(times);
    expect(shop.seen.every((notice) => authentic(notice) === honest)).toBe(true);
    shop.close();
  });
});
