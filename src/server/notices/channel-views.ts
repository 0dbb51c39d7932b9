import { sql } from 'kysely';
import type { DeliveryView, NoticeChannelView } from '../../contract/notices.ts';
import type { MerchantId } from '../../domain/ids.ts';
import type { Severity, Topic } from '../../domain/notices/notice.ts';
import { type Instant, plusHours } from '../../domain/time.ts';
import type { Tx } from '../db/database.ts';
import { cursorOf, pageFrom, readCursor } from '../db/keyset.ts';
import { planOf, timeZoneOf } from './channel-store.ts';

const isoText = (column: string) => sql.raw(`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);

/** A delivery `d` of a notice `n` as screens show it. */
const deliveryJson = sql`jsonb_build_object('noticeId', n.notice_id, 'title', n.title, 'severity', n.severity,
  'topic', n.topic, 'url', n.url, 'state', d.state, 'givenAt', ${isoText('d.created_at')},
  'nextAt', case when d.state = 'waiting' then ${isoText('d.next_at')} end, 'settledAt', ${isoText('d.settled_at')},
  'attempts', d.attempts, 'cause', d.cause, 'inDigest', exists (select from notice_delivery o
    where o.merchant_id = d.merchant_id and o.channel_id = d.channel_id and o.carried_by = d.carried_by
      and o.notice_id <> d.notice_id))`;

type Row = Omit<NoticeChannelView, 'severities' | 'topics' | 'quiet' | 'digestAt'> & {
  severities: Severity[];
  topics: Topic[];
  quiet_from: string | null;
  quiet_to: string | null;
  digest_at: string | null;
};

const LOOK_BACK_HOURS = 7 * 24;

/** Every channel of a merchant as its page shows it, in one statement. */
export async function readChannels(
  tx: Tx,
  merchantId: MerchantId,
  now: Instant,
): Promise<{ channels: NoticeChannelView[]; timeZone: string }> {
  const { rows } = await sql<Row>`select c.channel_id as id, c.kind, c.name, c.settings, c.severities, c.topics,
      c.quiet_from, c.quiet_to, c.digest_at, c.paused, c.failing_since as "failingSince", c.last_error as "lastError",
      c.last_sent_at as "lastSentAt",
      (select count(*)::int from notice_delivery d where d.merchant_id = c.merchant_id and d.channel_id = c.channel_id
        and d.state = 'waiting') as waiting,
      (select count(*)::int from notice_delivery d where d.merchant_id = c.merchant_id and d.channel_id = c.channel_id
        and d.state in ('rejected', 'given_up') and d.created_at > ${plusHours(now, -LOOK_BACK_HOURS)}) as lost,
      (select ${deliveryJson} from notice_delivery d
        join notice n on n.merchant_id = d.merchant_id and n.notice_id = d.notice_id
        where d.merchant_id = c.merchant_id and d.channel_id = c.channel_id
        order by d.created_at desc, d.notice_id desc limit 1) as last
    from notice_channel c where c.merchant_id = ${merchantId} order by c.created_at, c.channel_id`.execute(tx);
  const channels = rows.map(({ severities, topics, quiet_from, quiet_to, digest_at, ...row }) => {
    const { quiet, digestAt } = planOf({ severities, topics, quiet_from, quiet_to, digest_at });
    return { ...row, severities, topics, quiet, digestAt };
  });
  return { channels, timeZone: await timeZoneOf(tx, merchantId) };
}

/** One page of what went out on a channel, the newest first. */
export async function readDeliveries(
  tx: Tx,
  merchantId: MerchantId,
  channelId: string,
  { after, limit }: { after?: string | undefined; limit: number },
) {
  const [at, id] = readCursor(after) ?? [];
  const older = at && id ? sql`and (d.created_at, d.notice_id) < (${at}::timestamptz, ${id})` : sql``;
  const { rows } = await sql<{
    view: DeliveryView;
    key: string;
  }>`select ${deliveryJson} as view, d.created_at::text as key
    from notice_delivery d join notice n on n.merchant_id = d.merchant_id and n.notice_id = d.notice_id
    where d.merchant_id = ${merchantId} and d.channel_id = ${channelId} ${older}
    order by d.created_at desc, d.notice_id desc limit ${limit + 1}`.execute(tx);
  const page = pageFrom(rows, limit, ({ key, view }) => cursorOf(key, view.noticeId));
  return { rows: page.rows.map(({ view }) => view), next: page.next };
}
