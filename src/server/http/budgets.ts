import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Budget } from '../../contract/endpoint.ts';
import { sendProblem } from './problems.ts';

/**
 * Requests a minute, for one process. Everybody behind one address shares `address`, which an office of a hundred people
 * fits into; a vendor's servers have `hook` instead, since they send a sale's notices all at once. `caller` is for one
 * person, API key or buyer; `sign_in` and `portal_lookup` are for one address, since their callers are not known yet;
 * `portal_message` is for one buyer's words; `heavy` is for exports and imports.
 */
export const budgets = {
  address: 6000,
  hook: 60_000,
  caller: 1200,
  sign_in: 20,
  portal_lookup: 20,
  portal_message: 10,
  heavy: 60,
} as const;

export type Budgets = Record<keyof typeof budgets, number>;

type Limit = (request: FastifyRequest, reply: FastifyReply) => Promise<boolean>;

/**
 * True where the caller still may; otherwise the refusal has been sent. `address` comes first, `route` when it is known
 * who calls.
 */
export type Limits = { address: Limit; route: Limit };

export function limitsOf(server: FastifyInstance, perMinute: Budgets): Limits {
  const limit = (name: keyof Budgets, keyGenerator: (request: FastifyRequest) => string): Limit => {
    const check = server.createRateLimit({ max: perMinute[name], timeWindow: 60_000, keyGenerator });
    return async (request, reply) => {
      const answer = await check(request);
      if (answer.isAllowed || !answer.isExceeded) return true;
      reply.header('retry-after', answer.ttlInSeconds);
      sendProblem(reply, 429, 'too_many_requests');
      return false;
    };
  };
  const byAddress = (request: FastifyRequest) => request.ip;
  const byCaller = (request: FastifyRequest) => request.principal?.id ?? request.buyer?.id ?? request.ip;
  const address = limit('address', byAddress);
  const hook = limit('hook', byAddress);
  const caller = limit('caller', byCaller);
  const byBudget: Record<Budget, Limit> = {
    sign_in: limit('sign_in', byAddress),
    portal_lookup: limit('portal_lookup', byAddress),
    portal_message: limit('portal_message', byCaller),
    heavy: limit('heavy', byCaller),
  };
  return {
    address: (request, reply) => (request.routeOptions.config.isHook ? hook : address)(request, reply),
    route: async (request, reply) => {
      const { budget, access } = request.routeOptions.config;
      if (budget) return byBudget[budget](request, reply);
      return access === 'public' || caller(request, reply);
    },
  };
}
