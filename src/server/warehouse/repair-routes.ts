import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { toMoneyView } from '../../contract/common.ts';
import * as contract from '../../contract/repairs.ts';
import type { MerchantId, RmaId } from '../../domain/ids.ts';
import type { Money } from '../../domain/money.ts';
import { ok, type Result, reject } from '../../domain/result.ts';
import * as repairs from '../../domain/stock/repair-order.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import type { Principal } from '../http/caller.ts';
import { notFound } from '../http/reply.ts';
import { route } from '../http/route.ts';
import type { CommandMeta } from '../returns/run-rma-command.ts';
import { lockHoldings, type Spot } from '../stock/holdings.ts';
import { headOf, titlesOf } from './document-lists.ts';
import {
  eventsOf,
  merchantTerms,
  onDocument,
  openDocument,
  readDocument,
  type StockDocument,
} from './document-store.ts';
import { unusablePlace } from './locations.ts';
import { scrapLimit } from './scrap-limit.ts';

type Repair = StockDocument<'repair'>;
type Decided = Result<repairs.RepairEvent[], { code: string }>;

export function addRepairRoutes(server: FastifyInstance, app: App): void {
  const answered = async (tx: Tx, principal: Principal, ran: Result<Repair, { code: string }>) =>
    ran.ok ? ok(await repairView(app, tx, principal, ran.value)) : ran;
  const on = (
    { documentId }: { documentId: string },
    command: { type: string } & object,
    meta: CommandMeta,
    principal: Principal,
    decide: (tx: Tx, order: repairs.RepairOrder, currency: string) => Decided | Promise<Decided>,
  ) =>
    app.db.inMerchant(meta.merchantId, async (tx) => {
      const { currency } = await merchantTerms(tx, meta.merchantId);
      const ran = await onDocument(app, tx, 'repair', documentId, command, meta, (document) =>
        decide(tx, repairs.foldRepair(eventsOf(document)), currency),
      );
      return answered(tx, principal, ran);
    });

  route(server, contract.openRepair, ({ body, meta, principal }) =>
    app.db.inMerchant(meta.merchantId, async (tx) =>
      answered(
        tx,
        principal,
        await openDocument(app, tx, 'repair', body, meta, () => decideOpening(tx, meta.merchantId, body)),
      ),
    ),
  );
  route(server, contract.getRepair, ({ params, principal }) =>
    app.db.inMerchant(principal.merchantId, async (tx) => {
      const document = await readDocument(tx, principal.merchantId, 'repair', params.documentId);
      return document ? repairView(app, tx, principal, document) : notFound;
    }),
  );
  route(server, contract.addPart, ({ params, body, meta, principal }) =>
    on(params, { type: 'part', ...body }, meta, principal, (_, order, currency) => {
      const cost = moneyIn(body.cost, currency);
      return cost.ok ? repairs.addPart(order, { ...body, cost: cost.value }) : cost;
    }),
  );
  route(server, contract.addLabour, ({ params, body, meta, principal }) =>
    on(params, { type: 'labour', ...body }, meta, principal, (_, order, currency) => {
      const cost = moneyIn(body.cost, currency);
      return cost.ok ? repairs.addLabour(order, { ...body, cost: cost.value }) : cost;
    }),
  );
  route(server, contract.finishRepair, ({ params, body, meta, principal }) =>
    on(params, { type: 'finish', ...body }, meta, principal, (tx, order, currency) =>
      decideFinish(app, tx, meta, { documentId: params.documentId, order, currency }, body),
    ),
  );
  route(server, contract.approveRepairScrap, ({ params, meta, principal }) =>
    on(params, { type: 'approve_scrap' }, meta, principal, async (tx, order, currency) => {
      const { sku, location } = order.facts;
      const to = { sku, location: order.scrapAsked?.to ?? location, condition: 'scrap' };
      const held = await heldFor(tx, meta.merchantId, currency, order, params.documentId, to);
      return repairs.approveRepairScrap(order, meta.actor.id, held);
    }),
  );
  route(server, contract.refuseRepairScrap, ({ params, body, meta, principal }) =>
    on(params, { type: 'refuse_scrap', ...body }, meta, principal, (_, order) =>
      repairs.refuseRepairScrap(order, body.note),
    ),
  );
  route(server, contract.cancelRepair, ({ params, meta, principal }) =>
    on(params, { type: 'cancel' }, meta, principal, (_, order) => repairs.cancelRepair(order)),
  );
}

