import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pino } from 'pino';
import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import { endpoint } from '../../contract/endpoint.ts';
import { reject } from '../../domain/result.ts';
import { systemClock } from '../clock.ts';
import { newIdWith } from '../new-id.ts';
import { notFound, raw } from './reply.ts';
import { route } from './route.ts';
import { createServer } from './server.ts';
import { sse } from './sse.ts';

const webRoot = mkdtempSync(join(tmpdir(), 'guilai-web-'));
for (const folder of ['assets', 'console', 'portal']) mkdirSync(join(webRoot, folder));
writeFileSync(join(webRoot, 'console/index.html'), '<title>console</title>');
writeFileSync(join(webRoot, 'portal/index.html'), '<title>portal</title>');
writeFileSync(join(webRoot, 'assets/app-1a2b3c.js'), 'export {};');
writeFileSync(join(webRoot, '.secret'), 'hidden');
afterAll(() => rmSync(webRoot, { recursive: true }));

const logged: string[] = [];
const options = {
  publicUrl: 'https://guilai.test',
  log: pino({ level: 'info' }, { write: (line) => logged.push(line) }),
  newId: newIdWith(systemClock),
  callers: { principalOf: async () => null, hasSession: async () => false, buyerOf: async () => null },
  sessionCookie: '__Host-guilai.session_token',
  canWork: async () => {},
  webRoot,
};
const server = await createServer({ ...options, checkReplies: true, metricsToken: 'of the operator' });

const example = <R extends z.ZodType>(name: string, reply: R) =>
  endpoint({ method: 'GET', path: `/api/${name}`, access: 'public', summary: 'Reads.', tag: 'example', reply });
const amount = z.object({ minor: z.string(), currency: z.string() });
const leak = { minor: 1n, currency: 'CNY', cost: 5 };

route(server, example('money', amount), () => ({ minor: 12_345_678_901_234_567n, currency: 'CNY' }));
route(server, example('refused', amount), () => reject({ code: 'refund_exceeds_paid', refundable: 5n }));
route(server, example('unknown', amount), () => reject({ code: 'rma_not_found' }));
route(server, example('missing', amount), () => notFound);
route(server, example('leak', amount), () => leak);
route(server, example('broken', amount), () => {
  throw new Error('the password of the database is hunter2');
});
const meta = z.object({ commandId: z.string() });
const command = endpoint({
  method: 'POST',
  path: '/api/command',
  access: 'public',
  summary: 'Writes.',
  tag: 'example',
  reply: meta,
});
route(server, command, (call) => call.meta);
const sheet = { ...example('sheet', z.unknown()), produces: 'text/csv' };
route(server, sheet, () => raw(Readable.from(['a,', 'b']), { 'content-disposition': 'attachment; filename="a.csv"' }));
route(server, { ...example('events', z.unknown()), produces: 'text/event-stream' }, ({ request }) => {
  const stream = sse(request);
  stream.send('rma', { id: 'rma_1' });
  return stream.answer;
});
await server.ready();
afterAll(() => server.close());

const get = (url: string, headers: Record<string, string> = {}) => server.inject({ url, headers });

test('money keeps all its digits', async () => {
  expect((await get('/api/money')).body).toBe('{"minor":"12345678901234567","currency":"CNY"}');
});

test('a rule that says no becomes a problem with its facts', async () => {
  const answer = await get('/api/refused');
  expect(answer.statusCode).toBe(409);
  expect(answer.json()).toMatchObject({
    code: 'refund_exceeds_paid',
    rejection: { code: 'refund_exceeds_paid', refundable: '5' },
  });
});

test.each([
  ['/api/missing', 'not_found'],
  ['/api/unknown', 'rma_not_found'],
])('%s answers 404', async (url, code) => {
  const answer = await get(url);
  expect(answer.statusCode).toBe(404);
  expect(answer.json().code).toBe(code);
});

