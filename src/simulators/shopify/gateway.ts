import {
  buildSchema,
  type DocumentNode,
  execute,
  GraphQLError,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  parse,
  validate,
} from 'graphql';
import type { CallFacts, FiredFault } from '../faults.ts';
import { answerAfter, badGateway, silence } from '../gateway-faults.ts';
import type { Call, Reply } from '../http-server.ts';
import { actualCost, requestedCost } from './cost.ts';
import { faultStages, type ShopifyFault } from './fault-kinds.ts';
import { mutations } from './mutations.ts';
import { queries } from './queries.ts';
import { sdl } from './schema.ts';
import type { ShopifyWorld, Token } from './world.ts';

const schema = buildSchema(sdl);
const path = /^\/admin\/api\/(\d{4}-\d{2}|unstable)\/graphql\.json$/;

export type Bucket = { left: number; at: number };
type Asked = { query: string; variables: Record<string, unknown>; operationName: string };

/** `POST /admin/api/{version}/graphql.json`, with the token in a header. */
export async function answerGateway(world: ShopifyWorld, buckets: Map<string, Bucket>, call: Call): Promise<Reply> {
  if (call.method !== 'POST' || !path.test(call.path)) return json(404, { errors: 'Not Found' });
  const token = world.tokens.find((one) => one.token === call.headers['x-shopify-access-token']);
  if (!token) return unauthorised;
  const asked = readAsked(call.body);
  if (!asked) return json(400, { errors: { query: 'Required parameter missing or invalid' } });
  const facts = factsOf(asked);

  const failure = world.faults.take(faultStages.before, facts);
  if (failure && failure.kind !== 'throttle') return failedBefore(failure);
  const answer = await run(world, buckets, token, asked, facts, failure);
  return answerAfter(world.faults.take(faultStages.after, facts), answer);
}

async function run(
  world: ShopifyWorld,
  buckets: Map<string, Bucket>,
  { token, scopes }: Token,
  asked: Asked,
  { operation = '' }: CallFacts,
  throttle: FiredFault<ShopifyFault> | undefined,
): Promise<Reply> {
  const read = readDocument(asked);
  if ('errors' in read) return json(200, { errors: read.errors });
  const { document, root } = read;
  const fragments = new Map(
    document.definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one]] : [])),
  );
  const asks = requestedCost(root, { schema, fragments, variables: asked.variables });
  const bucket = fill(world, buckets, token);
  const { bucketSize: maximumAvailable, restoreRate } = world.switches;
  const status = (requestedQueryCost: number, actualQueryCost: number | null, currentlyAvailable: number) => ({
    cost: {
      requestedQueryCost,
      actualQueryCost,
      throttleStatus: { maximumAvailable, currentlyAvailable, restoreRate },
    },
  });
  if (throttle) {
    const wait = (throttle.seconds ?? 1) * restoreRate;
    const cost = Math.max(asks, wait);
    return json(200, { errors: [throttled], extensions: status(cost, null, cost - wait) });
  }
  if (asks > maximumAvailable) {
    const message = `Query cost is ${asks}, which exceeds the single query max cost limit (${maximumAvailable}).`;
    return json(200, { errors: [{ message, extensions: { code: 'MAX_COST_EXCEEDED' } }] });
  }
  if (asks > bucket.left) return json(200, { errors: [throttled], extensions: status(asks, null, bucket.left) });
  const needed = root.operation === 'mutation' ? 'write_returns' : 'read_returns';
  if (!scopes.includes(needed)) {
    const message = `Access denied. Required access: \`${needed}\` access scope.`;
    return json(200, { errors: [{ message, extensions: { code: 'ACCESS_DENIED' } }] });
  }
  const rootValue = root.operation === 'mutation' ? mutations(world) : queries(world, operation);
  const result = await execute({
    schema,
    document,
    rootValue,
    variableValues: asked.variables,
    operationName: asked.operationName || null,
  });
  const costs = (root.operation === 'mutation' ? 10 : 0) + actualCost(result.data);
  bucket.left = Math.max(0, bucket.left - Math.min(costs, asks));
  return json(200, { ...result, extensions: status(asks, costs, bucket.left) });
}

function readDocument(
  asked: Asked,
): { document: DocumentNode; root: OperationDefinitionNode } | { errors: readonly GraphQLError[] } {
  try {
    const document = parse(asked.query);
    const errors = validate(schema, document);
    if (errors.length > 0) return { errors: errors.map(coded) };
    const root = getOperationAST(document, asked.operationName || null);
    return root ? { document, root } : { errors: [new GraphQLError('No operation of that name.')] };
  } catch (error) {
    return { errors: [coded(error instanceof GraphQLError ? error : new GraphQLError(String(error)))] };
  }
}

const coded = (error: GraphQLError): GraphQLError =>
  new GraphQLError(error.message, { ...error.toJSON(), extensions: { code: 'undefinedField' } });

function fill(world: ShopifyWorld, buckets: Map<string, Bucket>, token: string): Bucket {
  const { bucketSize, restoreRate } = world.switches;
  const now = world.clock.now();
  const bucket = buckets.get(token) ?? { left: bucketSize, at: now };
  const ran = (Math.max(0, now - bucket.at) * restoreRate) / 1000;
  const filled = { left: Math.min(bucketSize, bucket.left + ran), at: now };
  buckets.set(token, filled);
  return filled;
}

const throttled = {
  message: 'Throttled',
  extensions: { code: 'THROTTLED', documentation: 'https://shopify.dev/api/usage/rate-limits' },
};

const json = (status: number, body: unknown, headers: Record<string, string> = {}): Reply => ({
  status,
  contentType: 'application/json; charset=utf-8',
  headers,
  body: JSON.stringify(body),
});

const unauthorised = json(401, {
  errors: '[API] Invalid API key or access token (unrecognized login or wrong password)',
});
function failedBefore({ kind, seconds = 2 }: FiredFault<ShopifyFault>): Reply {
  switch (kind) {
    case 'too_many_requests':
      return json(429, { errors: 'Exceeded the rate limit.' }, { 'retry-after': `${seconds}.0` });
    case 'token_revoked':
      return unauthorised;
    case 'internal_error':
      return json(200, {
        errors: [
          {
            message: 'Internal error. Looks like something went wrong on our end.',
            extensions: { code: 'INTERNAL_SERVER_ERROR' },
          },
        ],
      });
    case 'hang_before':
      return silence;
    default:
      return badGateway;
  }
}

function readAsked(body: Buffer): Asked | undefined {
  try {
    const read: unknown = JSON.parse(body.toString('utf8'));
    if (typeof read !== 'object' || read === null || !('query' in read) || typeof read.query !== 'string')
      return undefined;
    const variables =
      'variables' in read && typeof read.variables === 'object' && read.variables !== null ? read.variables : {};
    const operationName = 'operationName' in read && typeof read.operationName === 'string' ? read.operationName : '';
    return { query: read.query, variables: { ...variables }, operationName };
  } catch {
    return undefined;
  }
}

/** A fault may be for one operation, as the caller names it, or for one thing, by the number at the end of its id. */
function factsOf({ operationName, variables }: Asked): CallFacts {
  const id = JSON.stringify(variables).match(/gid:\/\/shopify\/(?:Order|Return)\/(\d+)/)?.[1];
  return { operation: operationName, id };
}
