import { me } from '../../../../contract/people.ts';
import { plusHours } from '../../../../domain/time.ts';
import { call, problemOf } from '../../../ui/api.ts';
import { now } from '../../../ui/clock.ts';
import { dropStrayPhotos, keepAgain, queueStore } from './local-store.ts';
import { ownerOf } from './owner.ts';
import { caseOf, type Queued, sendAll, sendable } from './queue.ts';
import { httpRoad } from './road.ts';
import { refreshSnapshot } from './snapshot.ts';

/** What a screen says about work that the server has not heard of. */
export type Unsent = {
  mine: readonly Queued[];
  /** Of other people at this device: they are sent when those sign in again. */
  others: number;
  sending: boolean;
  /** The server wants somebody to sign in first. */
  signedOut: boolean;
};

type News = { merged: number; conflicts: number };
const LOCK = 'guilai-receiving';
const RETRY_MS = 20_000;
const REFRESH_MS = 5 * 60_000;
const A_SHIFT_HOURS = 12;

let owner: string | undefined;
let state: Unsent = { mine: [], others: 0, sending: false, signedOut: false };
const listeners = new Set<() => void>();
const newsTakers = new Set<(news: News) => void>();
const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(LOCK);

const tell = (change: Partial<Unsent>): void => {
  state = { ...state, ...change };
  for (const listener of listeners) listener();
};

async function recount(): Promise<void> {
  const steps = await queueStore.all().catch(() => []);
  const mine = steps.filter((step) => step.owner === owner);
  tell({ mine, others: steps.length - mine.length });
}

export const unsentNow = (): Unsent => state;
export function watchUnsent(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
/** Told when steps were merged or became conflicts. */
export function watchNews(taker: (news: News) => void): () => void {
  newsTakers.add(taker);
  return () => newsTakers.delete(taker);
}

/** How many steps of anybody wait on this device. */
export const countUnsent = async (): Promise<number> => (await queueStore.all().catch(() => [])).length;

/** Keeps a step on the device and sends it as soon as that is possible. */
export async function enqueue(step: Omit<Queued, 'seq' | 'owner' | 'pressedAt'>): Promise<void> {
  if (owner === undefined) throw new Error('a step of nobody');
  await queueStore.add({ ...step, owner, pressedAt: now() });
  await recount();
  channel?.postMessage('changed');
  void send();
}

let running = false;

/** Sends what waits. One tab of the browser at a time does it, so that the order holds. */
export async function send(): Promise<void> {
  const who = owner;
  if (running || who === undefined || !navigator.onLine) return;
  running = true;
  try {
    if (navigator.locks) {
      await navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
        if (lock) await sendAs(who);
      });
    } else await sendAs(who);
  } finally {
    running = false;
    await recount();
  }
}

/** Lets steps be tried at once that stand aside: those of one return or parcel, or all of them. */
export async function tryAgain(step?: Queued): Promise<void> {
  const aside = (await queueStore.all()).filter(
    (each) => each.owner === owner && each.stuck && (!step || caseOf(each) === caseOf(step)),
  );
  await queueStore.change(aside.map(({ stuck: _, ...each }) => each));
  await send();
}

async function sendAs(who: string): Promise<void> {
  await recount();
  if (sendable(state.mine, now()).length === 0) return;
  tell({ sending: true, signedOut: false });
  // Another may have signed in since, here or in another tab: a step bears the name of who pressed it, or is not sent.
  const isThere = await call(me, {}).then(
    (session) => (ownerOf(session) === who ? 'yes' : 'gone'),
    (error: unknown) => (problemOf(error).status === 401 ? 'gone' : 'unknown'),
  );
  if (isThere !== 'yes') return tell({ sending: false, signedOut: isThere === 'gone' });
  const road = httpRoad(() => tell({ signedOut: true }));
  const { done, conflicts } = await sendAll(queueStore, road, who, now, () => void recount());
  tell({ sending: false });
  channel?.postMessage('changed');
  if (done.length + conflicts.length === 0) return;
  for (const taker of newsTakers) taker({ merged: done.length, conflicts: conflicts.length });
  await refresh(who);
}

async function refresh(who: string): Promise<void> {
  if (!navigator.onLine) return;
  // Whatever goes wrong, the device keeps what it had: it says how old that is.
  await refreshSnapshot(who).catch(() => undefined);
}

/**
 * Begins to send what waits and to keep what is awaited on the device.
 * @param who merchant and person
 */
export function startSync(who: string): () => void {
  owner = who;
  keepAgain();
  const onChange = () => void recount();
  const onOnline = () =>
    void tryAgain()
      .catch(() => undefined)
      .then(() => refresh(who));
  const retry = setInterval(() => void send(), RETRY_MS);
  const renew = setInterval(() => void refresh(who), REFRESH_MS);
  window.addEventListener('online', onOnline);
  channel?.addEventListener('message', onChange);
  // What waits is shown also where nothing can be sent.
  onChange();
  void dropStrayPhotos(plusHours(now(), -A_SHIFT_HOURS)).catch(() => undefined);
  onOnline();
  return () => {
    if (owner === who) owner = undefined;
    clearInterval(retry);
    clearInterval(renew);
    window.removeEventListener('online', onOnline);
    channel?.removeEventListener('message', onChange);
  };
}
