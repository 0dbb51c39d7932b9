import type { AlertHours, AlertKind } from './alert-kinds.ts';

/** From which city to us, and with whom. An empty city: all parcels of the courier, for cities that few come from. */
export type Lane = { courier: string; fromCity: string };

/** What a parcel of the past took, in hours: hand-over to arrival, and its longest silence on the way. */
export type Journey = { transitHours: number; longestSilenceHours: number };

/** Hours learned for a lane, by the kind of alert that waits so long. */
export type LaneHours = Partial<Record<AlertKind, number>>;

/** Fewer say nothing about the next one. */
export const LEAST_JOURNEYS = 20;
/** Of a hundred parcels that come, so many raise no alarm on their way. */
const QUIET_SHARE = 0.95;

/** What is unusual on a lane: longer than nineteen of twenty parcels took. Nothing where too few have travelled it. */
export function learned(journeys: readonly Journey[]): LaneHours {
  if (journeys.length < LEAST_JOURNEYS) return {};
  return {
    late: quantile(journeys.map(({ transitHours }) => transitHours)),
    no_movement: quantile(journeys.map(({ longestSilenceHours }) => longestSilenceHours)),
  };
}

/** Nearest rank, rounded up to whole hours: a figure that somebody can read and remember. */
function quantile(hours: readonly number[]): number {
  const sorted = hours.toSorted((a, b) => a - b);
  return Math.ceil(sorted[Math.ceil(QUIET_SHARE * sorted.length) - 1] ?? 0);
}

/** What is known of a lane: learned from its parcels, and set by the merchant for it alone. */
export type KnownLane = Lane & { learned: LaneHours; own: AlertHours };

/**
 * The hours that hold for a parcel: the city's own where enough came from there, else those of its courier. What is set for
 * a city beats what is set for its courier, and either beats what is set for all.
 */
export function hoursOn(lanes: readonly KnownLane[], { courier, fromCity }: Lane, set: AlertHours) {
  const ofCourier = lanes.filter((lane) => lane.courier === courier);
  const wide = ofCourier.find((lane) => lane.fromCity === '');
  const near = fromCity === '' ? undefined : ofCourier.find((lane) => lane.fromCity === fromCity);
  return {
    set: { ...set, ...wide?.own, ...near?.own },
    learned: { ...wide?.learned, ...near?.learned },
  };
}
