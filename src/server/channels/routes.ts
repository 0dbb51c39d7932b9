import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { listInbox, retryInbox } from '../../contract/back-office.ts';
import type { ShopId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import type { App } from '../app.ts';
import { cursorOf, pageFrom, readCursor } from '../db/keyset.ts';
import { route } from '../http/route.ts';
import { applyDocument } from './apply-document.ts';
import type { InboxState } from './inbox.ts';

type InboxRow = {
  shopId: ShopId;
  shopName: string;
  kind: 'order' | 'refund';
  documentId: string;
  version: bigint;
  state: InboxState;
  reason: string | null;
  attempts: number;
  receivedAt: Instant;
  payload: unknown;
  key: string;
};

export function addChannelRoutes(server: FastifyInstance, app: App): void {
  route(server, listInbox, ({ query, principal }) =>
    app.db.inMerchant(principal.merchantId, async (tx) => {
      const cursor = readCursor(query.after);
      const conditions = [
        sql`d.merchant_id = ${principal.merchantId}`,
        ...(query.state ? [sql`d.state = ${query.state}`] : []),
        ...(query.shopId ? [sql`d.shop_id = ${query.shopId}`] : []),
        ...(cursor
          ? [
              sql`(d.received_at, d.document_id, d.version) < (${cursor[0]}::timestamptz, ${cursor[1]}, ${cursor[2]}::bigint)`,
            ]
          : []),
      ];
      const { rows } = await sql<InboxRow>`
        select d.shop_id as "shopId", s.name as "shopName", d.kind, d.document_id as "documentId", d.version, d.state, d.reason,
          d.attempts, d.received_at as "receivedAt", d.payload, d.received_at::text as key
        from inbox_document d join shop s on s.merchant_id = d.merchant_id and s.shop_id = d.shop_id
        where ${sql.join(conditions, sql` and `)}
        order by d.received_at desc, d.document_id desc, d.version desc limit ${query.limit + 1}`.execute(tx);
      const page = pageFrom(rows, query.limit, (row) => cursorOf(row.key, row.documentId, String(row.version)));
      return { ...page, rows: page.rows.map(({ key: _, ...row }) => row) };
    }),
  );
  route(server, retryInbox, async ({ body, principal }) => {
    const { kind: documentKind, ...key } = body;
    return applyDocument(app, { merchantId: principal.merchantId, documentKind, ...key });
  });
}
