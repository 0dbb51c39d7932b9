import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { fromMs, plusMs } from '../../../domain/time.ts';
import { startJd } from '../../../simulators/jd/simulator.ts';
import { steering } from '../../steering.ts';
import { testShop } from './canned-shop.ts';
import { jd } from './jd.ts';

async function open() {
  const simulator = await startJd();
  onTestFinished(() => simulator.close());
  const now = () => fromMs(simulator.clock.now());
  const steer = steering(simulator.url);
  const pass = (ms: number) => steer('POST', 'clock', { shiftMs: ms });
  return { port: jd(testShop(simulator.url, { now })), steer, now, pass };
}

const orders = z.tuple([z.object({ orderId: z.string() })]);
const anOrder = async (steer: ReturnType<typeof steering>): Promise<string> =>
  orders.parse(await steer('POST', 'orders', {}))[0].orderId;

describe('a JD shop', () => {
  test('that calls too often is served again when it has waited', async () => {
    const { port, steer, pass } = await open();
    const externalId = await anOrder(steer);
    await steer('POST', 'switches', { callsPerMinute: 2 });
    expect((await port.getOrder(externalId)).kind).toBe('document');
    expect((await port.getOrder(externalId)).kind).toBe('document');
    expect(await port.getOrder(externalId)).toEqual({ kind: 'throttled', retryAfterMs: 60_000 });
    await pass(60_000);
    expect((await port.getOrder(externalId)).kind).toBe('document');
  });

  test('may not ask for orders of more than a month', async () => {
    const { port, now } = await open();
    const window = { from: plusMs(now(), -40 * 86_400_000), to: now() };
    expect(await port.pullOrders(window)).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('1个月'),
    });
  });

  test('gets fresh tokens on the last day of its old ones, which end with them', async () => {
    const { port, steer, now } = await open();
    const until = (days: number) =>
      steer('POST', 'tokens', {
        venderId: '10001',
        expiresAt: Date.parse(plusMs(now(), days * 86_400_000)),
      });
    await until(2);
    expect(await port.refreshAccess?.()).toMatchObject({ kind: 'unauthorised', code: '400' });
    await until(0.5);
    const refreshed = await port.refreshAccess?.();
    expect(refreshed).toEqual({
      kind: 'refreshed',
      credentials: { accessToken: expect.stringMatching(/^\w{32}$/), refreshToken: expect.stringMatching(/^\w{32}$/) },
      expiresAt: expect.stringMatching(/Z$/),
    });
    expect(await port.getOrder('1')).toMatchObject({ kind: 'unauthorised', code: '19' });
  });
});
