import { sql } from 'kysely';
import type { MerchantId } from '../../domain/ids.ts';
import { dueAt } from '../../domain/notices/timing.ts';
import { plusHours } from '../../domain/time.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { type NoticeChannel, timeZoneOf } from './channel-store.ts';
import { enqueueDeliveries, leading } from './outbox.ts';

/** Lets what waits on a channel be tried by its settings of now: what was held is held anew, what failed goes at once. */
export async function wakeChannel(
  app: Pick<App, 'clock' | 'enqueue'>,
  tx: Tx,
  merchantId: MerchantId,
  { id: channelId, plan }: Pick<NoticeChannel, 'id' | 'plan'>,
): Promise<void> {
  const now = app.clock.now();
  const timeZone = await timeZoneOf(tx, merchantId);
  const waiting = (await leading(tx, merchantId, channelId)).map(({ notice, held, attempts, carriedBy }) => {
    const isNew = attempts === 0 && carriedBy === null;
    const nextAt = isNew && held ? dueAt(plan, notice.severity, now, timeZone) : now;
    return { id: notice.id, nextAt, isNew };
  });
  if (waiting.length === 0) return;
  await sql`update notice_delivery d set next_at = w.next_at, due_at = case when w.is_new then w.next_at else d.due_at end
    from unnest(${waiting.map(({ id }) => id)}::text[], ${waiting.map(({ nextAt }) => nextAt)}::timestamptz[],
      ${waiting.map(({ isNew }) => isNew)}::boolean[]) as w(id, next_at, is_new)
    where d.merchant_id = ${merchantId} and d.channel_id = ${channelId} and d.notice_id = w.id and d.state = 'waiting'`.execute(
    tx,
  );
  const jobs = waiting.map(({ id, nextAt }) => ({ channelId, noticeId: id, runAt: nextAt }));
  await enqueueDeliveries(app, tx, merchantId, jobs);
}

const MOST_HOURS = 24;

/** What fell due more than a day ago, while the channel was paused, is old news. */
export async function dropOldNews(
  app: Pick<App, 'clock'>,
  tx: Tx,
  merchantId: MerchantId,
  channelId: string,
): Promise<void> {
  const now = app.clock.now();
  await sql`update notice_delivery set state = 'given_up', settled_at = ${now}, cause = 'paused'
    where merchant_id = ${merchantId} and channel_id = ${channelId} and state = 'waiting'
      and due_at < ${plusHours(now, -MOST_HOURS)}`.execute(tx);
}
