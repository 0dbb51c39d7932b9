import { sql } from 'kysely';
import { GONE, type NoticeOutcome, type NoticePort } from '../../connectors/notice/port.ts';
import type { MerchantId } from '../../domain/ids.ts';
import { digestOf, fillDigests } from '../../domain/notices/digest.ts';
import type { NoticeChannelId, NoticeId, TimedNotice } from '../../domain/notices/notice.ts';
import { isTooLate, mayGoAt, pauseAfter } from '../../domain/notices/timing.ts';
import { type Instant, plusMs } from '../../domain/time.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { answerSentence } from './answer-sentence.ts';
import { lockChannel, type NoticeChannel, noteAnswer, portOf, timeZoneOf } from './channel-store.ts';
import * as outbox from './outbox.ts';

export type SendNotice = { merchantId: MerchantId; channelId: NoticeChannelId; noticeId: NoticeId };

/** A message that is about to leave: the notices it is made of, the first of which carries the others. */
type Leaving = { port: NoticePort; message: TimedNotice; ids: NoticeId[]; dueAt: Instant; attempts: number };

const MINUTE_MS = 60_000;

/**
 * Sends what a delivery is part of, once. It may be sent again after a crash between the call and its record: then under
 * the same id, which tells receivers that can tell.
 */
export async function sendNotice(app: App, job: SendNotice): Promise<void> {
  const leaving = await app.db.inMerchant(job.merchantId, (tx) => takeUp(app, tx, job));
  if (!leaving) return;
  const outcome = await leaving.port.send(leaving.message);
  await app.db.inMerchant(job.merchantId, (tx) => settle(app, tx, job, leaving, outcome));
}

async function takeUp(app: App, tx: Tx, job: SendNotice): Promise<Leaving | undefined> {
  const { merchantId, channelId, noticeId } = job;
  const channel = await lockChannel(tx, merchantId, channelId);
  const delivery = await outbox.findWaiting(tx, merchantId, channelId, noticeId);
  // What waits on a paused channel is taken up when it goes on.
  if (!channel || channel.paused || !delivery) return undefined;
  // The job of the one that carries it speaks for both.
  if (delivery.carriedBy && delivery.carriedBy !== noticeId) return undefined;
  const now = app.clock.now();
  if (delivery.attempts > 0 && isTooLate(delivery.dueAt, now)) {
    const ids = await idsWith(tx, job, delivery.carriedBy);
    await outbox.record(tx, merchantId, channelId, ids, {
      kind: 'settled',
      state: 'given_up',
      at: now,
      cause: await lastCause(tx, job),
    });
    return undefined;
  }
  const port = portOf(app, merchantId, channel);
  const goesAt = await nextChance(tx, merchantId, channel, port, delivery.notice, now);
  if (goesAt > now) {
    await postpone(app, tx, job, await idsWith(tx, job, delivery.carriedBy), goesAt, null);
    return undefined;
  }
  const members = await gather(app, tx, job, channel, port, delivery, now);
  const [first, ...more] = members;
  if (!first) return undefined;
  const ids = members.map(({ notice }) => notice.id);
  await outbox.record(tx, merchantId, channelId, ids, { kind: 'attempt', at: now });
  const message =
    more.length === 0
      ? first.notice
      : digestOf([first.notice, ...more.map(({ notice }) => notice)], `${app.config.publicUrl}/queue`);
  return { port, message, ids, dueAt: first.dueAt, attempts: first.attempts + 1 };
}

/** The quiet hours, a limit that the other side has named, and the one that is known of it. */
async function nextChance(
  tx: Tx,
  merchantId: MerchantId,
  channel: NoticeChannel,
  { capabilities: { perMinute } }: NoticePort,
  { severity }: TimedNotice,
  now: Instant,
): Promise<Instant> {
  if (channel.throttledUntil && channel.throttledUntil > now) return channel.throttledUntil;
  if (perMinute !== undefined) {
    const since = plusMs(now, -MINUTE_MS);
    const oldest = await outbox.roomAt(tx, merchantId, channel.id, { perMinute, since });
    if (oldest) return plusMs(oldest, MINUTE_MS);
  }
  return mayGoAt(channel.plan, severity, now, await timeZoneOf(tx, merchantId));
}

