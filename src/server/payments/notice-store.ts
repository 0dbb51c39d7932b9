import { sql } from 'kysely';
import type { IncomingNotice } from '../../connectors/payment/port.ts';
import type { MerchantId, RefundId } from '../../domain/ids.ts';
import { type Instant, plusHours } from '../../domain/time.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';

export type NoticeName = { vendor: string; documentId: string };
/** What was read in a notice; of one that could not be read, all of it and why. Amounts as text. */
export type NoticeContent =
  | { refundNumber: RefundId; tradeNumber?: string; amount?: { minor: string; currency: string } }
  | { incoming: IncomingNotice; reason: string };
export type WaitingNotice = NoticeName & { content: NoticeContent; attempts: number };

const KEPT_HOURS = 7 * 24;

const placeOf = (merchantId: MerchantId, { vendor, documentId }: NoticeName): string =>
  `${merchantId}|payment_notice|content|${vendor}/${documentId}`;

/** Keeps a notice and calls for the job that applies it, in one commit. A repetition changes nothing. */
export async function keepNotice(
  app: App,
  merchantId: MerchantId,
  name: NoticeName,
  content: NoticeContent,
): Promise<void> {
  const isRead = 'refundNumber' in content;
  const sealed = app.secrets.seal(JSON.stringify(content), placeOf(merchantId, name));
  await app.db.inMerchant(merchantId, async (tx) => {
    const { rows } = await sql`insert into payment_notice
        (merchant_id, vendor, document_id, content, refund_number, state, reason)
      values (${merchantId}, ${name.vendor}, ${name.documentId}, ${sealed}, ${isRead ? content.refundNumber : null},
        ${isRead ? 'waiting' : 'unreadable'}, ${isRead ? null : content.reason})
      on conflict do nothing returning 1 as kept`.execute(tx);
    if (isRead && rows.length > 0) await callApplier(app, tx, merchantId);
  });
}

/** Those of one merchant take turns. */
export const callApplier = (app: App, tx: Tx, merchantId: MerchantId, runAt?: Instant): Promise<void> => {
  const turns = `payment-notices:${merchantId}`;
  const jobKey = runAt ? `${turns}:again` : turns;
  return app.enqueue(tx, [
    { kind: 'apply_payment_notices', merchantId, jobKey, queue: turns, ...(runAt ? { runAt } : {}) },
  ]);
};

type Row = { vendor: string; document_id: string; content: Buffer; attempts: number };

export async function waitingNotices(app: App, merchantId: MerchantId, most: number): Promise<WaitingNotice[]> {
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<Row>`select vendor, document_id, content, attempts from payment_notice
      where merchant_id = ${merchantId} and state = 'waiting' and (retry_at is null or retry_at <= ${app.clock.now()})
      order by received_at limit ${most}`.execute(tx),
  );
  return rows.map((row) => opened(app, merchantId, row));
}

/** Our own text, of this or an earlier version of the program. */
function opened(app: App, merchantId: MerchantId, row: Row): WaitingNotice {
  const name = { vendor: row.vendor, documentId: row.document_id };
  const text = app.secrets.open(row.content, placeOf(merchantId, name));
  return { ...name, content: JSON.parse(text) as NoticeContent, attempts: row.attempts };
}

/** One that is left for a person; undefined where somebody has dealt with it. */
export async function findNotice(
  app: App,
  merchantId: MerchantId,
  { vendor, documentId }: NoticeName,
): Promise<WaitingNotice | undefined> {
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<Row>`select vendor, document_id, content, attempts from payment_notice
      where merchant_id = ${merchantId} and vendor = ${vendor} and document_id = ${documentId}
        and state in ('unreadable', 'failed')`.execute(tx),
  );
  return rows[0] && opened(app, merchantId, rows[0]);
}

/** What could not be read when it came is read: it goes on under the name that its content gives it. */
export async function replaceUnread(
  app: App,
  merchantId: MerchantId,
  unread: NoticeName,
  name: NoticeName,
  content: Extract<NoticeContent, { refundNumber: RefundId }>,
): Promise<void> {
  await keepNotice(app, merchantId, name, content);
  await app.db.inMerchant(merchantId, (tx) =>
    sql`delete from payment_notice where merchant_id = ${merchantId} and vendor = ${unread.vendor}
      and document_id = ${unread.documentId} and state = 'unreadable'`.execute(tx),
  );
}

export async function nextRetry(app: App, merchantId: MerchantId): Promise<Instant | null> {
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{ at: Instant | null }>`select min(retry_at) as at from payment_notice
      where merchant_id = ${merchantId} and state = 'waiting'`.execute(tx),
  );
  return rows[0]?.at ?? null;
}

/** What was applied keeps its row for a while, so that its repetitions are known. */
export async function noticeApplied(app: App, merchantId: MerchantId, name: NoticeName): Promise<void> {
  const now = app.clock.now();
  await app.db.inMerchant(merchantId, async (tx) => {
    await sql`update payment_notice set state = 'applied', settled_at = ${now}, reason = null, content = ''
      where merchant_id = ${merchantId} and vendor = ${name.vendor} and document_id = ${name.documentId}`.execute(tx);
    await sql`delete from payment_notice where merchant_id = ${merchantId} and state = 'applied'
      and settled_at < ${plusHours(now, -KEPT_HOURS)}`.execute(tx);
  });
}

type Failed = { reason: string; retryAt: Instant | null; state?: 'unreadable' | 'failed' };

/** @param retryAt null: it is left for a person */
export const noticeFailed = (
  app: App,
  merchantId: MerchantId,
  name: NoticeName,
  { reason, retryAt, state = 'failed' }: Failed,
) =>
  app.db.inMerchant(merchantId, (tx) =>
    sql`update payment_notice set attempts = attempts + 1, reason = ${reason.slice(0, 500)}, retry_at = ${retryAt},
        state = ${retryAt ? 'waiting' : state}
      where merchant_id = ${merchantId} and vendor = ${name.vendor} and document_id = ${name.documentId}
        and state <> 'applied'`.execute(tx),
  );
