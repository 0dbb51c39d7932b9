import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aLine, anRma, aPolicy, at } from '../../../test/support/builders.ts';
import { anyOrderPlan, anySteps, orderFrom, type Step, tryStep, worldOf } from '../../../test/support/return-world.ts';
import { clockKinds } from '../policy/deadlines.ts';
import { fromMs, toMs } from '../time.ts';
import { nextAct } from './clock-acts.ts';
import type { Rma } from './rma.ts';
import { clocksOf, dueOf, platformClock } from './running-clocks.ts';

const opened = at('2026-11-22T08:00:00Z');
const policy = aPolicy();
const notExpected = [aLine({ reception: 'not_expected', inspection: 'not_needed', disposition: 'none' })];
const asked = anRma({ review: 'escalated', lines: notExpected });
const channelRef = { externalId: '9', version: 1 };
const platform = { at: at('2026-11-24T20:00:00Z'), source: 'platform' } as const;
const onTaobao = { channel: 'taobao', channelRef };
const parcel = { courier: 'x', waybill: 'SF1', status: 'in_transit', announcedAt: at('2026-11-23T08:00:00Z') };
const received = aLine({ reception: 'received' });

const onJd: Rma = { ...asked, channel: 'jd', channelRef, review: 'rejected' };

/** Each kind, where it runs: the case, who set it, when it ends in Shanghai. */
const running: [kind: string, when: string, rma: Rma, source: string, ends: string][] = [
  ['review', 'the shop gives itself a day', asked, 'rule', '2026-11-23T16:00:00+08:00'],
  ['review', 'the platform sent its clock', { ...asked, ...onTaobao, reviewDue: platform }, 'platform', platform.at],
  [
    'review',
    'pictures were asked for and the platform does not wait for them',
    { ...asked, ...onTaobao, review: 'evidence_requested', reviewDue: platform },
    'platform',
    platform.at,
  ],
  [
    'channel_answer',
    'a rule wants an answer sooner than the platform',
    { ...asked, ...onTaobao, channelDue: { at: platform.at, on: 'answer' } },
    'platform',
    platform.at,
  ],
  ['channel_answer', 'Taobao sent nothing', { ...asked, ...onTaobao }, 'estimate', '2026-11-27T16:00:00+08:00'],
  [
    'channel_answer',
    'Taobao sent nothing and the goods never left',
    { ...asked, ...onTaobao, resolution: 'refund_only', reason: 'not_shipped' },
    'estimate',
    '2026-11-24T16:00:00+08:00',
  ],
  [
    'tell_channel',
    'we agreed and the platform does not know',
    anRma({ ...onTaobao, channelPush: 'failed', reviewDue: platform }),
    'platform',
    platform.at,
  ],
  [
    'tell_channel',
    'we refused and the platform does not know',
    anRma({ ...onTaobao, review: 'rejected', channelPush: 'pending', reviewDue: platform }),
    'platform',
    platform.at,
  ],
  ['procedure_punishable', 'the seven-day right is used', asked, 'law', '2026-12-08T00:00:00+08:00'],
  [
    'jd_quality_review',
    'JD passes on a fault',
    { ...asked, channel: 'jd', channelRef, reason: 'quality_fault' },
    'rule',
    '2026-11-24T16:00:00+08:00',
  ],
  [
    'evidence',
    'the buyer was asked for pictures',
    { ...asked, review: 'evidence_requested', evidenceAskedAt: opened },
    'rule',
    '2026-11-25T16:00:00+08:00',
  ],
  ['ship', 'the buyer is to send the goods', anRma(), 'rule', '2026-11-29T16:00:00+08:00'],
  ['ship', 'Taobao sent nothing', anRma(onTaobao), 'estimate', '2026-11-29T16:00:00+08:00'],
  [
    'ship',
    'the platform sent the buyer’s clock',
    anRma({ ...onTaobao, channelDue: { at: platform.at, on: 'ship' } }),
    'platform',
    platform.at,
  ],
  [
    'receive',
    'a parcel lies at the door',
    anRma({
      lines: [aLine({ reception: 'in_transit' })],
      parcels: [{ ...parcel, deliveredAt: at('2026-11-25T02:00:00Z') }],
    }),
    'rule',
    '2026-11-26T10:00:00+08:00',
  ],
  [
    'inspect',
    'goods were booked in',
    anRma({ lines: [received], receivedAt: at('2026-11-25T02:00:00Z') }),
    'rule',
    '2026-11-27T10:00:00+08:00',
  ],
  [
    'channel_receipt',
    'the platform waits for our receipt',
    anRma({ ...onTaobao, parcels: [parcel], channelDue: { at: platform.at, on: 'receipt' } }),
    'platform',
    platform.at,
  ],
  [
    'channel_receipt',
    'Taobao sent nothing',
    anRma({ ...onTaobao, parcels: [parcel] }),
    'estimate',
    '2026-12-03T16:00:00+08:00',
  ],
  [
    'pay',
    'a refund without goods was granted',
    anRma({
      resolution: 'refund_only',
      lines: [{ ...notExpected[0], ...aLine(), reception: 'not_expected', settlement: 'due' }],
    }),
    'rule',
    '2026-11-23T16:00:00+08:00',
  ],
  [
    'pay',
    'a platform is to pay and waits',
    anRma({
      ...onTaobao,
      resolution: 'refund_only',
      reviewDue: platform,
      lines: [aLine({ reception: 'not_expected', settlement: 'pending' })],
    }),
    'platform',
    platform.at,
  ],
  [
    'refund',
    'the goods are back',
    anRma({ lines: [received], receivedAt: at('2026-11-25T02:00:00Z') }),
    'law',
    '2026-12-03T00:00:00+08:00',
  ],
  [
    'refund',
    'the parcel was signed for before it was booked in',
    anRma({
      lines: [received],
      receivedAt: at('2026-11-27T02:00:00Z'),
      parcels: [{ ...parcel, deliveredAt: at('2026-11-25T02:00:00Z') }],
    }),
    'law',
    '2026-12-03T00:00:00+08:00',
  ],
  [
    'refund_punishable',
    'the goods are back',
    anRma({ lines: [received], receivedAt: at('2026-11-25T02:00:00Z') }),
    'law',
    '2026-12-11T00:00:00+08:00',
  ],
  ...(['dispute_answer', 'dispute_call'] as const).map((kind): (typeof running)[number] => [
    kind,
    'JD has stepped in, as a person has read there',
    { ...onJd, intervention: 'open', dispute: { by: 'person', openedAt: opened } },
    'rule',
    '2026-11-23T16:00:00+08:00',
  ]),
  [
    'dispute_evidence',
    'JD wants evidence, after its hours',
    {
      ...onJd,
      intervention: 'open',
      dispute: { by: 'person', openedAt: opened, evidenceAskedAt: at('2026-11-22T19:00:00+08:00') },
    },
    'rule',
    '2026-11-23T13:00:00+08:00',
  ],
  ...(
    [
      ['dispute_execution', '2026-11-23T16:00:00+08:00'],
      ['dispute_appeal', '2026-11-30T00:00:00+08:00'],
    ] as const
  ).map(([kind, ends]): (typeof running)[number] => [
    kind,
    'JD has judged for the buyer',
    { ...onJd, intervention: 'decided', ruling: 'refunded', dispute: { by: 'person', decidedAt: opened } },
    'rule',
    ends,
  ]),
  // 29 February counts as a day, and a month ends where it ends.
  [
    'refund',
    'seven days lead over a leap day',
    anRma({ lines: [received], receivedAt: at('2028-02-25T02:00:00Z') }),
    'law',
    '2028-03-04T00:00:00+08:00',
  ],
  [
    'refund',
    'seven days lead over the end of a month',
    anRma({ lines: [received], receivedAt: at('2026-02-25T02:00:00Z') }),
    'law',
    '2026-03-05T00:00:00+08:00',
  ],
];

