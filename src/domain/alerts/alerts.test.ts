import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { at } from '../../../test/support/builders.ts';
import { type Instant, plusHours } from '../time.ts';
import { type Alert, type AlertChange, afterChanges, changesOf, nextLook } from './alert-book.ts';
import { type AlertHours, type AlertKind, alertFacts, wrongAlertHours } from './alert-kinds.ts';
import { type LaneHours, LEAST_JOURNEYS, learned } from './lanes.ts';
import { causesOf, type ParcelPhase, type WatchedParcel } from './parcel-causes.ts';

const START = at('2026-11-11T00:00:00Z');
const atHour = (hours: number): Instant => plusHours(START, hours);

const parcel = (facts: Partial<WatchedParcel> = {}): WatchedParcel => ({
  phase: 'moving',
  phaseSince: START,
  announcedAt: START,
  handedOverAt: START,
  lastMovementAt: START,
  arrivedAt: null,
  isSettled: false,
  ...facts,
});

/** Looks at a parcel as the program does: whenever there is news, and whenever the last look asked for another. */
function watch(news: readonly { at: Instant; parcel: WatchedParcel }[], until: Instant, set: AlertHours = {}) {
  let alerts: Alert[] = [];
  const log: { at: Instant; change: AlertChange }[] = [];
  let due: Instant | null = null;
  const left = [...news];
  let current: WatchedParcel | undefined;
  for (let guard = 0; guard < 1_000; guard++) {
    const next = left[0] && (due === null || left[0].at <= due) ? left[0].at : due;
    if (next === null || next > until) return { alerts, log };
    if (left[0]?.at === next) current = left.shift()?.parcel;
    if (!current) continue;
    const causes = causesOf(current, set, {}, next);
    const changes = changesOf(alerts, causes, next);
    log.push(...changes.map((change) => ({ at: next, change })));
    alerts = afterChanges(alerts, changes);
    due = nextLook(alerts, causes, next);
  }
  throw new Error('it looks for ever');
}
const raisedIn = (log: ReturnType<typeof watch>['log']): [AlertKind, Instant][] =>
  log.flatMap(({ at: moment, change }) => (change.type === 'raise' ? [[change.alert.kind, moment]] : []));
const open = (alerts: readonly Alert[]) => alerts.filter(({ over }) => over === null).map(({ kind }) => kind);

describe('each kind fires when its cause has lasted, and closes by itself (L-4)', () => {
  const moved = (hours: number) => parcel({ lastMovementAt: atHour(hours) });
  test.each<[AlertKind, Partial<WatchedParcel>, number, Partial<WatchedParcel>]>([
    ['not_handed_over', { phase: 'announced', handedOverAt: null, lastMovementAt: null }, 48, {}],
    ['no_movement', {}, 48, { lastMovementAt: atHour(60) }],
    ['suspected_lost', {}, 120, { lastMovementAt: atHour(130) }],
    ['late', { lastMovementAt: atHour(90) }, 96, { phase: 'arrived', arrivedAt: atHour(100) }],
    ['damaged', { phase: 'damaged' }, 0, { phase: 'over' }],
    ['refused', { phase: 'refused' }, 0, { phase: 'over' }],
    ['going_back', { phase: 'going_back' }, 0, {}],
    ['delivery_problem', { phase: 'problem' }, 0, {}],
    ['not_booked_in', { phase: 'arrived', arrivedAt: START }, 24, { phase: 'arrived', isSettled: true }],
    ['weight_differs', { grams: { weighed: 200, expected: 900 } }, 0, { isSettled: true }],
  ])('%s', (kind, facts, hours, then) => {
    const raised = watch([{ at: START, parcel: parcel(facts) }], atHour(hours));
    expect(raisedIn(raised.log)).toContainEqual([kind, atHour(hours)]);
    const early = watch([{ at: START, parcel: parcel(facts) }], plusHours(START, hours - 0.01));
    expect(raisedIn(early.log).map(([one]) => one)).not.toContain(kind);
    const news = { at: atHour(hours + 1), parcel: parcel({ ...facts, phase: 'moving', ...then }) };
    expect(open(watch([{ at: START, parcel: parcel(facts) }, news], news.at).alerts)).not.toContain(kind);
  });

  test('silence that ends and begins anew is another cause', () => {
    const { log } = watch(
      [
        { at: START, parcel: moved(0) },
        { at: atHour(50), parcel: moved(50) },
      ],
      atHour(98),
    );
    expect(raisedIn(log).filter(([kind]) => kind === 'no_movement')).toEqual([
      ['no_movement', atHour(48)],
      ['no_movement', atHour(98)],
    ]);
  });

  test('once a loss is suspected, silence and lateness are quiet', () => {
    const { alerts } = watch([{ at: START, parcel: parcel() }], atHour(121));
    expect(open(alerts)).toEqual(['suspected_lost']);
  });
});

