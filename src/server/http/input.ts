import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Endpoint } from '../../contract/endpoint.ts';
import type { Problem } from '../../contract/problem.ts';
import { ok, type Result } from '../../domain/result.ts';

type FieldErrors = NonNullable<Problem['errors']>;
type Parts = {
  params: unknown;
  query: unknown;
  body: unknown;
  commandId: string | undefined;
  expectedVersion: number | undefined;
};

/** Visible ASCII, as a header can carry it. */
const idempotencyKey = z.string().regex(/^[\x21-\x7e]{8,128}$/, 'must be 8 to 128 visible ASCII characters');

/** The version of the record that the caller has seen. */
const seenVersion = z.coerce.number().int().min(1);

/** `{}` is what some clients send where there is nothing to say. */
const noBody = z.strictObject({}).nullish();

/** Reads what the endpoint declares, or names every wrong field at once. */
export function readInput(
  { params, query, body, consumes }: Endpoint,
  request: FastifyRequest,
): Result<Parts, { code: 'invalid_input'; errors: FieldErrors }> {
  const errors: FieldErrors = [];
  const read = (place: string, schema: z.ZodType | undefined, value: unknown): unknown => {
    const parsed = schema?.safeParse(value);
    if (parsed?.success === false) errors.push(...parsed.error.issues.flatMap((issue) => fieldErrors(place, issue)));
    return parsed?.data;
  };
  const parts = {
    params: read('params', params, request.params),
    query: read('query', query, request.query),
    body: consumes ? undefined : read('body', body ?? noBody, request.body),
    commandId: z
      .string()
      .optional()
      .parse(read('headers.idempotency-key', idempotencyKey.optional(), request.headers['idempotency-key'])),
    expectedVersion: z
      .number()
      .optional()
      .parse(read('headers.expected-version', seenVersion.optional(), request.headers['expected-version'])),
  };
  return errors.length === 0 ? ok(parts) : { ok: false, rejection: { code: 'invalid_input', errors } };
}

function fieldErrors(place: string, issue: z.core.$ZodIssue): FieldErrors {
  const path = [place, ...issue.path.map(String)];
  // Zod names all unknown fields in one issue of their object.
  const paths = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...path, key]) : [path];
  return paths.map((parts) => ({ path: parts.join('.'), code: issue.code, message: issue.message }));
}
