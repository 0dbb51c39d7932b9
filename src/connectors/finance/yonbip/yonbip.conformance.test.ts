import { expect, test } from 'vitest';
import { systemClock } from '../../../server/clock.ts';
import { startYonbip, testAppKey, testAppSecret, testBook, testTenant } from '../../../simulators/yonbip/simulator.ts';
import { financeConformance } from '../conformance.ts';
import { financeBench } from '../finance-bench.ts';
import { tokenSignature } from './gateway.ts';
import { yonbip } from './yonbip.ts';

const configOf = (baseUrl: string) => ({
  baseUrl,
  tenantId: testTenant,
  appKey: testAppKey,
  appSecret: testAppSecret,
  book: testBook,
  voucherType: '1',
  makerMobile: '13800000000',
  timeoutMs: 10_000,
  now: systemClock.now,
});

financeConformance('YonBIP', async () => {
  const simulator = await startYonbip();
  const open = (timeoutMs: number, appSecret = testAppSecret) =>
    yonbip({ ...configOf(simulator.url), appSecret, timeoutMs });
  const services = { book: 'addVoucher', look: 'queryVouchers' };
  return financeBench({ simulator, open, stranger: open(10_000, 'ANOTHER'), services, dimension: '0001' });
});

test('the signature of a YonBIP token is that of the test vector (Y1)', () => {
  expect(tokenSignature('TESTAPPSECRET', 'TESTAPPKEY', '1790302530000')).toBe(
    'RBmTbY8fqOCZVtlgpwYg25pBE05mia0aMZINlWX/6sY=',
  );
});

test('one token serves many calls, and another is fetched when it has run out at the gateway', async () => {
  const simulator = await startYonbip();
  const port = yonbip(configOf(simulator.url));
  const issued = async () => (await (await fetch(`${simulator.url}/__sim/tokens`)).json()) as { issued: number };
  await port.checkAccess();
  await port.checkAccess();
  expect(await issued()).toEqual({ issued: 1 });
  await fetch(`${simulator.url}/__sim/tokens/expire`, { method: 'POST' });
  expect(await port.checkAccess()).toEqual({ kind: 'works' });
  expect(await issued()).toEqual({ issued: 2 });
  await simulator.close();
});
