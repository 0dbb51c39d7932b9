import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Budget } from '../../contract/endpoint.ts';
import type { RouteAccess } from '../http/caller.ts';
import { sendProblem } from '../http/problems.ts';
import { ADDRESS_HEADER, type Auth } from './auth.ts';

type AuthRoute = { method: 'GET' | 'POST'; path: string; access: RouteAccess; budget?: Budget };

const post = (path: string): AuthRoute => ({ method: 'POST', path, access: 'session' });
const get = (path: string): AuthRoute => ({ method: 'GET', path, access: 'session' });

/** What of better-auth can be reached. Its other routes serve things that Guilai does elsewhere or not at all. */
const authRoutes: readonly AuthRoute[] = [
  { method: 'POST', path: '/sign-out', access: 'public' },
  get('/get-session'),
  get('/list-sessions'),
  post('/revoke-session'),
  post('/revoke-other-sessions'),
  post('/change-password'),
  post('/update-user'),
  post('/organization/create'),
  post('/organization/set-active'),
  get('/organization/list'),
  post('/organization/invite-member'),
  post('/organization/cancel-invitation'),
  post('/organization/accept-invitation'),
  post('/organization/reject-invitation'),
  get('/organization/list-invitations'),
  post('/organization/update-member-role'),
  post('/organization/remove-member'),
  post('/organization/leave'),
];

const signUp: AuthRoute = { method: 'POST', path: '/sign-up/email', access: 'public', budget: 'sign_in' };

/** Puts better-auth's routes under /api/auth, with our kind of refusals. */
export function addAuthRoutes(server: FastifyInstance, auth: Auth): void {
  for (const { method, path, access, budget } of auth.openSignUp ? [...authRoutes, signUp] : authRoutes) {
    server.route({
      method,
      url: `/api/auth${path}`,
      config: { access, budget },
      handler: async (request, reply) => {
        const answer = await ask(auth, request);
        // Any of these may have changed who somebody is.
        if (method === 'POST') auth.principals.forgetAll();
        return pass(answer.ok && leaving.has(path) ? await seenOff(auth, answer) : answer, reply);
      },
    });
  }
  addSignIn(server, auth);
}

const leaving: ReadonlySet<string> = new Set(['/organization/remove-member', '/organization/leave']);
const gone = z.object({ organizationId: z.templateLiteral(['mer_', z.string()]), userId: z.string() });

/** The cases of somebody who leaves, or is removed, go to others. better-auth tells who it was in its answer. */
async function seenOff(auth: Auth, answer: Response): Promise<Response> {
  const body: unknown = await answer.clone().json();
  const member = z.union([gone, z.object({ member: gone }).transform((removed) => removed.member)]).parse(body);
  await auth.onMemberGone(member.organizationId, member.userId);
  return answer;
}

const FAILURES_PER_ACCOUNT = 10;
const FIVE_MINUTES_MS = 300_000;

function addSignIn(server: FastifyInstance, auth: Auth): void {
  // Against guessing one person's password from many addresses. Only failures count, so nobody locks out a colleague who
  // signs in often; a guesser does lock the account for some minutes, which is the lesser harm.
  const failures = server.createRateLimit({
    max: FAILURES_PER_ACCOUNT,
    timeWindow: FIVE_MINUTES_MS,
    keyGenerator: ({ body }) => emailIn(body),
  });
  server.route({
    method: 'POST',
    url: '/api/auth/sign-in/email',
    config: { access: 'public', budget: 'sign_in' },
    handler: async (request, reply) => {
      const soFar = await failures(request, { increment: false });
      if (!soFar.isAllowed && soFar.remaining === 0) {
        return sendProblem(reply.header('retry-after', soFar.ttlInSeconds), 429, 'too_many_requests');
      }
      const answer = await ask(auth, request);
      if (answer.status === 401) await failures(request);
      return pass(answer, reply);
    },
  });
}

const emailIn = (body: unknown): string =>
  typeof body === 'object' && body !== null && 'email' in body ? String(body.email).toLowerCase() : '';

async function ask({ betterAuth, publicUrl }: Auth, request: FastifyRequest): Promise<Response> {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    // The body is written anew, so its old length and coding no longer hold.
    if (typeof value === 'string' && !/^(content-|transfer-|connection)/.test(name)) headers.set(name, value);
  }
  headers.set(ADDRESS_HEADER, request.ip);
  if (request.method === 'GET') return betterAuth.handler(new Request(publicUrl + request.url, { headers }));
  headers.set('content-type', 'application/json');
  const body = JSON.stringify(request.body ?? {});
  return betterAuth.handler(new Request(publicUrl + request.url, { method: 'POST', headers, body }));
}

async function pass(answer: Response, reply: FastifyReply): Promise<FastifyReply> {
  for (const cookie of answer.headers.getSetCookie()) reply.header('set-cookie', cookie);
  const text = await answer.text();
  if (answer.ok) return reply.code(answer.status).type('application/json; charset=utf-8').send(text);
  return sendProblem(reply, answer.status, codeIn(text));
}

/** better-auth writes its codes in capitals; a bug of its own has none. */
function codeIn(text: string): string {
  const code = /"code":"([A-Z][A-Z0-9_]*)"/.exec(text)?.[1];
  return code?.toLowerCase() ?? 'bad_request';
}
