import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterAll } from 'vitest';
import { present } from '../../src/domain/assert.ts';
import type { MerchantId } from '../../src/domain/ids.ts';
import type { Permission, Role } from '../../src/domain/people/permissions.ts';
import { systemClock } from '../../src/server/clock.ts';
import { createServer, type ServerOptions } from '../../src/server/http/server.ts';
import { newIdWith } from '../../src/server/new-id.ts';
import { createApiKey } from '../../src/server/people/api-keys.ts';
import { type Auth, createAuth } from '../../src/server/people/auth.ts';
import { addAuthRoutes } from '../../src/server/people/auth-routes.ts';
import { makeAccount } from '../../src/server/people/members.ts';
import { addPeopleRoutes } from '../../src/server/people/routes.ts';
import type { FreshDatabase } from './fresh-database.ts';

export const PASSWORD = 'correct horse battery';
const newId = newIdWith(systemClock);

type Given = Partial<ServerOptions> & { openSignUp?: boolean };

export type PeopleServer = {
  auth: Auth;
  server: FastifyInstance;
  /** A merchant with its administrator. */
  newMerchant(name?: string): Promise<{ merchantId: MerchantId; adminEmail: string }>;
  /** A person with that role; the answer is the e-mail address. */
  newPerson(merchantId: MerchantId, role: Role): Promise<string>;
  newKey(merchantId: MerchantId, permissions: readonly Permission[]): Promise<string>;
  /** The headers of a browser in which the person has signed in. */
  signIn(email: string): Promise<{ cookie: string; 'sec-fetch-site': string }>;
};

/** The HTTP server with its people, on a database of the test's own. `add` puts more routes on it before it starts. */
export async function peopleServer(
  { url: databaseUrl, db }: FreshDatabase,
  add: (server: FastifyInstance, auth: Auth) => void | Promise<void> = () => {},
  { openSignUp = false, ...given }: Given = {},
): Promise<PeopleServer> {
  const log = pino({ level: 'silent' });
  const publicUrl = given.publicUrl ?? 'http://guilai.test';
  const auth = createAuth({
    databaseUrl,
    publicUrl,
    secretKey: randomBytes(32),
    db,
    newId,
    log,
    openSignUp,
    onMerchantCreated: async () => {},
    poolSize: 2,
  });
  const server = await createServer({
    publicUrl,
    log,
    newId,
    callers: { ...auth.principals, buyerOf: async () => null },
    sessionCookie: auth.sessionCookie,
    canWork: () => auth.pool.query('select 1'),
    checkReplies: true,
    requestsPerMinute: { sign_in: 1000, portal_lookup: 1000 },
    ...given,
  });
  addAuthRoutes(server, auth);
  addPeopleRoutes(server, auth);
  await add(server, auth);
  await server.ready();
  afterAll(async () => {
    await server.close();
    await auth.close();
  });

  const newPerson = async (merchantId: MerchantId, role: Role) => {
    const email = `${newId('p')}@example.com`;
    await makeAccount(auth, { name: role, email, password: PASSWORD }, { merchantId, role });
    return email;
  };
  return {
    auth,
    server,
    newPerson,
    newMerchant: async (name = 'A shop') => {
      const adminEmail = `${newId('p')}@example.com`;
      const userId = present(await makeAccount(auth, { name: 'admin', email: adminEmail, password: PASSWORD }), 'id');
      const { id } = await auth.betterAuth.api.createOrganization({ body: { name, slug: newId('s'), userId } });
      return { merchantId: id as MerchantId, adminEmail };
    },
    newKey: async (merchantId, permissions) => (await createApiKey(auth, merchantId, 'a key', permissions)).key,
    signIn: async (email) => {
      const answer = await server.inject({
        method: 'POST',
        url: '/api/auth/sign-in/email',
        payload: { email, password: PASSWORD },
      });
      const cookie = present(answer.cookies[0], `a cookie in ${answer.body}`);
      return { cookie: `${cookie.name}=${encodeURIComponent(cookie.value)}`, 'sec-fetch-site': 'same-origin' };
    },
  };
}