describe('a clock', () => {
  test.each(running)('%s runs where %s (R-8)', (kind, _, rma, source, ends) => {
    const found = clocksOf(rma, policy).find((clock) => clock.kind === kind);
    expect([found?.source, found?.at]).toEqual([source, at(ends)]);
  });

  test('of every kind is among these cases', () => {
    expect(new Set(running.map(([kind]) => kind))).toEqual(new Set(clockKinds));
  });
});

test.each<[what: string, kind: string, rma: Rma]>([
  ['our answer, once it was given', 'review', anRma()],
  ['our answer, while pictures are asked for', 'review', { ...asked, review: 'evidence_requested' }],
  ['an estimate beside what the platform sent', 'channel_answer', { ...asked, ...onTaobao, reviewDue: platform }],
  ['an estimate of a shop of our own', 'channel_answer', { ...asked, channel: 'taobao' }],
  ['telling a platform that knows', 'tell_channel', anRma({ ...onTaobao, channelPush: 'done', reviewDue: platform })],
  ['the seven-day right of a fault', 'procedure_punishable', { ...asked, reason: 'quality_fault' }],
  [
    'a rule that came later',
    'jd_quality_review',
    { ...asked, channel: 'jd', channelRef, reason: 'quality_fault', openedAt: at('2026-06-01T00:00:00Z') },
  ],
  ['pictures of a time before they had one', 'evidence', { ...asked, review: 'evidence_requested' }],
  ['sending, once a parcel is named', 'ship', anRma({ parcels: [parcel] })],
  [
    'goods that are still on the road',
    'refund',
    anRma({ parcels: [parcel], lines: [aLine({ reception: 'in_transit' })] }),
  ],
  [
    'a refund of what is settled',
    'refund',
    anRma({ lines: [{ ...received, settlement: 'settled' }], receivedAt: opened }),
  ],
  ['anything of a return that was withdrawn', 'ship', anRma({ review: 'withdrawn' })],
])('no clock runs for %s', (_, kind, rma) => {
  expect(clocksOf(rma, policy).map((clock) => clock.kind)).not.toContain(kind);
});

