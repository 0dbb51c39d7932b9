import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { assert } from '../../domain/assert.ts';
import type { Limits } from './budgets.ts';
import type { Callers } from './caller.ts';
import { sendProblem } from './problems.ts';
import { isCrossSite } from './same-origin.ts';

/** The checks before any route: how often, from which site, who, and whether they may. Each refusal ends the request. */
export function guard(server: FastifyInstance, callers: Callers, limits: Limits, publicUrl: string): void {
  server.decorateRequest('principal', null);
  server.decorateRequest('buyer', null);
  server.decorateRequest('commandId', undefined);

  server.addHook('onRequest', async (request, reply) => {
    if (!(await limits.address(request, reply))) return reply;
    if (request.is404) return;
    const { isHook = false } = request.routeOptions.config;
    if (!isHook && isCrossSite(request, publicUrl)) return sendProblem(reply, 403, 'cross_site_request');
    if (!(await mayEnter(request, reply, callers))) return reply;
    if (!(await limits.route(request, reply))) return reply;
  });
  server.addHook('onResponse', async (request, reply) => limits.answered(request, reply));
}

async function mayEnter(request: FastifyRequest, reply: FastifyReply, callers: Callers): Promise<boolean> {
  const { access } = request.routeOptions.config;
  // `keepRouteTable` lets no such server start.
  assert(access !== undefined, 'the route declares its access');
  if (access === 'public') return true;
  if (access === 'session') {
    if (await callers.hasSession(request.headers)) return true;
    sendProblem(reply, 401, 'not_signed_in');
    return false;
  }
  if (access === 'portal') request.buyer = await callers.buyerOf(request);
  else request.principal = await callers.principalOf(request.headers);

  if (request.buyer === null && request.principal === null) {
    sendProblem(reply, 401, 'not_signed_in');
    return false;
  }
  if (access === 'portal' || access === 'signed_in') return true;
  if (request.principal?.permissions.has(access)) return true;
  sendProblem(reply, 403, 'not_permitted', { permission: access });
  return false;
}
