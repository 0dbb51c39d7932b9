import { expect, test } from 'vitest';
import { aContext, aLine, anRma, aPolicy, at, eventIn, outcomeOf, yuan } from '../../../test/support/builders.ts';
import { present } from '../assert.ts';
import type { AutoAction } from '../policy/deadlines.ts';
import { type Instant, plusHours, plusMs } from '../time.ts';
import { nextAct } from './clock-acts.ts';
import { decide } from './decide.ts';
import { evolve } from './evolve.ts';
import type { Rma } from './rma.ts';
import { clocksOf } from './running-clocks.ts';

const dueAt = at('2026-11-23T08:00:00Z');
const channelRef = { externalId: '9', version: 1 };
const atPlatform = { channel: 'douyin', channelRef, reviewDue: { at: dueAt, source: 'platform' } } as const;
const asked = anRma({ review: 'escalated', lines: [aLine({ reception: 'not_expected' })] });
const with_ = (...autoActions: AutoAction[]) => aPolicy({ autoActions });

const tick = (rma: Rma, now: Instant, policy = aPolicy(), { channelExtends = true } = {}) =>
  decide(rma, { type: 'act_on_clock', kind: 'review', dueAt, channelExtends }, aContext({ now, policy }));
const lapse = (rma: Rma, now: Instant, lastPerson: string | null = null) =>
  decide(rma, { type: 'let_lapse', kind: 'review', dueAt }, { ...aContext({ now }), lastPerson });
const after = (rma: Rma, decision: ReturnType<typeof decide>): Rma =>
  decision.ok ? decision.value.reduce<Rma>(evolve, rma) : rma;
const hoursBefore = (hours: number) => plusHours(dueAt, -hours);

test('by default a reminder comes first, then a supervisor, and nobody is refused (R-8)', () => {
  const reminded = tick(asked, hoursBefore(6));
  expect(outcomeOf(reminded)).toBe('clock_reminded');
  const next = after(asked, reminded);
  expect(outcomeOf(tick(next, hoursBefore(6)))).toBe('nothing');
  const later = tick(next, hoursBefore(1));
  expect(outcomeOf(later)).toBe('clock_acted clock_acted rma_escalated');
  expect(eventIn(later, 'rma_escalated')).toMatchObject({ level: 2, ruleId: 'clock:review' });
});

test('nothing is done a moment too early', () => {
  expect(outcomeOf(tick(asked, plusMs(hoursBefore(6), -1)))).toBe('nothing');
  expect(outcomeOf(lapse(asked, plusMs(dueAt, -1)))).toBe('nothing');
});

test('a timer of a clock that has moved or stopped means nothing', () => {
  const moved = { ...asked, reviewDue: { at: plusHours(dueAt, 1), source: 'rule' } as const };
  expect(outcomeOf(tick(moved, hoursBefore(1)))).toBe('nothing');
  expect(outcomeOf(lapse(moved, dueAt))).toBe('nothing');
  expect(outcomeOf(lapse(anRma(), dueAt))).toBe('nothing');
});

test.each([
  [yuan(300), 'clock_acted rma_approved', undefined],
  [yuan(199), 'clock_acted rma_approved', undefined],
  [yuan(198), 'clock_acted', 'amount_above_limit'],
])('a shop that says so has requests up to %o granted before the clock ends', (maxAmount, outcome, because) => {
  const policy = with_({ clock: 'review', hoursBefore: 2, action: 'approve', maxAmount });
  const acted = tick(asked, hoursBefore(2), policy);
  expect(outcomeOf(acted)).toBe(outcome);
  expect(eventIn(acted, 'clock_acted').because).toBe(because);
});

test('a kind that only a rule of its own grants is granted by no clock (R-2)', () => {
  const policy = with_({ clock: 'review', hoursBefore: 2, action: 'approve', maxAmount: yuan(300) });
  const acted = tick({ ...asked, resolution: 'reship' }, hoursBefore(2), policy);
  expect(outcomeOf(acted)).toBe('clock_acted');
  expect(eventIn(acted, 'clock_acted').because).toBe('kind_not_named');
});

test('a clock that escalates binds where the policy has levels, and never to a lower one (R-7)', () => {
  const policy = aPolicy({
    approvals: [],
    autoActions: [{ clock: 'review', hoursBefore: 2, action: 'escalate', level: 2 }],
  });
  const high = tick({ ...asked, escalation: 3 }, hoursBefore(2), policy);
  expect(eventIn(high, 'rma_escalated')).toMatchObject({ level: 3, binding: true });
  expect(eventIn(tick(asked, hoursBefore(2), policy), 'rma_escalated')).toMatchObject({ level: 2, binding: true });
});

test('after an approval nothing else is done about the clock', () => {
  const policy = with_(
    { clock: 'review', hoursBefore: 3, action: 'approve', maxAmount: yuan(300) },
    { clock: 'review', hoursBefore: 2, action: 'escalate' },
  );
  expect(outcomeOf(tick(asked, hoursBefore(1), policy))).toBe('clock_acted rma_approved');
});

