import fc from 'fast-check';
import { expect, test } from 'vitest';
import { at } from '../../../test/support/builders.ts';
import { assert } from '../assert.ts';
import { type CaseToAssign, isReady, type TeamMember, type Unfit, unfitFor, whoTakes } from './assignment.ts';
import type { Weekday } from './shift.ts';
import { isOnShift } from './shift.ts';

// A Monday, ten in the morning.
const MONDAY = at('2026-11-23T10:00:00+08:00');
const ZONE = 'Asia/Shanghai';
const EARLIER = at('2026-11-23T08:00:00+08:00');
const LATER = at('2026-11-23T12:00:00+08:00');

const member = (staffId: string, facts: Partial<TeamMember> = {}): TeamMember => ({
  staffId,
  permissions: ['rma:read', 'rma:review'],
  level: 1,
  skills: { resolutions: [], reasons: [], channels: [] },
  shops: [],
  shift: null,
  awayUntil: null,
  maxOpen: 10,
  openCases: 0,
  lastAssignedAt: null,
  ...facts,
});

const work = (facts: Partial<CaseToAssign> = {}): CaseToAssign => ({
  resolution: 'return_and_refund',
  reason: 'quality_fault',
  channel: 'taobao',
  shopId: 'shop_1',
  needs: 'rma:review',
  level: 1,
  notBy: [],
  ...facts,
});

const skills = (facts: Partial<TeamMember['skills']>) => ({ resolutions: [], reasons: [], channels: [], ...facts });
const mornings = { hours: [{ weekday: 1 as const, from: '08:00', to: '09:00' }], daysOff: [] };

test.each<[string, Partial<TeamMember>, Partial<CaseToAssign>, Unfit | null]>([
  ['somebody without limits', {}, {}, null],
  ['somebody who may not review', { permissions: ['rma:read'] }, {}, 'lacks_permission'],
  ['a refund problem to somebody who may not retry', {}, { needs: 'refund:retry' }, 'lacks_permission'],
  ['a case above the level', {}, { level: 2 }, 'level_too_low'],
  ['a case of the level', { level: 2 }, { level: 2 }, null],
  ['the second yes to whoever gave the first', {}, { notBy: ['ann'] }, 'second_person_needed'],
  ['another shop', { shops: ['shop_2'] }, {}, 'other_shop'],
  ['one of the shops', { shops: ['shop_2', 'shop_1'] }, {}, null],
  ['another reason', { skills: skills({ reasons: ['no_reason'] }) }, {}, 'other_skill'],
  ['another kind', { skills: skills({ resolutions: ['refund_only'] }) }, {}, 'other_skill'],
  ['another channel', { skills: skills({ channels: ['douyin'] }) }, {}, 'other_skill'],
  ['all skills', { skills: skills({ channels: ['taobao'], reasons: ['quality_fault'] }) }, {}, null],
  ['somebody away', { awayUntil: LATER }, {}, 'away'],
  ['somebody who was away', { awayUntil: EARLIER }, {}, null],
  ['somebody off shift', { shift: mornings }, {}, 'off_shift'],
  ['somebody with full hands', { openCases: 10 }, {}, 'at_maximum'],
  ['somebody with one place left', { openCases: 9 }, {}, null],
])('%s (R-7)', (_, who, what, unfit) => {
  expect(unfitFor(work(what), member('ann', who), MONDAY, ZONE)).toBe(unfit);
});

const taker = (...team: TeamMember[]) => whoTakes(work(), team, MONDAY, ZONE);

test('the one with the smallest part of the maximum in hand takes it, not the one with fewest cases (R-7)', () => {
  const half = member('ann', { openCases: 2, maxOpen: 4 });
  const third = member('bob', { openCases: 10, maxOpen: 30 });
  expect(taker(half, third)).toEqual({
    staffId: 'bob',
    because: { code: 'fits', among: 2, openCases: 10, maxOpen: 30, skill: 'any' },
  });
});

test('of equals, the one who has waited longest, whatever the order of the team (R-7)', () => {
  const recent = member('ann', { lastAssignedAt: MONDAY });
  const before = member('bob', { lastAssignedAt: EARLIER });
  const never = member('cat');
  expect(taker(recent, before, never)?.staffId).toBe('cat');
  expect(taker(before, recent)?.staffId).toBe('bob');
  expect(taker(member('dan'), member('cat'))?.staffId).toBe('cat');
});