test('a field beyond the contract is a bug, named in the log', async () => {
  const answer = await get('/api/leak');
  expect(answer.statusCode).toBe(500);
  expect(logged.at(-2)).toContain('reply.cost is not in the contract');
});

test('what went wrong inside stands in the log and not in the answer', async () => {
  const answer = await get('/api/broken');
  expect(answer.statusCode).toBe(500);
  expect(answer.body).not.toContain('hunter2');
  const { requestId } = answer.json();
  const line = JSON.parse(logged.findLast((text) => text.includes('hunter2')) ?? '{}');
  expect(line).toMatchObject({ level: 50, reqId: requestId, route: '/api/broken' });
  expect(line.commandId).toMatch(/^cmd_/);
  expect(answer.headers['x-request-id']).toBe(requestId);
});

test('the log names the route of a request and not its address', async () => {
  await get('/api/money?phone=13800138000');
  expect(logged.join('')).not.toContain('13800138000');
});

test('a command carries the id of its Idempotency-Key, or a new one', async () => {
  const send = async (headers: Record<string, string>) =>
    (await server.inject({ method: 'POST', url: '/api/command', headers })).json();
  expect(await send({ 'idempotency-key': 'order-17/return-1' })).toEqual({ commandId: 'order-17/return-1' });
  expect((await send({})).commandId).toMatch(/^cmd_[0-9a-z]{26}$/);
  expect((await send({ 'idempotency-key': 'with a space' })).code).toBe('invalid_input');
});

test('a file comes as its own type', async () => {
  const answer = await get('/api/sheet');
  expect(answer.headers).toMatchObject({
    'content-type': 'text/csv',
    'content-disposition': 'attachment; filename="a.csv"',
  });
  expect(answer.body).toBe('a,b');
});

const securityHeaders = [
  'cache-control',
  'content-security-policy',
  'content-type',
  'cross-origin-opener-policy',
  'cross-origin-resource-policy',
  'permissions-policy',
  'referrer-policy',
  'strict-transport-security',
  'x-content-type-options',
  'x-frame-options',
  'x-powered-by',
  'server',
];

