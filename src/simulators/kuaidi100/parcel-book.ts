import { type Appliers, type EntryOf, openBook } from '../journal.ts';

export type Scan = { at: number; statusCode: string; state: string; context: string; location?: string };

/** A scan to come. Without `afterSeconds` it waits until somebody advances the parcel. */
export type TimelineStep = Omit<Scan, 'at'> & { afterSeconds?: number };

export type Parcel = {
  com: string;
  num: string;
  /** Checked against the digits that a caller shows. */
  phone?: string;
  created_at: number;
  timeline: TimelineStep[];
};

type Subscription = {
  com: string;
  num: string;
  callbackurl: string;
  /** Pushes are signed when there is a salt, even an empty one. */
  salt?: string;
  resultv2: string;
  subscribed_at: number;
};

export type ParcelRecord = { parcel: Parcel; scans: Scan[]; stepsDone: number };

export type SubscriptionRecord = {
  subscription: Subscription;
  /** How many scans of the parcel the subscriber has been told, or will never be told. */
  scansTold: number;
  attempts: number;
  nextAttemptAt: number;
  endedAt?: number;
};

type Entries = {
  parcel_created: { parcel: Parcel };
  scanned: { num: string; scan: Scan; scripted: boolean };
  subscribed: { subscription: Subscription; first_push_at: number };
  push_accepted: { num: string; scans: number };
  push_failed: { num: string; next_attempt_at: number };
  push_given_up: { num: string; scans: number };
  subscription_ended: { num: string; at: number };
};

export type ParcelBook = {
  record(entry: EntryOf<Entries>): void;
  parcel(num: string): ParcelRecord | undefined;
  parcels(): Iterable<ParcelRecord>;
  /** Oldest first; only the last one can be alive. */
  subscriptions(num: string): readonly SubscriptionRecord[];
  live(): Iterable<SubscriptionRecord>;
  close(): void;
};

export function openParcelBook(file: string | undefined): ParcelBook {
  const parcels = new Map<string, ParcelRecord>();
  const subscriptions = new Map<string, SubscriptionRecord[]>();
  const live = new Map<string, SubscriptionRecord>();

  const liveOne = (num: string): SubscriptionRecord => {
    const record = live.get(num);
    if (!record) throw new Error(`the journal pushes ${num} without a subscription`);
    return record;
  };
  const told = (num: string, scans: number): void => {
    Object.assign(liveOne(num), { scansTold: scans, attempts: 0 });
  };
  const appliers: Appliers<Entries> = {
    parcel_created: ({ parcel }) => {
      parcels.set(parcel.num, { parcel, scans: [], stepsDone: 0 });
    },
    scanned: ({ num, scan, scripted }) => {
      const record = parcels.get(num);
      if (!record) throw new Error(`the journal scans ${num} before it was sent`);
      record.scans.push(scan);
      if (scripted) record.stepsDone += 1;
    },
    subscribed: ({ subscription, first_push_at }) => {
      const record = { subscription, scansTold: 0, attempts: 0, nextAttemptAt: first_push_at };
      subscriptions.set(subscription.num, [...(subscriptions.get(subscription.num) ?? []), record]);
      live.set(subscription.num, record);
    },
    push_accepted: ({ num, scans }) => told(num, scans),
    push_failed: ({ num, next_attempt_at }) => {
      const record = liveOne(num);
      record.attempts += 1;
      record.nextAttemptAt = next_attempt_at;
    },
    push_given_up: ({ num, scans }) => told(num, scans),
    subscription_ended: ({ num, at }) => {
      liveOne(num).endedAt = at;
      live.delete(num);
    },
  };
  return {
    ...openBook(file, appliers),
    parcel: (num) => parcels.get(num),
    parcels: () => parcels.values(),
    subscriptions: (num) => subscriptions.get(num) ?? [],
    live: () => [...live.values()],
  };
}
