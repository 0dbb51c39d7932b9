import { afterEach, expect, onTestFinished, test } from 'vitest';
import { fromMs } from '../../../domain/time.ts';
import { startTaobao } from '../../../simulators/taobao/simulator.ts';
import type { CannedVendor } from '../../canned-vendor.ts';
import { taobaoChannel } from './account.ts';
import * as canned from './canned-shop.ts';
import { appSecret, error, wire } from './canned-shop.ts';

let vendor: CannedVendor | undefined;
afterEach(() => vendor?.close());

async function refreshed(answer: string) {
  const shop = await canned.shopAnswering({ refreshToken: 'old-refresh' }, answer);
  vendor = shop.vendor;
  return { outcome: await shop.port.refreshAccess?.(), seen: shop.seen };
}

const tokens = (token: object): string =>
  wire({ top_auth_token_refresh_response: { token_result: JSON.stringify(token), request_id: 'r' } });

test('fresh tokens come as JSON within JSON', async () => {
  const { outcome, seen } = await refreshed(
    tokens({ access_token: 's2', refresh_token: 'r2', expires_in: 86400, expire_time: 1768530600000 }),
  );
  expect(outcome).toEqual({
    kind: 'refreshed',
    credentials: { session: 's2', refreshToken: 'r2' },
    expiresAt: '2026-01-16T02:30:00.000Z',
  });
  expect(seen[0]?.form).toMatchObject({ method: 'taobao.top.auth.token.refresh', refresh_token: 'old-refresh' });
  expect(seen[0]?.form).not.toHaveProperty('session');
});

test.each<[object, object]>([
  [{ access_token: 's2', expires_in: '86400' }, { expiresAt: '2026-01-16T02:30:00.000Z' }],
  [{ access_token: 's2' }, { expiresAt: null, credentials: { session: 's2', refreshToken: 'old-refresh' } }],
  [
    { error: 'invalid_grant', error_description: 'expired' },
    { kind: 'unauthorised', code: 'invalid_grant' },
  ],
  [{ access_token: '' }, { kind: 'unknown', cause: 'token_result.access_token: missing' }],
  [{ access_token: 5 }, { kind: 'unknown', cause: expect.stringContaining('token_result.access_token') }],
])('%o is read for what it says', async (token, outcome) => {
  expect((await refreshed(tokens(token))).outcome).toMatchObject(outcome);
});

test.each<[string, object]>([
  [error(15, 'isv.refresh-token-invalid'), { kind: 'refused', code: 'isv.refresh-token-invalid' }],
  [wire({ top_auth_token_refresh_response: { token_result: '<html>' } }), { kind: 'unknown' }],
  [wire({ top_auth_token_refresh_response: {} }), { kind: 'unknown' }],
])('without tokens there is no access (%#)', async (answer, outcome) => {
  expect((await refreshed(answer)).outcome).toMatchObject(outcome);
});

test('the token of a merchant’s own app cannot be refreshed', async () => {
  const shop = await canned.shopAnswering({}, '');
  vendor = shop.vendor;
  expect(shop.port.refreshAccess).toBeUndefined();
});

test('a shop goes on with its fresh tokens, and the old ones are dead', async () => {
  const simulator = await startTaobao();
  onTestFinished(() => simulator.close());
  const settings = { appKey: '12345678', gatewayUrl: `${simulator.url}/router/rest` };
  const openWith = (tokens: Readonly<Record<string, string>>) =>
    taobaoChannel.open({ settings, credentials: { appSecret, ...tokens } }, () => fromMs(simulator.clock.now()));
  const old = { session: '6100000test_session', refreshToken: '6101000test_refresh' };
  const fresh = await openWith(old).refreshAccess?.();
  if (fresh?.kind !== 'refreshed') return expect.unreachable(JSON.stringify(fresh));
  expect(await openWith(old).getRefund('1')).toMatchObject({ kind: 'unauthorised' });
  expect(await openWith(fresh.credentials).getRefund('1')).toEqual({ kind: 'absent' });
  expect(await openWith(fresh.credentials).refreshAccess?.()).toMatchObject({ kind: 'refreshed' });
});

test('an account names the shop whose messages to take, or there is no stream', () => {
  const open = (settings: Readonly<Record<string, string>>) =>
    taobaoChannel.open({ settings: { appKey: '1', ...settings }, credentials: { appSecret: 'x', session: 'y' } }, () =>
      canned.shanghai('2026-01-15 10:30:00'),
    );
  expect(open({}).capabilities.push).toBe('none');
  expect(open({ sellerNick: '归来测试店' }).capabilities.push).toBe('stream');
});
