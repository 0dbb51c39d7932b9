import { z } from 'zod';
import { readExactJson } from '../../exact-json.ts';
import { type HttpOutcome, send } from '../../http.ts';
import { optional, readAs } from '../../vendor-values.ts';
import type { ChannelFault } from '../port.ts';
import { unverified, type WoocommerceConfig } from './config.ts';

export type WooAnswer = { kind: 'answered'; body: unknown; headers: Headers } | { kind: 'absent' } | ChannelFault;

export const get = (
  config: WoocommerceConfig,
  path: string,
  query: Readonly<Record<string, string>> = {},
): Promise<WooAnswer> => call(config, 'GET', `${path}?${new URLSearchParams(query)}`);

export const post = (config: WoocommerceConfig, path: string, body: unknown): Promise<WooAnswer> =>
  call(config, 'POST', path, JSON.stringify(body));

async function call(
  config: WoocommerceConfig,
  method: 'GET' | 'POST',
  path: string,
  body?: string,
): Promise<WooAnswer> {
  if (!isPrivate(config.siteUrl)) {
    return { kind: 'unauthorised', code: 'https_needed', message: `${config.siteUrl} would show the keys to anybody` };
  }
  const keys = Buffer.from(`${config.consumerKey}:${config.consumerSecret}`, 'utf8').toString('base64');
  const outcome = await send({
    method,
    url: `${config.siteUrl}/wp-json/wc/v3/${path}`,
    headers: {
      authorization: `Basic ${keys}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body }),
    timeoutMs: config.timeoutMs,
  });
  return readAnswer(outcome, unverified(config).throttleMs);
}

/** Basic keys are the password itself: over plain HTTP they go to this machine and nowhere else. */
function isPrivate(siteUrl: string): boolean {
  if (!URL.canParse(siteUrl)) return false;
  const { protocol, hostname } = new URL(siteUrl);
  return protocol === 'https:' || (protocol === 'http:' && /^(127(\.\d+){3}|localhost|\[::1\])$/.test(hostname));
}

/**
 * What WooCommerce itself says comes with a code. Some of its refusals are 500 by a slip of its own (the status stands
 * in the wrong place, `"data":404`), so the code is asked first. A 5xx without a code is a server in trouble.
 */
function readAnswer(outcome: HttpOutcome, throttleMs: number): WooAnswer {
  if (outcome.kind === 'unanswered') return { kind: 'unknown', cause: `${outcome.cause}: ${outcome.detail}` };
  const { status, headers } = outcome;
  const json = readExactJson(outcome.body);
  if (status === 200 || status === 201) {
    return json.kind === 'json'
      ? { kind: 'answered', body: json.value, headers }
      : { kind: 'unknown', cause: json.problem };
  }
  if (status === 429 || (status === 503 && headers.has('retry-after'))) {
    const seconds = Number(headers.get('retry-after') ?? Number.NaN);
    return { kind: 'throttled', retryAfterMs: seconds > 0 ? Math.ceil(seconds * 1000) : throttleMs };
  }
  const reading = json.kind === 'json' ? readAs(failure, json.value) : undefined;
  if (reading?.kind !== 'read') {
    const isDoor = status === 401 || status === 403;
    return isDoor
      ? { kind: 'unauthorised', code: `HTTP ${status}`, message: 'the shop or its host lets us not in' }
      : { kind: 'unknown', cause: `HTTP ${status}` };
  }
  const { code, message } = reading.value;
  if (absentCodes.has(code)) return { kind: 'absent' };
  if (status === 401 || status === 403) return { kind: 'unauthorised', code, message };
  // No route: plain permalinks, another path, or no WooCommerce. A person must mend it.
  if (code === 'rest_no_route') return { kind: 'unauthorised', code, message };
  if (status < 500 || refusalCodes.has(code)) return { kind: 'refused', code, message, stale: false };
  return { kind: 'unknown', cause: `HTTP ${status} ${code}: ${message}` };
}

const failure = z.object({ code: z.string().min(1), message: optional(z.string()).transform((text) => text ?? '') });

const absentCodes = new Set([
  'woocommerce_rest_shop_order_invalid_id',
  'woocommerce_rest_invalid_order_id',
  'woocommerce_rest_shop_order_refund_invalid_id',
  'woocommerce_rest_invalid_order_refund_id',
]);
const refusalCodes = new Set(['woocommerce_rest_cannot_create_order_refund', 'woocommerce_rest_invalid_order_refund']);
