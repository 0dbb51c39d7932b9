import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Budget } from '../../contract/endpoint.ts';
import { hookCallers } from './hook-callers.ts';
import { sendProblem } from './problems.ts';

/**
 * Requests a minute, for one process. Everybody behind one address shares `address`, which an office of a hundred people
 * fits into; a vendor's servers have `refused_hook` instead, which counts only calls that were refused, since they send a
 * sale's notices all at once. `caller` is for one person, API key or buyer; `sign_in` and `portal_lookup` are for one
 * address, since their callers are not known yet; `portal_message` is for one buyer's words; `heavy` is for exports and
 * imports.
 */
export const budgets = {
  address: 6000,
  refused_hook: 600,
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
 * who calls. `answered` comes last.
 */
export type Limits = { address: Limit; route: Limit; answered(request: FastifyRequest, reply: FastifyReply): void };

export function limitsOf(server: FastifyInstance, perMinute: Budgets): Limits {
  const limit = (name: keyof Budgets, keyGenerator: (request: FastifyRequest) => string): Limit => {
    const check = server.createRateLimit({ max: perMinute[name], timeWindow: 60_000, keyGenerator });
    return async (request, reply) => {
      const answer = await check(request);
      return answer.isAllowed || !answer.isExceeded || refuse(reply, answer.ttlInSeconds);
    };
  };
  const byAddress = (request: FastifyRequest) => request.ip;
  const byCaller = (request: FastifyRequest) => request.principal?.id ?? request.buyer?.id ?? request.ip;
  const address = limit('address', byAddress);
  const vendors = hookCallers(perMinute.refused_hook);
  const hook: Limit = async ({ ip }, reply) => vendors.mayCall(ip) || refuse(reply, 60);
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
    answered: ({ routeOptions, ip }, { statusCode }) => {
      // A failure of ours says nothing of who called.
      if (routeOptions.config.isHook && statusCode < 500) vendors.answered(ip, statusCode < 400);
    },
  };
}

function refuse(reply: FastifyReply, retryAfterSeconds: number): false {
  reply.header('retry-after', retryAfterSeconds);
  sendProblem(reply, 429, 'too_many_requests');
  return false;
}
