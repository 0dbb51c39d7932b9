import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Endpoint } from '../../src/contract/endpoint.ts';
import { permissions } from '../../src/domain/people/permissions.ts';

type Headers = Record<string, string>;

export type Credentials = {
  /** A caller with these permissions. */
  withPermissions(held: readonly (typeof permissions)[number][]): Promise<Headers>;
  /** A buyer. Left out: the portal's operations are only tried without anybody. */
  portal?: Headers;
};

const PLANTED = 'a_field_that_nobody_declared';

/**
 * Calls every operation as nobody, as somebody who holds everything but the permission it asks for, and with a field too
 * many.
 * @returns what was let through, a line each
 */
export async function letThrough(server: FastifyInstance, credentials: Credentials): Promise<string[]> {
  const all = await credentials.withPermissions(permissions);
  const found: string[] = [];
  for (const { method, path, access, endpoint } of server.routeTable) {
    const call = (headers: Headers, payload?: object) =>
      server.inject({
        method: method as 'GET',
        url: path,
        headers,
        ...(payload && { payload }),
      });
    const expectStatus = async (status: number, who: string, headers: Headers) => {
      const answer = await call(headers);
      if (answer.statusCode !== status) found.push(`${method} ${path} as ${who}: ${answer.statusCode}`);
    };
    if (access !== 'public') await expectStatus(401, 'nobody', {});
    if (access !== 'public' && access !== 'session') await expectStatus(401, 'an unknown key', { 'x-api-key': 'gl_x' });
    const needed = permissions.find((permission) => permission === access);
    if (needed) {
      const others = await credentials.withPermissions(permissions.filter((permission) => permission !== needed));
      await expectStatus(403, `somebody without ${needed}`, others);
    }
    const headers = access === 'portal' ? credentials.portal : access === 'public' ? {} : all;
    if (!endpoint || method === 'GET' || method === 'HEAD' || endpoint.consumes || !headers) continue;
    const answer = await call(headers, { [PLANTED]: 1 });
    if (answer.statusCode !== 400 || !namesPlanted(endpoint, answer.json())) {
      found.push(`${method} ${path} with a field too many: ${answer.statusCode} ${answer.body}`);
    }
  }
  return found;
}

/** A union cannot say which of its members the field was too many for; it only has to refuse. */
function namesPlanted({ body }: Endpoint, answer: { errors?: { path: string }[] }): boolean {
  if (body && !(body instanceof z.ZodObject)) return true;
  return answer.errors?.some(({ path }) => path === `body.${PLANTED}`) ?? false;
}
