import type { FastifyInstance } from 'fastify';
import { sendProblem } from './problems.ts';

/** `/healthz`: the process answers. `/readyz`: it can work, that is, reach its database. */
export function addHealth(server: FastifyInstance, canWork: () => Promise<unknown>): void {
  server.get('/healthz', { config: { access: 'public' } }, async () => ({ status: 'alive' }));
  server.get('/readyz', { config: { access: 'public' } }, async (request, reply) => {
    try {
      await canWork();
      return { status: 'ready' };
    } catch (error) {
      request.log.warn({ err: error }, 'not ready');
      return sendProblem(reply, 503, 'unavailable');
    }
  });
}
