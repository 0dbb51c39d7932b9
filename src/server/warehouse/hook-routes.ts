import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import * as contract from '../../contract/stock-hook.ts';
import { present } from '../../domain/assert.ts';
import { ok, reject } from '../../domain/result.ts';
import type { App } from '../app.ts';
import { notFound } from '../http/reply.ts';
import { route } from '../http/route.ts';
import { readChanges } from './changes.ts';
import { askToTell, hookView, listDeliveries, lockHook, saveHook, settleDead } from './hook-store.ts';
import { listResale } from './resale.ts';

export function addStockHookRoutes(server: FastifyInstance, app: App): void {
  route(server, contract.pullStockChanges, ({ query, principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, (tx) => readChanges(tx, merchantId, query)),
  );
  route(server, contract.listResale, ({ query, principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, async (tx) => {
      const { rows } = await sql<{ version: number }>`select coalesce(max(version), 0)::int as version from policy
        where merchant_id = ${merchantId}`.execute(tx);
      const { resaleBasisPoints } = await app.policies.pinned(tx, merchantId, rows[0]?.version ?? 1);
      return listResale(tx, merchantId, resaleBasisPoints, query);
    }),
  );
  route(server, contract.getStockHook, ({ principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, async (tx) => ({ hook: await hookView(tx, merchantId) })),
  );
  route(server, contract.saveStockHook, ({ body, principal: { merchantId } }) => {
    const { url, paused } = body;
    const problem = app.signedHook.problem(url, { mayBeNear: app.config.nearVendors });
    if (problem) return reject({ code: 'value_not_allowed', ...problem });
    return app.db.inMerchant(merchantId, async (tx) => {
      const known = await lockHook(tx, app.secrets, merchantId);
      const secret = !known || body.newSecret ? app.signedHook.newSecret() : null;
      await saveHook(tx, app.secrets, merchantId, { url, paused, secret }, app.clock.now());
      if (!paused) await askToTell(app, tx, merchantId);
      return ok({ hook: present(await hookView(tx, merchantId), 'the hook that was saved'), secret });
    });
  });
  route(server, contract.deleteStockHook, ({ principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, async (tx) => {
      await sql`delete from stock_hook where merchant_id = ${merchantId}`.execute(tx);
      return {};
    }),
  );
  route(server, contract.listStockDeliveries, ({ query, principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, (tx) => listDeliveries(tx, merchantId, query)),
  );
  route(server, contract.settleStockDelivery, ({ params, body, principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, async (tx) => {
      await lockHook(tx, app.secrets, merchantId);
      const state = await settleDead(tx, merchantId, params.position, body.action, app.clock.now());
      if (state === undefined) return notFound;
      await askToTell(app, tx, merchantId);
      return { state };
    }),
  );
}
