import type { FastifyInstance, RouteOptions } from 'fastify';
import type { Budget, Endpoint } from '../../contract/endpoint.ts';
import { assert } from '../../domain/assert.ts';
import type { Buyer, Principal, RouteAccess } from './caller.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Without it no route exists: the server does not start. */
    access?: RouteAccess;
    budget?: Budget | undefined;
    endpoint?: Endpoint | undefined;
    /** A vendor's server calls it: no page of a browser is involved. */
    isHook?: boolean;
  }
  interface FastifyRequest {
    principal: Principal | null;
    buyer: Buyer | null;
    commandId: string | undefined;
  }
}

export type RouteEntry = { method: string; path: string; access: RouteAccess; endpoint?: Endpoint };

/**
 * Collects every route as Fastify registers it, whoever registers it, and refuses to start with one whose access nobody
 * has declared. The table is filled when the server is ready.
 */
export function keepRouteTable(server: FastifyInstance): RouteEntry[] {
  const table: RouteEntry[] = [];
  const registered: Pick<RouteOptions, 'method' | 'url' | 'config'>[] = [];
  // Looked at later: the scope of a plugin may yet declare the access of the routes in it.
  server.addHook('onRoute', (options) => {
    registered.push(options);
  });
  server.addHook('onReady', async () => {
    for (const { method: methods, url: path, config } of registered) {
      assert(config?.access !== undefined, `${methods} ${path} declares who may call it`);
      const { access, endpoint } = config;
      for (const method of [methods].flat()) table.push({ method, path, access, ...(endpoint && { endpoint }) });
    }
  });
  return table;
}