test.each([
  ['a page', '/'],
  ['an answer of the API', '/api/money'],
  ['a problem', '/api/refused'],
  ['a bug', '/api/broken'],
  ['the page of the API', '/docs/'],
])('the security headers of %s', async (_, url) => {
  const { headers } = await get(url, { accept: 'text/html' });
  const shown = securityHeaders.map((name) => `${name}: ${headers[name] ?? '-'}`).join('\n');
  expect(shown.replace(/nonce-[^']+/, 'nonce-…')).toMatchSnapshot();
});

test('on plain http no browser is told to insist on https', async () => {
  const plain = await createServer({ ...options, publicUrl: 'http://guilai.test' });
  const { headers } = await plain.inject('/healthz');
  expect(headers['strict-transport-security']).toBeUndefined();
  await plain.close();
});

test.each([
  ['/', 200, 'text/html; charset=utf-8', 'no-cache', '<title>console</title>'],
  ['/rmas/rma_1?tab=lines', 200, 'text/html; charset=utf-8', 'no-cache', '<title>console</title>'],
  ['/portal', 200, 'text/html; charset=utf-8', 'no-cache', '<title>portal</title>'],
  ['/portal/order', 200, 'text/html; charset=utf-8', 'no-cache', '<title>portal</title>'],
  [
    '/assets/app-1a2b3c.js',
    200,
    'application/javascript; charset=utf-8',
    'public, max-age=31536000, immutable',
    'export {};',
  ],
  ['/assets/gone-000000.js', 404, 'application/problem+json; charset=utf-8', 'no-store', 'not_found'],
  ['/.secret', 200, 'text/html; charset=utf-8', 'no-cache', '<title>console</title>'],
  ['/..%2f..%2f..%2fetc/passwd', 200, 'text/html; charset=utf-8', 'no-cache', '<title>console</title>'],
  ['/assets/..%2f..%2fpackage.json', 404, 'application/problem+json; charset=utf-8', 'no-store', 'not_found'],
  ['/api/nothing', 404, 'application/problem+json; charset=utf-8', 'no-store', 'not_found'],
])('a browser that asks for %s', async (url, status, type, cache, content) => {
  const answer = await get(url, { accept: 'text/html,*/*' });
  expect([answer.statusCode, answer.headers['content-type'], answer.headers['cache-control']]).toEqual([
    status,
    type,
    cache,
  ]);
  expect(answer.body).toContain(content);
});

test('a program that asks for a page that is none gets a problem', async () => {
  expect((await get('/rmas/rma_1', { accept: 'application/json' })).statusCode).toBe(404);
});

test('without built pages a browser is told how to build them', async () => {
  const bare = await createServer({ ...options, webRoot: join(webRoot, 'nowhere') });
  const answer = await bare.inject({ url: '/', headers: { accept: 'text/html' } });
  expect(answer.statusCode).toBe(503);
  expect(answer.body).toContain('npm run build');
  await bare.close();
});

test('the API describes itself, every operation of it', async () => {
  const document = (await get('/openapi.json')).json();
  expect(document.openapi).toBe('3.1.0');
  expect(Object.keys(document.paths)).toEqual([
    '/api/money',
    '/api/refused',
    '/api/unknown',
    '/api/missing',
    '/api/leak',
    '/api/broken',
    '/api/command',
    '/api/sheet',
    '/api/events',
  ]);
  expect(document.paths['/api/money'].get.responses[200].content['application/json'].schema.properties).toEqual({
    minor: { type: 'string' },
    currency: { type: 'string' },
  });
});

test('the page of the API loads nothing from elsewhere', async () => {
  const page = await get('/docs/');
  const sources = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, source]) => source);
  expect(sources).toEqual(['js/scalar.js']);
  expect((await get('/docs/js/scalar.js')).headers['content-type']).toContain('javascript');
});

test.each([
  ['this machine', '127.0.0.1', {}, 200],
  ['another machine', '10.0.0.7', {}, 404],
  ['behind a proxy on this machine', '127.0.0.1', { 'x-forwarded-for': '10.0.0.7' }, 404],
  ['another machine with the token', '10.0.0.7', { authorization: 'Bearer of the operator' }, 200],
  ['another machine with a wrong token', '10.0.0.7', { authorization: 'Bearer of the operators' }, 404],
])('metrics asked from %s', async (_, remoteAddress, headers, status) => {
  const answer = await server.inject({ url: '/metrics', remoteAddress, headers });
  expect(answer.statusCode).toBe(status);
  expect(answer.body.includes('guilai_http_request_seconds')).toBe(status === 200);
});

test('a server whose database is gone is alive but not ready', async () => {
  const cut = await createServer({ ...options, canWork: () => Promise.reject(new Error('gone')) });
  expect((await cut.inject('/healthz')).statusCode).toBe(200);
  expect((await cut.inject('/readyz')).json()).toMatchObject({ status: 503, code: 'unavailable' });
  await cut.close();
});

test('an event stream speaks at once and ends when the server closes', async () => {
  const streaming = await createServer(options);
  route(streaming, { ...example('events', z.unknown()), produces: 'text/event-stream' }, ({ request }) => {
    const stream = sse(request);
    stream.send('rma', { id: 'rma_1' });
    return stream.answer;
  });
  const address = await streaming.listen({ port: 0, host: '127.0.0.1' });
  const answer = await fetch(`${address}/api/events`);
  expect(answer.headers.get('content-type')).toBe('text/event-stream');
  const body = answer.text();
  await streaming.close();
  expect(await body).toBe('retry: 3000\n\nevent: rma\ndata: {"id":"rma_1"}\n\n');
});
