import { type Instant, plusHours } from '../time.ts';
import { type AlertHours, type AlertKind, alertFacts } from './alert-kinds.ts';
import type { LaneHours } from './lanes.ts';

/** Where a parcel is, as far as alerts care. */
export type ParcelPhase =
  | 'announced'
  | 'moving'
  | 'problem'
  | 'damaged'
  | 'refused'
  | 'going_back'
  | 'arrived'
  | 'over';

/** What of a parcel decides whether somebody must look at it. */
export type WatchedParcel = {
  phase: ParcelPhase;
  /** Since when it is in this phase, by the courier's clock. */
  phaseSince: Instant;
  announcedAt: Instant;
  /** The first scan that was more than intent. */
  handedOverAt: Instant | null;
  lastMovementAt: Instant | null;
  arrivedAt: Instant | null;
  /** All that was expected in it is booked in, or nobody waits for it any more. */
  isSettled: boolean;
  /** The services that follow it disagree about its end. */
  contradictory?: boolean;
  /** Since when it is seen on the road although it was over. */
  seenAfterEnd?: Instant | null;
  /** By the courier's scales and by the goods that should be in it. */
  grams?: { weighed: number; expected: number };
};

/** A state of affairs that must not last. It is the same as long as `cause` is the same. */
export type Cause = { kind: AlertKind; cause: string; since: Instant; raiseAt: Instant };

/** So much lighter or heavier that something else may be inside. Below a hundred grams scales and boxes decide. */
const WEIGHT_SHARE = 0.3;
const WEIGHT_GRAMS = 100;

type Since = { kind: AlertKind; since: Instant; cause?: string };

function states(parcel: WatchedParcel): Since[] {
  if (parcel.isSettled) return [];
  const { phaseSince: since } = parcel;
  return [...doubts(parcel), ...plainStates(parcel, since)];
}

/** What makes the rest of its story doubtful. However often it is told again, it is one cause. */
const doubts = ({ contradictory, seenAfterEnd, phaseSince }: WatchedParcel): Since[] => [
  ...(contradictory ? [{ kind: 'contradictory', since: phaseSince, cause: 'once' } as const] : []),
  ...(seenAfterEnd ? [{ kind: 'seen_after_end', since: seenAfterEnd, cause: 'once' } as const] : []),
];

function plainStates(parcel: WatchedParcel, since: Instant): Since[] {
  const weight: Since[] = weightDiffers(parcel) ? [{ kind: 'weight_differs', since, cause: 'once' }] : [];
  switch (parcel.phase) {
    case 'announced':
      return [{ kind: 'not_handed_over', since: parcel.announcedAt }];
    case 'moving':
    case 'problem':
      return [
        ...(parcel.phase === 'problem' ? [{ kind: 'delivery_problem', since } as const] : []),
        ...silence(parcel),
        ...weight,
      ];
    case 'arrived':
      return [{ kind: 'not_booked_in', since: parcel.arrivedAt ?? since }, ...weight];
    case 'damaged':
    case 'refused':
    case 'going_back':
      return [{ kind: parcel.phase, since }];
    default:
      return [];
  }
}

function silence({ handedOverAt, lastMovementAt, announcedAt }: WatchedParcel): Since[] {
  const quietSince = lastMovementAt ?? handedOverAt ?? announcedAt;
  return [
    { kind: 'no_movement', since: quietSince },
    { kind: 'suspected_lost', since: quietSince },
    { kind: 'late', since: handedOverAt ?? announcedAt },
  ];
}

const weightDiffers = ({ grams }: WatchedParcel): boolean =>
  grams !== undefined &&
  Math.abs(grams.weighed - grams.expected) > Math.max(WEIGHT_GRAMS, grams.expected * WEIGHT_SHARE);

/** Hours after which a kind is raised; null where the merchant wants to hear nothing of it. A set figure beats a learned one. */
export function hoursFor(kind: AlertKind, set: AlertHours, lane: LaneHours): number | null {
  const own = set[kind];
  if (own !== undefined) return own;
  const { afterHours, learned } = alertFacts[kind];
  return learned ? Math.max(afterHours, lane[kind] ?? 0) : afterHours;
}

/**
 * The causes that stand against a parcel now, each with the moment from which it is an alert: raised once that has come,
 * gone when it is no longer in this list. Once a loss is suspected, silence and lateness have nothing to add.
 */
export function causesOf(parcel: WatchedParcel, set: AlertHours, lane: LaneHours, now: Instant): Cause[] {
  const causes = states(parcel).flatMap(({ kind, since, cause }): Cause[] => {
    const hours = hoursFor(kind, set, lane);
    return hours === null ? [] : [{ kind, cause: cause ?? since, since, raiseAt: plusHours(since, hours) }];
  });
  const isLost = causes.some(({ kind, raiseAt }) => kind === 'suspected_lost' && raiseAt <= now);
  return isLost ? causes.filter(({ kind }) => kind !== 'no_movement' && kind !== 'late') : causes;
}
