import type { PassThrough } from 'node:stream';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyServerOptions,
  LogController,
} from 'fastify';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { NewId } from '../new-id.ts';
import { type Budgets, budgets, limitsOf } from './budgets.ts';
import type { Callers } from './caller.ts';
import { addDocsPage } from './docs-page.ts';
import { guard } from './guard.ts';
import { addHealth } from './health.ts';
import { addMetrics, newMetrics } from './metrics.ts';
import { openApiOf } from './open-api.ts';
import { onError, sendProblem } from './problems.ts';
import { keepRouteTable, type RouteEntry } from './route-table.ts';
import { addSecurityHeaders } from './security-headers.ts';
import { closeStreamsWith } from './sse.ts';
import { addWeb } from './web.ts';

declare module 'fastify' {
  interface FastifyInstance {
    routeTable: readonly RouteEntry[];
    openStreams: Set<PassThrough>;
    checkReplies: boolean;
    newId: NewId;
  }
}

export type ServerOptions = {
  publicUrl: string;
  log: Logger;
  newId: NewId;
  callers: Callers;
  /** The name of the cookie that holds a person's session, for the API's description. */
  sessionCookie: string;
  /** Rejects while the program cannot work; asked by `/readyz`. */
  canWork(): Promise<unknown>;
  /** Addresses of proxies whose X-Forwarded-For is believed, as Fastify takes them. Default: nobody. */
  trustProxy?: NonNullable<FastifyServerOptions['trustProxy']>;
  /** Compares every reply with its contract: for development and tests. */
  checkReplies?: boolean;
  /** Where the built web pages lie, absolute. Absent: this server has no pages and no `/docs`. */
  webRoot?: string;
  /** Other budgets than the usual ones. */
  requestsPerMinute?: Partial<Budgets>;
  metrics?: Registry;
  /** Opens `/metrics` to a bearer of it from other machines. */
  metricsToken?: string;
};

const BODY_LIMIT_BYTES = 1_048_576;
const FILE_LIMIT_BYTES = 20_971_520;

/** The HTTP server without its operations: those are added with `route` and `hook`, then it may listen. */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const { publicUrl, newId, callers, metrics = newMetrics() } = options;
  const loggerInstance: FastifyBaseLogger = options.log;
  const server = Fastify({
    loggerInstance,
    // Fastify would log addresses with their queries, which may name a buyer.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT_BYTES,
    trustProxy: options.trustProxy ?? false,
    requestIdHeader: false,
    genReqId: () => newId('req'),
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
    // A malformed address has no route and so no hooks, but gets the same answer as any other refusal.
    frameworkErrors: (error, request, reply) => onError(error, request, reply),
  });
  const table = keepRouteTable(server);
  server.decorate('routeTable', table);
  server.decorate('openStreams', new Set<PassThrough>());
  server.decorate('checkReplies', options.checkReplies ?? false);
  server.decorate('newId', newId);
  server.setErrorHandler(onError);
  closeStreamsWith(server);
  logRequests(server);

  await addSecurityHeaders(server, publicUrl);
  await server.register(rateLimit, { global: false });
  await server.register(multipart, { limits: { fileSize: FILE_LIMIT_BYTES, files: 10, fields: 20, parts: 30 } });
  guard(server, callers, limitsOf(server, { ...budgets, ...options.requestsPerMinute }), publicUrl);

  addHealth(server, options.canWork);
  addMetrics(server, metrics, options.metricsToken);
  server.get('/openapi.json', { config: { access: 'public' } }, async () =>
    openApiOf(table, publicUrl, options.sessionCookie),
  );
  if (options.webRoot === undefined) {
    server.setNotFoundHandler(async (_request, reply) => sendProblem(reply, 404, 'not_found'));
  } else {
    await addDocsPage(server);
    await addWeb(server, options.webRoot);
  }
  return server;
}

function logRequests(server: FastifyInstance): void {
  server.addHook('onResponse', async (request, reply) => {
    // On a busy night vendors' notices are most of all calls: a line for each would drown the others.
    const isTaken = request.routeOptions.config.isHook === true && reply.statusCode < 300;
    request.log[isTaken ? 'debug' : 'info'](
      {
        method: request.method,
        route: request.routeOptions.url,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
        merchantId: (request.principal ?? request.buyer)?.merchantId,
        caller: (request.principal ?? request.buyer)?.id,
        commandId: request.commandId,
      },
      'answered',
    );
  });
}
