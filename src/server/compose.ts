import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import { present } from '../domain/assert.ts';
import type { MerchantId } from '../domain/ids.ts';
import { money } from '../domain/money.ts';
import { defaultPolicy } from '../domain/policy/default-policy.ts';
import { addAdvanceRoutes } from './advances/routes.ts';
import { addAlertRoutes } from './alerts/routes.ts';
import { scheduleLearning, scheduleLook } from './alerts/schedule.ts';
import type { App } from './app.ts';
import { startBoardPump } from './boards/board-pump.ts';
import { addBoardRoutes } from './boards/routes.ts';
import { addBookRoutes } from './books/routes.ts';
import { addBuyerRoutes } from './buyers/routes.ts';
import { listenToShops } from './channels/listen-shops.ts';
import { addReasonRoutes } from './channels/reason-routes.ts';
import { addChannelRoutes } from './channels/routes.ts';
import { addShopRoutes } from './channels/shop-routes.ts';
import { addPushRoute } from './channels/take-push.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import { addCourierRoutes } from './couriers/routes.ts';
import { openDatabase, type Tx } from './db/database.ts';
import { addDeadlineRoutes } from './deadlines/routes.ts';
import { startTimerPump } from './deadlines/timer-pump.ts';
import { addFileRoutes } from './files/routes.ts';
import { addFinanceRoutes } from './finance/routes.ts';
import type { Budgets } from './http/budgets.ts';
import { createServer } from './http/server.ts';
import { addInspectionRoutes } from './inspection/routes.ts';
import { recordInvoices } from './invoicing/invoices-of-order.ts';
import { addInvoicingRoutes } from './invoicing/routes.ts';
import { enqueueJobs } from './jobs/enqueue-jobs.ts';
import { tasksOf } from './jobs/tasks.ts';
import { startWorker, type Worker } from './jobs/worker.ts';
import { accountBook, openChart } from './ledger/account-book.ts';
import { addLedgerRoutes } from './ledger/routes.ts';
import { addLive } from './live/live.ts';
import { masterKeysIn } from './master-keys.ts';
import { addBillRoutes } from './matching/bill-routes.ts';
import { addMatchRoutes } from './matching/routes.ts';
import { addNegotiationRoutes } from './negotiation/routes.ts';
import { newIdWith } from './new-id.ts';
import { addNoticeRoutes } from './notices/routes.ts';
import { addOrderRoutes } from './orders/routes.ts';
import { addOutboundRoutes } from './outbound/routes.ts';
import { packageRoot } from './package-root.ts';
import { addNoticeDeskRoutes } from './payments/notice-desk.ts';
import { addPaymentRoutes } from './payments/routes.ts';
import { type Auth, createAuth } from './people/auth.ts';
import { addAuthRoutes } from './people/auth-routes.ts';
import { membersOf } from './people/members.ts';
import { addPeopleRoutes } from './people/routes.ts';
import { addSavedViewRoutes } from './people/saved-views.ts';
import { recentMembers, staffNames } from './people/staff-names.ts';
import { addPickupRoutes } from './pickups/routes.ts';
import { policyShelf, publishPolicy } from './policy/policy-shelf.ts';
import { addPolicyRoutes } from './policy/routes.ts';
import { buyerIn } from './portal/buyer-in.ts';
import { portalTokens } from './portal/portal-token.ts';
import { addPortalRoutes } from './portal/routes.ts';
import { addReceivingRoutes } from './receiving/routes.ts';
import { addRecoveryRoutes } from './recovery/routes.ts';
import { addRefundRoutes } from './refunds/routes.ts';
import { addOverviewRoute } from './reports/overview.ts';
import { returnPlaces } from './return-addresses/return-places.ts';
import { addReturnAddressRoutes } from './return-addresses/routes.ts';
import { addReturnRoutes } from './returns/routes.ts';
import { secretsWith } from './secrets.ts';
import { shopsOf } from './shops/shops.ts';
import { addStockRoutes } from './stock/routes.ts';
import { addApprovalRoutes } from './team/approval-routes.ts';
import { addAssignmentRoutes } from './team/assignment-routes.ts';
import { addTeamRoutes } from './team/routes.ts';
import { takersOf } from './team/takers.ts';
import { addHandTransferRoutes } from './transfers/routes.ts';
import { addUnknownParcelRoutes } from './unknown-parcels/routes.ts';
import { financeVendors, invoiceVendors, noticeVendors, signedHook, vendorsOf } from './vendors.ts';
import { addCountRoutes } from './warehouse/count-routes.ts';
import { addStockHookRoutes } from './warehouse/hook-routes.ts';
import { addRepairRoutes } from './warehouse/repair-routes.ts';
import { addTransferRoutes } from './warehouse/transfer-routes.ts';
import { addVendorReturnRoutes } from './warehouse/vendor-return-routes.ts';

export type Program = { app: App; auth: Auth; close(): Promise<void> };

export type Foundations = { config: Config; databaseUrl: string; secretKey: Buffer; clock: Clock; log: Logger };

