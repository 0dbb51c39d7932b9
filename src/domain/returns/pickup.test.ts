import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aContext, anRma, NOW } from '../../../test/support/builders.ts';
import type { PickupState } from '../parcels/pickups.ts';
import { plusHours } from '../time.ts';
import { decide } from './decide.ts';
import { evolve } from './evolve.ts';
import { jobsFor } from './jobs.ts';
import { expectedPickup, pickupIdOf, windowFits } from './pickup-guards.ts';
import type { Rma } from './rma.ts';

const run = (rma: Rma, command: Parameters<typeof decide>[1]): Rma => {
  const decided = decide(rma, command, aContext());
  if (!decided.ok) throw new Error(decided.rejection.code);
  return decided.value.reduce<Rma>(evolve, rma);
};
const booked = (): Rma => run(anRma(), { type: 'book_pickup', vendor: 'sf', courier: 'shunfeng', payer: 'seller' });
const tell = (rma: Rma, state: PickupState, waybill?: string): Rma => {
  const pickupId = rma.pickups?.[0]?.id ?? 'pk';
  const told = { outcome: 'moved' as const, state, ...(waybill ? { waybill } : {}) };
  return run(rma, { type: 'record_pickup', pickupId, told });
};

const states: readonly PickupState[] = ['booked', 'courier_assigned', 'picked_up', 'failed', 'cancelled'];
const news = fc.record({ state: fc.constantFrom(...states), tells: fc.boolean() });

test('pushes in any order and any number leave a visit in the same state, and its parcel is announced at most once', () => {
  fc.assert(
    fc.property(
      fc
        .array(news, { maxLength: 8 })
        .chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length })),
        ),
      ([one, other]) => {
        const play = (all: typeof one) =>
          all.reduce((rma, { state, tells }) => tell(rma, state, tells ? 'SF1' : undefined), booked());
        const [a, b] = [play(one), play([...other, ...other])];
        expect(a.pickups?.[0]?.state).toBe(b.pickups?.[0]?.state);
        for (const { parcels, pickups } of [a, b]) {
          expect(parcels.length).toBeLessThanOrEqual(1);
          const [pickup] = pickups ?? [];
          if (pickup?.state === 'picked_up' && pickup.waybill) expect(parcels).toHaveLength(1);
        }
      },
    ),
  );
});

test('one visit is expected at a time; the next has a number of its own that services can take', () => {
  const first = booked();
  const again = { type: 'book_pickup', vendor: 'sf', courier: 'shunfeng', payer: 'seller' } as const;
  expect(decide(first, again, aContext())).toMatchObject({ ok: false, rejection: { code: 'pickup_already_booked' } });
  const second = run(tell(first, 'failed'), again);
  const ids = second.pickups?.map(({ id }) => id) ?? [];
  expect(new Set(ids).size).toBe(2);
  expect(pickupIdOf('rma_01m8465y7r2y0123456789abcd', 99)).toHaveLength(30);
});

test('a visit that was called off before the service has answered is expected until it says so', () => {
  const rma = booked();
  const off = run(rma, { type: 'cancel_pickup', pickupId: rma.pickups?.[0]?.id ?? 'pk' });
  expect(expectedPickup(off)?.calledOff).toBe(true);
  expect(expectedPickup(tell(off, 'cancelled'))).toBeUndefined();
});

describe('a visit of which nobody learned whether it was booked', () => {
  const id = (rma: Rma) => rma.pickups?.[0]?.id ?? 'pk';
  const doubtful = (code = 'outcome_unknown'): Rma => {
    const rma = booked();
    return run(rma, { type: 'record_pickup', pickupId: id(rma), told: { outcome: 'refused', code, message: '' } });
  };

  test.each(['booked', 'courier_assigned', 'picked_up', 'cancelled'] as const)(
    'is %s as soon as the service says so: a failure that was only presumed outranks nothing (L-1)',
    (state) => {
      expect(tell(doubtful(), state).pickups?.[0]).toMatchObject({ state });
      // What the service itself has called a failure is one.
      expect(tell(tell(booked(), 'failed'), 'courier_assigned').pickups?.[0]).toMatchObject({ state: 'failed' });
    },
  );

  test('can be called off by a person; one that was refused cannot, nobody comes', () => {
    const off = (rma: Rma) => decide(rma, { type: 'cancel_pickup', pickupId: id(rma) }, aContext());
    expect(off(doubtful())).toMatchObject({ ok: true, value: [{ type: 'pickup_called_off' }] });
    expect(off(doubtful('400'))).toMatchObject({ ok: false, rejection: { code: 'no_pickup_expected' } });
    const called = run(doubtful(), { type: 'cancel_pickup', pickupId: id(doubtful()) });
    expect(off(called)).toMatchObject({ ok: false, rejection: { code: 'pickup_already_called_off' } });
    expect(jobsFor(called, { type: 'pickup_called_off', pickupId: id(called) })).toMatchObject([
      { kind: 'cancel_pickup' },
    ]);
  });

  test('does not keep the next one from being called off', () => {
    const second = run(doubtful(), { type: 'book_pickup', vendor: 'sf', courier: 'shunfeng', payer: 'seller' });
    const off = run(second, { type: 'cancel_pickup', pickupId: id(second) });
    const next = off.pickups?.[1]?.id ?? 'pk';
    expect(decide(off, { type: 'cancel_pickup', pickupId: next }, aContext()).ok).toBe(true);
  });
});

test.each([
  ['none', {}, true],
  ['tomorrow', { from: plusHours(NOW, 24), to: plusHours(NOW, 26) }, true],
  ['one that has begun', { from: plusHours(NOW, -1), to: plusHours(NOW, 1) }, true],
  ['one that is over', { from: plusHours(NOW, -2), to: plusHours(NOW, -1) }, false],
  ['one that ends before it begins', { from: plusHours(NOW, 2), to: plusHours(NOW, 1) }, false],
  ['half of one', { from: plusHours(NOW, 2) }, false],
  ['one in two weeks', { from: plusHours(NOW, 336), to: plusHours(NOW, 338) }, false],
])('a window fits: %s', (_, window, fits) => {
  expect(windowFits(window, NOW)).toBe(fits);
});