test('an alert that nobody ends goes up twice, each time after its time, and then stays where it is', () => {
  const { log, alerts } = watch([{ at: START, parcel: parcel({ phase: 'going_back' }) }], atHour(100));
  const ups = log.flatMap(({ at: moment, change }) => (change.type === 'escalate' ? [[change.level, moment]] : []));
  const { dueHours } = alertFacts.going_back;
  expect(ups).toEqual([
    [2, atHour(dueHours)],
    [3, atHour(2 * dueHours)],
  ]);
  expect(alerts).toMatchObject([{ level: 3, over: null }]);
});

test('what a person has called handled is not raised again while its cause lasts', () => {
  const causes = causesOf(parcel({ phase: 'damaged' }), {}, {}, atHour(1));
  const handled = afterChanges([], changesOf([], causes, atHour(1))).map(
    (alert): Alert => ({ ...alert, over: 'handled' }),
  );
  expect(changesOf(handled, causes, atHour(500))).toEqual([]);
  expect(nextLook(handled, causes, atHour(500))).toBeNull();
});

test('a cause that comes back as it was is the same alert, and nobody is told twice', () => {
  const gone = parcel({ phase: 'arrived', arrivedAt: atHour(97) });
  const { log } = watch(
    [
      { at: START, parcel: parcel({ lastMovementAt: atHour(90) }) },
      { at: atHour(97), parcel: gone },
      { at: atHour(98), parcel: parcel({ lastMovementAt: atHour(90) }) },
    ],
    atHour(99),
  );
  const late = log.filter(({ change }) => (change.type === 'raise' ? change.alert.kind : change.kind) === 'late');
  expect(late.map(({ change }) => change.type)).toEqual(['raise', 'close', 'reopen']);
});

test('a merchant sets other hours, or wants to hear nothing; a learned figure is never below the floor', () => {
  const since = (set: AlertHours, lane: LaneHours) =>
    causesOf(parcel(), set, lane, START).flatMap(({ kind, raiseAt }) => (kind === 'no_movement' ? [raiseAt] : []));
  expect(since({ no_movement: 10 }, { no_movement: 70 })).toEqual([atHour(10)]);
  expect(since({ no_movement: null }, {})).toEqual([]);
  expect(since({}, { no_movement: 70 })).toEqual([atHour(70)]);
  expect(since({}, { no_movement: 5 })).toEqual([atHour(48)]);
  expect(wrongAlertHours({ no_movement: 0, late: 2_000, damaged: 0, refused: null })).toEqual(['no_movement', 'late']);
});

test('a lane is learned from enough journeys: one in twenty is longer than what is usual there', () => {
  const journeys = Array.from({ length: 100 }, (_, i) => ({ transitHours: i + 0.5, longestSilenceHours: (i + 1) / 4 }));
  expect(learned(journeys)).toEqual({ late: 95, no_movement: 24 });
  expect(learned(journeys.slice(0, LEAST_JOURNEYS - 1))).toEqual({});
});

const phases = ['announced', 'moving', 'problem', 'damaged', 'refused', 'going_back', 'arrived', 'over'] as const;

test('whenever one looks besides, the same alerts are raised at the same moments, each cause once', () => {
  const hour = fc.integer({ min: 0, max: 400 });
  const step = fc.record({ hour, phase: fc.constantFrom<ParcelPhase>(...phases), moves: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), fc.array(hour, { maxLength: 12 }), (steps, looks) => {
      const news: { at: Instant; parcel: WatchedParcel }[] = [];
      let now = parcel({ phase: 'announced', handedOverAt: null, lastMovementAt: null });
      for (const { hour: at_, phase, moves } of steps.toSorted((a, b) => a.hour - b.hour)) {
        const moment = atHour(at_);
        now = {
          ...now,
          phase,
          phaseSince: phase === now.phase ? now.phaseSince : moment,
          handedOverAt: now.handedOverAt ?? (phase === 'announced' ? null : moment),
          lastMovementAt: moves ? moment : now.lastMovementAt,
          arrivedAt: phase === 'arrived' ? (now.arrivedAt ?? moment) : null,
        };
        news.push({ at: moment, parcel: now });
      }
      const besides = looks
        .map((hours) => atHour(hours))
        .filter((moment) => news.some((one) => one.at < moment))
        .map((moment) => ({ at: moment, parcel: news.findLast((one) => one.at <= moment)?.parcel ?? now }));
      const both = [...news, ...besides].toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
      const [lazy, eager] = [watch(news, atHour(700)), watch(both, atHour(700))];
      expect(raisedIn(eager.log)).toEqual(raisedIn(lazy.log));
      expect(open(eager.alerts)).toEqual(open(lazy.alerts));
      const causes = eager.alerts.map(({ kind, cause }) => `${kind}/${cause}`);
      expect(new Set(causes).size).toBe(causes.length);
    }),
    { numRuns: 300 },
  );
});
