import type { FastifyInstance } from 'fastify';
import * as contract from '../../contract/receiving.ts';
import { findByWaybill } from '../../contract/warehouse.ts';
import { ok } from '../../domain/result.ts';
import type { App } from '../app.ts';
import { type Principal, whoIs } from '../http/caller.ts';
import { notFound, nothing, raw } from '../http/reply.ts';
import { route } from '../http/route.ts';
import { findReturns } from '../returns/receiving.ts';
import { act, view } from '../returns/routes.ts';
import { surround } from '../returns/surroundings.ts';
import { keepConflict, listConflicts, settleConflict } from './conflicts.ts';
import { reportSurplus } from './differences.ts';
import { listExpectedReturns } from './expected.ts';
import { handlingOf, open, sign, stepOf, weightNoteOf } from './handling.ts';
import { labelFacts } from './label-facts.ts';
import { pdfOf } from './label-pdf.ts';
import { zplOf } from './label-zpl.ts';
import { handlingOfReturn } from './steps-of-rma.ts';

/** The door, the desk and the handheld. */
export function addReceivingRoutes(server: FastifyInstance, app: App): void {
  addLookUps(server, app);
  addDoorRoutes(server, app);
  addDifferenceRoutes(server, app);
  addConflictRoutes(server, app);
  addLabelRoutes(server, app);
}

function addLookUps(server: FastifyInstance, app: App): void {
  route(server, findByWaybill, async ({ params, principal }) => {
    const { merchantId } = principal;
    const { found, steps, weight } = await app.db.inMerchant(merchantId, async (tx) => {
      const returns = await findReturns(tx, merchantId, params.waybill);
      const waybill = returns.parcel?.waybill ?? params.waybill.toUpperCase();
      const rows = await handlingOf(tx, merchantId, [waybill]);
      const isUntouched = !returns.rmas.some(({ rma }) => rma.lines.some((line) => line.reception === 'received'));
      const note = isUntouched ? await weightNoteOf(tx, merchantId, [waybill], rows) : null;
      return { found: returns, steps: rows, weight: note };
    });
    const [rmas, names] = await Promise.all([
      Promise.all(found.rmas.map((rma) => view(app, rma, principal))),
      app.staffNames(merchantId),
    ]);
    return { ...found, rmas, handling: steps.map((row) => stepOf(row, names)), weight };
  });
  route(server, contract.listExpected, ({ query, principal }) =>
    app.db.inMerchant(principal.merchantId, (tx) =>
      listExpectedReturns(tx, principal.merchantId, whoIs(principal), query),
    ),
  );
  route(server, contract.handlingOfRma, ({ params, principal }) =>
    app.db.inMerchant(
      principal.merchantId,
      async (tx) => (await handlingOfReturn(app, tx, principal.merchantId, params.rmaId, whoIs(principal))) ?? notFound,
    ),
  );
}

function addDoorRoutes(server: FastifyInstance, app: App): void {
  route(server, contract.signParcels, ({ body, meta }) =>
    app.db.inMerchant(meta.merchantId, (tx) => sign(app, tx, body, meta)),
  );
  route(server, contract.openParcel, ({ body, meta }) =>
    app.db.inMerchant(meta.merchantId, (tx) => open(app, tx, body, meta)),
  );
}

function addDifferenceRoutes(server: FastifyInstance, app: App): void {
  route(server, contract.findLine, (call) =>
    act(app, call, { type: 'find_line', lineId: call.params.lineId, ...call.body }),
  );
  route(server, contract.settleDifference, (call) =>
    act(app, call, { type: 'settle_difference', differenceId: call.params.differenceId, ...call.body }),
  );
  route(server, contract.reportDifference, async ({ params, body, meta, principal, minimal }) => {
    const ran = await app.db.inMerchant(meta.merchantId, async (tx) => {
      const reported = await reportSurplus(app, tx, params.rmaId, body, meta);
      return reported.ok ? ok(await surround(tx, meta.merchantId, reported.value)) : reported;
    });
    if (!ran.ok) return ran;
    return minimal ? nothing : ok(await view(app, ran.value, principal));
  });
}

function addConflictRoutes(server: FastifyInstance, app: App): void {
  route(server, contract.reportConflict, ({ body, meta }) =>
    app.db.inMerchant(meta.merchantId, (tx) => keepConflict(app, tx, body, meta)),
  );
  route(server, contract.listConflicts, ({ query, principal }) =>
    app.db.inMerchant(principal.merchantId, (tx) => listConflicts(app, tx, principal.merchantId, principal.id, query)),
  );
  route(server, contract.settleConflict, ({ params, body, meta }) =>
    app.db.inMerchant(meta.merchantId, (tx) => settleConflict(app, tx, params.conflictId, body.outcome, meta)),
  );
}

function addLabelRoutes(server: FastifyInstance, app: App): void {
  const factsOf = (principal: Principal, params: Parameters<typeof labelFacts>[3]) =>
    app.db.inMerchant(principal.merchantId, (tx) => labelFacts(tx, principal.merchantId, whoIs(principal), params));
  route(server, contract.labelPdf, async ({ params, query, principal }) => {
    const facts = await factsOf(principal, params);
    return facts.ok ? raw(await pdfOf(facts.value, query.copies)) : facts;
  });
  route(server, contract.labelZpl, async ({ params, query, principal }) => {
    const facts = await factsOf(principal, params);
    return facts.ok ? raw(zplOf(facts.value, query.copies)) : facts;
  });
}