async function decideFinish(
  app: App,
  tx: Tx,
  { merchantId, actor }: CommandMeta,
  { documentId, order, currency }: { documentId: string; order: repairs.RepairOrder; currency: string },
  { result, location: place }: { result: repairs.RepairResult; location?: string | undefined },
): Promise<Decided> {
  const { sku, location, owner } = order.facts;
  const wrong = owner === 'ours' && place !== undefined && (await unusablePlace(tx, merchantId, [place]));
  if (wrong) return reject(wrong);
  const scrapping = { merchantId, by: actor.id, currency, now: app.clock.now() };
  const limit = await scrapLimit(tx, scrapping, owner === 'ours' && result === 'scrap');
  const to = { sku, location: place ?? location, condition: result };
  const held = await heldFor(tx, merchantId, currency, order, documentId, to);
  return repairs.finishRepair(order, result, place, held, limit);
}

/** What the order has and what nobody has, of what waits for a repair in its place. */
async function heldFor(
  tx: Tx,
  merchantId: MerchantId,
  currency: string,
  { facts: { sku, location } }: repairs.RepairOrder,
  documentId: string,
  to: Spot,
) {
  const spot = { sku, location, condition: 'to_repair' };
  return (await lockHoldings(tx, merchantId, currency, [spot, to], documentId))(spot);
}

/** Money as a caller sends it, in the merchant's currency or not at all. */
export function moneyIn(
  { minor, currency: given }: { minor: string; currency: string },
  currency: string,
): Result<Money, { code: string }> {
  return given === currency ? ok({ minor: BigInt(minor), currency }) : reject({ code: 'currency_differs', currency });
}

type Opening = {
  sku: string;
  quantity: number;
  location: string;
  rmaId?: RmaId | undefined;
  booking: repairs.RepairBooking;
  fault: string;
};

async function decideOpening(tx: Tx, merchantId: MerchantId, { rmaId, ...facts }: Opening): Promise<Decided> {
  if (rmaId !== undefined) {
    const { rows } = await sql<{ units: number }>`select coalesce(sum(l.quantity), 0)::int as units from rma r
      join rma_line l on l.merchant_id = r.merchant_id and l.rma_id = r.rma_id
      where r.merchant_id = ${merchantId} and r.rma_id = ${rmaId} and r.resolution = 'repair' and l.sku = ${facts.sku}
        and l.disposition = 'repair'`.execute(tx);
    const units = rows[0]?.units ?? 0;
    if (units < facts.quantity) {
      return reject({ code: 'not_enough_there', sku: facts.sku, location: facts.location, available: units });
    }
    return repairs.openRepair({ ...facts, owner: 'buyer', rmaId, booking: 'expense' }, { quantity: units });
  }
  const { currency } = await merchantTerms(tx, merchantId);
  const spot = { sku: facts.sku, location: facts.location, condition: 'to_repair' };
  const free = (await lockHoldings(tx, merchantId, currency, [spot]))(spot);
  return repairs.openRepair({ ...facts, owner: 'ours', rmaId: null }, free);
}

async function repairView(app: App, tx: Tx, principal: Principal, document: Repair) {
  const { merchantId } = principal;
  const order = repairs.foldRepair(eventsOf(document));
  const { currency } = await merchantTerms(tx, merchantId);
  const title = (await titlesOf(tx, merchantId, [order.facts.sku]))(order.facts.sku);
  return {
    ...(await headOf(app, merchantId, document, order.state)),
    ...order.facts,
    title,
    parts: order.parts.map((part) => ({ ...part, cost: toMoneyView(part.cost) })),
    labour: order.labour.map((work) => ({ ...work, cost: toMoneyView(work.cost) })),
    cost: toMoneyView(repairs.costOf(order, currency)),
    result: order.result,
    scrapAsked: order.scrapAsked && { to: order.scrapAsked.to, value: toMoneyView(order.scrapAsked.value) },
    mayApprove:
      order.scrapAsked !== null && principal.permissions.has('stock:approve') && order.scrapAsked.by !== principal.id,
  };
}
