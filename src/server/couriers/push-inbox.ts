import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import type { IncomingPush } from '../../connectors/courier/port.ts';
import { listCourierPushes, retryCourierPush } from '../../contract/courier-pushes.ts';
import type { MerchantId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import type { App } from '../app.ts';
import { cursorOf, pageFrom, readCursor } from '../db/keyset.ts';
import { notFound } from '../http/reply.ts';
import { route } from '../http/route.ts';
import { applyPush } from './apply-pushes.ts';
import { findPush, type PushName, pushFailed, settlePushes, type WaitingPush } from './push-store.ts';

type Row = {
  vendor: string;
  documentId: string;
  state: 'unreadable' | 'failed';
  reason: string | null;
  attempts: number;
  receivedAt: Instant;
  key: string;
};

/** What courier services have pushed and is left for a person. */
export function addPushInboxRoutes(server: FastifyInstance, app: App): void {
  route(server, listCourierPushes, ({ query, principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, async (tx) => {
      const cursor = readCursor(query.after);
      const conditions = [
        sql`merchant_id = ${merchantId}`,
        query.state ? sql`state = ${query.state}` : sql`state in ('unreadable', 'failed')`,
        ...(cursor ? [sql`(received_at, document_id) < (${cursor[0]}::timestamptz, ${cursor[1]}::text)`] : []),
      ];
      const { rows } = await sql<Row>`select vendor, document_id as "documentId", state, reason, attempts,
          received_at as "receivedAt", received_at::text as key
        from courier_push where ${sql.join(conditions, sql` and `)}
        order by received_at desc, document_id desc limit ${query.limit + 1}`.execute(tx);
      const page = pageFrom(rows, query.limit, (row) => cursorOf(row.key, row.documentId));
      return { ...page, rows: page.rows.map(({ key: _, ...row }) => row) };
    }),
  );
  route(server, retryCourierPush, async ({ body, principal: { merchantId } }) => {
    const push = await findPush(app, merchantId, body);
    return push ? tryAgain(app, merchantId, body, push) : notFound;
  });
}

async function tryAgain(app: App, merchantId: MerchantId, name: PushName, push: WaitingPush) {
  const read = await readAnew(app, merchantId, push);
  if ('reason' in read) {
    await pushFailed(app, merchantId, name, { reason: read.reason, retryAt: null, state: 'unreadable' });
    return { state: 'unreadable' as const, reason: read.reason };
  }
  const { outcome, reason } = await applyPush(app, merchantId, read);
  if (outcome === 'failed') return { state: 'failed' as const, reason };
  await settlePushes(app, merchantId, {
    applied: outcome === 'applied' ? [name] : [],
    forgotten: outcome === 'nobodys' ? [name] : [],
  });
  return { state: outcome, reason: null };
}

/** A later version of the program, or another setting, may read what could not be read when it came. */
async function readAnew(
  app: App,
  merchantId: MerchantId,
  push: WaitingPush,
): Promise<WaitingPush | { reason: string }> {
  const { content, vendor } = push;
  // A person asks: what fails again stays with him and is not tried by itself.
  const byPerson = { ...push, attempts: Number.MAX_SAFE_INTEGER };
  if ('news' in content) return byPerson;
  const port = await app.shops.courier(merchantId, vendor);
  const reading = port?.readPush(content.incoming) ?? { kind: 'forged' as const };
  if (reading.kind === 'news') return { ...byPerson, content: { news: reading.news, ...namedVisit(content.incoming) } };
  return { reason: reading.kind === 'unreadable' ? reading.reason : content.reason };
}

const namedVisit = ({ query: { pickup } }: IncomingPush) => (pickup ? { pickup } : {});
