import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aContext, aLine, anOrder, anRma, aPolicy, aRequest, NOW } from '../../../test/support/builders.ts';
import { present } from '../assert.ts';
import { MOST_WAIT_HOURS, type Policy } from '../policy/policy.ts';
import { type Instant, plusHours, toMs } from '../time.ts';
import { decide } from './decide.ts';
import { open } from './decide-review.ts';
import { evolve } from './evolve.ts';
import { jobsFor } from './jobs.ts';
import { needsPerson } from './needs-person.ts';
import { MARGIN_HOURS, mustWaitForParcel, paysByItself, waitEndsAt } from './outbound-guards.ts';
import type { Rma } from './rma.ts';

const waybill = 'YT7700000000001';
const order = anOrder({ deliveredAt: null, outbound: [{ courier: 'yuantong', waybill }] });
const due = aLine({ reception: 'not_expected', inspection: 'not_needed', disposition: 'none', settlement: 'due' });

const asked = (facts: Partial<Rma> = {}, askedAt: Instant = NOW): Rma =>
  anRma({
    resolution: 'refund_only',
    reason: 'not_received',
    lines: [due],
    outbound: [{ courier: 'yuantong', waybill, status: 'in_transit', followedAt: NOW }],
    intercepts: [{ courier: 'yuantong', waybill, vendor: 'kuaidi100', askedAt, told: 'asked' }],
    ...facts,
  });

const run = (rma: Rma, command: Parameters<typeof decide>[1], now = NOW): Rma => {
  const decided = decide(rma, command, aContext({ order, now }));
  if (!decided.ok) throw new Error(decided.rejection.code);
  return decided.value.reduce<Rma>(evolve, rma);
};
const scanned = (rma: Rma, status: string): Rma => run(rma, { type: 'record_parcel_status', waybill, status, at: NOW });

const channelRef = { externalId: '9', version: 1 };
const hours = fc.integer({ min: -48, max: 400 });

test('the wait ends before the platform’s time less a margin, however it moves and whatever it waits for (L-5)', () => {
  fc.assert(
    fc.property(
      hours,
      fc.constantFrom('pending', 'escalated', 'approved'),
      fc.constantFrom('none', 'pending', 'failed'),
      fc.boolean(),
      (left, review, channelPush, onChannel) => {
        const deadline = plusHours(NOW, left);
        const rma = asked({
          review: review as Rma['review'],
          channelRef,
          channelPush: channelPush as Rma['channelPush'],
          reviewDue: { at: deadline, source: 'platform' },
          ...(onChannel ? { channelDue: { at: deadline, on: 'answer' as const } } : {}),
        });
        const ends = waitEndsAt(rma, { askedAt: NOW });
        expect(toMs(ends)).toBeGreaterThanOrEqual(toMs(NOW));
        expect(toMs(ends)).toBeLessThanOrEqual(toMs(plusHours(NOW, MOST_WAIT_HOURS)));
        // Where less is left than the margin, nobody waits at all.
        if (left > MARGIN_HOURS) expect(toMs(ends)).toBeLessThanOrEqual(toMs(plusHours(deadline, -MARGIN_HOURS)));
        else expect(mustWaitForParcel(rma, NOW)).toBeNull();
      },
    ),
  );
});

test('a document that brings a nearer deadline sets the timer anew', () => {
  const rma = asked({ channelRef, review: 'escalated', reviewDue: { at: plusHours(NOW, 200), source: 'platform' } });
  const event = {
    type: 'channel_followed',
    channelRef: { externalId: '9', version: 2 },
    reviewDue: { at: plusHours(NOW, 20), source: 'platform' },
    requested: { minor: 19_900n, currency: 'CNY' },
  } as const;
  expect(jobsFor(evolve(rma, event), event)).toMatchObject([
    { kind: 'end_intercept_wait', waybill, runAt: plusHours(NOW, 20 - MARGIN_HOURS) },
  ]);
});

const happenings = fc.array(
  fc.oneof(
    fc.constantFrom('in_transit', 'returning', 'return_delivered', 'refused', 'delivered', 'problem'),
    fc.constantFrom('told accepted', 'told failed', 'time'),
  ),
  { maxLength: 6 },
);

test('no money goes out by itself for goods that are not back, whatever happens and in whatever order (L-5)', () => {
  fc.assert(
    fc.property(happenings, (all) => {
      const end = all.reduce((rma, what): Rma => {
        if (what === 'time')
          return run(rma, { type: 'end_intercept_wait', waybill, because: 'time' }, plusHours(NOW, 99));
        if (what === 'told accepted' || what === 'told failed') {
          const told = what === 'told accepted' ? 'accepted' : 'failed';
          return run(rma, { type: 'record_intercept', waybill, told, cause: '' });
        }
        return scanned(rma, what);
      }, asked());
      const isBack = all.includes('return_delivered');
      if (!isBack) expect(end.refunds).toEqual([]);
      expect(end.refunds.length).toBeLessThanOrEqual(1);
      if (end.outbound?.[0]?.status === 'return_delivered') expect(end.refunds).toHaveLength(1);
      expect(end.lines[0]?.reception).not.toBe('received');
    }),
  );
});

