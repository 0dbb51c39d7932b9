import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import * as contract from '../../contract/deadlines.ts';
import type { MerchantId, RmaId, ShopId } from '../../domain/ids.ts';
import type { App } from '../app.ts';
import { route } from '../http/route.ts';
import { act } from '../returns/routes.ts';
import { runRmaCommand } from '../returns/run-rma-command.ts';
import { countDeadlines, listDeadlines, listLapses } from './deadline-lists.ts';

export function addDeadlineRoutes(server: FastifyInstance, app: App): void {
  route(server, contract.listDeadlines, async ({ query, principal: { merchantId } }) => {
    const now = app.clock.now();
    const page = await app.db.inMerchant(merchantId, (tx) => listDeadlines(tx, merchantId, query, now));
    const rows = [];
    for (const { shop_id, ...row } of page.rows) {
      const extendable = row.source === 'platform' && (await channelExtends(app, merchantId, shop_id));
      rows.push({ ...row, extendable });
    }
    return { ...page, rows };
  });
  route(server, contract.countDeadlines, async ({ query, principal: { merchantId } }) => ({
    counts: await app.db.inMerchant(merchantId, (tx) => countDeadlines(tx, merchantId, query, app.clock.now())),
  }));
  route(server, contract.listLapses, async ({ query, principal: { merchantId } }) => {
    const names = await app.staffNames(merchantId);
    return app.db.inMerchant(merchantId, (tx) => listLapses(tx, merchantId, query, (id) => names.get(id)));
  });
  route(server, contract.extendDeadline, async (call) =>
    act(app, call, {
      type: 'extend_deadline',
      days: call.body.days,
      channelExtends: await extendsFor(app, call.principal.merchantId, call.params.rmaId),
    }),
  );
  route(server, contract.bulkExtend, async ({ body: { rmaIds, days }, meta }) => {
    const verdicts = [];
    // One after the other: each is a transaction of its own, and one that is refused stops none of the others.
    for (const rmaId of rmaIds) {
      const channelExtends = await extendsFor(app, meta.merchantId, rmaId);
      const command = { type: 'extend_deadline', days, channelExtends } as const;
      const result = await runRmaCommand(app, rmaId, command, { ...meta, commandId: `${meta.commandId}:${rmaId}` });
      verdicts.push(result.ok ? { rmaId, ok: true } : { rmaId, ok: false, rejection: result.rejection });
    }
    return { verdicts };
  });
}

/** The connections of a merchant are known for a while, so a page of rows asks the database once at most. */
const channelExtends = async (app: App, merchantId: MerchantId, shopId: ShopId): Promise<boolean> =>
  (await app.shops.channel(merchantId, shopId))?.capabilities.extend ?? false;

async function extendsFor(app: App, merchantId: MerchantId, rmaId: RmaId): Promise<boolean> {
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{ shop_id: ShopId }>`select shop_id from rma where merchant_id = ${merchantId} and rma_id = ${rmaId}`.execute(
      tx,
    ),
  );
  const shop = rows[0];
  return shop ? channelExtends(app, merchantId, shop.shop_id) : false;
}
