import { type Appliers, applyEntry, type EntryOf, openJournal } from '../journal.ts';
import type { Channel } from './buyer.ts';

/** One order as far as its story has come. Who the buyer is and what he wants follows from `n` and `at`. */
export type Case = {
  n: number;
  channel: Channel;
  at: number;
  /** Absent: the order is still to be placed. */
  order?: { id: string; lineIds: string[] };
  /** The return, by the id it has where it was asked for. */
  rma?: string;
  /** Due at the dock at this moment; what is lost is given up then. */
  parcel?: { waybill: string; dockAt: number; lost?: true };
};

type Entries = {
  world_began: Record<never, never>;
  case_began: { n: number; channel: Channel; at: number };
  ordered: { n: number; order: NonNullable<Case['order']> };
  asked: { n: number; rma: string };
  sent: { n: number; parcel: NonNullable<Case['parcel']> };
  ended: { n: number };
};

export type Memory = {
  /** Those whose story goes on. */
  readonly cases: ReadonlyMap<number, Case>;
  begin(channel: Channel, at: number): Case;
  /** Forgets all that goes on, since the merchant does not know of it. Numbers are never given out twice. */
  beginAgain(): void;
  record(entry: EntryOf<Entries, 'ordered' | 'asked' | 'sent' | 'ended'>): void;
  close(): void;
};

export function openMemory(file: string | undefined): Memory {
  const cases = new Map<number, Case>();
  let last = 0;
  // What is learnt of a case that has ended concerns nobody any more.
  const learn = (n: number, facts: Partial<Case>): void => {
    const known = cases.get(n);
    if (known) Object.assign(known, facts);
  };
  const appliers: Appliers<Entries> = {
    world_began: () => cases.clear(),
    case_began: ({ n, channel, at }) => {
      cases.set(n, { n, channel, at });
      last = Math.max(last, n);
    },
    ordered: ({ n, order }) => learn(n, { order }),
    asked: ({ n, rma }) => learn(n, { rma }),
    sent: ({ n, parcel }) => learn(n, { parcel }),
    ended: ({ n }) => {
      cases.delete(n);
    },
  };
  const journal = openJournal<EntryOf<Entries>>(file, (entry) => applyEntry(appliers, entry));
  const record = (entry: EntryOf<Entries>): void => {
    journal.append(entry);
    applyEntry(appliers, entry);
  };
  return {
    cases,
    begin: (channel, at) => {
      const n = last + 1;
      record({ type: 'case_began', n, channel, at });
      const begun = cases.get(n);
      if (!begun) throw new Error(`case ${n} was begun and is not there`);
      return begun;
    },
    beginAgain: () => record({ type: 'world_began' }),
    record,
    close: () => journal.close(),
  };
}
