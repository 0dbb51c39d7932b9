import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromMs, type Instant, toMs } from '../time.ts';
import { parcelState } from './parcel-state.ts';
import { type Report, type Scan, type SourcedScan, withReport } from './scans.ts';
import { isEnd, isIntent, type ParcelStatus, parcelStatuses, type ScanStatus } from './statuses.ts';

const day = Date.parse('2026-09-25T00:00:00.000Z');
const at = (minutes: number): Instant => fromMs(day + minutes * 60_000);
const scan = (minutes: number, status: ScanStatus, source = 'kuaidi100'): SourcedScan => ({
  at: at(minutes),
  status,
  code: status,
  text: status,
  source,
});
const statusAfter = (...scans: SourcedScan[]): ParcelStatus => parcelState(scans).status;

describe('what scans add up to (L-3)', () => {
  test('a parcel of which nothing was heard is ordered', () => {
    expect(parcelState([])).toMatchObject({ status: 'ordered', moved: false, ended: false, history: [] });
  });

  test('a printed label is an intention and no movement', () => {
    expect(parcelState([scan(0, 'ordered')])).toMatchObject({ status: 'ordered', moved: false, at: at(0) });
  });

  test('an intention told after a movement does not take the goods off the road', () => {
    expect(parcelState([scan(0, 'picked_up'), scan(5, 'ordered')])).toMatchObject({ status: 'picked_up', moved: true });
  });

  test('a cancelled parcel that is scanned later is on the road after all, and is not ordered anew', () => {
    expect(statusAfter(scan(0, 'cancelled'), scan(9, 'ordered'))).toBe('cancelled');
    expect(statusAfter(scan(0, 'cancelled'), scan(9, 'picked_up'))).toBe('picked_up');
  });

  test('trouble passes when the parcel goes on', () => {
    expect(statusAfter(scan(0, 'problem'))).toBe('problem');
    expect(statusAfter(scan(0, 'problem'), scan(60, 'out_for_delivery'))).toBe('out_for_delivery');
  });

  test('a code that nobody knows is in the history and decides nothing', () => {
    const state = parcelState([scan(0, 'in_transit'), { ...scan(60, 'unrecognised'), code: '4711' }]);
    expect(state).toMatchObject({ status: 'in_transit', at: at(0) });
    expect(state.history.at(-1)).toMatchObject({ status: 'unrecognised', code: '4711' });
    expect(parcelState([scan(0, 'unrecognised')])).toMatchObject({ status: 'ordered', moved: false });
  });

  test('an end stays when a slower source still tells of the road', () => {
    const state = parcelState([scan(0, 'delivered', 'sf'), scan(90, 'out_for_delivery')]);
    expect(state).toMatchObject({ status: 'delivered', ended: true, seenAfterEnd: true, contradictory: false });
  });

  test('of two ends the later by the vendor’s time counts, and both are seen', () => {
    const ends = [scan(120, 'return_delivered', 'sf'), scan(60, 'delivered')];
    for (const scans of [ends, ends.toReversed()])
      expect(parcelState(scans)).toMatchObject({
        status: 'return_delivered',
        at: at(120),
        deliveredAt: at(60),
        contradictory: true,
      });
  });

  test('the same end told again hours later keeps the time of the first', () => {
    expect(parcelState([scan(0, 'delivered', 'sf'), scan(200, 'delivered')])).toMatchObject({
      at: at(0),
      contradictory: false,
    });
  });
});

