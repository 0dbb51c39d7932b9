import type { FastifyRequest } from 'fastify';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether a page of another site may have made the browser send this. Cookies travel by themselves, so a request that
 * changes something must say that it comes from our own pages. Browsers say so in Sec-Fetch-Site, which a page cannot
 * set; older ones, and any on plain http, in Origin. A request with an API key carries nothing by itself and is exempt.
 */
export function isCrossSite({ method, headers }: FastifyRequest, publicUrl: string): boolean {
  if (safeMethods.has(method)) return false;
  if (headers['x-api-key'] !== undefined || headers.authorization !== undefined) return false;
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  if (headers.origin === undefined) return headers.cookie !== undefined;
  if (!URL.canParse(headers.origin)) return true;
  const origin = new URL(headers.origin);
  return origin.origin !== new URL(publicUrl).origin && origin.host !== headers.host;
}
