import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anRma, at } from '../../../test/support/builders.ts';
import { parcelState } from '../parcels/parcel-state.ts';
import type { SourcedScan } from '../parcels/scans.ts';
import { type ParcelStatus, parcelStatuses } from '../parcels/statuses.ts';
import type { Rma, RmaParcel } from '../returns/rma.ts';
import { plusHours } from '../time.ts';
import { watchedParcel } from './watched-parcel.ts';

const START = at('2026-11-11T00:00:00Z');
const atHour = (hours: number) => plusHours(START, hours);
const scan = (status: SourcedScan['status'], hours: number, source = 'kuaidi100'): SourcedScan => ({
  at: atHour(hours),
  status,
  code: status,
  text: `${status} ${hours}`,
  source,
});
const named = { waybill: 'YT1', announcedAt: START };
const own: RmaParcel = { courier: 'yuantong', waybill: 'YT1', status: 'ordered', announcedAt: START };
const [line] = anRma().lines;
const awaiting = (changed: Partial<Rma> = {}): Rma =>
  anRma({
    review: 'approved',
    parcels: [own],
    lines: line ? [{ ...line, reception: 'awaiting' }] : [],
    ...changed,
  });
const watched = (scans: SourcedScan[], rmas: Rma[] = [awaiting()]) => watchedParcel(named, parcelState(scans), rmas);

describe('a parcel as alerts see it (L-4)', () => {
  test.each<[SourcedScan['status'][], string]>([
    [[], 'announced'],
    [['ordered'], 'announced'],
    [['unrecognised'], 'announced'],
    [['picked_up', 'in_transit'], 'moving'],
    [['picked_up', 'problem'], 'problem'],
    [['picked_up', 'damaged'], 'damaged'],
    [['picked_up', 'refused'], 'refused'],
    [['picked_up', 'refused', 'returning'], 'going_back'],
    [['picked_up', 'returning', 'return_delivered'], 'going_back'],
    [['picked_up', 'delivered'], 'arrived'],
    [['picked_up', 'lost'], 'over'],
    [['cancelled'], 'over'],
  ])('%j is %s', (statuses, phase) => {
    expect(watched(statuses.map((status, hour) => scan(status, hour))).phase).toBe(phase);
  });

  test('a trouble that is told again began when it was first told', () => {
    const again = watched([scan('picked_up', 1), scan('problem', 5), scan('problem', 9), scan('problem', 20)]);
    expect([again.phaseSince, again.lastMovementAt]).toEqual([atHour(5), atHour(20)]);
    const anew = watched([scan('problem', 5), scan('in_transit', 9), scan('problem', 20)]);
    expect(anew.phaseSince).toBe(atHour(20));
    expect(watched([scan('returning', 5), scan('return_delivered', 30)]).phaseSince).toBe(atHour(5));
  });

  test('an intention is no movement', () => {
    expect(watched([scan('ordered', 3)])).toMatchObject({ handedOverAt: null, lastMovementAt: null });
    expect(watched([scan('ordered', 3), scan('picked_up', 6)])).toMatchObject({ handedOverAt: atHour(6) });
  });

  test('a refused delivery that turns round is on its way to us, and its end is its arrival', () => {
    const outbound = [awaiting({ resolution: 'refused_delivery' })];
    const turned = [scan('picked_up', 1), scan('refused', 20), scan('returning', 22)];
    expect(watched(turned, outbound).phase).toBe('moving');
    expect(watched([...turned, scan('return_delivered', 50)], outbound)).toMatchObject({
      phase: 'arrived',
      arrivedAt: atHour(50),
    });
  });

  test('a parcel out whose goods are refunded without return is on its way to us once it turns round, and over at the buyer', () => {
    const out = { courier: 'yuantong', waybill: 'YT1', status: 'in_transit', followedAt: START };
    const refunded = [awaiting({ resolution: 'refund_only', parcels: [], outbound: [out] })];
    const turned = [scan('picked_up', 1), scan('returning', 20)];
    // The same scans of a return's own parcel are an alarm: it goes back to its buyer.
    expect([watched(turned, refunded).phase, watched(turned).phase]).toEqual(['moving', 'going_back']);
    expect(watched([scan('picked_up', 1), scan('delivered', 9)], refunded).phase).toBe('over');
    expect(watched([scan('picked_up', 1), scan('delivered', 9)], [...refunded, awaiting()]).phase).toBe('arrived');
  });

  test('it is settled when nobody waits for it, and shared ones when nobody at all does', () => {
    const done = awaiting({ lines: line ? [{ ...line, reception: 'received' }] : [] });
    const refused = awaiting({ review: 'withdrawn' });
    expect(watched([], [done]).isSettled).toBe(true);
    expect(watched([], [refused]).isSettled).toBe(true);
    expect(watched([], [done, awaiting()]).isSettled).toBe(false);
    expect(watched([], []).isSettled).toBe(true);
  });

  test('an unused label is settled once another number for the same goods is on its way, and not before', () => {
    const other = (status: string) => awaiting({ parcels: [own, { ...own, waybill: 'YT2', status }] });
    expect(watched([], [other('in_transit')]).isSettled).toBe(true);
    expect(watched([], [other('ordered')]).isSettled).toBe(false);
    expect(watched([scan('picked_up', 1)], [other('in_transit')]).isSettled).toBe(false);
  });

  test('of two parcels the one whose goods are booked in is settled, and the other one is not', () => {
    const half = awaiting({
      parcels: [own, { ...own, waybill: 'YT2', status: 'in_transit' }],
      receivedAt: atHour(12),
      lines: line
        ? [
            { ...line, reception: 'received' },
            { ...line, id: 'rli_9', reception: 'in_transit' },
          ]
        : [],
    });
    expect(watched([scan('delivered', 10)], [half]).isSettled).toBe(true);
    expect(watched([scan('delivered', 15)], [half]).isSettled).toBe(false);
  });

  test('what makes its story doubtful is told: other ends, and scans after the end', () => {
    const ends = watched([scan('delivered', 5), scan('return_delivered', 9, 'sf')]);
    expect(ends.contradictory).toBe(true);
    expect(watched([scan('delivered', 5), scan('in_transit', 8), scan('in_transit', 11)]).seenAfterEnd).toBe(atHour(8));
    expect(watched([scan('delivered', 5)])).toMatchObject({ contradictory: false, seenAfterEnd: null });
  });
});

test('in whatever order its scans are told, it is the same parcel', () => {
  const statuses = Object.keys(parcelStatuses) as ParcelStatus[];
  const aScan = fc.tuple(fc.constantFrom(...statuses), fc.integer({ min: 0, max: 200 }));
  fc.assert(
    fc.property(fc.uniqueArray(aScan, { selector: ([, hour]) => hour, maxLength: 10 }), (told) => {
      const scans = told.map(([status, hour]) => scan(status, hour));
      const [one, other] = [watched(scans), watched(scans.toReversed())];
      expect(one).toEqual(other);
      expect(one.phaseSince >= START && one.phaseSince <= atHour(200)).toBe(true);
      if (one.handedOverAt && one.lastMovementAt) expect(one.handedOverAt <= one.lastMovementAt).toBe(true);
    }),
  );
});
