import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { listMovements, listStock } from '../../contract/back-office.ts';
import type { RmaId } from '../../domain/ids.ts';
import { outsidePlaces } from '../../domain/stock/places.ts';
import type { Instant } from '../../domain/time.ts';
import type { App } from '../app.ts';
import { cursorOf, pageFrom, readCursor } from '../db/keyset.ts';
import { route } from '../http/route.ts';

export function addStockRoutes(server: FastifyInstance, app: App): void {
  route(server, listStock, ({ query, principal }) =>
    app.db.inMerchant(principal.merchantId, async (tx) => {
      const cursor = readCursor(query.after);
      const conditions = [
        sql`b.merchant_id = ${principal.merchantId}`,
        // What lies with customers or vendors is the other side of the balance, not stock.
        sql`b.location <> all(${[...outsidePlaces]}::text[])`,
        sql`b.quantity <> 0`,
        ...(query.condition ? [sql`b.condition = ${query.condition}`] : []),
        ...(query.location ? [sql`b.location = ${query.location}`] : []),
        ...(query.q ? [sql`b.sku like ${`${query.q.replace(/[\\%_]/g, '\\$&')}%`}`] : []),
        ...(cursor ? [sql`(b.sku, b.location, b.condition) > (${cursor[0]}, ${cursor[1]}, ${cursor[2]})`] : []),
      ];
      const { rows } = await sql<{
        sku: string;
        title: string | null;
        location: string;
        condition: string;
        quantity: bigint;
        value: bigint;
        currency: string;
      }>`
        select b.sku, b.location, b.condition, b.quantity, b.value_minor as value, m.currency, (select ol.title from order_line ol
          where ol.merchant_id = b.merchant_id and ol.sku = b.sku limit 1) as title
        from stock_balance b join merchant m on m.merchant_id = b.merchant_id where ${sql.join(conditions, sql` and `)}
        order by b.sku, b.location, b.condition limit ${query.limit + 1}`.execute(tx);
      return pageFrom(
        rows.map(({ value, currency, ...row }) => ({
          ...row,
          title: row.title ?? row.sku,
          quantity: Number(row.quantity),
          value: { minor: String(value), currency },
        })),
        query.limit,
        (row) => cursorOf(row.sku, row.location, row.condition),
      );
    }),
  );
  addMovementRoute(server, app);
}

function addMovementRoute(server: FastifyInstance, app: App): void {
  route(server, listMovements, ({ query, principal }) =>
    app.db.inMerchant(principal.merchantId, async (tx) => {
      const cursor = readCursor(query.after);
      const { rows } = await sql<{
        id: string;
        sku: string;
        quantity: number;
        from: string;
        to: string;
        value: bigint;
        currency: string;
        rmaId: RmaId | null;
        unknownParcelId: string | null;
        document: { id: string; kind: string; number: string } | null;
        recordedAt: Instant;
      }>`
        select movement_id as id, sku, quantity, from_location || '/' || from_condition as from,
          to_location || '/' || to_condition as to, value_minor as value, currency, rma_id as "rmaId",
          unknown_id as "unknownParcelId", (select jsonb_build_object('id', d.document_id, 'kind', d.kind, 'number', d.number)
            from stock_document d where d.merchant_id = stock_movement.merchant_id
              and d.document_id = stock_movement.document_id) as document, recorded_at as "recordedAt"
        from stock_movement where merchant_id = ${principal.merchantId} and sku = ${query.sku}
          ${cursor ? sql`and movement_id < ${cursor[0]}` : sql``}
        order by movement_id desc limit ${query.limit + 1}`.execute(tx);
      return pageFrom(
        rows.map(({ value, currency, ...row }) => ({ ...row, value: { minor: String(value), currency } })),
        query.limit,
        (row) => cursorOf(row.id),
      );
    }),
  );
}
