import type { Push } from './book.ts';
import { faultStages } from './fault-kinds.ts';
import { tellTest } from './messages.ts';
import { pushSign } from './signature.ts';
import type { DouyinWorld } from './world.ts';

export type Pusher = {
  /** Sends every message whose time has come, several in one call, repetitions included. */
  pushDue(): Promise<void>;
  /** Sends the test of the connection. */
  pushTest(): Promise<void>;
};

const mostInOneCall = 10;

export function pusher(world: DouyinWorld): Pusher {
  let underway: Promise<void> | undefined;
  const pushDue = (): Promise<void> => {
    // One call at a time: two at once could overtake each other without any fault being switched on.
    underway ??= sendDue(world).finally(() => {
      underway = undefined;
    });
    return underway;
  };
  return {
    pushDue,
    pushTest: async () => {
      await underway;
      tellTest(world);
      await pushDue();
    },
  };
}

async function sendDue(world: DouyinWorld): Promise<void> {
  const { book, clock } = world;
  for (;;) {
    const url = book.pushAddress();
    const due = [...book.waiting]
      .flatMap((id) => book.pushes.get(id) ?? [])
      .filter(({ next_attempt_at: at }) => at <= clock.now())
      .slice(0, mostInOneCall);
    if (url === null || due.length === 0) return;
    const accepted = await send(world, url, due);
    for (const push of due) settle(world, push, accepted);
  }
}

function settle({ book, clock, switches }: DouyinWorld, push: Push, accepted: boolean): void {
  const attempts = push.attempts + 1;
  const state = accepted ? 'accepted' : attempts > switches.pushRepeats ? 'given_up' : 'waiting';
  const next_attempt_at = clock.now() + switches.pushRepeatDelayMs;
  book.record({ type: 'push_changed', msg_id: push.msg_id, changes: { attempts, state, next_attempt_at } });
}

async function send(world: DouyinWorld, url: string, due: readonly Push[]): Promise<boolean> {
  const fault = world.faults.take(faultStages.push, { tag: due[0]?.tag })?.kind;
  if (fault === 'lost_push') return false;
  const sent = fault === 'out_of_order_push' ? due.toReversed() : due;
  const body = JSON.stringify(sent.map(({ tag, msg_id, data }) => ({ tag, msg_id, data })));
  const [[appKey, secret] = ['', '']] = [...world.apps];
  const sign = pushSign(appKey, body, fault === 'wrong_sign_push' ? `${secret}?` : secret);
  // A proxy on the way that reads and writes JSON: the same content in other bytes.
  const arriving = fault === 'reserialised_push' ? JSON.stringify(JSON.parse(body), null, 1) : body;
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'app-id': appKey,
    ...(fault === 'unsigned_push' ? {} : { 'event-sign': sign }),
  };
  const accepted = await post(url, headers, arriving);
  if (fault === 'duplicate_push') await post(url, headers, arriving);
  return accepted;
}

/** Accepted means code 0; every other answer, and none, is repeated. */
async function post(url: string, headers: Record<string, string>, body: string): Promise<boolean> {
  try {
    const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(5_000) });
    const answer: unknown = await response.json();
    return response.ok && typeof answer === 'object' && answer !== null && 'code' in answer && answer.code === 0;
  } catch {
    return false;
  }
}
