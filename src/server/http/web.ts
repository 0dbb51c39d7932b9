import { readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendProblem } from './problems.ts';

const notBuilt = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Guilai</title>
<h1>The web pages are not built</h1><p>Run <code>npm run build</code> and load this page again. The API works without them:
<a href="/docs">its documentation</a>.</p></html>`;

/**
 * The built console at `/` and the buyers' portal at `/portal/`. An address that is no file is a screen of one of the
 * two, which its own script finds.
 * @param root absolute; may not exist yet
 */
export async function addWeb(server: FastifyInstance, root: string): Promise<void> {
  await server.register(async (scope) => {
    scope.addHook('onRoute', (route) => {
      route.config = { ...route.config, access: 'public' };
    });
    // Folders, which the file server would refuse to show.
    for (const page of ['/', '/portal', '/portal/']) scope.get(page, (_, reply) => sendPage(reply, root, page));
    await scope.register(fastifyStatic, {
      root,
      prefix: '/',
      index: false,
      dotfiles: 'ignore',
      cacheControl: false,
      suppressWarning: true,
      setHeaders: (reply, path) => {
        // Names under assets/ hold a hash of the content, so the content of a name never changes.
        const isHashed = path.includes(`${sep}assets${sep}`);
        reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  });
  server.setNotFoundHandler(async (request, reply) =>
    wantsPage(request) ? sendPage(reply, root, pathOf(request)) : sendProblem(reply, 404, 'not_found'),
  );
}

const pathOf = ({ url }: FastifyRequest): string => url.split('?')[0] ?? '/';

function wantsPage(request: FastifyRequest): boolean {
  const path = pathOf(request);
  if (path.startsWith('/api/') || path.startsWith('/assets/')) return false;
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  return isRead && (request.headers.accept ?? '').includes('text/html');
}

async function sendPage(reply: FastifyReply, root: string, path: string): Promise<FastifyReply> {
  const isPortal = path === '/portal' || path.startsWith('/portal/');
  const html = await readFile(join(root, isPortal ? 'portal' : 'console', 'index.html'), 'utf8').catch(() => notBuilt);
  return reply
    .code(html === notBuilt ? 503 : 200)
    .header('cache-control', 'no-cache')
    .type('text/html; charset=utf-8')
    .send(html);
}
