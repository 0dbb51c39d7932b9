import type { FastifyInstance } from 'fastify';
import { toMoneyView } from '../../contract/common.ts';
import * as contract from '../../contract/stock-documents.ts';
import type { MerchantId } from '../../domain/ids.ts';
import { ok, type Result, reject } from '../../domain/result.ts';
import { isReserved } from '../../domain/stock/places.ts';
import { type TransferEvent, transfer } from '../../domain/stock/transfer.ts';
import type { App } from '../app.ts';
import { notFound } from '../http/reply.ts';
import { route } from '../http/route.ts';
import { lockHoldings } from '../stock/holdings.ts';
import { headOf, listDocuments } from './document-lists.ts';
import { eventsOf, merchantTerms, openDocument, readDocument, type StockDocument } from './document-store.ts';
import { listLocations, saveLocation, unusablePlace, waitingToBePutAway } from './locations.ts';

type Decided = Result<TransferEvent[], { code: string }>;

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
  route(server, contract.getTransfer, ({ params, principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, async (tx) => {
      const document = await readDocument(tx, merchantId, 'transfer', params.documentId);
      return document ? viewOf(app, merchantId, document) : notFound;
    }),
  );
  route(server, contract.transferStock, ({ body, meta }) =>
    app.db.inMerchant(meta.merchantId, async (tx) => {
      const { merchantId } = meta;
      const ran = await openDocument(app, tx, 'transfer', body, meta, async (): Promise<Decided> => {
        const wrong = await unusablePlace(
          tx,
          merchantId,
          body.lines.map(({ to }) => to.location),
        );
        if (wrong) return reject(wrong);
        const { currency } = await merchantTerms(tx, merchantId);
        const spots = body.lines.flatMap(({ sku, from, to }) => [
          { sku, ...from },
          { sku, ...to },
        ]);
        const held = await lockHoldings(tx, merchantId, currency, spots);
        return transfer(body.lines, ({ sku, from }) => held({ sku, ...from }));
      });
      return ran.ok ? ok(await viewOf(app, merchantId, ran.value)) : ran;
    }),
  );
}

async function viewOf(app: App, merchantId: MerchantId, document: StockDocument<'transfer'>) {
  const lines = eventsOf(document).flatMap((event) => event.lines);
  const head = await headOf(app, merchantId, document, 'done');
  return { ...head, lines: lines.map(({ value, ...line }) => ({ ...line, value: toMoneyView(value) })) };
}
