import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { OrderId, ShopId } from '../ids.ts';
import { changedRelease, published, type Release, versionFor } from './release.ts';

const shopId: ShopId = 'shop_own';
const other: ShopId = 'shop_other';
const order = (n: number | string, shop = shopId) => ({ shopId: shop, orderId: `ord_${n}` as OrderId });
const live: Release = { version: 3, rollOut: null };
const rollingOut = (sharePercent: number, shopIds: ShopId[] | null = null): Release => ({
  version: 3,
  rollOut: { candidate: 4, shopIds, sharePercent },
});
const anyShare = fc.integer({ min: 1, max: 100 });

test('without a roll-out one version decides all orders (R-6)', () => {
  expect(versionFor(live, order(1))).toBe(3);
});

test('a roll-out to some shops leaves the others as they are (R-6)', () => {
  expect(versionFor(rollingOut(100, [other]), order(1))).toBe(3);
  expect(versionFor(rollingOut(100, [other]), order(1, other))).toBe(4);
  expect(versionFor(rollingOut(100), order(1))).toBe(4);
});

test('the share of ten thousand orders that meets the candidate is the one asked for, within two in a hundred (R-6)', () => {
  const anyIds = fc.constantFrom(
    (n: number, salt: number) => `${salt}${n}`,
    (n: number, salt: number) => `01k${salt.toString(36)}${n.toString(36).padStart(13, '0')}`,
    (n: number, salt: number) => `${n.toString(32).padStart(20, 'z')}${salt}`,
  );
  fc.assert(
    fc.property(anyShare, fc.nat({ max: 1_000_000 }), anyIds, (share, salt, id) => {
      const release = rollingOut(share);
      const met = Array.from({ length: 10_000 }, (_, n) => versionFor(release, order(id(n, salt)))).filter(
        (version) => version === 4,
      );
      expect(Math.abs(met.length / 100 - share)).toBeLessThanOrEqual(2);
    }),
    { numRuns: 60 },
  );
});

test('an order that met the candidate meets it at every wider share, in as many or more shops (R-6)', () => {
  fc.assert(
    fc.property(fc.string(), anyShare, anyShare, (id, a, b) => {
      const [narrow, wide] = [Math.min(a, b), Math.max(a, b)];
      const met = (release: Release) => versionFor(release, order(id)) === 4;
      expect(met(rollingOut(narrow))).toBe(met(rollingOut(narrow)));
      if (!met(rollingOut(narrow, [shopId]))) return;
      expect(met(rollingOut(wide, [shopId, other]))).toBe(true);
      expect(met(rollingOut(wide))).toBe(true);
    }),
  );
});

test('another candidate draws its orders anew', () => {
  const half = (candidate: number): Release => ({
    version: 3,
    rollOut: { candidate, shopIds: null, sharePercent: 50 },
  });
  const both = Array.from({ length: 10_000 }, (_, n) => order(n)).filter(
    (one) => versionFor(half(4), one) === 4 && versionFor(half(5), one) === 5,
  );
  expect(Math.abs(both.length - 2_500)).toBeLessThan(250);
});

test('a new version decides at once, or as a candidate beside the one before', () => {
  expect(published(null, 1, null)).toEqual({ version: 1, rollOut: null });
  expect(published(rollingOut(5), 5, null)).toEqual({ version: 5, rollOut: null });
  const reach = { shopIds: null, sharePercent: 10 };
  expect(published(rollingOut(5), 5, reach)).toEqual({ version: 3, rollOut: { candidate: 5, ...reach } });
  expect(published(null, 1, reach)).toEqual({ version: 1, rollOut: null });
});

test.each([
  ['widening', { action: 'roll_out', rollOut: { shopIds: null, sharePercent: 60 } }, rollingOut(60)],
  ['finishing', { action: 'finish' }, { version: 4, rollOut: null }],
  ['stopping', { action: 'stop' }, live],
  ['rolling back', { action: 'roll_back', version: 1 }, { version: 1, rollOut: null }],
  ['rolling back to the one that decides the rest', { action: 'roll_back', version: 3 }, live],
] as const)('%s a roll-out', (_, change, expected) => {
  expect(changedRelease(rollingOut(20, [shopId]), change)).toEqual({ ok: true, value: expected });
});

test.each([
  { action: 'roll_out', rollOut: { shopIds: null, sharePercent: 60 } },
  { action: 'finish' },
  { action: 'stop' },
] as const)('without a roll-out there is nothing to $action', (change) => {
  expect(changedRelease(live, change)).toEqual({ ok: false, rejection: { code: 'no_roll_out' } });
});

test('rolling back to where one is, is refused', () => {
  expect(changedRelease(live, { action: 'roll_back', version: 3 })).toMatchObject({
    rejection: { code: 'version_in_force' },
  });
});
