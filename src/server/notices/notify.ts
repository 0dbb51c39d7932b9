import { sql } from 'kysely';
import type { MerchantId } from '../../domain/ids.ts';
import { type Notice, type Topic, takes } from '../../domain/notices/notice.ts';
import { dueAt } from '../../domain/notices/timing.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { openChannels } from './channel-store.ts';
import { addDeliveries, enqueueDeliveries } from './outbox.ts';

const MOST_TITLE = 200;
const MOST_LINES = 50;
const MOST_LINE = 500;

/**
 * Tells people something, on every channel that takes it, if and only if the caller's transaction commits. A notice whose
 * id was told before is not told again.
 */
export async function notify(
  app: Pick<App, 'clock' | 'enqueue'>,
  tx: Tx,
  merchantId: MerchantId,
  notice: Notice,
  topic: Topic,
): Promise<void> {
  const { id, severity, url, language } = notice;
  const at = app.clock.now();
  const lines = notice.lines.slice(0, MOST_LINES).map((line) => line.slice(0, MOST_LINE));
  const { rows } = await sql`insert into notice
      (merchant_id, notice_id, topic, severity, title, lines, url, language, created_at)
    values (${merchantId}, ${id}, ${topic}, ${severity}, ${notice.title.slice(0, MOST_TITLE)},
      ${JSON.stringify(lines)}::jsonb, ${url}, ${language}, ${at})
    on conflict (merchant_id, notice_id) do nothing returning 1`.execute(tx);
  if (rows.length === 0) return;
  const { channels, timeZone } = await openChannels(tx, merchantId);
  const deliveries = channels
    .filter(({ plan }) => takes(plan, severity, topic))
    .map((channel) => {
      const due = dueAt(channel.plan, severity, at, timeZone);
      return { channelId: channel.id, held: due > at, dueAt: due };
    });
  if (deliveries.length === 0) return;
  await addDeliveries(tx, merchantId, { id, severity, at }, deliveries);
  const jobs = deliveries.map(({ channelId, dueAt: runAt }) => ({ channelId, noticeId: id, runAt }));
  await enqueueDeliveries(app, tx, merchantId, jobs);
}