test('a second parcel has a clock of its own, from when it came', () => {
  const first = { ...received, settlement: 'settled', inspection: 'graded', disposition: 'restock' } as const;
  const second = { ...received, id: 'rli_2', receivedAt: at('2026-12-01T02:00:00Z') } as const;
  const rma = anRma({ lines: [first, second], receivedAt: at('2026-11-25T02:00:00Z') });
  const refund = clocksOf(rma, policy).find(({ kind }) => kind === 'refund');
  expect(refund?.at).toBe(at('2026-12-09T00:00:00+08:00'));
});

test('times of the shop come from its policy, and without them no such clock runs (R-8: in data, not in code)', () => {
  const hours = (ship: number) => clocksOf(anRma(), aPolicy({ clockHours: { ship } }))[0]?.at;
  expect([hours(1), hours(100)]).toEqual([at('2026-11-22T09:00:00Z'), at('2026-11-26T12:00:00Z')]);
  const { clockHours: _, ...without } = policy;
  expect(clocksOf(anRma(), without)).toEqual([]);
});

test('the deadline of a return is the nearest of our own clocks; the buyer’s is not ours', () => {
  expect(dueOf(clocksOf(anRma(), policy))).toBeNull();
  expect(dueOf(clocksOf(asked, policy))).toMatchObject({ kind: 'review', at: at('2026-11-23T08:00:00Z') });
});

test('only the platform’s own clock can be put off by it', () => {
  expect(platformClock({ ...asked, ...onTaobao, reviewDue: platform })?.at).toBe(platform.at);
  expect(platformClock({ ...asked, ...onTaobao })).toBeUndefined();
});

const zones = ['Asia/Shanghai', 'Asia/Urumqi', 'Europe/Berlin', 'America/New_York', 'Pacific/Auckland', 'UTC'];

const anyTale = fc.record({
  plan: anyOrderPlan,
  zone: fc.constantFrom(...zones),
  steps: anySteps(40).map((steps): Step[] => [
    { kind: steps.length % 2 ? 'open_rma' : 'open_platform_rma', which: 0, part: 0, quantity: 3, choice: 0 },
    ...steps,
  ]),
});

test('in any zone, whatever happens to a return: one clock of a kind, none ends before it begins, none acts after its end', () => {
  fc.assert(
    fc.property(anyTale, ({ plan, zone, steps }) => {
      const world = worldOf(orderFrom(plan), aPolicy({ timeZone: zone }));
      for (const step of steps) {
        tryStep(world, step);
        for (const rma of world.rmas.values()) {
          const clocks = clocksOf(rma, world.policy);
          expect(new Set(clocks.map(({ kind }) => kind)).size).toBe(clocks.length);
          for (const clock of clocks) {
            expect(clock.at > clock.from).toBe(true);
            const next = nextAct(clock, rma, world.policy);
            expect(next === null || next.at <= clock.at).toBe(true);
          }
          const settled = rma.lines.every((line) => line.settlement === 'settled');
          if (settled || rma.review === 'withdrawn') expect(clocks).toEqual([]);
        }
      }
    }),
    { numRuns: 150 },
  );
});

test('days of the law end at the midnight of the shop’s zone, later the further west', () => {
  fc.assert(
    fc.property(fc.integer({ min: Date.parse('2024-01-01'), max: Date.parse('2031-01-01') }), (ms) => {
      const rma = anRma({ lines: [received], receivedAt: fromMs(ms) });
      const end = (timeZone: string) =>
        toMs(clocksOf(rma, aPolicy({ timeZone })).find(({ kind }) => kind === 'refund')?.at ?? fromMs(0));
      for (const zone of zones) {
        expect(end(zone) - ms).toBeGreaterThan(7 * 86_400_000 - 3_600_001);
        expect(end(zone) - ms).toBeLessThanOrEqual(8 * 86_400_000 + 3_600_000);
      }
    }),
    { numRuns: 100 },
  );
});
