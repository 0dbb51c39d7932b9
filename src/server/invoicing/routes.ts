import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { toMoneyView } from '../../contract/common.ts';
import * as contract from '../../contract/invoicing.ts';
import type { MerchantId } from '../../domain/ids.ts';
import { money } from '../../domain/money.ts';
import { ok } from '../../domain/result.ts';
import type { LocalDate } from '../../domain/time.ts';
import type { App } from '../app.ts';
import { checkAccount } from '../channels/check-account.ts';
import type { Tx } from '../db/database.ts';
import { notFound } from '../http/reply.ts';
import { route } from '../http/route.ts';
import { findOrder } from '../orders/order-store.ts';
import { readInvoices } from '../returns/invoice-rows.ts';
import { askToPushReds } from './ask-to-push-reds.ts';
import { connectInvoicing, openInvoicing, readInvoicing } from './connection.ts';
import { recordInvoice } from './record-invoice.ts';
import { applyForRed, finishByHand, withdrawRed } from './red-acts.ts';
import { listReds, sumReds } from './red-lists.ts';

export function addInvoicingRoutes(server: FastifyInstance, app: App): void {
  addConnectionRoutes(server, app);
  addInvoiceRoutes(server, app);
  addRedRoutes(server, app);
}

async function viewOf(app: App, tx: Tx, merchantId: MerchantId): Promise<contract.InvoicingView> {
  const vendors = app.invoiceVendors.map(({ id, label, fields }) => ({ id, label, fields: [...fields] }));
  return { vendors, connection: (await readInvoicing(tx, merchantId)) ?? null };
}

function addConnectionRoutes(server: FastifyInstance, app: App): void {
  route(server, contract.getInvoicing, ({ principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, (tx) => viewOf(app, tx, merchantId)),
  );
  route(server, contract.connectInvoicing, ({ params, body, principal: { merchantId, id } }) => {
    const vendor = app.invoiceVendors.find((known) => known.id === params.vendor);
    if (!vendor) return notFound;
    const credentials = Object.fromEntries(Object.entries(body.credentials).filter(([, value]) => value !== ''));
    return app.db.inMerchant(merchantId, async (tx) => {
      const said = { ...body, credentials };
      // Secrets that are left out stay as they are, so a connected service can lack settings only.
      const isKnown = (await readInvoicing(tx, merchantId))?.vendor === vendor.id;
      const required = vendor.fields.filter(({ kind }) => !isKnown || kind === 'setting');
      const checked = checkAccount(app, vendor.fields, said, required);
      if (!checked.ok) return checked;
      const connected = await connectInvoicing(app, tx, vendor, said, { merchantId, by: id });
      return connected.ok ? ok(await viewOf(app, tx, merchantId)) : connected;
    });
  });
  route(server, contract.checkInvoicing, async ({ principal: { merchantId } }) => {
    const port = await app.db.inMerchant(merchantId, async (tx) => {
      const terms = await readInvoicing(tx, merchantId);
      return terms && openInvoicing(app, tx, merchantId, terms.vendor);
    });
    if (!port) return notFound;
    const checked = await port.checkAccess();
    if (checked.kind === 'works')
      await app.db.inMerchant(merchantId, async (tx) => {
        await sql`update invoicing_terms set halted = null where merchant_id = ${merchantId}`.execute(tx);
        await askToPushReds(app, tx, merchantId);
      });
    const message = checked.kind === 'works' ? '' : checked.kind === 'refused' ? checked.message : checked.cause;
    return { outcome: checked.kind, message };
  });
}

function addInvoiceRoutes(server: FastifyInstance, app: App): void {
  route(server, contract.listOrderInvoices, async ({ params, principal: { merchantId } }) => {
    const invoices = await app.db.inMerchant(merchantId, async (tx) =>
      (await findOrder(tx, merchantId, params.orderId)) ? readInvoices(tx, merchantId, params.orderId) : undefined,
    );
    if (!invoices) return notFound;
    const rows = invoices.map(({ lines, ...invoice }) => ({
      ...invoice,
      lines: lines.map(({ gross, tax, redGross, ...line }) => ({
        ...line,
        gross: toMoneyView(gross),
        tax: toMoneyView(tax),
        redGross: toMoneyView(redGross),
      })),
    }));
    return { rows };
  });
  route(server, contract.recordInvoice, ({ params, body, principal: { merchantId, id } }) => {
    const { lines, issuedOn, ...facts } = body;
    const amount = (given: { minor: string; currency: string }) => money(BigInt(given.minor), given.currency);
    const given = {
      ...facts,
      issuedOn: issuedOn as LocalDate,
      ...(lines
        ? {
            lines: () =>
              lines.map(({ orderLineId, gross, tax }) => ({ orderLineId, gross: amount(gross), tax: amount(tax) })),
          }
        : {}),
    };
    return app.db.inMerchant(merchantId, (tx) => recordInvoice(app, tx, params.orderId, given, { merchantId, by: id }));
  });
}

function addRedRoutes(server: FastifyInstance, app: App): void {
  route(server, contract.listRedInvoices, async ({ query, principal: { merchantId } }) => {
    const names = await app.staffNames(merchantId);
    const page = await app.db.inMerchant(merchantId, (tx) => listReds(tx, merchantId, app.clock.now(), query));
    const rows = page.rows.map((row) => ({ ...row, doneBy: row.doneBy && (names.get(row.doneBy) ?? row.doneBy) }));
    return { ...page, rows };
  });
  route(server, contract.sumRedInvoices, ({ principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, (tx) => sumReds(tx, merchantId)),
  );
  route(server, contract.applyForReds, async ({ body, principal: { merchantId, id: by } }) => {
    const verdicts = [];
    for (const redId of new Set(body.redIds)) {
      const said = await app.db.inMerchant(merchantId, (tx) => applyForRed(app, tx, redId, { merchantId, by }));
      verdicts.push({ redId, ok: said.ok, ...(said.ok ? {} : { rejection: said.rejection }) });
    }
    return { verdicts };
  });
  route(server, contract.withdrawRed, ({ params, principal: { merchantId, id: by } }) =>
    app.db.inMerchant(merchantId, (tx) => withdrawRed(app, tx, params.redId, { merchantId, by })),
  );
  route(server, contract.finishRedByHand, ({ params, body, principal: { merchantId, id: by } }) =>
    app.db.inMerchant(merchantId, (tx) =>
      finishByHand(app, tx, params.redId, { ...body, issuedOn: body.issuedOn as LocalDate }, { merchantId, by }),
    ),
  );
}
