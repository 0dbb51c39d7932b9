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
import { notFound } from '../http/reply.ts';
import { route } from '../http/route.ts';
import type { CommandMeta } from '../returns/run-rma-command.ts';
import { lockHoldings } from '../stock/holdings.ts';
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

type Repair = StockDocument<'repair'>;
type Decided = Result<repairs.RepairEvent[], { code: string }>;

export function addRepairRoutes(server: FastifyInstance, app: App): void {
  const answered = async (tx: Tx, merchantId: MerchantId, ran: Result<Repair, { code: string }>) =>
    ran.ok ? ok(await repairView(app, tx, merchantId, ran.value)) : ran;
  const on = (
    { documentId }: { documentId: string },
    command: { type: string } & object,
    meta: CommandMeta,
    decide: (tx: Tx, order: repairs.RepairOrder, currency: string) => Decided | Promise<Decided>,
  ) =>
    app.db.inMerchant(meta.merchantId, async (tx) => {
      const { currency } = await merchantTerms(tx, meta.merchantId);
      const ran = await onDocument(app, tx, 'repair', documentId, command, meta, (document) =>
        decide(tx, repairs.foldRepair(eventsOf(document)), currency),
      );
      return answered(tx, meta.merchantId, ran);
    });

  route(server, contract.openRepair, ({ body, meta }) =>
    app.db.inMerchant(meta.merchantId, async (tx) =>
      answered(
        tx,
        meta.merchantId,
        await openDocument(app, tx, 'repair', body, meta, () => decideOpening(tx, meta.merchantId, body)),
      ),
    ),
  );
  route(server, contract.getRepair, ({ params, principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, async (tx) => {
      const document = await readDocument(tx, merchantId, 'repair', params.documentId);
      return document ? repairView(app, tx, merchantId, document) : notFound;
    }),
  );
  route(server, contract.addPart, ({ params, body, meta }) =>
    on(params, { type: 'part', ...body }, meta, (_, order, currency) => {
      const cost = moneyIn(body.cost, currency);
      return cost.ok ? repairs.addPart(order, { ...body, cost: cost.value }) : cost;
    }),
  );
  route(server, contract.addLabour, ({ params, body, meta }) =>
    on(params, { type: 'labour', ...body }, meta, (_, order, currency) => {
      const cost = moneyIn(body.cost, currency);
      return cost.ok ? repairs.addLabour(order, { ...body, cost: cost.value }) : cost;
    }),
  );
  route(server, contract.finishRepair, ({ params, body, meta }) =>
    on(params, { type: 'finish', ...body }, meta, async (tx, order, currency) => {
      const { sku, location, owner } = order.facts;
      const wrong =
        owner === 'ours' && body.location !== undefined && (await unusablePlace(tx, meta.merchantId, [body.location]));
      if (wrong) return reject(wrong);
      const spot = { sku, location, condition: 'to_repair' };
      const to = { sku, location: body.location ?? location, condition: body.result };
      const held = (await lockHoldings(tx, meta.merchantId, currency, [spot, to]))(spot);
      return repairs.finishRepair(order, body.result, body.location, held);
    }),
  );
  route(server, contract.cancelRepair, ({ params, meta }) =>
    on(params, { type: 'cancel' }, meta, (_, order) => repairs.cancelRepair(order)),
  );
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
    return repairs.openRepair({ ...facts, owner: 'buyer', rmaId, booking: 'expense' }, units);
  }
  const { currency } = await merchantTerms(tx, merchantId);
  const spot = { sku: facts.sku, location: facts.location, condition: 'to_repair' };
  const held = (await lockHoldings(tx, merchantId, currency, [spot]))(spot);
  const { rows } = await sql<{ taken: number }>`select coalesce(sum(d.units), 0)::int as taken from stock_document d
    where d.merchant_id = ${merchantId} and d.kind = 'repair' and d.state = 'open' and d.sku = ${facts.sku}
      and d.location = ${facts.location} and not exists (select from stock_document_event e
        where e.merchant_id = d.merchant_id and e.document_id = d.document_id and e.seq = 1 and e.data ->> 'owner' = 'buyer')`.execute(
    tx,
  );
  return repairs.openRepair({ ...facts, owner: 'ours', rmaId: null }, held.quantity - (rows[0]?.taken ?? 0));
}

async function repairView(app: App, tx: Tx, merchantId: MerchantId, document: Repair) {
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
  };
}
