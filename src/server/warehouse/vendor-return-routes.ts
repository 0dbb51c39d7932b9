import type { FastifyInstance } from 'fastify';
import { toMoneyView } from '../../contract/common.ts';
import * as contract from '../../contract/vendor-returns.ts';
import { present } from '../../domain/assert.ts';
import type { MerchantId } from '../../domain/ids.ts';
import { ok, type Result, reject } from '../../domain/result.ts';
import { AT_VENDOR } from '../../domain/stock/places.ts';
import * as returning from '../../domain/stock/vendor-return.ts';
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
import { moneyIn } from './repair-routes.ts';
import { findVendor, goodsForVendors, importVendors, listVendors } from './vendors.ts';

type Document = StockDocument<'vendor_return'>;
type Decided = Result<returning.VendorReturnEvent[], { code: string }>;

export function addVendorReturnRoutes(server: FastifyInstance, app: App): void {
  addReadingRoutes(server, app);
  const answered = async (tx: Tx, merchantId: MerchantId, ran: Result<Document, { code: string }>) =>
    ran.ok ? ok(await viewOf(app, tx, merchantId, ran.value)) : ran;
  const on = (
    { documentId }: { documentId: string },
    command: { type: string } & object,
    meta: CommandMeta,
    decide: (document: returning.VendorReturn, tx: Tx) => Decided | Promise<Decided>,
  ) =>
    app.db.inMerchant(meta.merchantId, async (tx) =>
      answered(
        tx,
        meta.merchantId,
        await onDocument(app, tx, 'vendor_return', documentId, command, meta, (document) =>
          decide(returning.foldVendorReturn(eventsOf(document)), tx),
        ),
      ),
    );

  route(server, contract.draftVendorReturn, ({ body, meta }) =>
    app.db.inMerchant(meta.merchantId, async (tx) =>
      answered(
        tx,
        meta.merchantId,
        await openDocument(app, tx, 'vendor_return', body, meta, async (): Promise<Decided> => {
          const vendor = await findVendor(tx, meta.merchantId, body.vendorId);
          return vendor ? returning.draftVendorReturn(vendor.id, body.lines) : reject({ code: 'vendor_not_found' });
        }),
      ),
    ),
  );
  route(server, contract.changeVendorReturn, ({ params, body, meta }) =>
    on(params, { type: 'change', ...body }, meta, (document) => returning.changeVendorReturn(document, body.lines)),
  );
  route(server, contract.sendVendorReturn, ({ params, body, meta }) =>
    on(params, { type: 'send', ...body }, meta, async (document, tx) => {
      const { currency } = await merchantTerms(tx, meta.merchantId);
      const spotOf = ({ sku, location }: returning.VendorLine) => ({ sku, location, condition: 'to_vendor' });
      const spots = document.lines.flatMap((line) => [spotOf(line), { ...spotOf(line), location: AT_VENDOR }]);
      const held = await lockHoldings(tx, meta.merchantId, currency, spots);
      const { courier, waybill } = body;
      const way = { ...(courier ? { courier } : {}), ...(waybill ? { waybill } : {}) };
      return returning.sendVendorReturn(document, way, (line) => held(spotOf(line)));
    }),
  );
  route(server, contract.answerVendorReturn, ({ params, body, meta }) =>
    on(params, { type: 'answer', ...body }, meta, async (document, tx) => {
      const wrong = await unusablePlace(tx, meta.merchantId, [body.backTo]);
      return wrong ? reject(wrong) : returning.answerVendorReturn(document, body.lines, body.backTo);
    }),
  );
  route(server, contract.creditVendorReturn, ({ params, body, meta }) =>
    on(params, { type: 'credit', ...body }, meta, async (document, tx) => {
      const amount = moneyIn(body.amount, (await merchantTerms(tx, meta.merchantId)).currency);
      return amount.ok ? returning.creditVendorReturn(document, amount.value) : amount;
    }),
  );
  route(server, contract.reverseVendorReturn, ({ params, meta }) =>
    on(params, { type: 'reverse' }, meta, returning.reverseVendorReturn),
  );
  route(server, contract.cancelVendorReturn, ({ params, meta }) =>
    on(params, { type: 'cancel' }, meta, returning.cancelVendorReturn),
  );
}

function addReadingRoutes(server: FastifyInstance, app: App): void {
  route(server, contract.getVendorReturn, ({ params, principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, async (tx) => {
      const document = await readDocument(tx, merchantId, 'vendor_return', params.documentId);
      return document ? viewOf(app, tx, merchantId, document) : notFound;
    }),
  );
  route(server, contract.listVendors, ({ query, principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, (tx) => listVendors(tx, merchantId, query)),
  );
  route(server, contract.importVendors, ({ body, principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, (tx) => importVendors(tx, merchantId, app.newId, body.csv)),
  );
  route(server, contract.listToVendor, ({ query, principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, (tx) => goodsForVendors(tx, merchantId, query)),
  );
}

async function viewOf(app: App, tx: Tx, merchantId: MerchantId, document: Document) {
  const { state, vendorId, lines, courier, waybill, credit } = returning.foldVendorReturn(eventsOf(document));
  const vendor = present(await findVendor(tx, merchantId, vendorId), 'the vendor of a return');
  const titles = await titlesOf(
    tx,
    merchantId,
    lines.map(({ sku }) => sku),
  );
  return {
    ...(await headOf(app, merchantId, document, state)),
    vendor,
    courier,
    waybill,
    credit: credit && toMoneyView(credit),
    lines: lines.map(({ value, ...line }) => ({
      ...line,
      title: titles(line.sku),
      value: value && toMoneyView(value),
    })),
  };
}
