import type { ParcelState } from '../parcels/parcel-state.ts';
import { isEnd, isIntent, isParcelStatus, type ParcelStatus } from '../parcels/statuses.ts';
import { isOutboundOnly } from '../returns/outbound-guards.ts';
import { isRefused, type Rma } from '../returns/rma.ts';
import type { Instant } from '../time.ts';
import type { ParcelPhase, WatchedParcel } from './parcel-causes.ts';

const phases: Record<ParcelStatus, ParcelPhase> = {
  ordered: 'announced',
  cancelled: 'over',
  picked_up: 'moving',
  in_transit: 'moving',
  out_for_delivery: 'moving',
  at_pickup_point: 'moving',
  problem: 'problem',
  damaged: 'damaged',
  // Silence is what alerts judge themselves.
  suspected_lost: 'moving',
  refused: 'refused',
  returning: 'going_back',
  delivered: 'arrived',
  // The buyer has the goods again, and whoever waits for them still does not know.
  return_delivered: 'going_back',
  lost: 'over',
};

/**
 * A parcel that turned round on its way out is on its way to us: what would be an alarm for a return that goes back to its
 * buyer is here how it should be.
 */
const turnedRound: Partial<Record<ParcelStatus, ParcelPhase>> = {
  refused: 'moving',
  returning: 'moving',
  return_delivered: 'arrived',
  // Delivered to the buyer after all.
  delivered: 'over',
};

/** What of a parcel is known without asking a courier. */
export type NamedParcel = { waybill: string; announcedAt: Instant; grams?: WatchedParcel['grams'] };

/** Somebody still waits for goods that this return names this parcel for. */
const waitsFor = (rma: Rma): boolean =>
  !isRefused(rma) && rma.lines.some((line) => line.reception === 'awaiting' || line.reception === 'in_transit');

/** Another number was named for the same goods, and that one is on its way: this label was never used. */
const isReplaced = (rma: Rma, waybill: string): boolean =>
  rma.parcels.some(
    (other) =>
      other.waybill !== waybill && isParcelStatus(other.status) && !isIntent(other.status) && other.status !== 'lost',
  );

/** What came in this parcel is booked in; what is still awaited travels in another. */
const tookFrom = (rma: Rma, waybill: string, arrivedAt: Instant): boolean =>
  rma.lines.some(
    (line) => line.reception === 'received' && (line.receivedAt ?? rma.receivedAt ?? rma.openedAt) >= arrivedAt,
  ) && rma.parcels.some((other) => other.waybill !== waybill && other.deliveredAt === undefined);

/**
 * A parcel as alerts see it: what its couriers have told, and whether anybody still waits for what is in it. One that is
 * shared is settled when all that travel in it are.
 */
export function watchedParcel(named: NamedParcel, state: ParcelState, rmas: readonly Rma[]): WatchedParcel {
  const { waybill, announcedAt, grams } = named;
  const isOutbound =
    rmas.length > 0 && rmas.every((rma) => rma.resolution === 'refused_delivery' || isOutboundOnly(rma, waybill));
  const phaseOf = (status: ParcelStatus): ParcelPhase =>
    (isOutbound ? turnedRound[status] : undefined) ?? phases[status];
  const phase = phaseOf(state.status);
  const moves = movesOf(state);
  const waiting = rmas.filter(waitsFor);
  const arrivedAt = phase === 'arrived' ? (state.deliveredAt ?? state.at ?? announcedAt) : null;
  const isDone = (rma: Rma): boolean =>
    phase === 'announced' ? isReplaced(rma, waybill) : arrivedAt !== null && tookFrom(rma, waybill, arrivedAt);
  return {
    phase,
    phaseSince: sinceWhen(state, phaseOf) ?? announcedAt,
    announcedAt,
    handedOverAt: state.moved ? (moves[0]?.at ?? null) : null,
    lastMovementAt: moves.at(-1)?.at ?? null,
    arrivedAt,
    isSettled: waiting.every(isDone),
    contradictory: state.contradictory,
    seenAfterEnd: state.seenAfterEnd ? seenSince(state) : null,
    ...(grams ? { grams } : {}),
  };
}

type Move = { status: ParcelStatus; at: Instant };

const movesOf = ({ history }: ParcelState): Move[] =>
  history.flatMap(({ status, at }) => (status === 'unrecognised' || isIntent(status) ? [] : [{ status, at }]));

/** A trouble that is told every day is one trouble: it began when it was first told, if nothing else came between. */
function sinceWhen(state: ParcelState, phaseOf: (status: ParcelStatus) => ParcelPhase): Instant | undefined {
  const { at, status, history } = state;
  if (at === undefined) return undefined;
  let since = at;
  for (const scan of history.filter((one) => one.at <= at).toReversed()) {
    if (scan.status === 'unrecognised') continue;
    if (phaseOf(scan.status) !== phaseOf(status)) break;
    since = scan.at;
  }
  return since;
}

/** The first scan on the road that came after an end. */
function seenSince(state: ParcelState): Instant | null {
  const moves = movesOf(state);
  const end = moves.findIndex(({ status }) => isEnd(status));
  return moves.slice(end + 1).find(({ status }) => !isEnd(status))?.at ?? null;
}
