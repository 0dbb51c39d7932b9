import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { deleteView, listViews, saveView } from '../../contract/back-office.ts';
import { present } from '../../domain/assert.ts';
import type { App } from '../app.ts';
import { route } from '../http/route.ts';

export function addSavedViewRoutes(server: FastifyInstance, app: App): void {
  route(server, listViews, ({ principal: { merchantId, id } }) =>
    app.db.inMerchant(merchantId, async (tx) => {
      const { rows } = await sql<{ id: string; name: string; query: string }>`select view_id as id, name, query
        from saved_view where merchant_id = ${merchantId} and user_id = ${id} order by view_id`.execute(tx);
      return { views: rows };
    }),
  );
  route(server, saveView, async ({ body, principal: { merchantId, id } }) => {
    const { rows } = await app.db.inMerchant(merchantId, (tx) =>
      sql<{ id: string; name: string; query: string }>`
        insert into saved_view (merchant_id, user_id, view_id, name, query)
        values (${merchantId}, ${id}, ${app.newId('view')}, ${body.name}, ${body.query})
        on conflict (merchant_id, user_id, name) do update set query = excluded.query
        returning view_id as id, name, query`.execute(tx),
    );
    return present(rows[0], 'the saved view');
  });
  route(server, deleteView, async ({ params, principal: { merchantId, id } }) => {
    await app.db.inMerchant(merchantId, (tx) =>
      sql`delete from saved_view where merchant_id = ${merchantId} and user_id = ${id} and view_id = ${params.viewId}`.execute(
        tx,
      ),
    );
    return {};
  });
}
