import { afterEach, describe, expect, test } from 'vitest';
import { fromMs, plusMs } from '../../../domain/time.ts';
import { startDouyin } from '../../../simulators/douyin/simulator.ts';
import { cannedVendor } from '../../canned-vendor.ts';
import { steering } from '../../steering.ts';
import { appKey, appSecret, shopAnswering, success } from './canned-shop.ts';
import { douyin } from './douyin.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

const published = { accessToken: 'test-access-token-4463798', refreshToken: 'test-refresh-token-4463798' };

async function shop() {
  const simulator = await startDouyin();
  open.push(simulator);
  const steer = steering(simulator.url);
  const portWith = (credentials: { accessToken?: string; refreshToken?: string }, shopId?: string) =>
    douyin({
      gatewayUrl: simulator.url,
      appKey,
      appSecret,
      accessToken: '',
      ...credentials,
      ...(shopId ? { shopId } : {}),
      timeoutMs: 10_000,
      now: () => fromMs(simulator.clock.now()),
    });
  return {
    portWith,
    clock: simulator.clock,
    endsIn: (seconds: number) =>
      steer('POST', `tokens/${published.accessToken}/expire`, { in_seconds: seconds }).then(() => {}),
    worksWith: async (accessToken: string) => (await portWith({ accessToken }).getOrder('1')).kind === 'absent',
  };
}

type Shop = Awaited<ReturnType<typeof shop>>;

async function refreshed({ portWith }: Shop, credentials: Record<string, string>, shopId?: string) {
  const answer = await portWith(credentials, shopId).refreshAccess?.();
  return answer?.kind === 'refreshed' ? answer : expect.unreachable(JSON.stringify(answer));
}

describe('fresh tokens', () => {
  test('are the same ones when it is early', async () => {
    const early = await shop();
    await early.endsIn(7200);
    const { credentials, expiresAt } = await refreshed(early, published);
    expect(credentials).toEqual(published);
    const left = Date.parse(String(expiresAt)) - early.clock.now();
    expect(left).toBeGreaterThan(7_100_000);
    expect(left).toBeLessThanOrEqual(7_200_000);
  });

  test('are new in the last hour, and the old ones work for an hour more', async () => {
    const late = await shop();
    await late.endsIn(1800);
    const { credentials } = await refreshed(late, published);
    expect(credentials['accessToken']).not.toBe(published.accessToken);
    expect(await late.worksWith(credentials['accessToken'] ?? '')).toBe(true);
    expect(await late.worksWith(published.accessToken)).toBe(true);
    late.clock.shift(3_601_000);
    expect(await late.worksWith(published.accessToken)).toBe(false);
  });

  test('come after the end too, but then the old ones are dead', async () => {
    const dead = await shop();
    await dead.endsIn(-1);
    expect(await dead.worksWith(published.accessToken)).toBe(false);
    const { credentials } = await refreshed(dead, published);
    expect(await dead.worksWith(credentials['accessToken'] ?? '')).toBe(true);
    expect(await dead.portWith(published).refreshAccess?.()).toMatchObject({
      kind: 'unauthorised',
      code: 'dop.token-generate-failed:token-invalid',
    });
  });

  test.each<[string, Record<string, string>]>([
    ['nothing', {}],
    ['a dead refresh token', { accessToken: 'gone', refreshToken: 'gone' }],
  ])('come to an app of the shop’s own that has %s', async (_, credentials) => {
    const own = await shop();
    const fresh = await refreshed(own, credentials, '4463798');
    expect(await own.worksWith(fresh.credentials['accessToken'] ?? '')).toBe(true);
  });

  test('cannot be had without anything to show', async () => {
    const { portWith } = await shop();
    expect(await portWith({}).refreshAccess?.()).toMatchObject({ kind: 'unauthorised', code: 'no_refresh_token' });
    expect(await portWith({}, '999').refreshAccess?.()).toMatchObject({
      kind: 'unauthorised',
      code: 'dop.token-generate-failed:no-authorization',
    });
  });

  test('are not created anew only because the platform is slow: whoever refreshes twice may lose the first', async () => {
    const { vendor, port } = await shopAnswering({ refreshToken: 'r', shopId: '1' }, { status: 502, body: '<html>' });
    open.push(vendor);
    expect(await port.refreshAccess?.()).toMatchObject({ kind: 'unknown' });
    expect(vendor.seen.map(({ path }) => path)).toEqual(['/token/refresh']);
    expect(vendor.seen[0]?.form).not.toHaveProperty('access_token');
  });

  test.each([
    ['a duration', 604_800, 604_800_000],
    ['a moment', 1_769_049_000, 604_800_000],
  ])('end when %s says so', async (_, expires_in, lifeMs) => {
    const now = fromMs(1_768_444_200_000);
    const vendor = await cannedVendor(success({ access_token: 'a', refresh_token: 'r', expires_in }));
    open.push(vendor);
    const port = douyin({
      gatewayUrl: vendor.url,
      appKey,
      appSecret,
      accessToken: '',
      refreshToken: 'old',
      timeoutMs: 10_000,
      now: () => now,
    });
    expect(await port.refreshAccess?.()).toEqual({
      kind: 'refreshed',
      credentials: { accessToken: 'a', refreshToken: 'r' },
      expiresAt: plusMs(now, lifeMs),
    });
  });
});
