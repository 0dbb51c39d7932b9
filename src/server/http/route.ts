import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Access, Endpoint } from '../../contract/endpoint.ts';
import { assert } from '../../domain/assert.ts';
import { type CallerOf, type Meta, type MetaOf, whoIs } from './caller.ts';
import { readInput } from './input.ts';
import { sendProblem } from './problems.ts';
import { type Answer, sendAnswer } from './reply.ts';

type Shape = z.ZodType | undefined;
type Parsed<S extends Shape> = S extends z.ZodType ? z.output<S> : undefined;

/** What a handler is given. */
export type Call<A extends Access, P extends Shape, Q extends Shape, B extends Shape> = {
  params: Parsed<P>;
  query: Parsed<Q>;
  body: Parsed<B>;
  principal: CallerOf<A>;
  meta: MetaOf<A>;
  /** The caller wants no body back (`Prefer: return=minimal`), and the endpoint lets it: answer `nothing`. */
  minimal: boolean;
  /** For files, event streams, addresses. All else is above. */
  request: FastifyRequest;
};

/** The only way to add an operation to the API. What the endpoint declares has been checked when `handler` runs. */
export function route<A extends Access, P extends Shape, Q extends Shape, B extends Shape, R extends z.ZodType>(
  server: FastifyInstance,
  endpoint: Endpoint<A, P, Q, B, R>,
  handler: (call: Call<A, P, Q, B>) => Promise<Answer<z.output<R>>> | Answer<z.output<R>>,
): void {
  const { method, path, access, budget, produces } = endpoint;
  assert(!(endpoint.body instanceof z.ZodObject) || isStrict(endpoint.body), `${path}: the body is a strict object`);
  const { checkReplies, newId } = server;
  const schema = checkReplies && !produces ? endpoint.reply : null;

  server.route({
    method,
    url: path,
    config: { access, endpoint, budget },
    handler: async (request, reply) => {
      const input = readInput(endpoint, request);
      if (!input.ok) return sendProblem(reply, 400, 'invalid_input', { errors: input.rejection.errors });
      const { params, query, body, commandId = newId('cmd'), expectedVersion } = input.value;
      request.commandId = commandId;
      const caller = request.buyer ?? request.principal;
      const caution = {
        ...(request.principal ? { who: whoIs(request.principal) } : {}),
        ...(expectedVersion === undefined ? {} : { expectedVersion }),
      };
      const meta: Meta | { commandId: string } = caller
        ? { commandId, merchantId: caller.merchantId, actor: { kind: caller.kind, id: caller.id }, ...caution }
        : { commandId };
      if (produces) reply.type(produces);
      // The parts were parsed with the endpoint's own schemas, and `guard` has let in no other kind of caller.
      const minimal = endpoint.mayBeMinimal === true && prefersMinimal(request);
      const call = { params, query, body, principal: caller, meta, minimal, request } as Call<A, P, Q, B>;
      return sendAnswer(reply, await handler(call), schema);
    },
  });
}

/** RFC 7240: preferences are separated by commas, and unknown ones are ignored. */
const prefersMinimal = ({ headers }: FastifyRequest): boolean =>
  [headers.prefer ?? []].flat().some((line) => /(^|,)\s*return\s*=\s*"?minimal"?\s*(;|,|$)/i.test(line));

const isStrict = (body: z.ZodObject): boolean => body.def.catchall instanceof z.ZodNever;
