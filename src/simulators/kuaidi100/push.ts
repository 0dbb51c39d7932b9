import { finalStates } from './codes.ts';
import type { ParcelRecord, Scan, SubscriptionRecord } from './parcel-book.ts';
import { pushSign } from './signature.ts';
import { trackingResult } from './tracking.ts';
import type { PushParam } from './wire.ts';
import type { Kuaidi100World } from './world.ts';

type PushOutcome = 'accepted' | 'not_accepted' | 'not_subscribed';

export type Pusher = {
  /** Sends every push whose time has come, repeats included. */
  pushDue(): Promise<void>;
  /** Sends the history of one waybill now, asked for or not. */
  push(num: string): Promise<PushOutcome>;
};

const repeats = 3;
const day = 86_400_000;

export function pusher(world: Kuaidi100World): Pusher {
  const { book, clock } = world;
  const underway = new Map<string, Promise<PushOutcome>>();

  /** One push per waybill at a time: two at once could overtake each other without any fault being switched on. */
  const push = async (num: string): Promise<PushOutcome> => {
    while (underway.has(num)) await underway.get(num);
    const subscriber = liveOne(world, num);
    if (!subscriber) return 'not_subscribed';
    const sending = send(world, subscriber, book.parcel(num)).finally(() => underway.delete(num));
    underway.set(num, sending);
    return sending;
  };

  const isDue = (subscriber: SubscriptionRecord): boolean => {
    const { subscription, nextAttemptAt, scansTold } = subscriber;
    if (underway.has(subscription.num) || clock.now() < nextAttemptAt) return false;
    const record = parcelFor(subscriber, book.parcel(subscription.num));
    return (record?.scans.length ?? 0) > scansTold || staleReason(world, subscriber, record) !== undefined;
  };
  return {
    push,
    pushDue: async () => {
      const due = [...book.live()].filter(isDue);
      await Promise.all(due.map(({ subscription }) => push(subscription.num)));
    },
  };
}

const liveOne = ({ book }: Kuaidi100World, num: string): SubscriptionRecord | undefined => {
  const last = book.subscriptions(num).at(-1);
  return last?.endedAt === undefined ? last : undefined;
};

/** A subscription that names the wrong carrier never sees the parcel. */
const parcelFor = ({ subscription }: SubscriptionRecord, record: ParcelRecord | undefined): ParcelRecord | undefined =>
  record?.parcel.com === subscription.com ? record : undefined;

async function send(
  world: Kuaidi100World,
  subscriber: SubscriptionRecord,
  found: ParcelRecord | undefined,
): Promise<PushOutcome> {
  const { num } = subscriber.subscription;
  const { book, clock, faults, switches } = world;
  const facts = { num, com: subscriber.subscription.com };
  const record = parcelFor(subscriber, found);
  const scans = record?.scans.length ?? 0;
  const param = pushParam(world, subscriber, record);
  const forgery = faults.take(['unsigned_push', 'wrong_sign_push'], facts)?.kind;

  const accepted = await post(subscriber, param, forgery);
  if (faults.take(['duplicate_push'], facts)) await post(subscriber, param, forgery);
  if (record && scans > 1 && faults.take(['out_of_order_push'], facts)) {
    await post(subscriber, historyParam(subscriber, record, record.scans.slice(0, -1)), forgery);
  }

  if (accepted) book.record({ type: 'push_accepted', num, scans });
  else if (subscriber.attempts < repeats) {
    book.record({ type: 'push_failed', num, next_attempt_at: clock.now() + switches.pushRepeatDelayMs });
    return 'not_accepted';
  } else book.record({ type: 'push_given_up', num, scans });
  if (param.status !== 'polling') book.record({ type: 'subscription_ended', num, at: clock.now() });
  return accepted ? 'accepted' : 'not_accepted';
}

function pushParam(world: Kuaidi100World, subscriber: SubscriptionRecord, record: ParcelRecord | undefined): PushParam {
  const { com, num } = subscriber.subscription;
  const history = historyParam(subscriber, record, record?.scans ?? []);
  const fault = world.faults.take(['abort', 'carrier_changed'], { num, com });
  if (fault?.kind === 'carrier_changed') {
    const comNew = fault.comNew ?? 'zhongtong';
    return { ...history, status: 'abort', message: '快递公司识别错误', autoCheck: '1', comOld: com, comNew };
  }
  const reason = fault ? '60天无变化' : staleReason(world, subscriber, record);
  return reason === undefined ? history : { ...history, status: 'abort', billstatus: '', message: reason };
}

function historyParam(
  { subscription }: SubscriptionRecord,
  record: ParcelRecord | undefined,
  scans: readonly Scan[],
): PushParam {
  const tracked = record && trackingResult(record.parcel, scans, subscription.resultv2);
  const ended = tracked !== undefined && finalStates.has(tracked.state);
  return {
    status: ended ? 'shutdown' : 'polling',
    billstatus: ended ? 'check' : 'got',
    message: '',
    autoCheck: '0',
    comOld: '',
    comNew: '',
    lastResult: tracked ?? {},
  };
}

/** The vendor gives up on numbers that never appear and on parcels that have stopped moving. */
function staleReason(
  { clock }: Kuaidi100World,
  { subscription }: SubscriptionRecord,
  record: ParcelRecord | undefined,
): string | undefined {
  const last = record?.scans.at(-1);
  if (!last) return clock.now() - subscription.subscribed_at > 3 * day ? '3天查询无记录' : undefined;
  return clock.now() - Math.max(last.at, subscription.subscribed_at) > 60 * day ? '60天无变化' : undefined;
}

/** Accepted means `{"result":true}`; every other answer, and none, is repeated. */
async function post(
  { subscription }: SubscriptionRecord,
  push: PushParam,
  forgery: string | undefined,
): Promise<boolean> {
  const param = JSON.stringify(push);
  const form = new URLSearchParams({ param });
  if (subscription.salt !== undefined && forgery !== 'unsigned_push') {
    form.set('sign', pushSign(param, forgery === 'wrong_sign_push' ? `${subscription.salt}?` : subscription.salt));
  }
  try {
    const response = await fetch(subscription.callbackurl, {
      method: 'POST',
      body: form,
      signal: AbortSignal.timeout(5_000),
    });
    const answer: unknown = await response.json();
    return typeof answer === 'object' && answer !== null && 'result' in answer && answer.result === true;
  } catch {
    return false;
  }
}