test('the reason says whether a skill was set for such cases (R-7)', () => {
  expect(taker(member('ann', { skills: skills({ reasons: ['quality_fault'] }) }))?.because.skill).toBe('named');
});

test('nobody takes it where nobody fits (R-7)', () => {
  expect(taker()).toBeNull();
  expect(taker(member('ann', { openCases: 10 }), member('bob', { awayUntil: LATER }))).toBeNull();
});

const instant = fc.integer({ min: 0, max: 14 * 24 * 60 }).map((minutes) => {
  const clock = new Date(Date.parse('2026-11-16T00:00:00Z') + minutes * 60_000).toISOString();
  return at(clock);
});
const time = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '30')).map(([h, m]) => {
  return `${String(h).padStart(2, '0')}:${m}`;
});
const hours = fc.record({ weekday: fc.constantFrom<Weekday>(1, 2, 3, 4, 5, 6, 7), from: time, to: time });
const shift = fc.option(fc.record({ hours: fc.array(hours, { maxLength: 9 }), daysOff: fc.constant([]) }));

const anyMember = fc.record({
  staffId: fc.constantFrom('ann', 'bob', 'cat', 'dan', 'eve'),
  permissions: fc.constantFrom<TeamMember['permissions']>(['rma:review'], ['rma:review', 'refund:retry'], []),
  level: fc.integer({ min: 1, max: 5 }),
  skills: fc.record({
    resolutions: fc.constant([]),
    reasons: fc.subarray(['quality_fault', 'no_reason'] as const),
    channels: fc.subarray(['taobao', 'jd']),
  }),
  shops: fc.subarray(['shop_1', 'shop_2']),
  shift,
  awayUntil: fc.option(instant),
  maxOpen: fc.integer({ min: 1, max: 5 }),
  openCases: fc.integer({ min: 0, max: 6 }),
  lastAssignedAt: fc.option(instant),
});
const anyTeam = fc.uniqueArray(anyMember, { selector: ({ staffId }) => staffId, maxLength: 5 });
const anyWork = fc.record({
  resolution: fc.constantFrom('return_and_refund', 'refund_only'),
  reason: fc.constantFrom('quality_fault', 'no_reason', 'other'),
  channel: fc.constantFrom('taobao', 'jd', 'own_shop'),
  shopId: fc.constantFrom('shop_1', 'shop_2'),
  needs: fc.constantFrom('rma:review', 'refund:retry'),
  level: fc.integer({ min: 1, max: 5 }),
  notBy: fc.subarray(['ann', 'bob']),
}) as fc.Arbitrary<CaseToAssign>;

test('a case never goes to somebody off shift, away, over the maximum, below the level or excluded (R-7)', () => {
  fc.assert(
    fc.property(anyTeam, anyWork, instant, (team, what, now) => {
      const taken = whoTakes(what, team, now, ZONE);
      if (!taken) return;
      const who = team.find(({ staffId }) => staffId === taken.staffId);
      assert(who !== undefined, 'somebody of the team');
      assert(!who.shift || isOnShift(who.shift, now, ZONE), 'on shift');
      assert(who.awayUntil === null || who.awayUntil <= now, 'here');
      assert(who.openCases < who.maxOpen, 'with room');
      assert(who.level >= what.level && who.permissions.includes(what.needs), 'who may');
      assert(!what.notBy.includes(who.staffId), 'not excluded');
      assert(taken.because.openCases === who.openCases && taken.because.maxOpen === who.maxOpen, 'says why');
    }),
  );
});

test('a case stays nobody’s only where nobody fits, and nobody who fits has less in hand than the taker (R-7)', () => {
  fc.assert(
    fc.property(anyTeam, anyWork, instant, (team, what, now) => {
      const fit = team.filter((who) => unfitFor(what, who, now, ZONE) === null);
      const taken = whoTakes(what, team, now, ZONE);
      assert((taken === null) === (fit.length === 0), 'somebody takes it exactly where somebody fits');
      if (!taken) return;
      assert(taken.because.among === fit.length, 'counts those who fit');
      const part = taken.because.openCases / taken.because.maxOpen;
      assert(
        fit.every((who) => part <= who.openCases / who.maxOpen && isReady(who, now, ZONE)),
        'the least loaded',
      );
      // The same team in another order gives the same answer.
      assert(whoTakes(what, team.toReversed(), now, ZONE)?.staffId === taken.staffId, 'whatever the order');
    }),
  );
});
