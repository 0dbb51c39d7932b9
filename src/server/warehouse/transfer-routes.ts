import type { FastifyInstance } from 'fastify';
import { toMoneyView } from '../../contract/common.ts';
import * as contract from '../../contract/stock-documents.ts';
import type { MerchantId } from '../../domain/ids.ts';
import { ok, type Result, reject } from '../../domain/result.ts';
import { isReserved } from '../../domain/stock/places.ts';
import * as moving from '../../domain/stock/transfer.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import type { Principal } from '../http/caller.ts';
import { notFound } from '../http/reply.ts';
import { route } from '../http/route.ts';
import type { CommandMeta } from '../returns/run-rma-command.ts';
import { lockHoldings } from '../stock/holdings.ts';
import { headOf, listDocuments } from './document-lists.ts';
import {
  eventsOf,
  merchantTerms,
  onDocument,
  openDocument,
  readDocument,
  type StockDocument,
} from './document-store.ts';
import { listLocations, saveLocation, unusablePlace, waitingToBePutAway } from './locations.ts';
import { scrapLimit } from './scrap-limit.ts';

type Decided = Result<moving.TransferEvent[], { code: string }>;

export function addTransferRoutes(server: FastifyInstance, app: App): void {
  route(server, contract.listStockDocuments, ({ query, principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, (tx) => listDocuments(tx, merchantId, query)),
  );
  route(server, contract.listWaiting, ({ query, principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, (tx) => waitingToBePutAway(tx, merchantId, query)),
  );
  route(server, contract.listStockLocations, ({ query, principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, (tx) => listLocations(tx, merchantId, query)),
  );
  route(server, contract.saveStockLocation, ({ body, principal: { merchantId } }) => {
    if (isReserved(body.code) && body.code !== 'returns')
      return reject({ code: 'place_is_reserved', location: body.code });
    return app.db.inMerchant(merchantId, async (tx) => {
      await saveLocation(tx, merchantId, body);
      return ok(body);
    });
  });
  addDocumentRoutes(server, app);
}

type Ran = Result<StockDocument<'transfer'>, { code: string }>;

function addDocumentRoutes(server: FastifyInstance, app: App): void {
  const answered = async (principal: Principal, ran: Ran) =>
    ran.ok ? ok(await viewOf(app, principal, ran.value)) : ran;
  const on = (
    { documentId }: { documentId: string },
    command: { type: string } & object,
    meta: CommandMeta,
    principal: Principal,
    decide: (transfer: moving.Transfer, tx: Tx) => Decided | Promise<Decided>,
  ) =>
    app.db.inMerchant(meta.merchantId, async (tx) =>
      answered(
        principal,
        await onDocument(app, tx, 'transfer', documentId, command, meta, (document) =>
          decide(moving.foldTransfer(eventsOf(document)), tx),
        ),
      ),
    );
  route(server, contract.getTransfer, ({ params, principal }) =>
    app.db.inMerchant(principal.merchantId, async (tx) => {
      const document = await readDocument(tx, principal.merchantId, 'transfer', params.documentId);
      return document ? viewOf(app, principal, document) : notFound;
    }),
  );
  route(server, contract.transferStock, ({ body, meta, principal }) =>
    app.db.inMerchant(meta.merchantId, async (tx) =>
      answered(
        principal,
        await openDocument(app, tx, 'transfer', body, meta, () => decideTransfer(app, tx, meta, body.lines)),
      ),
    ),
  );
  route(server, contract.approveTransfer, ({ params, meta, principal }) =>
    on(params, { type: 'approve' }, meta, principal, async (transfer, tx) =>
      moving.approveTransfer(transfer, meta.actor.id, await freeOf(tx, meta.merchantId, transfer.lines)),
    ),
  );
  route(server, contract.refuseTransfer, ({ params, body, meta, principal }) =>
    on(params, { type: 'refuse', ...body }, meta, principal, (transfer) =>
      moving.refuseTransfer(transfer, meta.actor.id, body.note),
    ),
  );
  route(server, contract.cancelTransfer, ({ params, meta, principal }) =>
    on(params, { type: 'cancel' }, meta, principal, moving.withdrawTransfer),
  );
}

type Wanted = Omit<moving.TransferLine, 'value'>[];

async function decideTransfer(app: App, tx: Tx, { merchantId, actor }: CommandMeta, lines: Wanted): Promise<Decided> {
  const wrong = await unusablePlace(
    tx,
    merchantId,
    lines.map(({ to }) => to.location),
  );
  if (wrong) return reject(wrong);
  const { currency } = await merchantTerms(tx, merchantId);
  const scrapping = { merchantId, by: actor.id, currency, now: app.clock.now() };
  const limit = await scrapLimit(tx, scrapping, lines.some(moving.isScrapping));
  return moving.transfer(lines, await freeOf(tx, merchantId, lines), limit);
}

async function freeOf(tx: Tx, merchantId: MerchantId, lines: Wanted) {
  const { currency } = await merchantTerms(tx, merchantId);
  const spots = lines.flatMap(({ sku, from, to }) => [
    { sku, ...from },
    { sku, ...to },
  ]);
  const held = await lockHoldings(tx, merchantId, currency, spots);
  return ({ sku, from }: Pick<moving.TransferLine, 'sku' | 'from'>) => held({ sku, ...from });
}

async function viewOf(app: App, principal: Principal, document: StockDocument<'transfer'>) {
  const { state, lines, askedBy, note } = moving.foldTransfer(eventsOf(document));
  const waits = state === 'to_approve';
  return {
    ...(await headOf(app, principal.merchantId, document, state)),
    lines: lines.map(({ value, ...line }) => ({ ...line, value: toMoneyView(value) })),
    note,
    mayApprove: waits && principal.permissions.has('stock:approve') && askedBy !== principal.id,
    mayCancel: waits && principal.permissions.has('stock:move'),
  };
}
