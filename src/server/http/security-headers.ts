import type { IncomingMessage } from 'node:http';
import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

const YEAR_SECONDS = 31_536_000;

/** The console's reader of bar codes is WebAssembly from our own address; the portal and the API need none. */
const scripts = ({ url = '' }: IncomingMessage): string =>
  /^\/(portal|api)(\/|\?|$)/.test(url) ? "'self'" : "'self' 'wasm-unsafe-eval'";

/** Our own pages load our own files. Ant Design puts its styles into the page, hence 'unsafe-inline' for styles only. */
const ownPages = {
  'default-src': ["'self'"],
  'script-src': [scripts],
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'data:', 'blob:'],
  'font-src': ["'self'", 'data:'],
  'connect-src': ["'self'"],
  'object-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'none'"],
};

/** On every answer, also on problems. */
export async function addSecurityHeaders(server: FastifyInstance, publicUrl: string): Promise<void> {
  await server.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: ownPages },
    // A browser would hold an address on plain http to https for a year.
    hsts: publicUrl.startsWith('https:') ? { maxAge: YEAR_SECONDS, includeSubDomains: true } : false,
    referrerPolicy: { policy: 'same-origin' },
    frameguard: { action: 'deny' },
  });
  server.addHook('onRequest', async (request, reply) => {
    // The warehouse's page reads bar codes with the camera.
    reply.header('permissions-policy', 'camera=(self), microphone=(), geolocation=(), payment=(), usb=()');
    reply.header('x-request-id', request.id);
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store');
  });
}
