import { type RawBuilder, sql } from 'kysely';
import type { MerchantId } from '../../domain/ids.ts';
import type { NoticeChannelId, NoticeId, Severity, TimedNotice } from '../../domain/notices/notice.ts';
import type { Instant } from '../../domain/time.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';

export type Delivery = {
  notice: TimedNotice;
  held: boolean;
  dueAt: Instant;
  carriedBy: NoticeId | null;
  attempts: number;
};

type Row = Omit<TimedNotice, 'at'> & Omit<Delivery, 'notice'> & { at: Instant };

/** What still waits on a channel, in the order in which it was given. */
async function waiting(
  tx: Tx,
  merchantId: MerchantId,
  channelId: string,
  condition: RawBuilder<unknown>,
  most: number | null = MOST_AT_ONCE,
) {
  const { rows } = await sql<Row>`select n.notice_id as id, n.title, n.lines, n.url, n.severity, n.language,
      n.created_at as at, d.held, d.due_at as "dueAt", d.carried_by as "carriedBy", d.attempts
    from notice_delivery d join notice n on n.merchant_id = d.merchant_id and n.notice_id = d.notice_id
    where d.merchant_id = ${merchantId} and d.channel_id = ${channelId} and d.state = 'waiting' and ${condition}
    order by d.due_at, d.notice_id limit ${most}::int`.execute(tx);
  return rows.map(
    ({ held, dueAt, carriedBy, attempts, ...notice }): Delivery => ({
      notice,
      held,
      dueAt,
      carriedBy,
      attempts,
    }),
  );
}

const MOST_AT_ONCE = 500;

export const findWaiting = async (tx: Tx, merchantId: MerchantId, channelId: string, noticeId: string) =>
  (await waiting(tx, merchantId, channelId, sql`d.notice_id = ${noticeId}`))[0];

/** What a digest may take up now. */
export const dueForDigest = (tx: Tx, merchantId: MerchantId, channelId: string, now: Instant) =>
  waiting(tx, merchantId, channelId, sql`d.held and d.carried_by is null and d.due_at <= ${now}`);

/** The notices of one digest. */
export const carriedWith = (tx: Tx, merchantId: MerchantId, channelId: string, leader: NoticeId) =>
  waiting(tx, merchantId, channelId, sql`d.carried_by = ${leader}`);

/** Those that a job speaks for: the carried ones go with their leader. */
export const leading = (tx: Tx, merchantId: MerchantId, channelId: string) =>
  waiting(tx, merchantId, channelId, sql`(d.carried_by is null or d.carried_by = d.notice_id)`, null);

/** Fixes what goes together, for good. */
export async function carry(
  tx: Tx,
  merchantId: MerchantId,
  channelId: string,
  messages: readonly (readonly TimedNotice[])[],
): Promise<void> {
  const pairs = messages.flatMap((message) => message.map(({ id }) => ({ id, leader: message[0]?.id ?? id })));
  await sql`update notice_delivery d set carried_by = p.leader
    from unnest(${pairs.map(({ id }) => id)}::text[], ${pairs.map(({ leader }) => leader)}::text[]) as p(id, leader)
    where d.merchant_id = ${merchantId} and d.channel_id = ${channelId} and d.notice_id = p.id`.execute(tx);
}

export type Settled = 'sent' | 'rejected' | 'given_up';
type Change =
  | { kind: 'attempt'; at: Instant }
  | { kind: 'later'; nextAt: Instant; cause: string | null }
  | { kind: 'settled'; state: Settled; at: Instant; cause: string | null };

/** Writes what became of some deliveries. */
export async function record(
  tx: Tx,
  merchantId: MerchantId,
  channelId: string,
  ids: readonly NoticeId[],
  change: Change,
): Promise<void> {
  const where = sql`where merchant_id = ${merchantId} and channel_id = ${channelId} and notice_id = any(${[...ids]})
    and state = 'waiting'`;
  switch (change.kind) {
    case 'attempt':
      await sql`update notice_delivery set attempted_at = ${change.at}, attempts = attempts + 1 ${where}`.execute(tx);
      return;
    case 'later':
      await sql`update notice_delivery set next_at = ${change.nextAt}, cause = coalesce(${change.cause}, cause)
        ${where}`.execute(tx);
      return;
    case 'settled':
      await sql`update notice_delivery set state = ${change.state}, settled_at = ${change.at}, cause = ${change.cause}
        ${where}`.execute(tx);
  }
}

/** When the channel has room for another message: at once, or when the oldest of the last minute is a minute old. */
export async function roomAt(
  tx: Tx,
  merchantId: MerchantId,
  channelId: string,
  limit: { perMinute: number; since: Instant },
): Promise<Instant | null> {
  const { rows } = await sql<{ at: Instant }>`select attempted_at as at from notice_delivery
    where merchant_id = ${merchantId} and channel_id = ${channelId} and attempted_at > ${limit.since}
      and (carried_by is null or carried_by = notice_id)
    order by attempted_at desc offset ${limit.perMinute - 1} limit 1`.execute(tx);
  return rows[0]?.at ?? null;
}

export type NewDelivery = { channelId: NoticeChannelId; held: boolean; dueAt: Instant };

export async function addDeliveries(
  tx: Tx,
  merchantId: MerchantId,
  notice: { id: NoticeId; severity: Severity; at: Instant },
  deliveries: readonly NewDelivery[],
): Promise<void> {
  const { id, severity, at } = notice;
  await sql`insert into notice_delivery (merchant_id, channel_id, notice_id, severity, held, due_at, next_at, created_at)
    select ${merchantId}, n.channel_id, ${id}, ${severity}, n.held, n.due_at, n.due_at, ${at}
    from unnest(${deliveries.map(({ channelId }) => channelId)}::text[], ${deliveries.map(({ held }) => held)}::boolean[],
      ${deliveries.map(({ dueAt }) => dueAt)}::timestamptz[]) as n(channel_id, held, due_at)`.execute(tx);
}

/** One job for each delivery; those of a channel take turns, so that a minute's limit can be kept. */
export const enqueueDeliveries = (
  app: Pick<App, 'enqueue'>,
  tx: Tx,
  merchantId: MerchantId,
  jobs: readonly { channelId: NoticeChannelId; noticeId: NoticeId; runAt: Instant }[],
): Promise<void> =>
  app.enqueue(
    tx,
    jobs.map(({ channelId, noticeId, runAt }) => ({
      kind: 'send_notice' as const,
      merchantId,
      channelId,
      noticeId,
      runAt,
      jobKey: `notice:${channelId}:${noticeId}`,
      queue: `notice:${channelId}`,
    })),
  );
