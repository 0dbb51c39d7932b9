import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { RmaView } from '../../../../contract/returns.ts';
import { type Instant, toMs } from '../../../../domain/time.ts';
import type { KeptBook } from './kept-desk.ts';
import { type KeptPhoto, localPhotosIn, type Queued, type QueueStore } from './queue.ts';

/** What the device holds of a return: how it stands, and by which codes it is found. */
export type KeptReturn = { id: string; owner: string; codes: string[]; rma: RmaView };

type Shape = DBSchema & {
  returns: { key: string; value: KeptReturn; indexes: { codes: string } };
  queue: { key: number; value: Queued };
  photos: { key: string; value: KeptPhoto };
  facts: { key: string; value: { name: string; owner: string; at: Instant; book?: KeptBook } };
};

/** Somebody has signed out: an answer that was on its way is kept for nobody. */
let isWiped = false;
export const keepAgain = (): void => {
  isWiped = false;
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
    // What was sent and is off the list meanwhile does not come back.
    for (const step of steps) if (await tx.store.getKey(step.seq)) await tx.store.put(step);
    await tx.done;
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

/** Keeps how a return will stand once the server has heard of the steps that wait. */
export async function keepForeseen(kept: KeptReturn): Promise<void> {
  await (await open()).put('returns', kept);
}

/**
 * Keeps what the server has told. What waits is read in the same transaction, so that a step which is pressed while the
 * answer is on its way is not undone on the screen; neither is a later answer by an earlier one.
 */
export async function keepNewer(kept: readonly KeptReturn[]): Promise<void> {
  const db = await open();
  if (isWiped) return;
  const tx = db.transaction(['returns', 'queue'], 'readwrite');
  const waiting = await waitingIn(tx.objectStore('queue'));
  const store = tx.objectStore('returns');
  for (const each of kept) {
    const before = await store.get(each.id);
    const isOlder = before?.owner === each.owner && before.rma.version > each.rma.version;
    if (!waiting.has(each.id) && !isOlder) await store.put(each);
  }
  await tx.done;
}

/** What the server no longer awaits is forgotten, except for what steps that wait here are about. */
export async function forgetOthers(owner: string, keep: ReadonlySet<string>): Promise<void> {
  const tx = (await open()).transaction(['returns', 'queue'], 'readwrite');
  const waiting = await waitingIn(tx.objectStore('queue'));
  const store = tx.objectStore('returns');
  for (const { id, owner: whose } of await store.getAll()) {
    if (whose !== owner || !(keep.has(id) || waiting.has(id))) await store.delete(id);
  }
  await tx.done;
}

const waitingIn = async (queue: { getAll(): Promise<Queued[]> }): Promise<ReadonlySet<string | undefined>> =>
  new Set((await queue.getAll()).map(({ rmaId }) => rmaId));

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
  const db = await open();
  if (!isWiped) await db.put('facts', { name: 'snapshot', owner, at });
}

/** What the desk asks of goods, kept so that it asks the same without a network. */
export async function keepBook(owner: string, at: Instant, book: KeptBook): Promise<void> {
  const db = await open();
  if (!isWiped) await db.put('facts', { name: 'book', owner, at, book });
}

export async function keptBook(owner: string): Promise<KeptBook | undefined> {
  const fact = await (await open()).get('facts', 'book');
  return fact?.owner === owner ? fact.book : undefined;
}

/**
 * Pictures that no step names belong to nothing: somebody turned back, or closed the page. They show labels and goods, so
 * they do not stay on the device.
 * @param before those kept later may belong to an inspection that is still open in another tab; without it all go
 */
export async function dropStrayPhotos(before?: Instant): Promise<void> {
  const tx = (await open()).transaction(['photos', 'queue'], 'readwrite');
  const named = new Set((await tx.objectStore('queue').getAll()).flatMap(({ body }) => localPhotosIn(body)));
  const photos = tx.objectStore('photos');
  for (const { id, keptAt } of await photos.getAll()) {
    const isFresh = before !== undefined && keptAt !== undefined && toMs(keptAt) >= toMs(before);
    if (!named.has(id) && !isFresh) await photos.delete(id);
  }
  await tx.done;
}

/** Nothing of what is awaited stays on the device for the next person. Steps that were not sent stay: they are work. */
export async function wipeSnapshot(): Promise<void> {
  isWiped = true;
  const tx = (await open()).transaction(['returns', 'facts'], 'readwrite');
  await Promise.all([tx.objectStore('returns').clear(), tx.objectStore('facts').clear(), tx.done]);
  await dropStrayPhotos();
}