/** Puts the program together over a migrated database, without opening a port or running a job. */
export function compose({ config, databaseUrl, secretKey, clock, log }: Foundations): Program {
  const db = openDatabase(databaseUrl, { poolSize: config.poolSize });
  const newId = newIdWith(clock);
  const secrets = secretsWith(secretKey, masterKeysIn(config.dataDir, secretKey));
  const auth = createAuth({
    databaseUrl,
    publicUrl: config.publicUrl,
    secretKey,
    db,
    newId,
    log,
    openSignUp: config.openSignUp,
    onMerchantCreated: async (tx, merchantId) => {
      await setUpMerchant(tx, merchantId);
      await scheduleLook(app, tx, merchantId, 60_000);
      await scheduleLearning(app, tx, merchantId);
    },
    onMemberGone: (merchantId, userId) =>
      db.inMerchant(merchantId, (tx) =>
        app.enqueue(tx, [{ kind: 'free_cases', merchantId, userId, jobKey: `free:${merchantId}:${userId}` }]),
      ),
  });
  const app: App = {
    config,
    clock,
    newId,
    log,
    db,
    secrets,
    policies: policyShelf(db),
    accounts: accountBook(clock),
    returnPlaces: returnPlaces(clock),
    shops: shopsOf(db, secrets, vendorsOf(clock), clock, config),
    noticeVendors,
    signedHook,
    financeVendors,
    invoiceVendors,
    staffNames: staffNames(auth),
    members: (merchantId) => membersOf(auth, merchantId),
    recentMembers: recentMembers(auth),
    takers: takersOf(db),
    merchants: () =>
      db.acrossMerchants(async (tx) => {
        const { rows } = await sql<{ merchant_id: MerchantId }>`select all_merchants() as merchant_id`.execute(tx);
        return rows.map((row) => row.merchant_id);
      }),
    enqueue: enqueueJobs,
  };
  return {
    app,
    auth,
    close: async () => {
      await auth.close();
      await db.close();
    },
  };
}

/** Default limit of automatic decisions, in minor units: 500.00. */
const APPROVAL_LIMIT_MINOR = 50_000;

/** What a merchant cannot be without: a chart of accounts and a first policy. */
async function setUpMerchant(tx: Tx, merchantId: MerchantId): Promise<void> {
  await openChart(tx, merchantId);
  const { rows } = await sql<{ currency: string; time_zone: string }>`select currency, time_zone from merchant
    where merchant_id = ${merchantId}`.execute(tx);
  const { currency, time_zone } = present(rows[0], 'the new merchant');
  await publishPolicy(tx, merchantId, defaultPolicy(1, money(APPROVAL_LIMIT_MINOR, currency), time_zone), 'system');
}

export type WebOptions = { secretKey: Buffer; checkReplies?: boolean; requestsPerMinute?: Partial<Budgets> };

/** The HTTP server with every route, not yet listening. */
export async function composeWeb(
  { app, auth }: Program,
  { secretKey, checkReplies = false, requestsPerMinute = {} }: WebOptions,
): Promise<FastifyInstance> {
  const tokens = portalTokens(secretKey);
  const server = await createServer({
    publicUrl: app.config.publicUrl,
    log: app.log,
    newId: app.newId,
    callers: {
      principalOf: auth.principals.principalOf,
      hasSession: auth.principals.hasSession,
      buyerOf: buyerIn(tokens, app.clock),
    },
    sessionCookie: auth.sessionCookie,
    canWork: () => app.db.acrossMerchants((tx) => sql`select 1`.execute(tx)),
    checkReplies,
    ...(app.config.trustProxy === undefined ? {} : { trustProxy: app.config.trustProxy }),
    ...(app.config.metricsToken === undefined ? {} : { metricsToken: app.config.metricsToken }),
    requestsPerMinute,
    webRoot: join(packageRoot, 'dist', 'web'),
  });
  addAuthRoutes(server, auth);
  addPeopleRoutes(server, auth);
  addSavedViewRoutes(server, app);
  addOrderRoutes(server, app, recordInvoices(app));
  addBuyerRoutes(server, app);
  addReturnRoutes(server, app);
  addInspectionRoutes(server, app);
  addReceivingRoutes(server, app);
  addAssignmentRoutes(server, app);
  addTeamRoutes(server, app, auth);
  addApprovalRoutes(server, app);
  addDeadlineRoutes(server, app);
  addNegotiationRoutes(server, app);
  addFileRoutes(server, app);
  addPortalRoutes(server, app, tokens);
  addChannelRoutes(server, app);
  addCourierRoutes(server, app);
  addPushRoute(server, app);
  addShopRoutes(server, app);
  addReturnAddressRoutes(server, app);
  addPickupRoutes(server, app);
  addOutboundRoutes(server, app);
  addReasonRoutes(server, app);
  addNoticeRoutes(server, app);
  addRefundRoutes(server, app);
  addHandTransferRoutes(server, app);
  addAdvanceRoutes(server, app);
  addNoticeDeskRoutes(server, app);
  addPaymentRoutes(server, app);
  addRecoveryRoutes(server, app);
  addLedgerRoutes(server, app);
  addBookRoutes(server, app);
  addFinanceRoutes(server, app);
  addInvoicingRoutes(server, app);
  addMatchRoutes(server, app);
  addBillRoutes(server, app);
  addStockRoutes(server, app);
  addTransferRoutes(server, app);
  addCountRoutes(server, app);
  addRepairRoutes(server, app);
  addVendorReturnRoutes(server, app);
  addStockHookRoutes(server, app);
  addUnknownParcelRoutes(server, app);
  addAlertRoutes(server, app);
  addPolicyRoutes(server, app);
  addOverviewRoute(server, app);
  addBoardRoutes(server, app);
  addLive(server, app);
  return server;
}

/** Jobs, timers, and the connections of channels that tell of changes over one. */
export async function composeWorker({ app }: Program, databaseUrl: string): Promise<Worker> {
  const { workerConcurrency: concurrency } = app.config;
  const worker = await startWorker({ url: databaseUrl, tasks: tasksOf(app), log: app.log, concurrency });
  const listening = listenToShops(app, databaseUrl);
  const timers = startTimerPump(app, { concurrency });
  const boards = startBoardPump(app);
  return {
    stop: async () => {
      await boards.stop();
      await timers.stop();
      await listening.stop();
      await worker.stop();
    },
  };
}