/** The notices of the message that this delivery's job speaks for; none where another one carries it. */
async function gather(
  app: App,
  tx: Tx,
  job: SendNotice,
  channel: NoticeChannel,
  port: NoticePort,
  delivery: outbox.Delivery,
  now: Instant,
): Promise<outbox.Delivery[]> {
  const { merchantId, channelId, noticeId } = job;
  if (delivery.carriedBy) return outbox.carriedWith(tx, merchantId, channelId, noticeId);
  if (!delivery.held || !channel.plan.digestAt) return [delivery];
  const due = await outbox.dueForDigest(tx, merchantId, channelId, now);
  const messages = fillDigests(
    due.map(({ notice }) => notice),
    port.capabilities.maxBytes,
  );
  await outbox.carry(tx, merchantId, channelId, messages);
  const others = messages.flatMap(([leader]) => (leader && leader.id !== noticeId ? [leader.id] : []));
  await outbox.enqueueDeliveries(
    app,
    tx,
    merchantId,
    others.map((id) => ({ channelId, noticeId: id, runAt: now })),
  );
  const left = await outbox.findWaiting(tx, merchantId, channelId, noticeId);
  if (left?.carriedBy === null) {
    // Too many at once, or another clock than ours has started this job: it comes again.
    const runAt = plusMs(now, MINUTE_MS);
    await outbox.enqueueDeliveries(app, tx, merchantId, [{ channelId, noticeId, runAt }]);
  }
  return outbox.carriedWith(tx, merchantId, channelId, noticeId);
}

async function idsWith(tx: Tx, { merchantId, channelId, noticeId }: SendNotice, carriedBy: NoticeId | null) {
  if (carriedBy !== noticeId) return [noticeId];
  return (await outbox.carriedWith(tx, merchantId, channelId, noticeId)).map(({ notice }) => notice.id);
}

async function lastCause(tx: Tx, { merchantId, channelId, noticeId }: SendNotice): Promise<string | null> {
  const { rows } = await sql<{ cause: string | null }>`select cause from notice_delivery
    where merchant_id = ${merchantId} and channel_id = ${channelId} and notice_id = ${noticeId}`.execute(tx);
  return rows[0]?.cause ?? null;
}

async function postpone(
  app: App,
  tx: Tx,
  job: SendNotice,
  ids: readonly NoticeId[],
  nextAt: Instant,
  cause: string | null,
) {
  const { merchantId, channelId, noticeId } = job;
  await outbox.record(tx, merchantId, channelId, ids, { kind: 'later', nextAt, cause });
  await outbox.enqueueDeliveries(app, tx, merchantId, [{ channelId, noticeId, runAt: nextAt }]);
}

async function settle(app: App, tx: Tx, job: SendNotice, leaving: Leaving, outcome: NoticeOutcome): Promise<void> {
  const { merchantId, channelId } = job;
  const { ids, dueAt, attempts } = leaving;
  // First, as whoever changes a channel and wakes what waits on it does.
  await lockChannel(tx, merchantId, channelId);
  const now = app.clock.now();
  const done = (state: outbox.Settled, cause: string | null) =>
    outbox.record(tx, merchantId, channelId, ids, { kind: 'settled', state, at: now, cause });
  if (outcome.kind === 'sent') {
    await done('sent', outcome.remark ?? null);
    return noteAnswer(tx, merchantId, channelId, { at: now, error: null });
  }
  const cause = answerSentence(outcome);
  if (outcome.kind === 'throttled') {
    const until = plusMs(now, outcome.retryAfterMs);
    await sql`update notice_channel set throttled_until = ${until}
      where merchant_id = ${merchantId} and channel_id = ${channelId}`.execute(tx);
    return postpone(app, tx, job, ids, until, cause);
  }
  await noteAnswer(tx, merchantId, channelId, { at: now, error: cause });
  if (outcome.kind === 'rejected' && !outcome.retryable) {
    await done('rejected', cause);
    if (outcome.code === GONE)
      await sql`update notice_channel set paused = true
        where merchant_id = ${merchantId} and channel_id = ${channelId}`.execute(tx);
    return;
  }
  const nextAt = plusMs(now, pauseAfter(attempts));
  if (isTooLate(dueAt, nextAt)) return done('given_up', cause);
  return postpone(app, tx, job, ids, nextAt, cause);
}
