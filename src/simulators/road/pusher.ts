import type { Road } from './road.ts';
import type { Happening, Subscriber, Topic } from './road-book.ts';

export type PushOutcome = 'accepted' | 'not_accepted' | 'not_subscribed';

/** What one delivery looks like on the wire, and whether an answer accepts it. */
export type PushForm = {
  /**
   * The happenings to tell: all of them with `whole`, otherwise only those that are new. `forgery`: without its proof, or
   * with a wrong one.
   */
  compose(
    subscriber: Subscriber,
    happenings: readonly Happening[],
    forgery: 'unsigned_push' | 'wrong_sign_push' | undefined,
  ): { url: string; contentType: string; body: string };
  whole: boolean;
  accepts(answer: unknown): boolean;
};

export type Pusher = {
  /** Sends every push whose time has come, repeats included. */
  pushDue(): Promise<void>;
  /** Tells of one thing now. */
  push(topic: Topic): Promise<PushOutcome>;
};

const repeats = 3;

export function pusher(road: Road, form: PushForm): Pusher {
  const { book, clock } = road;
  const underway = new Map<string, Promise<PushOutcome>>();

  /** One push per topic at a time: two at once could overtake each other without any fault being switched on. */
  const push = async (topic: Topic): Promise<PushOutcome> => {
    const key = `${topic.about}/${topic.id}`;
    while (underway.has(key)) await underway.get(key);
    const subscriber = book.subscriber(topic);
    if (!subscriber || road.switches.pushUrl === '') return 'not_subscribed';
    const sending = send(road, form, subscriber).finally(() => underway.delete(key));
    underway.set(key, sending);
    return sending;
  };
  const isDue = (one: Subscriber): boolean =>
    !underway.has(`${one.about}/${one.id}`) &&
    clock.now() >= one.nextAttemptAt &&
    book.happenings(one).length > one.told;
  return {
    push,
    pushDue: async () => {
      await Promise.all([...book.subscribers()].filter(isDue).map(push));
    },
  };
}

async function send(road: Road, form: PushForm, subscriber: Subscriber): Promise<PushOutcome> {
  const { book, clock, faults, switches } = road;
  const { about, id, told, attempts } = subscriber;
  const happenings = book.happenings(subscriber);
  const facts = { about, id };
  const forgery = faults.take(['unsigned_push', 'wrong_sign_push'], facts)?.kind;
  const kind = forgery === 'unsigned_push' || forgery === 'wrong_sign_push' ? forgery : undefined;
  const tell = (what: readonly Happening[]): Promise<boolean> => post(form, form.compose(subscriber, what, kind));

  const fresh = form.whole ? happenings : happenings.slice(told);
  const repeated = faults.take(['duplicate_push'], facts) !== undefined;
  const overtaken = happenings.length > 1 && faults.take(['out_of_order_push'], facts) !== undefined;
  const accepted = await tell(fresh);
  if (repeated) await tell(fresh);
  // What had been told before comes once more, after the news.
  if (overtaken) await tell(form.whole ? happenings.slice(0, -1) : happenings.slice(-2, -1));

  if (accepted || attempts >= repeats) book.record({ type: 'told', about, id, count: happenings.length });
  else book.record({ type: 'not_told', about, id, nextAttemptAt: clock.now() + switches.pushRepeatDelayMs });
  return accepted ? 'accepted' : 'not_accepted';
}

async function post(form: PushForm, { url, contentType, body }: ReturnType<PushForm['compose']>): Promise<boolean> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': contentType },
      body,
      signal: AbortSignal.timeout(5_000),
    });
    return form.accepts(await response.json());
  } catch {
    return false;
  }
}
