import type { FastifyRequest } from 'fastify';
import type { Clock } from '../clock.ts';
import type { Buyer } from '../http/caller.ts';
import type { PortalTokens } from './portal-token.ts';

/** The buyer whose token a request carries. */
export const buyerIn =
  (tokens: PortalTokens, clock: Clock) =>
  async (request: FastifyRequest): Promise<Buyer | null> => {
    const token = request.headers.authorization?.replace(/^Bearer /i, '');
    const grant = token === undefined ? undefined : tokens.read(token, clock.now());
    // A buyer is known by the order he has proved, not by name.
    return grant ? { kind: 'buyer', id: grant.orderId, merchantId: grant.merchantId, orderId: grant.orderId } : null;
  };
