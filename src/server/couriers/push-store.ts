import { sql } from 'kysely';
import type { CourierNews, IncomingPush } from '../../connectors/courier/port.ts';
import type { MerchantId } from '../../domain/ids.ts';
import { type Instant, plusHours } from '../../domain/time.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { leaveToCommit } from '../db/transaction.ts';

export type PushName = { vendor: string; documentId: string };
/** What was read in a push, and the visit that its address names; of one that could not be read, all of it and why. */
export type PushContent = { news: CourierNews[]; pickup?: string } | { incoming: IncomingPush; reason: string };
export type NewPush = PushName & { content: PushContent };

const KEPT_HOURS = 7 * 24;

/** Whatever a push says may name people: it is bound to its row and opened there alone. */
const placeOf = (merchantId: MerchantId, { vendor, documentId }: PushName): string =>
  `${merchantId}|courier_push|content|${vendor}/${documentId}`;

/** Keeps pushes in one round trip, whatever is in it: the rows, and the commit that makes them durable. */
export async function keepPushes(app: App, merchantId: MerchantId, pushes: readonly NewPush[]): Promise<void> {
  const rows = pushes.map(({ content, ...name }) => ({
    vendor: name.vendor,
    document_id: name.documentId,
    content: app.secrets.seal(JSON.stringify(content), placeOf(merchantId, name)).toString('base64'),
    state: 'news' in content ? 'waiting' : 'unreadable',
    reason: 'news' in content ? null : content.reason,
  }));
  await app.db.inMerchant(merchantId, async (tx) =>
    leaveToCommit(
      tx,
      sql`insert into courier_push (merchant_id, vendor, document_id, content, state, reason)
        select ${merchantId}, p.vendor, p.document_id, decode(p.content, 'base64'), p.state, p.reason
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          as p(vendor text, document_id text, content text, state text, reason text)
        on conflict do nothing`.execute(tx),
    ),
  );
}

/** Calls for the job that takes pushes over. Those of one merchant take turns: two at once would tell of one parcel twice. */
export const callApplier = (app: App, tx: Tx, merchantId: MerchantId, runAt?: Instant): Promise<void> => {
  const turns = `courier-pushes:${merchantId}`;
  const jobKey = runAt ? `${turns}:again` : turns;
  return app.enqueue(tx, [
    { kind: 'apply_courier_pushes', merchantId, jobKey, queue: turns, ...(runAt ? { runAt } : {}) },
  ]);
};

/** A call that died with its process is made good here. */
export async function callForLeft(app: App, merchantId: MerchantId): Promise<void> {
  await app.db.inMerchant(merchantId, async (tx) => {
    const { rows } = await sql`select 1 from courier_push
      where merchant_id = ${merchantId} and state = 'waiting' limit 1`.execute(tx);
    if (rows.length > 0) await callApplier(app, tx, merchantId);
  });
}

type Row = { vendor: string; document_id: string; content: Buffer; attempts: number; received_at: Instant };
export type WaitingPush = NewPush & { attempts: number };

/** The next that wait and whose time it is, in the order in which they came. */
export async function waitingPushes(app: App, merchantId: MerchantId, most: number): Promise<WaitingPush[]> {
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<Row>`select vendor, document_id, content, attempts, received_at from courier_push
      where merchant_id = ${merchantId} and state = 'waiting'
        and (retry_at is null or retry_at <= ${app.clock.now()})
      order by received_at limit ${most}`.execute(tx),
  );
  return rows.map((row) => opened(app, merchantId, row));
}

/** When the first of those that have failed is to be tried again; null where none waits. */
export async function nextRetry(app: App, merchantId: MerchantId): Promise<Instant | null> {
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{ at: Instant | null }>`select min(retry_at) as at from courier_push
      where merchant_id = ${merchantId} and state = 'waiting'`.execute(tx),
  );
  return rows[0]?.at ?? null;
}

export async function findPush(
  app: App,
  merchantId: MerchantId,
  { vendor, documentId }: PushName,
): Promise<WaitingPush | undefined> {
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<Row>`select vendor, document_id, content, attempts, received_at from courier_push
      where merchant_id = ${merchantId} and vendor = ${vendor} and document_id = ${documentId}
        and state in ('unreadable', 'failed')`.execute(tx),
  );
  return rows[0] && opened(app, merchantId, rows[0]);
}

/** Our own text, of this or an earlier version of the program. */
function opened(app: App, merchantId: MerchantId, row: Row): WaitingPush {
  const name = { vendor: row.vendor, documentId: row.document_id };
  const text = app.secrets.open(row.content, placeOf(merchantId, name));
  return { ...name, content: JSON.parse(text) as PushContent, attempts: row.attempts };
}

/** What was taken over keeps its row for a while, so that its repetitions are known. */
export async function settlePushes(
  app: App,
  merchantId: MerchantId,
  { applied, forgotten }: { applied: readonly PushName[]; forgotten: readonly PushName[] },
): Promise<void> {
  const now = app.clock.now();
  await app.db.inMerchant(merchantId, async (tx) => {
    await sql`update courier_push set state = 'applied', settled_at = ${now}, reason = null, content = ''
      where merchant_id = ${merchantId} and (vendor, document_id) in ${named(applied)}`.execute(tx);
    await sql`delete from courier_push
      where merchant_id = ${merchantId} and (vendor, document_id) in ${named(forgotten)}`.execute(tx);
    await sql`delete from courier_push where merchant_id = ${merchantId} and state = 'applied'
      and settled_at < ${plusHours(now, -KEPT_HOURS)}`.execute(tx);
  });
}

const named = (pushes: readonly PushName[]) => sql`(select vendor, "documentId"
  from jsonb_to_recordset(${JSON.stringify(pushes)}::jsonb) as n(vendor text, "documentId" text))`;

type PushFailure = { reason: string; retryAt: Instant | null; state?: 'waiting' | 'failed' | 'unreadable' };

/** @param failure without a time for the next try it is left for a person */
export const pushFailed = (
  app: App,
  merchantId: MerchantId,
  { vendor, documentId }: PushName,
  { reason, retryAt, state = retryAt ? 'waiting' : 'failed' }: PushFailure,
) =>
  app.db.inMerchant(merchantId, (tx) =>
    sql`update courier_push set attempts = attempts + 1, reason = ${reason.slice(0, 500)}, retry_at = ${retryAt},
        state = ${state}
      where merchant_id = ${merchantId} and vendor = ${vendor} and document_id = ${documentId}
        and state <> 'applied'`.execute(tx),
  );
