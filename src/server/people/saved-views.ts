import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { deleteView, listViews, saveView } from '../../contract/back-office.ts';
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
    const view = { id: app.newId('view'), ...body };
    await app.db.inMerchant(merchantId, (tx) =>
      sql`insert into saved_view (merchant_id, user_id, view_id, name, query)
        values (${merchantId}, ${id}, ${view.id}, ${view.name}, ${view.query})`.execute(tx),
    );
    return view;
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
