import { pino } from 'pino';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { freshDatabase } from '../../../test/support/fresh-database.ts';
import { peopleServer } from '../../../test/support/people-server.ts';
import { letThrough } from '../../../test/support/refusals.ts';
import { type Access, endpoint } from '../../contract/endpoint.ts';
import { permissions } from '../../domain/people/permissions.ts';
import { hook } from './hook.ts';
import { route } from './route.ts';
import { createServer } from './server.ts';

const accesses: Access[] = [...permissions, 'signed_in', 'portal', 'public'];

const database = await freshDatabase();
const { server, newMerchant, newKey } = await peopleServer(database, (given) => {
  for (const access of accesses) {
    const example = endpoint({
      method: 'POST',
      path: `/api/example/${access.replace(':', '-')}/:id`,
      access,
      summary: 'Writes.',
      tag: 'example',
      params: z.object({ id: z.string().max(3) }),
      body: z.strictObject({ quantity: z.int().positive(), lines: z.array(z.strictObject({ sku: z.string() })) }),
      reply: z.object({ ok: z.literal(true) }),
    });
    route(given, example, () => ({ ok: true as const }));
  }
  hook(given, { path: '/hooks/example/:shop' }, async ({ text }) => ({ status: 200, text }));
});
const { merchantId } = await newMerchant();

test('nobody unknown, nobody without the permission and no unknown field gets through any route', async () => {
  const withPermissions = async (held: readonly (typeof permissions)[number][]) => ({
    'x-api-key': await newKey(merchantId, held),
  });
  expect(await letThrough(server, { withPermissions })).toEqual([]);
});

test('every route has declared who may call it', () => {
  const paths = server.routeTable.map(({ method, path, access }) => `${access} ${method} ${path}`);
  expect(paths).toContain('public POST /hooks/example/:shop');
  expect(paths).toContain('member:manage GET /api/members');
  expect(paths.filter((line) => line.startsWith('public')).sort()).toMatchInlineSnapshot(`
    [
      "public GET /healthz",
      "public GET /metrics",
      "public GET /openapi.json",
      "public GET /readyz",
      "public HEAD /healthz",
      "public HEAD /metrics",
      "public HEAD /openapi.json",
      "public HEAD /readyz",
      "public POST /api/auth/sign-in/email",
      "public POST /api/auth/sign-out",
      "public POST /api/example/public/:id",
      "public POST /hooks/example/:shop",
    ]
  `);
});

test('a server with a route that has declared nothing does not start', async () => {
  const nobody = await createServer({
    publicUrl: 'http://guilai.test',
    log: pino({ level: 'silent' }),
    newId: (prefix) => `${prefix}_1`,
    callers: { principalOf: async () => null, hasSession: async () => false, buyerOf: async () => null },
    sessionCookie: 'c',
    canWork: async () => {},
  });
  nobody.get('/api/forgotten', async () => 'secret');
  await expect(nobody.ready()).rejects.toThrow('/api/forgotten');
});

test('every wrong field is named, wherever it stands', async () => {
  const answer = await server.inject({
    method: 'POST',
    url: '/api/example/public/long-id',
    headers: { 'idempotency-key': 'short' },
    payload: { quantity: -1, lines: [{ sku: 'A' }, { sku: 5, colour: 'red' }], extra: true },
  });
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(answer.json()).toMatchObject({ type: 'urn:guilai:problem:invalid_input', status: 400, code: 'invalid_input' });
  const named = answer.json().errors.map(({ path, code }: { path: string; code: string }) => `${path} ${code}`);
  expect(named.sort()).toEqual([
    'body.extra unrecognized_keys',
    'body.lines.1.colour unrecognized_keys',
    'body.lines.1.sku invalid_type',
    'body.quantity too_small',
    'headers.idempotency-key invalid_format',
    'params.id too_big',
  ]);
});

test('a missing permission is named', async () => {
  const headers = { 'x-api-key': await newKey(merchantId, ['rma:read']) };
  const answer = await server.inject({ url: '/api/members', headers });
  expect(answer.statusCode).toBe(403);
  expect(answer.json()).toMatchObject({ code: 'not_permitted', permission: 'member:manage' });
});

test.each([
  ['text that is not JSON', 'application/json', '{"quantity":', 400, 'invalid_json'],
  ['no body under a JSON type', 'application/json', '', 400, 'invalid_json'],
  ['a prototype in JSON', 'application/json', '{"__proto__":{"admin":true}}', 400, 'invalid_json'],
  ['XML', 'application/xml', '<a/>', 415, 'unsupported_media_type'],
  ['two megabytes', 'application/json', `"${'x'.repeat(2_000_000)}"`, 413, 'too_large'],
])('%s is refused with a problem', async (_, contentType, payload, status, code) => {
  const url = '/api/example/public/1';
  const answer = await server.inject({ method: 'POST', url, headers: { 'content-type': contentType }, payload });
  expect(answer.statusCode).toBe(status);
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(answer.json()).toMatchObject({ status, code });
});

