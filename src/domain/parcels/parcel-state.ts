import type { Instant } from '../time.ts';
import { distinct, merged, type SourcedScan, type TracedScan } from './scans.ts';
import { isEnd, isIntent, type ParcelStatus, parcelStatuses } from './statuses.ts';

export type ParcelState = {
  status: ParcelStatus;
  /** The vendor's time of the scan that the status comes from; absent while nothing but silence is known. */
  at?: Instant;
  /** A scan has proved that the goods left the sender's hands. */
  moved: boolean;
  deliveredAt?: Instant;
  /** Nothing more is expected. */
  ended: boolean;
  /** Vendors told different ends; the later by their own time counts, and somebody may want to look. */
  contradictory: boolean;
  /** After its end a parcel was seen on the road: delivered to a locker and sent back, as a rule. */
  seenAfterEnd: boolean;
  /** Oldest first, what two vendors told of one scan only once. */
  history: TracedScan[];
};

/**
 * What all scans of a parcel add up to, whoever told them, in whatever order and how often they came.
 * - Scans count by the vendor's time, not by arrival.
 * - What nobody recognises is shown in the history and decides nothing.
 * - An intention counts until something moves; a cancelled parcel that is scanned later is on the road after all.
 * - An end stays: only a later end takes its place.
 */
export function parcelState(scans: readonly SourcedScan[]): ParcelState {
  const inTime = distinct(scans).toSorted(byTime);
  const history = merged(inTime);
  let current: TracedScan | undefined;
  let [moved, contradictory, seenAfterEnd] = [false, false, false];
  let deliveredAt: Instant | undefined;
  for (const scan of history) {
    if (scan.status === 'unrecognised') continue;
    const before = statusOf(current);
    if (scan.status === 'delivered') deliveredAt ??= scan.at;
    if (isEnd(before) && !isEnd(scan.status)) {
      if (!isIntent(scan.status)) seenAfterEnd = true;
      continue;
    }
    if (isEnd(before) && before !== scan.status) contradictory = true;
    if (scan.status === 'ordered' && (moved || before === 'cancelled')) continue;
    // The same end told again, hours later, by whom it took longer to hear of it.
    if (isEnd(before) && before === scan.status) continue;
    if (!isIntent(scan.status)) moved = true;
    current = scan;
  }
  const status = statusOf(current);
  return {
    status,
    moved,
    ended: isEnd(status),
    contradictory,
    seenAfterEnd,
    history,
    ...(current ? { at: current.at } : {}),
    ...(deliveredAt ? { deliveredAt } : {}),
  };
}

const statusOf = (scan: TracedScan | undefined): ParcelStatus =>
  scan === undefined || scan.status === 'unrecognised' ? 'ordered' : scan.status;

const rankOf = ({ status }: SourcedScan): number => (status === 'unrecognised' ? -1 : parcelStatuses[status].rank);

/** Of scans of the same second the one that is further along is the later. The sort is stable over an order of keys. */
const byTime = (a: SourcedScan, b: SourcedScan): number => (a.at < b.at ? -1 : a.at > b.at ? 1 : rankOf(a) - rankOf(b));
