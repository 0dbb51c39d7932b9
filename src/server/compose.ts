import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import { taobao } from '../connectors/channel/taobao/taobao.ts';
import { kuaidi100 } from '../connectors/courier/kuaidi100/kuaidi100.ts';
import { alipay } from '../connectors/payment/alipay/alipay.ts';
import { present } from '../domain/assert.ts';
import type { MerchantId } from '../domain/ids.ts';
import { money } from '../domain/money.ts';
import { defaultPolicy } from '../domain/policy/default-policy.ts';
import type { App } from './app.ts';
import { addChannelRoutes } from './channels/routes.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import { openDatabase, type Tx } from './db/database.ts';
import { addFileRoutes } from './files/routes.ts';
import type { Budgets } from './http/budgets.ts';
import { createServer } from './http/server.ts';
import { enqueue } from './jobs/job-queue.ts';
import { tasksOf } from './jobs/tasks.ts';
import { startWorker, type Worker } from './jobs/worker.ts';
import { accountBook, openChart } from './ledger/account-book.ts';
import { addLedgerRoutes } from './ledger/routes.ts';
import { addLive } from './live/live.ts';
import { newIdWith } from './new-id.ts';
import { addOrderRoutes } from './orders/routes.ts';
import { packageRoot } from './package-root.ts';
import { type Auth, createAuth } from './people/auth.ts';
import { addAuthRoutes } from './people/auth-routes.ts';
import { addPeopleRoutes } from './people/routes.ts';
import { addSavedViewRoutes } from './people/saved-views.ts';
import { staffNames } from './people/staff-names.ts';
import { policyShelf, publishPolicy } from './policy/policy-shelf.ts';
import { addPolicyRoutes } from './policy/routes.ts';
import { buyerIn } from './portal/buyer-in.ts';
import { portalTokens } from './portal/portal-token.ts';
import { addPortalRoutes } from './portal/routes.ts';
import { addRefundRoutes } from './refunds/routes.ts';
import { addOverviewRoute } from './reports/overview.ts';
import { addReturnRoutes } from './returns/routes.ts';
import { secretsWith } from './secrets.ts';
import { shopsOf } from './shops/shops.ts';
import type { Vendors } from './shops/vendors.ts';
import { addStockRoutes } from './stock/routes.ts';

export type Program = { app: App; auth: Auth; close(): Promise<void> };

export type Foundations = { config: Config; databaseUrl: string; secretKey: Buffer; clock: Clock; log: Logger };

const TIMEOUT_MS = 15_000;

/** The vendors Guilai can reach. A new one is a folder under connectors/ and a line here. */
const vendorsOf = (clock: Clock): Vendors => {
  const now = clock.now;
  return {
    channel: {
      taobao: ({ settings, credentials }) =>
        taobao({
          gatewayUrl: need(settings, 'gatewayUrl'),
          appKey: need(settings, 'appKey'),
          appSecret: need(credentials, 'appSecret'),
          session: need(credentials, 'session'),
          shopKind: settings['shopKind'] === 'tmall' ? 'tmall' : 'taobao',
          timeoutMs: TIMEOUT_MS,
          now,
        }),
    },
    payment: {
      alipay: ({ settings, credentials }) =>
        alipay({
          gatewayUrl: need(settings, 'gatewayUrl'),
          appId: need(settings, 'appId'),
          privateKey: need(credentials, 'privateKey'),
          alipayPublicKey: need(settings, 'alipayPublicKey'),
          now,
        }),
    },
    courier: {
      kuaidi100: ({ settings, credentials }) =>
        kuaidi100({
          pollBaseUrl: need(settings, 'pollBaseUrl'),
          customer: need(settings, 'customer'),
          key: need(credentials, 'key'),
          salt: need(credentials, 'salt'),
          timeoutMs: TIMEOUT_MS,
        }),
    },
  };
};

const need = (values: Readonly<Record<string, string>>, name: string): string =>
  present(values[name], `the setting ${name}`);

/** Puts the program together over a migrated database, without opening a port or running a job. */
export function compose({ config, databaseUrl, secretKey, clock, log }: Foundations): Program {
  const db = openDatabase(databaseUrl, { poolSize: config.poolSize });
  const newId = newIdWith(clock);
  const secrets = secretsWith(secretKey);
  const auth = createAuth({
    databaseUrl,
    publicUrl: config.publicUrl,
    secretKey,
    db,
    newId,
    log,
    openSignUp: config.openSignUp,
    onMerchantCreated: setUpMerchant,
  });
  const app: App = {
    config,
    clock,
    newId,
    log,
    db,
    secrets,
    policies: policyShelf(db),
    accounts: accountBook(),
    shops: shopsOf(db, secrets, vendorsOf(clock), clock),
    staffNames: staffNames(auth),
    merchants: () =>
      db.acrossMerchants(async (tx) => {
        const { rows } = await sql<{ merchant_id: MerchantId }>`select all_merchants() as merchant_id`.execute(tx);
        return rows.map((row) => row.merchant_id);
      }),
    enqueue: (tx, jobs) =>
      enqueue(
        tx,
        jobs.map(({ kind, runAt, jobKey, maxAttempts, ...payload }) => ({
          kind,
          payload,
          ...(runAt === undefined ? {} : { runAt }),
          ...(jobKey === undefined ? {} : { jobKey }),
          ...(maxAttempts === undefined ? {} : { maxAttempts }),
        })),
      ),
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
  addOrderRoutes(server, app);
  addReturnRoutes(server, app);
  addFileRoutes(server, app);
  addPortalRoutes(server, app, tokens);
  addChannelRoutes(server, app);
  addRefundRoutes(server, app);
  addLedgerRoutes(server, app);
  addStockRoutes(server, app);
  addPolicyRoutes(server, app);
  addOverviewRoute(server, app);
  addLive(server, app);
  return server;
}

export const composeWorker = ({ app }: Program, databaseUrl: string): Promise<Worker> =>
  startWorker({ url: databaseUrl, tasks: tasksOf(app), log: app.log, concurrency: app.config.workerConcurrency });
