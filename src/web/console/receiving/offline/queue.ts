import type { Instant } from '../../../../domain/time.ts';

/** A step at the dock that the server has not heard of yet, or has not answered. */
export type Queued = {
  /** The command id: the server acts on it once, however often it arrives. */
  id: string;
  /** The order in which the steps were made. */
  seq: number;
  /** Merchant and person. Nobody sends another's steps under his own name. */
  owner: string;
  command: string;
  path: string;
  body: Record<string, unknown>;
  rmaId?: string;
  lineId?: string;
  waybill?: string;
  /** What a person knows it by: a return number or a waybill. */
  about: string;
  pressedAt: Instant;
  /** The server's no, once it is known. It stays here until the server keeps it as a conflict. */
  refusal?: Refusal;
};
export type Refusal = { code: string; [fact: string]: unknown };

/** A picture that was taken without a connection, and its name at the server once it is there. */
export type KeptPhoto = { id: string; blob: Blob; sentAs?: string };

/** Where steps outlast a reload. */
export type QueueStore = {
  /** In the order of the steps. */
  all(): Promise<Queued[]>;
  add(step: Omit<Queued, 'seq'>): Promise<void>;
  change(steps: readonly Queued[]): Promise<void>;
  remove(step: Queued): Promise<void>;
  photo(id: string): Promise<KeptPhoto | undefined>;
  keepPhoto(photo: KeptPhoto): Promise<void>;
};

export type Answer =
  | { outcome: 'done' }
  | { outcome: 'refused'; refusal: Refusal }
  /** No connection, a busy server, or nobody signed in: later. */
  | { outcome: 'later' };

/** The way to the server. None of these throws. */
export type Road = {
  send(step: Queued, body: Queued['body']): Promise<Answer>;
  upload(blob: Blob): Promise<{ outcome: 'done'; id: string } | Exclude<Answer, { outcome: 'done' }>>;
  /** Makes a task of a refused step. False: later. */
  report(step: Queued, refusal: Refusal): Promise<boolean>;
};

export type Told = { done: Queued[]; conflicts: Queued[] };

const LOCAL_PHOTO = 'fil_local_';
export const isLocalPhoto = (id: unknown): id is string => typeof id === 'string' && id.startsWith(LOCAL_PHOTO);
export const localPhotoId = (random: string): `fil_${string}` =>
  `${LOCAL_PHOTO}${random.toLowerCase().replace(/[^0-9a-z]/g, '')}`;

/** The pictures of this device that are named anywhere in what is to be sent. */
export function localPhotosIn(part: unknown): string[] {
  if (isLocalPhoto(part)) return [part];
  return typeof part === 'object' && part !== null ? Object.values(part).flatMap(localPhotosIn) : [];
}

/**
 * Sends what waits, in its order, until there is nothing left or the connection is gone. A step leaves the queue when the
 * server has done it or keeps it as a conflict, never else. After a refusal the later steps on the same return are not
 * tried: they were made believing in the first.
 * @param onTold after each step that is off the list
 */
export async function sendAll(
  store: QueueStore,
  road: Road,
  owner: string,
  onTold: (told: Told) => void = () => undefined,
): Promise<Told> {
  const told: Told = { done: [], conflicts: [] };
  for (;;) {
    const steps = (await store.all()).filter((step) => step.owner === owner);
    const [step] = steps;
    if (!step) return told;
    const answer = await tell(store, road, step);
    if (answer.outcome === 'later') return told;
    if (answer.outcome === 'refused' && !step.refusal) {
      // First it is written down what follows, so that a crash between two steps lets no later one slip through.
      await store.change(steps.flatMap((other) => refusedWith(step, other, answer.refusal)));
      continue;
    }
    await store.remove(step);
    (answer.outcome === 'done' ? told.done : told.conflicts).push(step);
    onTold(told);
  }
}

async function tell(store: QueueStore, road: Road, step: Queued): Promise<Answer> {
  const { refusal } = step;
  if (refusal) {
    const plain = await withSentPhotos(store, road, step);
    // What a picture cannot be sent for stays named in the conflict.
    const body = 'body' in plain ? plain.body : step.body;
    if ('outcome' in plain && plain.outcome === 'later') return { outcome: 'later' };
    return (await road.report({ ...step, body }, refusal)) ? { outcome: 'refused', refusal } : { outcome: 'later' };
  }
  const ready = await withSentPhotos(store, road, step);
  return 'body' in ready ? road.send(step, ready.body) : ready;
}

const refusedWith = (first: Queued, other: Queued, refusal: Refusal): Queued[] => {
  if (other.id === first.id) return [{ ...other, refusal }];
  const follows = first.rmaId !== undefined && other.rmaId === first.rmaId && !other.refusal;
  return follows ? [{ ...other, refusal: { code: 'follows_refused' } }] : [];
};

/** The body with the server's names of its pictures; they are sent first, each of them once. */
async function withSentPhotos(
  store: QueueStore,
  road: Road,
  { body }: Queued,
): Promise<{ body: Queued['body'] } | Exclude<Answer, { outcome: 'done' }>> {
  const names = new Map<unknown, string>();
  for (const id of localPhotosIn(body)) {
    const photo = await store.photo(id);
    if (!photo) return { outcome: 'refused', refusal: { code: 'file_not_found' } };
    if (photo.sentAs === undefined) {
      const sent = await road.upload(photo.blob);
      if (sent.outcome !== 'done') return sent;
      await store.keepPhoto({ ...photo, sentAs: sent.id });
      names.set(id, sent.id);
    } else names.set(id, photo.sentAs);
  }
  if (names.size === 0) return { body };
  return { body: Object.fromEntries(Object.entries(body).map(([name, part]) => [name, renamed(part, names)])) };
}

function renamed(part: unknown, names: ReadonlyMap<unknown, string>): unknown {
  if (Array.isArray(part)) return part.map((each) => renamed(each, names));
  if (typeof part !== 'object' || part === null) return names.get(part) ?? part;
  return Object.fromEntries(Object.entries(part).map(([name, each]) => [name, renamed(each, names)]));
}
