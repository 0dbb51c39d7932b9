import { expect, test } from 'vitest';
import { anOrder, anOrderLine, aPayment, aPolicy, at, NOW, yuan } from '../../../test/support/builders.ts';
import type { Order } from '../orders/order.ts';
import { type Claim, factsOf, factTypes } from './facts.ts';
import { type Reason, reasonFacts, reasons } from './reasons.ts';

const claimOn = (order: Order, facts: Partial<Claim> = {}): Claim => ({
  resolution: 'return_and_refund',
  reason: 'no_reason',
  evidenceCount: 0,
  amount: yuan(199),
  lines: order.lines,
  fromPlatform: false,
  ...facts,
});
const factsFor = (order = anOrder(), claim: Partial<Claim> = {}, now = NOW) =>
  factsOf(order, claimOn(order, claim), aPolicy(), now);

test('every fact a rule may ask for is there for a delivered order', () => {
  expect(Object.keys(factsFor()).sort()).toEqual(Object.keys(factTypes).sort());
});

test('without a signed delivery the window is missing, not closed (NR-4)', () => {
  const facts = factsFor(anOrder({ deliveredAt: null }));
  expect('window_open' in facts).toBe(false);
  expect(facts).toMatchObject({ is_delivered: false, is_shipped: true });
});

test.each([
  ['2026-11-20T16:00:00Z', true],
  ['2026-11-27T15:59:59.999Z', true],
  ['2026-11-27T16:00:00.000Z', false],
])('of goods signed for on 20 November, at %s the window is open: %s (NR-3)', (now, open) => {
  expect(factsFor(anOrder(), {}, at(now))['window_open']).toBe(open);
});

test('only what the buyer confirmed counts as confirmed (暂行办法 20)', () => {
  const lines = [
    anOrderLine({ exclusion: 'opening_spoils', exclusionConfirmed: true }),
    anOrderLine({ id: 'oli_2', exclusion: 'use_devalues' }),
    anOrderLine({ id: 'oli_3' }),
  ];
  expect(factsFor(anOrder({ lines }))).toMatchObject({
    exclusions: ['opening_spoils', 'use_devalues'],
    confirmed_exclusions: ['opening_spoils'],
  });
});

test('the order is worth what it still holds', () => {
  const payments = [aPayment({ paid: yuan(100), refunded: yuan(30) }), aPayment({ id: 'pay_2', paid: yuan(50) })];
  expect(factsFor(anOrder({ payments }))['order_total']).toBe(12_000n);
});

test.each(reasons)('%s is either the seven-day right or a fault, never both (暂行办法 35)', (reason: Reason) => {
  const about = reasonFacts[reason];
  expect(about.noReason && about.quality).toBe(false);
  expect(factsFor(anOrder(), { reason })).toMatchObject({
    fault: about.fault,
    is_quality: about.quality,
    is_no_reason: about.noReason,
  });
  // Who uses the right bears the freight; who claims a fault does not (M-6, M-7).
  if (about.noReason) expect(about.fault).toBe('buyer');
  if (about.quality) expect(about.fault).toBe('seller');
});
