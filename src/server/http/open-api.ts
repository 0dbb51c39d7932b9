import { z } from 'zod';
import type { Endpoint } from '../../contract/endpoint.ts';
import { problem } from '../../contract/problem.ts';
import { toJson } from '../../domain/wire.ts';
import type { RouteEntry } from './route-table.ts';

type JsonSchema = Record<string, unknown>;

/** The OpenAPI 3.1 document, made from the same definitions that validate the requests. */
export function openApiOf(table: readonly RouteEntry[], publicUrl: string, sessionCookie: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const { endpoint } of table) {
    if (!endpoint) continue;
    const path = endpoint.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(endpoint) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Guilai 归来',
      version: '1',
      description:
        'Returns, refunds and their books. Money is in the minor unit of its currency, as digits in quotes. Every refusal is an RFC 9457 problem with a stable `code`. A write with an `Idempotency-Key` that was seen before is not done twice.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: publicUrl }],
    paths,
    components: {
      schemas: { Problem: schemaOf(problem) },
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: sessionCookie,
          description: 'After POST /api/auth/sign-in/email',
        },
        apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key', description: 'Begins with gl_' },
        bearer: { type: 'http', scheme: 'bearer', description: 'The same API key, or the token of a buyer’s portal' },
      },
    },
  };
}

function operation(endpoint: Endpoint): object {
  const { method, path, access, summary, tag, body, consumes } = endpoint;
  const requestBody = body
    ? { required: true, content: { 'application/json': { schema: schemaOf(body) } } }
    : consumes && { required: true, content: { [consumes]: { schema: formWithFile } } };
  return {
    operationId: operationId(method, path),
    summary,
    tags: [tag],
    ...(access !== 'public' && access !== 'signed_in' && access !== 'portal' && { 'x-permission': access }),
    security: securityOf(access),
    parameters: [
      ...parametersOf('path', endpoint.params),
      ...parametersOf('query', endpoint.query),
      ...(method === 'GET' ? [] : [idempotencyKey]),
      ...(endpoint.mayBeMinimal ? [prefer, expectedVersion] : []),
    ],
    ...(requestBody && { requestBody }),
    responses: responsesOf(endpoint),
  };
}

const formWithFile = { type: 'object', properties: { file: { type: 'string', format: 'binary' } }, required: ['file'] };

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: '8 to 128 visible ASCII characters. The same key runs once.',
  schema: { type: 'string', minLength: 8, maxLength: 128 },
};

const expectedVersion = {
  name: 'Expected-Version',
  in: 'header',
  required: false,
  description:
    'The version of the return that the caller has seen. If others have changed it since, the answer is 409 `case_has_changed` with what they did.',
  schema: { type: 'integer', minimum: 1 },
};

const prefer = {
  name: 'Prefer',
  in: 'header',
  required: false,
  description: 'With `return=minimal` (RFC 7240) a success is answered 204 without a body.',
  schema: { type: 'string' },
};

function securityOf(access: Endpoint['access']): object[] {
  if (access === 'public') return [];
  return access === 'portal' ? [{ bearer: [] }] : [{ session: [] }, { apiKey: [] }, { bearer: [] }];
}

const operationId = (method: string, path: string): string =>
  [method.toLowerCase(), ...path.replaceAll(':', 'by-').split('/').slice(2)].join('-');

function parametersOf(place: 'path' | 'query', shape: z.ZodType | undefined): object[] {
  if (!(shape instanceof z.ZodObject)) return [];
  return Object.entries(shape.shape).map(([name, field]) => ({
    name,
    in: place,
    required: place === 'path' || !z.safeParse(field, undefined).success,
    schema: schemaOf(field),
  }));
}

function responsesOf({ access, reply, produces, params, mayBeMinimal }: Endpoint): object {
  const content = produces ? { [produces]: {} } : { 'application/json': { schema: schemaOf(reply) } };
  const refused = (description: string) => ({
    description,
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  });
  return {
    200: { description: 'Done', content },
    ...(mayBeMinimal && { 204: { description: 'Done, and no body was wanted' } }),
    400: refused('invalid_input: every wrong field is named'),
    ...(access !== 'public' && { 401: refused('not_signed_in') }),
    ...(access !== 'public' && { 403: refused('not_permitted, cross_site_request') }),
    ...(params && { 404: refused('not_found') }),
    409: refused('A rule said no: `rejection` has its facts'),
    429: refused('too_many_requests: see Retry-After'),
    500: refused('bug'),
  };
}

/** As the shape stands in JSON on the wire; what has no JSON form is left open. */
function schemaOf(schema: z.core.$ZodType): JsonSchema {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  // Default values may hold bigints, which JSON.stringify refuses.
  return JSON.parse(toJson(rest));
}