test.each([
  ['an address that is none', 'GET', '/api/nothing', 404, 'not_found'],
  ['a broken address', 'GET', '/api/%E0%A4%A', 400, 'bad_request'],
] as const)('%s is refused with a problem', async (_, method, url, status, code) => {
  const answer = await server.inject({ method, url });
  expect(answer.statusCode).toBe(status);
  expect(answer.json()).toMatchObject({ status, code });
});

const ours = 'http://guilai.test';
test.each([
  ['from our own page', { cookie: 'a=b', 'sec-fetch-site': 'same-origin' }, 200],
  ['typed by the user', { cookie: 'a=b', 'sec-fetch-site': 'none' }, 200],
  ['from another site', { cookie: 'a=b', 'sec-fetch-site': 'cross-site', origin: ours }, 403],
  ['from a sibling host', { cookie: 'a=b', 'sec-fetch-site': 'same-site', origin: ours }, 403],
  ['from our origin, by an old browser', { cookie: 'a=b', origin: ours }, 200],
  [
    'from our host by another name',
    { cookie: 'a=b', origin: 'http://192.168.1.9:4100', host: '192.168.1.9:4100' },
    200,
  ],
  ['from another origin, by an old browser', { cookie: 'a=b', origin: 'http://evil.test' }, 403],
  ['from a sandboxed frame', { cookie: 'a=b', origin: 'null' }, 403],
  ['with a cookie and nothing else', { cookie: 'a=b' }, 403],
  ['by a program without cookies', {}, 200],
  ['from another site without a cookie', { 'sec-fetch-site': 'cross-site' }, 403],
])('a write that comes %s answers as it should', async (_, headers, status) => {
  const payload = { quantity: 1, lines: [] };
  const answer = await server.inject({ method: 'POST', url: '/api/example/public/1', headers, payload });
  expect(answer.statusCode).toBe(status);
});

test('a vendor may call its address from anywhere and its bytes arrive as they were', async () => {
  const payload = 'a=1&sign=%2B  \r\n{"不": 1.10}';
  for (const contentType of ['application/x-www-form-urlencoded', 'application/json', 'text/weird']) {
    const headers = { 'content-type': contentType, 'sec-fetch-site': 'cross-site', cookie: 'a=b' };
    const answer = await server.inject({ method: 'POST', url: '/hooks/example/s1', headers, payload });
    expect(answer.body).toBe(payload);
  }
});

test('whoever asks too often is told to wait, each for himself', async () => {
  const limits = { caller: 3, address: 10 };
  const small = await peopleServer(database, undefined, { requestsPerMinute: limits });
  const shop = await small.newMerchant();
  const one = { 'x-api-key': await small.newKey(shop.merchantId, ['rma:read']) };
  const two = { 'x-api-key': await small.newKey(shop.merchantId, ['rma:read']) };
  const ask = async (headers: Record<string, string>) =>
    (await small.server.inject({ url: '/api/me', headers })).statusCode;
  expect([await ask(one), await ask(one), await ask(one), await ask(one), await ask(two)]).toEqual([
    200, 200, 200, 429, 200,
  ]);
  const strangers = [];
  for (let i = 0; i < 6; i++) strangers.push(await ask({ 'x-api-key': `gl_${i}` }));
  expect(strangers).toEqual([401, 401, 401, 401, 401, 429]);
});

test('a platform’s genuine pushes are never too many; a stranger’s wrong ones are (R-1)', async () => {
  const small = await peopleServer(
    database,
    (given) => {
      hook(given, { path: '/hooks/signed' }, async ({ text }) => ({
        status: text === 'genuine' ? 200 : 401,
        text: '',
      }));
    },
    { requestsPerMinute: { refused_hook: 3, address: 3 } },
  );
  const push = async (payload: string, remoteAddress: string) =>
    (await small.server.inject({ method: 'POST', url: '/hooks/signed', remoteAddress, payload })).statusCode;
  const all = async (count: number, payload: string, from: string) => {
    const answers = [];
    for (let n = 0; n < count; n++) answers.push(await push(payload, from));
    return answers;
  };
  const [platform, stranger] = ['10.0.0.1', '10.0.0.2'];
  expect(new Set(await all(20, 'genuine', platform))).toEqual(new Set([200]));
  expect(await all(5, 'forged', stranger)).toEqual([401, 401, 401, 429, 429]);
  // One shop that was cut off does not silence the others of its platform.
  expect(new Set(await all(5, 'forged', platform))).toEqual(new Set([401]));
  expect(await push('genuine', platform)).toBe(200);
});
