import { type Instant, plusMs, toMs } from '../../../../domain/time.ts';

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
  /** Why it could not be sent, though the server was there: it and what follows it stand aside, the rest goes on. */
  stuck?: Stuck;
};
/** After {@link MOST_TRIES} nothing is tried by itself any more: a person does. */
export type Stuck = { problem: Refusal; tries: number; nextAt: Instant };
export type Refusal = { code: string; [fact: string]: unknown };

/** A picture that was taken without a connection, and its name at the server once it is there. */
export type KeptPhoto = { id: string; blob: Blob; sentAs?: string; keptAt?: Instant };

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
  /** The server failed over this step, or the device did: that says nothing about the others. */
  | { outcome: 'stuck'; problem: Refusal }
  /** Whatever stands before the server says that it is away. Others are not asked now, and this step is not the first next time. */
  | { outcome: 'busy'; problem: Refusal }
  /** No connection, a busy server, or nobody signed in: later. */
  | { outcome: 'later' };

/** The way to the server. None of these throws. */
export type Road = {
  send(step: Queued, body: Queued['body']): Promise<Answer>;
  upload(blob: Blob): Promise<{ outcome: 'done'; id: string } | Exclude<Answer, { outcome: 'done' }>>;
  /** Makes a task of a refused step. */
  report(step: Queued, refusal: Refusal): Promise<Exclude<Answer, { outcome: 'refused' }>>;
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

export const MOST_TRIES = 6;
const FIRST_WAIT_MS = 20_000;

/** What a step rests on: those before it on the same return, or at the same parcel. */
export const caseOf = ({ rmaId, waybill, id }: Queued): string => rmaId ?? waybill ?? id;

/** Whether a step stands aside now. */
export const isAside = ({ stuck }: Queued, now: Instant): boolean =>
  stuck !== undefined && (stuck.tries >= MOST_TRIES || toMs(stuck.nextAt) > toMs(now));

/** Those whose turn it is, in their order: what rests on a step that stands aside waits with it. */
export function sendable(steps: readonly Queued[], now: Instant): Queued[] {
  const aside = new Set(steps.filter((step) => isAside(step, now)).map(caseOf));
  return steps.filter((step) => !aside.has(caseOf(step)));
}

/** Each try waits twice as long as the one before. */
function stuckAgain({ stuck }: Queued, { problem, outcome }: Failed, now: Instant): Stuck {
  const before = stuck?.tries ?? 0;
  // A server that is away comes back, however long it takes.
  const tries = outcome === 'busy' ? Math.min(before + 1, MOST_TRIES - 1) : before + 1;
  return { problem, tries, nextAt: plusMs(now, FIRST_WAIT_MS * 2 ** Math.min(before, MOST_TRIES)) };
}
type Failed = Extract<Answer, { outcome: 'stuck' | 'busy' }>;

/**
 * Sends what waits, in its order, until there is nothing left or the connection is gone. A step leaves the queue when the
 * server has done it or keeps it as a conflict, never else. After a refusal the later steps on the same return are not
 * tried: they were made believing in the first. A step over which the server or the device fails stands aside with what
 * rests on it, for longer each time, and the others go on.
 * @param onTold after each step that is off the list
 */
export async function sendAll(
  store: QueueStore,
  road: Road,
  owner: string,
  now: () => Instant,
  onTold: (told: Told) => void = () => undefined,
): Promise<Told> {
  const told: Told = { done: [], conflicts: [] };
  for (;;) {
    const steps = (await store.all()).filter((step) => step.owner === owner);
    const [step] = sendable(steps, now());
    if (!step) return told;
    const answer = await tell(store, road, step).catch(
      (error: unknown): Answer => ({ outcome: 'stuck', problem: failedHere(error) }),
    );
    if (answer.outcome === 'later') return told;
    if (answer.outcome === 'stuck' || answer.outcome === 'busy') {
      await store.change([{ ...step, stuck: stuckAgain(step, answer, now()) }]);
      onTold(told);
      if (answer.outcome === 'busy') return told;
      continue;
    }
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

/** What this device could not do itself. */
export const failedHere = (error: unknown): Refusal => ({
  code: 'device_failed',
  text: error instanceof Error ? error.message : String(error),
});

async function tell(store: QueueStore, road: Road, step: Queued): Promise<Answer> {
  const { refusal } = step;
  if (refusal) {
    const plain = await withSentPhotos(store, road, step);
    // What a picture cannot be sent for stays named in the conflict.
    const body = 'body' in plain ? plain.body : step.body;
    if ('outcome' in plain && plain.outcome !== 'refused') return plain;
    const answer = await road.report({ ...step, body }, refusal);
    return answer.outcome === 'done' ? { outcome: 'refused', refusal } : answer;
  }
  const ready = await withSentPhotos(store, road, step);
  return 'body' in ready ? road.send(step, ready.body) : ready;
}

const refusedWith = (first: Queued, other: Queued, refusal: Refusal): Queued[] => {
  const { stuck: _, ...plain } = other;
  if (other.id === first.id) return [{ ...plain, refusal }];
  const follows = first.rmaId !== undefined && other.rmaId === first.rmaId && !other.refusal;
  return follows ? [{ ...plain, refusal: { code: 'follows_refused' } }] : [];
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
