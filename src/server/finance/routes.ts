import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import * as contract from '../../contract/finance.ts';
import { ok } from '../../domain/result.ts';
import type { App } from '../app.ts';
import { askToPush } from '../books/ask-to-push.ts';
import { checkAccount } from '../channels/check-account.ts';
import { notFound } from '../http/reply.ts';
import { route } from '../http/route.ts';
import { mapAccounts, mapParties, readAccounts, readParties } from './codes.ts';
import { connectFinance, financeView, isConnected, openFinance, readTerms } from './connection.ts';
import { listExports, pushAgain, settleByHand } from './exports.ts';

export function addFinanceRoutes(server: FastifyInstance, app: App): void {
  addConnectionRoutes(server, app);
  addCodeRoutes(server, app);
  addExportRoutes(server, app);
}

function addConnectionRoutes(server: FastifyInstance, app: App): void {
  route(server, contract.getFinance, ({ principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, (tx) => financeView(app, tx, merchantId)),
  );
  route(server, contract.connectFinance, ({ params, body, principal: { merchantId, id } }) => {
    const vendor = app.financeVendors.find((known) => known.id === params.vendor);
    if (!vendor) return notFound;
    const credentials = Object.fromEntries(Object.entries(body.credentials).filter(([, value]) => value !== ''));
    return app.db.inMerchant(merchantId, async (tx) => {
      // Secrets that are left out stay as they are, so a connected system can lack settings only.
      const isKnown = await isConnected(tx, merchantId, vendor.id);
      const required = vendor.fields.filter(({ kind }) => !isKnown || kind === 'setting');
      const said = { ...body, credentials };
      const checked = checkAccount(app, vendor.fields, said, required);
      if (!checked.ok) return checked;
      const connected = await connectFinance(app, tx, vendor, said, { merchantId, by: id });
      return connected.ok ? ok(await financeView(app, tx, merchantId)) : connected;
    });
  });
  route(server, contract.checkFinance, async ({ principal: { merchantId } }) => {
    const port = await app.db.inMerchant(merchantId, async (tx) => {
      const terms = await readTerms(tx, merchantId);
      return terms && openFinance(app, tx, merchantId, terms.vendor);
    });
    if (!port) return notFound;
    const checked = await port.checkAccess();
    if (checked.kind === 'works')
      await app.db.inMerchant(merchantId, async (tx) => {
        await sql`update finance_terms set halted = null where merchant_id = ${merchantId}`.execute(tx);
        await askToPush(app, tx, merchantId);
      });
    const message = checked.kind === 'works' ? '' : checked.kind === 'refused' ? checked.message : checked.cause;
    return { outcome: checked.kind, message };
  });
}

function addCodeRoutes(server: FastifyInstance, app: App): void {
  route(server, contract.listFinanceAccounts, ({ principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, async (tx) => {
      const terms = await readTerms(tx, merchantId);
      return terms ? { rows: await readAccounts(tx, merchantId, terms) } : notFound;
    }),
  );
  route(server, contract.mapFinanceAccounts, ({ body, principal: { merchantId, id } }) =>
    app.db.inMerchant(merchantId, async (tx) => {
      const terms = await readTerms(tx, merchantId);
      return terms ? mapAccounts(app, tx, terms, body.accounts, { merchantId, by: id }) : notFound;
    }),
  );
  route(server, contract.listFinanceParties, ({ principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, async (tx) => {
      const terms = await readTerms(tx, merchantId);
      return terms ? { rows: await readParties(tx, merchantId, terms) } : notFound;
    }),
  );
  route(server, contract.mapFinanceParties, ({ body, principal: { merchantId, id } }) =>
    app.db.inMerchant(merchantId, async (tx) => {
      const terms = await readTerms(tx, merchantId);
      return terms ? mapParties(app, tx, terms, body.parties, { merchantId, by: id }) : notFound;
    }),
  );
}

function addExportRoutes(server: FastifyInstance, app: App): void {
  route(server, contract.listVoucherExports, ({ query, principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, async (tx) => {
      const terms = await readTerms(tx, merchantId);
      if (!terms) return { rows: [], next: null };
      const names = await app.staffNames(merchantId);
      const page = await listExports(tx, merchantId, { ...query, fromPeriod: terms.fromPeriod });
      const rows = page.rows.map((row) => ({
        ...row,
        settledBy: row.settledBy && (names.get(row.settledBy) ?? row.settledBy),
      }));
      return { ...page, rows };
    }),
  );
  route(server, contract.pushVouchers, ({ principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, async (tx) => ({ again: await pushAgain(app, tx, merchantId) })),
  );
  route(server, contract.settleVoucherExport, ({ params, body, principal: { merchantId, id } }) =>
    app.db.inMerchant(merchantId, (tx) => settleByHand(app, tx, params.voucherId, body, { merchantId, by: id })),
  );
}