test('what turns round is expected at the dock, and what arrives after all is not', () => {
  const returning = scanned(asked(), 'returning');
  expect(returning.lines[0]).toMatchObject({ reception: 'in_transit', inspection: 'pending', settlement: 'due' });
  expect(scanned(returning, 'delivered').lines[0]).toMatchObject({ reception: 'not_expected', disposition: 'none' });
});

test('a refund-only is granted after its parcel has turned round: its goods are expected all the same', () => {
  const review = asked({ review: 'escalated', lines: [{ ...due, settlement: 'not_due' }], intercepts: [] });
  const granted = run(scanned(review, 'returning'), { type: 'approve' });
  expect(granted.lines[0]?.reception).toBe('in_transit');
});

test.each([
  ['is asked', {}, null],
  ['has failed', { told: 'failed' as const }, 'refund:request'],
  ['is waited for no longer', { waitOver: 'time' as const }, 'refund:request'],
])('a case whose intercept %s waits for who may refund, or for nobody', (_, facts, permission) => {
  const [intercept] = asked().intercepts ?? [];
  if (!intercept) throw new Error('an intercept');
  expect(needsPerson(asked({ intercepts: [{ ...intercept, ...facts }] }))).toBe(permission);
});

test('goods that were never asked back are paid as ever', () => {
  const { intercepts: _, ...plain } = asked();
  expect([paysByItself(plain), mustWaitForParcel(plain, NOW)]).toEqual([true, null]);
});

test('a refund-only on goods that are on the road follows their parcel; on goods that have come it does not', () => {
  const open = (facts: Parameters<typeof anOrder>[0]) =>
    anOrder({ outbound: [{ courier: 'yuantong', waybill }], ...facts });
  for (const [facts, followed] of [
    [{ deliveredAt: null }, 1],
    [{}, 0],
    [{ shippedAt: null, deliveredAt: null }, 0],
  ] as const) {
    const rma = anRma({ resolution: 'return_and_refund', review: 'approved' });
    const decided = decide(rma, { type: 'convert', to: 'refund_only', because: 'x' }, aContext({ order: open(facts) }));
    const events = decided.ok ? decided.value.filter(({ type }) => type === 'outbound_followed') : [];
    expect(events).toHaveLength(followed);
  }
});

const byRule = (interceptHours: number | undefined): Policy =>
  aPolicy({
    rows: [
      {
        id: 'ASK-BACK',
        condition: 'true',
        outcome: { kind: 'approve' },
        ...(interceptHours === undefined ? {} : { effects: { interceptHours } }),
        basis: '店铺规则',
        label: { zh: '在途仅退款先拦截', en: 'On its way: call back first' },
      },
    ],
  });
const opened = (facts: Partial<typeof order>, interceptHours: number | undefined, now = NOW) => {
  const bought = { ...order, ...facts };
  const lines = [{ orderLineId: present(bought.lines[0], 'a line').id, quantity: 1 }];
  const asking = aRequest({ resolution: 'refund_only', reason: 'not_received', lines });
  const decided = open(asking, aContext({ order: bought, policy: byRule(interceptHours), now }));
  if (!decided.ok) throw new Error(decided.rejection.code);
  return {
    events: decided.value,
    rma: present(
      decided.value.reduce<Rma | undefined>((rma, event) => evolve(rma ?? null, event), undefined),
      'a return',
    ),
  };
};

describe('a rule that calls the parcel back by itself (L-5)', () => {
  test('asks for it, and the money waits the hours of the rule and no longer', () => {
    const { events, rma } = opened({}, 30);
    expect(events.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['outbound_followed', 'intercept_asked', 'rma_approved']),
    );
    expect(rma.refunds).toEqual([]);
    const [intercept] = rma.intercepts ?? [];
    expect(waitEndsAt(rma, present(intercept, 'the intercept'))).toBe(plusHours(NOW, 30));
    const ended = run(rma, { type: 'end_intercept_wait', waybill, because: 'time' }, plusHours(NOW, 30));
    expect([ended.refunds, needsPerson(ended)]).toEqual([[], expect.any(String)]);
  });

  test('pays when the goods are back', () => {
    const { rma } = opened({}, 30);
    expect(scanned(rma, 'return_delivered').refunds).toHaveLength(1);
  });

  test('asks for nothing that was never sent, and leaves to a person what it cannot call back', () => {
    expect(opened({ shippedAt: null, outbound: [] }, 30).rma).toMatchObject({ review: 'approved' });
    for (const facts of [{ outbound: [] }, { deliveredAt: NOW }]) {
      const { rma } = opened(facts, 30);
      expect([rma.review, rma.refunds]).toEqual(['escalated', []]);
    }
  });

  test('without such a rule nothing is asked back by itself', () => {
    expect(opened({}, undefined).rma.intercepts ?? []).toEqual([]);
  });
});
