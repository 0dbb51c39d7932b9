import type { CourierNews } from '../../connectors/courier/port.ts';
import { never } from '../../domain/assert.ts';
import type { MerchantId } from '../../domain/ids.ts';
import { plusMs } from '../../domain/time.ts';
import type { App } from '../app.ts';
import { messageOf } from '../cannot-start.ts';
import {
  callApplier,
  nextRetry,
  type PushName,
  pushFailed,
  settlePushes,
  type WaitingPush,
  waitingPushes,
} from './push-store.ts';
import { applyNews } from './tracking.ts';

const BATCH = 200;
/** Parcels that are worked on at the same time. */
const AT_ONCE = 6;
const MOST_ATTEMPTS = 5;
const RETRY_MS = 15_000;

type Outcome = 'applied' | 'nobodys' | 'failed';
type Applied = { outcome: Outcome; reason: string | null };

/**
 * Takes over what courier services have pushed, in the order in which it came; parcels do not wait for one another. What
 * fails is tried again later, and left for a person in the end. News of a parcel that nobody knows is forgotten, so that the
 * same news counts when it comes again and somebody does.
 */
export async function applyPushes(app: App, merchantId: MerchantId): Promise<void> {
  for (;;) {
    const pushes = await waitingPushes(app, merchantId, BATCH);
    if (pushes.length === 0) break;
    const outcomes = await applyAll(app, merchantId, pushes);
    const those = (outcome: Outcome): PushName[] =>
      pushes.filter((push) => outcomes.get(push) === outcome).map(({ vendor, documentId }) => ({ vendor, documentId }));
    await settlePushes(app, merchantId, { applied: those('applied'), forgotten: those('nobodys') });
  }
  const runAt = await nextRetry(app, merchantId);
  if (runAt) await app.db.inMerchant(merchantId, (tx) => callApplier(app, tx, merchantId, runAt));
}

async function applyAll(app: App, merchantId: MerchantId, pushes: readonly WaitingPush[]) {
  const outcomes = new Map<WaitingPush, Outcome>();
  // One iterator for all workers: each takes the next group that nobody has.
  const groups = byParcel(pushes).values();
  const work = async () => {
    for (const group of groups)
      for (const push of group) outcomes.set(push, (await applyPush(app, merchantId, push)).outcome);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return outcomes;
}

export async function applyPush(app: App, merchantId: MerchantId, push: WaitingPush): Promise<Applied> {
  const { vendor, content, attempts } = push;
  try {
    let isKnown = false;
    const { news, pickup } = 'news' in content ? content : { news: [], pickup: undefined };
    for (const one of news) isKnown = (await applyNews(app, merchantId, vendor, one, pickup)) || isKnown;
    return { outcome: isKnown ? 'applied' : 'nobodys', reason: null };
  } catch (error) {
    app.log.warn({ merchantId, vendor, error }, 'a push could not be taken over');
    const isLast = attempts + 1 >= MOST_ATTEMPTS;
    const retryAt = isLast ? null : plusMs(app.clock.now(), RETRY_MS * 4 ** attempts);
    const reason = messageOf(error);
    await pushFailed(app, merchantId, push, { reason, retryAt });
    return { outcome: 'failed', reason };
  }
}

/** Pushes that speak of one parcel stay together and in order. One that speaks of several ties those of all of them. */
function byParcel(pushes: readonly WaitingPush[]): WaitingPush[][] {
  const groups = new Map<string, Set<WaitingPush>>();
  for (const push of pushes) {
    const names = 'news' in push.content ? push.content.news.map(parcelOf) : [];
    const joined = new Set(names.flatMap((name) => [...(groups.get(name) ?? [])]));
    joined.add(push);
    for (const each of joined) for (const name of namesOf(each)) groups.set(name, joined);
  }
  return [...new Set(groups.values())].map((group) => pushes.filter((push) => group.has(push)));
}

const namesOf = ({ content }: WaitingPush): string[] => ('news' in content ? content.news.map(parcelOf) : []);

function parcelOf(news: CourierNews): string {
  switch (news.kind) {
    case 'tracking':
      return news.tracking.waybill;
    case 'intercept':
      return news.waybill;
    case 'pickup':
      return news.waybill ?? news.bookingId ?? news.reference ?? '';
    default:
      return never(news);
  }
}
