import { type Appliers, applyEntry, type EntryOf, openJournal } from '../journal.ts';

/** Something that happened to a parcel, or to a courier's visit, in the vendor's own code. */
export type Happening = { at: number; code: string; text: string; location?: string };

/** A scan to come. Without `afterSeconds` it waits until somebody advances the parcel. */
export type Step = Omit<Happening, 'at'> & { afterSeconds?: number };

export type Trip = {
  /** The vendor's code of the courier. */
  courier: string;
  num: string;
  phone?: string;
  startedAt: number;
  timeline: Step[];
};
export type TripRecord = { trip: Trip; scans: Happening[]; stepsDone: number; interceptedAt?: number };

export type Visit = { orderId: string; courier: string; waybill: string; bookedAt: number; content: unknown };
export type VisitRecord = { visit: Visit; states: Happening[] };

/** Who is to be told: of a parcel (`parcel`), or of a visit (`visit`). */
export type Topic = { about: 'parcel' | 'visit'; id: string };
export type Subscriber = Topic & {
  echo?: string;
  /** How many happenings the subscriber has been told, or will never be told. */
  told: number;
  attempts: number;
  nextAttemptAt: number;
};

type Entries = {
  trip_started: { trip: Trip };
  scanned: { num: string; scan: Happening; scripted: boolean };
  intercepted: { num: string; at: number };
  visit_booked: { visit: Visit };
  visit_moved: { orderId: string; state: Happening };
  subscribed: Topic & { echo?: string; firstPushAt: number };
  told: Topic & { count: number };
  not_told: Topic & { nextAttemptAt: number };
};

export type RoadBook = {
  record(entry: EntryOf<Entries>): void;
  trip(num: string): TripRecord | undefined;
  trips(): Iterable<TripRecord>;
  visit(orderId: string): VisitRecord | undefined;
  visits(): Iterable<VisitRecord>;
  subscriber(topic: Topic): Subscriber | undefined;
  subscribers(): Iterable<Subscriber>;
  happenings(topic: Topic): readonly Happening[];
  close(): void;
};

const keyOf = ({ about, id }: Topic): string => `${about}/${id}`;

/** What a vendor remembers of parcels, visits and subscriptions; journalled, so a kill forgets nothing. */
export function openRoadBook(file: string | undefined): RoadBook {
  const trips = new Map<string, TripRecord>();
  const visits = new Map<string, VisitRecord>();
  const subscribers = new Map<string, Subscriber>();
  const known = <T>(found: T | undefined, what: string): T => {
    if (found === undefined) throw new Error(`the journal speaks of ${what} before it was there`);
    return found;
  };
  const appliers: Appliers<Entries> = {
    trip_started: ({ trip }) => {
      trips.set(trip.num, { trip, scans: [], stepsDone: 0 });
    },
    scanned: ({ num, scan, scripted }) => {
      const record = known(trips.get(num), num);
      record.scans.push(scan);
      if (scripted) record.stepsDone += 1;
    },
    intercepted: ({ num, at }) => {
      known(trips.get(num), num).interceptedAt = at;
    },
    visit_booked: ({ visit }) => {
      visits.set(visit.orderId, { visit, states: [] });
    },
    visit_moved: ({ orderId, state }) => {
      known(visits.get(orderId), orderId).states.push(state);
    },
    subscribed: ({ about, id, echo, firstPushAt }) => {
      const one = { about, id, told: 0, attempts: 0, nextAttemptAt: firstPushAt };
      subscribers.set(keyOf({ about, id }), echo === undefined ? one : { ...one, echo });
    },
    told: ({ count, ...topic }) => {
      Object.assign(known(subscribers.get(keyOf(topic)), topic.id), { told: count, attempts: 0 });
    },
    not_told: ({ nextAttemptAt, ...topic }) => {
      const one = known(subscribers.get(keyOf(topic)), topic.id);
      Object.assign(one, { attempts: one.attempts + 1, nextAttemptAt });
    },
  };
  const journal = openJournal<EntryOf<Entries>>(file, (entry) => applyEntry(appliers, entry));
  return {
    record: (entry) => {
      journal.append(entry);
      applyEntry(appliers, entry);
    },
    trip: (num) => trips.get(num),
    trips: () => trips.values(),
    visit: (orderId) => visits.get(orderId),
    visits: () => visits.values(),
    subscriber: (topic) => subscribers.get(keyOf(topic)),
    subscribers: () => [...subscribers.values()],
    happenings: ({ about, id }) => (about === 'parcel' ? trips.get(id)?.scans : visits.get(id)?.states) ?? [],
    close: () => journal.close(),
  };
}
