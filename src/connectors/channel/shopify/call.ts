import { z } from 'zod';
import { readExactJson } from '../../exact-json.ts';
import { type HttpOutcome, send } from '../../http.ts';
import { optional, readAs } from '../../vendor-values.ts';
import type { ChannelFault } from '../port.ts';
import { API_VERSION, type ShopifyConfig, unverified } from './config.ts';

export type ShopifyAnswer = { kind: 'answered'; data: unknown } | ChannelFault;

/** A named operation: Shopify's own reports, and a simulator's faults, know calls by this name. */
export type Operation = { name: string; text: string };

/** Sends one GraphQL operation. A mutation's own `userErrors` are for the caller to read. */
export async function call(
  config: ShopifyConfig,
  { name, text }: Operation,
  variables: Readonly<Record<string, unknown>>,
): Promise<ShopifyAnswer> {
  const outcome = await send({
    method: 'POST',
    url: `${config.apiUrl ?? `https://${config.shopDomain}`}/admin/api/${config.apiVersion ?? API_VERSION}/graphql.json`,
    headers: { 'content-type': 'application/json', 'x-shopify-access-token': config.accessToken },
    body: JSON.stringify({ query: text, operationName: name, variables }),
    timeoutMs: config.timeoutMs,
  });
  return readAnswer(outcome, unverified(config).throttleMs);
}

/** A wrong token, a frozen or a missing shop: a person must mend it. */
const closedDoors = new Set([401, 402, 403, 404, 423]);

function readAnswer(outcome: HttpOutcome, throttleMs: number): ShopifyAnswer {
  if (outcome.kind === 'unanswered') return { kind: 'unknown', cause: `${outcome.cause}: ${outcome.detail}` };
  const { status, body } = outcome;
  if (status === 429) {
    const seconds = Number(outcome.headers.get('retry-after') ?? Number.NaN);
    return { kind: 'throttled', retryAfterMs: seconds > 0 ? Math.ceil(seconds * 1000) : throttleMs };
  }
  if (closedDoors.has(status)) return { kind: 'unauthorised', code: `HTTP ${status}`, message: body.slice(0, 200) };
  if (status !== 200) return { kind: 'unknown', cause: `HTTP ${status}` };
  const json = readExactJson(body);
  if (json.kind === 'not_json') return { kind: 'unknown', cause: json.problem };
  const reading = readAs(envelope, json.value);
  if (reading.kind === 'unreadable') return { kind: 'unknown', cause: reading.reason };
  const { data, errors, extensions } = reading.value;
  if (errors.length > 0) return faultOf(errors, data, extensions?.cost, throttleMs);
  return data ? { kind: 'answered', data } : { kind: 'unknown', cause: 'the answer has no data' };
}

const cost = z.object({
  requestedQueryCost: z.number(),
  throttleStatus: z.object({ currentlyAvailable: z.number(), restoreRate: z.number().positive() }),
});

const envelope = z.object({
  data: optional(z.record(z.string(), z.unknown())),
  errors: optional(
    z.array(z.object({ message: z.string(), extensions: optional(z.object({ code: optional(z.string()) })) })),
  ).transform((errors) => errors ?? []),
  // Only what a throttled call needs of it; a form of it that is not known must not spoil an answer.
  extensions: z
    .object({ cost: cost.optional().catch(undefined) })
    .optional()
    .catch(undefined),
});

type Envelope = z.output<typeof envelope>;

const lockedOut: ReadonlySet<string> = new Set(['ACCESS_DENIED', 'SHOP_INACTIVE']);

/** What is said of a text before any of it is carried out. */
const neverRun: ReadonlySet<string> = new Set([
  'MAX_COST_EXCEEDED',
  'BAD_USER_INPUT',
  'undefinedField',
  'argumentNotAccepted',
  'argumentLiteralsIncompatible',
  'missingRequiredArguments',
  'variableMismatch',
  'INVALID_VARIABLE',
]);

/**
 * Errors above the data. A query that does not fit the schema, and a throttled one, has not run at all; any other error
 * may have come after a mutation was carried out, above all where there are data beside it.
 */
function faultOf(
  errors: Envelope['errors'],
  data: Envelope['data'],
  price: z.output<typeof cost> | undefined,
  throttleMs: number,
): ChannelFault {
  const codes = errors.map(({ extensions }) => extensions?.code ?? '');
  const message = errors.map((error) => error.message).join('; ');
  if (codes.includes('THROTTLED')) return { kind: 'throttled', retryAfterMs: waitOf(price) ?? throttleMs };
  const code = codes.find(Boolean) ?? 'no_code';
  if (codes.some((one) => lockedOut.has(one))) return { kind: 'unauthorised', code, message };
  return data === undefined && codes.every((one) => neverRun.has(one))
    ? { kind: 'refused', code, message, stale: false }
    : { kind: 'unknown', cause: `${code}: ${message}` };
}

/** Until the bucket holds what the query costs. */
function waitOf(price: z.output<typeof cost> | undefined): number | undefined {
  if (!price) return undefined;
  const missing = price.requestedQueryCost - price.throttleStatus.currentlyAvailable;
  return missing > 0 ? Math.ceil((missing * 1000) / price.throttleStatus.restoreRate) : undefined;
}