test.each([
  ['its own shop', asked, true, 'extension_not_offered'],
  ['a platform that gives none', { ...asked, ...atPlatform }, false, 'extension_not_offered'],
  ['a platform that gives some', { ...asked, ...atPlatform }, true, undefined],
  [
    'a platform that was asked before',
    { ...asked, ...atPlatform, extension: { clock: 'review', days: 3, dueAt, state: 'refused' } as const },
    true,
    'extended_before',
  ],
])('more time is asked for at %s as far as there is any', (_, rma, channelExtends, because) => {
  const policy = with_({ clock: 'review', hoursBefore: 3, action: 'extend' });
  const acted = tick(rma, hoursBefore(3), policy, { channelExtends });
  expect(eventIn(acted, 'clock_acted').because).toBe(because);
  expect(outcomeOf(acted)).toBe(because ? 'clock_acted' : 'clock_acted extension_requested');
});

test('a clock that runs out is recorded once, with whose it was', () => {
  const lapsed = lapse(asked, plusMs(dueAt, 400), 'usr_1');
  expect(eventIn(lapsed, 'deadline_lapsed')).toEqual({
    type: 'deadline_lapsed',
    kind: 'review',
    of: 'seller',
    source: 'rule',
    dueAt,
    at: plusMs(dueAt, 400),
    responsible: { desk: 'service', person: 'usr_1' },
  });
  const over = after(asked, lapsed);
  expect(over.review).toBe('escalated');
  expect(outcomeOf(lapse(over, plusHours(dueAt, 1)))).toBe('nothing');
  const clock = present(
    clocksOf(over, aPolicy()).find(({ kind }) => kind === 'review'),
    'a clock that goes on being shown',
  );
  expect(nextAct(clock, over, aPolicy())).toBeNull();
});

test('the platform’s one clock is recorded once, though it waits for our answer first and for the money after', () => {
  const rma: Rma = { ...asked, ...atPlatform, resolution: 'refund_only', reason: 'other' };
  const lapsed = after(rma, lapse(rma, dueAt));
  const granted = after(lapsed, decide(lapsed, { type: 'approve' }, aContext({ now: plusHours(dueAt, 1) })));
  expect(clocksOf(granted, aPolicy()).map(({ kind, at: ends }) => [kind, ends])).toEqual([['pay', dueAt]]);
  const again = decide(granted, { type: 'let_lapse', kind: 'pay', dueAt }, aContext({ now: plusHours(dueAt, 2) }));
  expect(outcomeOf(again)).toBe('nothing');
});

test('an extension moves the platform’s clock, and the actions before its end come anew', () => {
  const rma: Rma = { ...asked, ...atPlatform };
  const requested = after(rma, decide(rma, { type: 'extend_deadline', days: 3, channelExtends: true }, aContext()));
  expect(requested.extension).toEqual({ clock: 'review', days: 3, dueAt, state: 'asked' });
  const again = decide(requested, { type: 'extend_deadline', days: 3, channelExtends: true }, aContext());
  expect(outcomeOf(again)).toBe('extension_pending');
  const until = plusHours(dueAt, 72);
  const granted = after(
    requested,
    decide(requested, { type: 'record_extension', outcome: 'granted', until }, aContext()),
  );
  expect(granted.reviewDue).toEqual({ at: until, source: 'platform' });
  const [clock] = clocksOf(granted, aPolicy());
  expect(nextAct(present(clock, 'a clock'), granted, aPolicy())?.at).toBe(plusHours(until, -6));
});

test('a refused extension leaves the clock where it is', () => {
  const rma: Rma = { ...asked, ...atPlatform, extension: { clock: 'review', days: 3, dueAt, state: 'asked' } };
  const refused = decide(rma, { type: 'record_extension', outcome: 'refused', message: 'no' }, aContext());
  expect(outcomeOf(refused)).toBe('extension_refused');
  expect(after(rma, refused)).toMatchObject({ reviewDue: { at: dueAt }, extension: { state: 'refused' } });
});

test('a rule that wants an answer sooner leaves the platform’s clock running behind it', () => {
  const rma = evolve(
    { ...asked, ...atPlatform, review: 'pending' },
    { type: 'rma_escalated', level: 1, ruleId: 'r', due: { at: plusHours(dueAt, -4), source: 'rule' } },
  );
  const clocks = clocksOf(rma, aPolicy()).map(({ kind, source, at: ends }) => [kind, source, ends]);
  expect(clocks.slice(0, 2)).toEqual([
    ['review', 'rule', plusHours(dueAt, -4)],
    ['channel_answer', 'platform', dueAt],
  ]);
});

test.each([
  ['answer', dueAt, null],
  ['ship', null, { at: dueAt, on: 'ship' }],
  ['receipt', null, { at: dueAt, on: 'receipt' }],
  [null, null, null],
] as const)('a platform’s clock that waits for %s is taken for that and nothing else', (waitsFor, review, due) => {
  const rma: Rma = { ...asked, channel: 'taobao', channelRef, reviewDue: null };
  const command = {
    type: 'follow_channel',
    channelRef: { externalId: '9', version: 2 },
    deadline: { at: dueAt, source: 'platform' },
    waitsFor,
    requested: yuan(199),
    reopen: false,
  } as const;
  const next = after(rma, decide(rma, command, aContext()));
  expect(next.reviewDue?.at ?? null).toBe(review);
  expect(next.channelDue ?? null).toEqual(waitsFor === 'answer' ? { at: dueAt, on: 'answer' } : due);
});
