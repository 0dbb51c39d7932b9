import type { FastifyInstance } from 'fastify';
import * as contract from '../../contract/inspection.ts';
import * as warehouse from '../../contract/warehouse.ts';
import { present } from '../../domain/assert.ts';
import { ok } from '../../domain/result.ts';
import type { Findings } from '../../domain/returns/grading.ts';
import { parseLocalDate } from '../../domain/time.ts';
import type { App } from '../app.ts';
import { whoIs } from '../http/caller.ts';
import { notFound } from '../http/reply.ts';
import { route } from '../http/route.ts';
import { currencyOf, listVersions, publish, readBook, viewBook } from '../inspection-book/book-store.ts';
import * as rmaStore from '../returns/rma-store.ts';
import { act } from '../returns/routes.ts';
import { readAgreement } from './agreement.ts';
import { deskView } from './line-desk.ts';
import { countTasks, listTasks } from './task-lists.ts';

export function addInspectionRoutes(server: FastifyInstance, app: App): void {
  addBookRoutes(server, app);
  addDeskRoutes(server, app);
  addTaskRoutes(server, app);
  addUndoRoutes(server, app);
}

const namesOf = async (app: App, merchantId: Parameters<App['staffNames']>[0]) => {
  const names = await app.staffNames(merchantId);
  return (id: string): string => names.get(id) ?? '';
};

function addBookRoutes(server: FastifyInstance, app: App): void {
  route(server, contract.getBook, async ({ query, principal: { merchantId } }) => {
    const nameOf = await namesOf(app, merchantId);
    const seen = await app.db.inMerchant(merchantId, async (tx) =>
      viewBook(tx, merchantId, await currencyOf(tx, merchantId), nameOf, query.version),
    );
    return seen ?? notFound;
  });
  route(server, contract.bookHistory, async ({ query, principal: { merchantId } }) => {
    const nameOf = await namesOf(app, merchantId);
    return app.db.inMerchant(merchantId, (tx) => listVersions(tx, merchantId, query, nameOf));
  });
  route(server, contract.publishBook, async ({ body, principal: { merchantId, id } }) => {
    const nameOf = await namesOf(app, merchantId);
    return app.db.inMerchant(merchantId, async (tx) => {
      const currency = await currencyOf(tx, merchantId);
      const published = await publish(tx, { merchantId, currency, by: id, now: app.clock.now() }, body);
      if (!published.ok) return published;
      return ok(present(await viewBook(tx, merchantId, currency, nameOf), 'the version just published'));
    });
  });
}

type Found = {
  checks?: Findings['checks'] | undefined;
  gradeCode?: string | undefined;
  serials?: string[] | undefined;
  batch?: string | undefined;
  expiry?: string | undefined;
};

/** What was left out stays out: the command is the same, word for word, as that of callers who know nothing of it. */
function findingsFrom({ checks, gradeCode, serials, batch, expiry }: Found): Findings {
  const day = expiry === undefined ? undefined : parseLocalDate(expiry);
  return {
    ...(checks ? { checks } : {}),
    ...(gradeCode === undefined ? {} : { gradeCode }),
    ...(serials ? { serials } : {}),
    ...(batch === undefined ? {} : { batch }),
    ...(day === undefined ? {} : { expiry: day }),
  };
}

function addDeskRoutes(server: FastifyInstance, app: App): void {
  route(server, warehouse.inspectLine, (call) => {
    const { quantity, grade, failedTests, photos, ...rest } = call.body;
    const { lineId } = call.params;
    const looked = { lineId, quantity, grade, failedTests, photos };
    return act(app, call, { type: 'inspect_line', ...looked, ...findingsFrom(rest) });
  });
  route(server, warehouse.lookAgain, (call) => {
    const { grade, failedTests, photos, ...rest } = call.body;
    const looked = { lineId: call.params.lineId, grade, failedTests, photos };
    return act(app, call, { type: 'look_again', ...looked, ...findingsFrom(rest) });
  });
  route(server, contract.lineDesk, async ({ params, query, principal }) => {
    const { merchantId } = principal;
    const now = app.clock.now();
    const seen = await app.db.inMerchant(merchantId, async (tx) => {
      const found = await rmaStore.read(tx, merchantId, params.rmaId);
      const line = found?.rma.lines.find(({ id }) => id === params.lineId);
      if (!found || !line) return undefined;
      const book = await readBook(tx, merchantId, found.order.currency);
      const policy = await app.policies.pinned(tx, merchantId, found.rma.policyVersion);
      return deskView(found, line, { book, policy, who: whoIs(principal), now, quantity: query.quantity });
    });
    return seen ?? notFound;
  });
}

function addTaskRoutes(server: FastifyInstance, app: App): void {
  route(server, contract.listTasks, async ({ query, principal: { merchantId, id } }) => {
    const nameOf = await namesOf(app, merchantId);
    return app.db.inMerchant(merchantId, (tx) => listTasks(tx, merchantId, query, { who: id, nameOf }));
  });
  route(server, contract.countTasks, ({ principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, (tx) => countTasks(tx, merchantId)),
  );
  route(server, contract.agreement, async ({ query, principal: { merchantId } }) => {
    const nameOf = await namesOf(app, merchantId);
    return app.db.inMerchant(merchantId, (tx) => readAgreement(tx, merchantId, query, nameOf));
  });
  route(server, warehouse.resolveSecondLook, (call) =>
    act(app, call, { type: 'resolve_second_look', lineId: call.params.lineId, ...call.body }),
  );
  route(server, warehouse.approveScrap, (call) =>
    act(app, call, { type: 'approve_scrap', lineId: call.params.lineId }),
  );
  route(server, warehouse.refuseScrap, (call) =>
    act(app, call, { type: 'refuse_scrap', lineId: call.params.lineId, ...call.body }),
  );
}

function addUndoRoutes(server: FastifyInstance, app: App): void {
  route(server, warehouse.undoDisposition, (call) =>
    act(app, call, { type: 'undo_disposition', lineId: call.params.lineId, ...call.body }),
  );
  route(server, warehouse.undoInspection, (call) =>
    act(app, call, { type: 'undo_inspection', lineId: call.params.lineId, ...call.body }),
  );
}
