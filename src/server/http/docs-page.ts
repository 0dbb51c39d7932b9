import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';

/**
 * GET /docs: the API to browse and to try. The page and its script come from this server. They need rights our own pages do
 * not have (an inline script, compiled templates), so they stand alone under a policy of their own; it still lets nothing
 * in from other servers.
 */
export async function addDocsPage(server: FastifyInstance): Promise<void> {
  // Four megabytes of script, read only by servers that serve pages.
  const { default: scalar } = await import('@scalar/fastify-api-reference');
  const nonce = randomBytes(16).toString('base64');
  const policy = [
    `default-src 'none'; script-src 'self' 'nonce-${nonce}'; style-src 'self' 'unsafe-inline'`,
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:",
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  ].join('; ');

  await server.register(async (scope) => {
    scope.addHook('onRoute', (route) => {
      route.config = { ...route.config, access: 'public' };
    });
    scope.addHook('onSend', async (_request, reply) => {
      reply.header('content-security-policy', policy);
    });
    await scope.register(scalar, {
      routePrefix: '/docs',
      configuration: {
        url: '/openapi.json',
        pageTitle: 'Guilai API',
        withDefaultFonts: false,
        telemetry: false,
        hideClientButton: true,
        showDeveloperTools: 'never',
        agent: { disabled: true },
        mcp: { disabled: true },
        nonce,
      },
    });
  });
}
