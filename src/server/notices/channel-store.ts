import { sql } from 'kysely';
import type { NoticeAccount, NoticeVendor } from '../../connectors/notice/account.ts';
import type { NoticePort } from '../../connectors/notice/port.ts';
import { present } from '../../domain/assert.ts';
import type { MerchantId } from '../../domain/ids.ts';
import type { NoticeChannelId, NoticePlan, Severity, Topic } from '../../domain/notices/notice.ts';
import type { Instant } from '../../domain/time.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import type { Secrets } from '../secrets.ts';

/** A way of notices as its row has it. */
export type NoticeChannel = {
  id: NoticeChannelId;
  kind: string;
  name: string;
  settings: Record<string, string>;
  sealed: Buffer | null;
  plan: NoticePlan;
  paused: boolean;
  failingSince: Instant | null;
  throttledUntil: Instant | null;
};

type Row = Omit<NoticeChannel, 'plan'> & {
  severities: Severity[];
  topics: Topic[];
  quiet_from: string | null;
  quiet_to: string | null;
  digest_at: string | null;
};

const columns = sql`channel_id as id, kind, name, settings, credentials as sealed, severities, topics, quiet_from, quiet_to,
  digest_at, paused, failing_since as "failingSince", throttled_until as "throttledUntil"`;

export const planOf = (
  row: Pick<Row, 'severities' | 'topics' | 'quiet_from' | 'quiet_to' | 'digest_at'>,
): NoticePlan => ({
  severities: row.severities,
  topics: row.topics,
  quiet: row.quiet_from && row.quiet_to ? { from: row.quiet_from, to: row.quiet_to } : null,
  digestAt: row.digest_at,
});

const channelFrom = ({ severities, topics, quiet_from, quiet_to, digest_at, ...row }: Row): NoticeChannel => ({
  ...row,
  plan: planOf({ severities, topics, quiet_from, quiet_to, digest_at }),
});

/** The channels that take notices at the moment, and the clock they go by. */
export async function openChannels(
  tx: Tx,
  merchantId: MerchantId,
): Promise<{ channels: NoticeChannel[]; timeZone: string }> {
  const [channels, timeZone] = await Promise.all([
    sql<Row>`select ${columns} from notice_channel
      where merchant_id = ${merchantId} and not paused order by channel_id`.execute(tx),
    timeZoneOf(tx, merchantId),
  ]);
  return { channels: channels.rows.map(channelFrom), timeZone };
}

export async function timeZoneOf(tx: Tx, merchantId: MerchantId): Promise<string> {
  const { rows } = await sql<{ zone: string }>`select time_zone as zone from merchant
    where merchant_id = ${merchantId}`.execute(tx);
  return present(rows[0], `the merchant ${merchantId}`).zone;
}

/** One message at a time leaves on a channel: whoever sends, or changes it, holds the row. */
export async function lockChannel(
  tx: Tx,
  merchantId: MerchantId,
  channelId: string,
): Promise<NoticeChannel | undefined> {
  const { rows } = await sql<Row>`select ${columns} from notice_channel
    where merchant_id = ${merchantId} and channel_id = ${channelId} for update`.execute(tx);
  return rows[0] && channelFrom(rows[0]);
}

const placeOf = (merchantId: MerchantId, channelId: string): string =>
  `${merchantId}|notice_channel|credentials|${channelId}`;

/** The values of a channel, secrets in clear. */
export const accountOf = (secrets: Secrets, merchantId: MerchantId, channel: NoticeChannel): NoticeAccount => ({
  settings: channel.settings,
  credentials: channel.sealed ? JSON.parse(secrets.open(channel.sealed, placeOf(merchantId, channel.id))) : {},
});

export const vendorOf = (app: Pick<App, 'noticeVendors'>, kind: string): NoticeVendor | undefined =>
  app.noticeVendors.find(({ id }) => id === kind);

export function portOf(app: App, merchantId: MerchantId, channel: NoticeChannel): NoticePort {
  const vendor = present(vendorOf(app, channel.kind), `the kind of notices ${channel.kind}`);
  const around = { now: app.clock.now, mayBeNear: app.config.nearVendors };
  return vendor.open(accountOf(app.secrets, merchantId, channel), around);
}

export type SavedChannel = { id: NoticeChannelId; kind: string; name: string; plan: NoticePlan } & NoticeAccount;

/** Writes a channel as it shall be from now on; what was wrong with it before is forgotten. */
export async function saveChannel(
  tx: Tx,
  secrets: Secrets,
  merchantId: MerchantId,
  channel: SavedChannel,
  by: { id: string; at: Instant },
): Promise<void> {
  const { severities, topics, quiet, digestAt } = channel.plan;
  const sealed = secrets.seal(JSON.stringify(channel.credentials), placeOf(merchantId, channel.id));
  await sql`insert into notice_channel (merchant_id, channel_id, kind, name, settings, credentials, severities, topics,
      quiet_from, quiet_to, digest_at, created_by, created_at, updated_at)
    values (${merchantId}, ${channel.id}, ${channel.kind}, ${channel.name}, ${JSON.stringify(channel.settings)}::jsonb,
      ${sealed}, ${[...severities]}, ${[...topics]}, ${quiet?.from ?? null}, ${quiet?.to ?? null}, ${digestAt}, ${by.id},
      ${by.at}, ${by.at})
    on conflict (merchant_id, channel_id) do update set name = excluded.name, settings = excluded.settings,
      credentials = excluded.credentials, severities = excluded.severities, topics = excluded.topics,
      quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to, digest_at = excluded.digest_at,
      failing_since = null, last_error = null, throttled_until = null, updated_at = excluded.updated_at`.execute(tx);
}

/** What the last attempt has shown of a channel. */
export async function noteAnswer(
  tx: Tx,
  merchantId: MerchantId,
  channelId: string,
  answer: { at: Instant; error: string | null },
): Promise<void> {
  await (answer.error === null
    ? sql`update notice_channel set failing_since = null, last_error = null, throttled_until = null,
        last_sent_at = ${answer.at} where merchant_id = ${merchantId} and channel_id = ${channelId}`.execute(tx)
    : sql`update notice_channel set failing_since = coalesce(failing_since, ${answer.at}), last_error = ${answer.error}
        where merchant_id = ${merchantId} and channel_id = ${channelId}`.execute(tx));
}
