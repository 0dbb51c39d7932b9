import type { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import type { Result } from '../../domain/result.ts';
import { toJson } from '../../domain/wire.ts';
import { sendProblem } from './problems.ts';

/** A value that becomes `T` on the wire: bigints are written as digits, and read-only is good enough. */
export type Sendable<T> = T extends string
  ? T | bigint
  : T extends readonly (infer Item)[]
    ? readonly Sendable<Item>[]
    : T extends object
      ? { [Key in keyof T]: Sendable<T[Key]> }
      : T;

/** With a private member, or every object would pass for one. */
class NotFound {
  readonly #nothing = null;
  get found(): null {
    return this.#nothing;
  }
}

/** The answer of a handler that finds nothing, or nothing of this merchant: the two look the same from outside. */
export const notFound: NotFound = new NotFound();

class Nothing {
  readonly #body = null;
  get body(): null {
    return this.#body;
  }
}

/** The answer to a caller who wants no body: what it asked for is done. */
export const nothing: Nothing = new Nothing();

class Raw {
  readonly content: Readable | Buffer | string;
  readonly headers: Record<string, string>;
  constructor(content: Readable | Buffer | string, headers: Record<string, string>) {
    this.content = content;
    this.headers = headers;
  }
}

/** A file, a picture or a stream, where the endpoint says that it `produces` another type than JSON. */
export const raw = (content: Readable | Buffer | string, headers: Record<string, string> = {}): Raw =>
  new Raw(content, headers);

/** What a handler may answer. */
export type Answer<T> = Sendable<T> | Result<Sendable<T>> | NotFound | Nothing | Raw;

/** The only place where a rejection becomes HTTP. The web translates `code`. */
export function sendAnswer(reply: FastifyReply, answer: unknown, schema: z.ZodType | null): FastifyReply {
  if (answer instanceof NotFound) return sendProblem(reply, 404, 'not_found');
  if (answer instanceof Nothing) return reply.status(204).header('preference-applied', 'return=minimal').send();
  if (answer instanceof Raw) return reply.headers(answer.headers).send(answer.content);
  if (!isResult(answer)) return sendJson(reply, answer, schema);
  if (answer.ok) return sendJson(reply, answer.value, schema);
  const { rejection } = answer;
  // What a rule did not find (`rma_not_found`) is as absent as what a store did not find.
  return sendProblem(reply, rejection.code.endsWith('_not_found') ? 404 : 409, rejection.code, { rejection });
}

function isResult(answer: unknown): answer is Result<unknown> {
  if (typeof answer !== 'object' || answer === null || !('ok' in answer)) return false;
  return answer.ok === true ? 'value' in answer : answer.ok === false && 'rejection' in answer;
}

function sendJson(reply: FastifyReply, value: unknown, schema: z.ZodType | null): FastifyReply {
  const json = toJson(value);
  if (schema) checkReply(schema, JSON.parse(json));
  return reply.type('application/json; charset=utf-8').send(json);
}

/** Throws where a reply is not what its contract says. Left out in production: our own tests answer for our replies. */
function checkReply(schema: z.ZodType, wire: unknown): void {
  const parsed = schema.safeParse(wire);
  const wrong = parsed.success
    ? pathsBeyond(wire, parsed.data).map((path) => `${path} is not in the contract`)
    : parsed.error.issues.map((issue) => `${['reply', ...issue.path].join('.')}: ${issue.message}`);
  if (wrong.length > 0) throw new Error(`the reply breaks its contract: ${wrong.join('; ')}`);
}

/** Fields that were sent and that the schema dropped: they would leak whatever a row happens to hold. */
function pathsBeyond(sent: unknown, declared: unknown, path = 'reply'): string[] {
  if (typeof sent !== 'object' || sent === null || typeof declared !== 'object' || declared === null) return [];
  const known = new Map(Object.entries(declared));
  return Object.entries(sent).flatMap(([key, value]) =>
    known.has(key) ? pathsBeyond(value, known.get(key), `${path}.${key}`) : [`${path}.${key}`],
  );
}
