import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import * as contract from '../../contract/orders.ts';
import { present } from '../../domain/assert.ts';
import { ok, reject } from '../../domain/result.ts';
import type { App } from '../app.ts';
import { notFound } from '../http/reply.ts';
import { route } from '../http/route.ts';
import { type BesidesOrder, orUndo, wholeOrRefused } from './besides-order.ts';
import { orderFromApi } from './order-from-api.ts';
import { listOrders, readOrderView } from './order-lists.ts';
import { saveSerials } from './order-store.ts';
import { revealBuyer } from './reveal-buyer.ts';
import { takeOrders } from './take-orders.ts';

export function addOrderRoutes(server: FastifyInstance, app: App, keepBesides: BesidesOrder): void {
  route(server, contract.listOrders, ({ query, principal }) =>
    app.db.inMerchant(principal.merchantId, (tx) => listOrders(tx, principal.merchantId, query)),
  );
  route(server, contract.getOrder, async ({ params, principal }) => {
    const { merchantId } = principal;
    return (await app.db.inMerchant(merchantId, (tx) => readOrderView(tx, merchantId, params.orderId))) ?? notFound;
  });
  route(server, contract.createOrder, async ({ body, principal }) => {
    const { merchantId } = principal;
    const shop = await app.shops.find(merchantId, body.shopId);
    if (!shop) return reject({ code: 'shop_not_found' });
    return wholeOrRefused(
      app.db.inMerchant(merchantId, async (tx) => {
        const [taken] = await takeOrders(tx, app, merchantId, shop, [orderFromApi(body.order)]);
        const one = present(taken, 'the outcome of the order');
        if (one.kind === 'refused') return reject(one.refusal);
        orUndo(await keepBesides(tx, one.orderId, body.order, { merchantId, by: principal.id }));
        return ok(present(await readOrderView(tx, merchantId, one.orderId), 'the order that was taken'));
      }),
    );
  });
  route(server, contract.updateOrder, async ({ params, body, principal }) => {
    const { merchantId } = principal;
    const { shippedAt, deliveredAt, outbound, serials } = body;
    if (deliveredAt !== null && (shippedAt === null || Date.parse(deliveredAt) < Date.parse(shippedAt))) {
      return reject({ code: 'delivered_before_shipped', field: 'deliveredAt' });
    }
    return app.db.inMerchant(merchantId, async (tx) => {
      const parcels = outbound ? sql`, outbound = ${JSON.stringify(outbound)}::jsonb` : sql``;
      await sql`update sales_order set shipped_at = ${shippedAt}, delivered_at = ${deliveredAt}${parcels}
        where merchant_id = ${merchantId} and order_id = ${params.orderId}`.execute(tx);
      if (serials) await saveSerials(tx, merchantId, params.orderId, serials);
      return (await readOrderView(tx, merchantId, params.orderId)) ?? notFound;
    });
  });
  route(server, contract.revealBuyer, async ({ params, body, meta }) => {
    return (await revealBuyer(app, params.orderId, body.purpose, meta)) ?? notFound;
  });
}
