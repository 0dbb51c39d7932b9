import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { RmaView } from '../../../../contract/returns.ts';
import type { Instant } from '../../../../domain/time.ts';
import { type KeptPhoto, localPhotosIn, type Queued, type QueueStore } from './queue.ts';

/** What the device holds of a return: how it stands, and by which codes it is found. */
export type KeptReturn = { id: string; owner: string; codes: string[]; rma: RmaView };

type Shape = DBSchema & {
  returns: { key: string; value: KeptReturn; indexes: { codes: string } };
  queue: { key: number; value: Queued };
  photos: { key: string; value: KeptPhoto };
  facts: { key: string; value: { name: string; owner: string; at: Instant } };
};

let opening: Promise<IDBPDatabase<Shape>> | undefined;

const open = (): Promise<IDBPDatabase<Shape>> => {
  opening ??= openDB<Shape>('guilai-receiving', 1, {
    upgrade(db) {
      db.createObjectStore('returns', { keyPath: 'id' }).createIndex('codes', 'codes', { multiEntry: true });
      db.createObjectStore('queue', { keyPath: 'seq', autoIncrement: true });
      db.createObjectStore('photos', { keyPath: 'id' });
      db.createObjectStore('facts', { keyPath: 'name' });
    },
  });
  return opening;
};

/** The queue in the browser's own database. */
export const queueStore: QueueStore = {
  all: async () => (await open()).getAll('queue'),
  add: async (step) => {
    // The key is given by the database: two tabs never take the same.
    await (await open()).add('queue', step as Queued);
  },
  change: async (steps) => {
    const tx = (await open()).transaction('queue', 'readwrite');
    await Promise.all([...steps.map((step) => tx.store.put(step)), tx.done]);
  },
  remove: async ({ seq, body }) => {
    const tx = (await open()).transaction(['queue', 'photos'], 'readwrite');
    await Promise.all([
      tx.objectStore('queue').delete(seq),
      ...localPhotosIn(body).map((id) => tx.objectStore('photos').delete(id)),
      tx.done,
    ]);
  },
  photo: async (id) => (await open()).get('photos', id),
  keepPhoto: async (photo) => {
    await (await open()).put('photos', photo);
  },
};

export async function keepReturns(kept: readonly KeptReturn[]): Promise<void> {
  const tx = (await open()).transaction('returns', 'readwrite');
  await Promise.all([...kept.map((each) => tx.store.put(each)), tx.done]);
}

/** What the server no longer awaits is forgotten, except for what steps that wait here are about. */
export async function forgetOthers(owner: string, keep: ReadonlySet<string>): Promise<void> {
  const tx = (await open()).transaction('returns', 'readwrite');
  for (const each of await tx.store.getAll()) {
    if (each.owner !== owner || !keep.has(each.id)) await tx.store.delete(each.id);
  }
  await tx.done;
}

export const returnsByCode = async (owner: string, code: string): Promise<RmaView[]> =>
  (await (await open()).getAllFromIndex('returns', 'codes', code))
    .filter((each) => each.owner === owner)
    .map(({ rma }) => rma);

export const keptCount = async (): Promise<number> => (await open()).count('returns');

export async function snapshotAt(owner: string): Promise<Instant | undefined> {
  const fact = await (await open()).get('facts', 'snapshot');
  return fact?.owner === owner ? fact.at : undefined;
}

export async function snapshotTaken(owner: string, at: Instant): Promise<void> {
  await (await open()).put('facts', { name: 'snapshot', owner, at });
}

/** Nothing of what is awaited stays on the device for the next person. Steps that were not sent stay: they are work. */
export async function wipeSnapshot(): Promise<void> {
  const tx = (await open()).transaction(['returns', 'facts'], 'readwrite');
  await Promise.all([tx.objectStore('returns').clear(), tx.objectStore('facts').clear(), tx.done]);
}