describe('two sources of one parcel', () => {
  test('the same scan told twice within minutes stands there once, with both who told it', () => {
    const { history } = parcelState([scan(0, 'picked_up', 'sf'), scan(4, 'picked_up')]);
    expect(history).toMatchObject([{ status: 'picked_up', at: at(0), sources: ['sf', 'kuaidi100'] }]);
  });

  test('what is hours apart, or told twice by one source, are two scans', () => {
    expect(parcelState([scan(0, 'in_transit', 'sf'), scan(90, 'in_transit')]).history).toHaveLength(2);
    expect(parcelState([scan(0, 'in_transit'), scan(4, 'in_transit')]).history).toHaveLength(2);
  });

  test('a whole history takes the place of what that source told, and of nothing else', () => {
    const known = [scan(0, 'picked_up', 'sf'), scan(1, 'ordered')];
    const after = withReport(known, { source: 'kuaidi100', extent: 'whole', scans: [scan(2, 'picked_up')] });
    expect(after.map(({ source, status }) => [source, status])).toEqual([
      ['sf', 'picked_up'],
      ['kuaidi100', 'picked_up'],
    ]);
  });

  test('a late scan makes a history longer; the shorter one that comes after it is the older', () => {
    const short = [scan(0, 'ordered'), scan(60, 'in_transit')];
    const long = [scan(0, 'ordered'), scan(30, 'picked_up'), scan(60, 'in_transit')];
    const told = [long, short].reduce<SourcedScan[]>(
      (known, scans) => withReport(known, { source: 'kuaidi100', extent: 'whole', scans }),
      [],
    );
    expect(told).toHaveLength(3);
  });
});

const statuses = [...Object.keys(parcelStatuses), 'unrecognised'] as ScanStatus[];
const someScan = fc.record({ minutes: fc.integer({ min: 0, max: 600 }), status: fc.constantFrom(...statuses) });
const someJourney = fc.array(someScan, { maxLength: 8 }).map((steps) =>
  steps.map(({ minutes, status }, n): Scan => {
    const { source: _, ...plain } = scan(minutes, status);
    return { ...plain, text: `${status} ${n}` };
  }),
);

/** What two vendors tell of their journeys: one its growing history, the other each scan by itself. */
const someReports = fc.tuple(someJourney, someJourney).map(([whole, news]): Report[] => {
  const inTime = whole.toSorted((a, b) => toMs(a.at) - toMs(b.at));
  return [
    ...inTime.map((_, n): Report => ({ source: 'kuaidi100', extent: 'whole', scans: inTime.slice(0, n + 1) })),
    ...news.map((told): Report => ({ source: 'sf', extent: 'news', scans: [told] })),
  ];
});

const parcelAfter = (reports: readonly Report[]) => parcelState(reports.reduce<SourcedScan[]>(withReport, []));

describe('always', () => {
  test('scans in any order, with duplicates, are the same parcel', () => {
    const shuffled = fc
      .array(fc.tuple(someScan, fc.constantFrom('kuaidi100', 'kdniao', 'sf')), { maxLength: 12 })
      .map((scans) => scans.map(([{ minutes, status }, source]) => scan(minutes, status, source)))
      .chain((scans) =>
        fc.tuple(fc.constant(scans), fc.shuffledSubarray([...scans, ...scans], { minLength: scans.length * 2 })),
      );
    fc.assert(
      fc.property(shuffled, ([scans, again]) => {
        expect(parcelState(again)).toEqual(parcelState(scans));
      }),
      { numRuns: 500 },
    );
  });

  test('reports of two vendors in any order, with duplicates, are the same parcel', () => {
    const shuffled = someReports.chain((reports) =>
      fc.tuple(fc.constant(reports), fc.shuffledSubarray([...reports, ...reports], { minLength: reports.length * 2 })),
    );
    fc.assert(
      fc.property(shuffled, ([reports, again]) => {
        expect(parcelAfter(again)).toEqual(parcelAfter(reports));
      }),
      { numRuns: 500 },
    );
  });

  test('an end is never left for the road, and news only adds', () => {
    fc.assert(
      fc.property(fc.array(someScan, { minLength: 1, maxLength: 12 }), (steps) => {
        const scans = steps.map(({ minutes, status }) => scan(minutes, status));
        const { status, ended, moved } = parcelState(scans);
        expect(ended).toBe(scans.some((told) => told.status !== 'unrecognised' && isEnd(told.status)));
        expect(ended).toBe(isEnd(status));
        expect(moved).toBe(scans.some((told) => told.status !== 'unrecognised' && !isIntent(told.status)));
      }),
      { numRuns: 500 },
    );
  });
});
