import type { z } from 'zod';
import type { Endpoint } from '../../contract/endpoint.ts';
import { type Problem, problem } from '../../contract/problem.ts';

// What an operation does not have is declared as "some schema or none", whose input is anything at all.
type Part<Name extends string, S> = unknown extends z.input<S> ? { [K in Name]?: never } : { [K in Name]: z.input<S> };
type ParamsPart<E> = E extends { params?: infer S } ? Part<'params', Exclude<S, undefined>> : never;
type QueryPart<E> = E extends { query?: infer S } ? Part<'query', Exclude<S, undefined>> : never;
type BodyPart<E> = E extends { body?: infer S } ? Part<'body', Exclude<S, undefined>> : never;

/** What a call of the endpoint has to be given: its parameters, query and body, and nothing it does not have. */
export type CallInput<E extends Endpoint> = ParamsPart<E> & QueryPart<E> & BodyPart<E>;

export type ReplyOf<E extends Endpoint> = z.infer<E['reply']>;
export type QueryOf<E extends Endpoint> = QueryPart<E>['query'];

export type CallOptions = {
  /** Kept for one press of a button: the server acts once, however often the request is sent. */
  idempotencyKey?: string;
  headers?: Record<string, string>;
  signal?: AbortSignal;
};

/** Thrown by {@link call}, because queries and mutations of the screens carry their failures as thrown values. */
export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(cause: Problem) {
    super(cause.title);
    this.problem = cause;
  }
}

const own = (code: string, status: number, title: string): Problem => ({
  type: `urn:guilai:problem:${code}`,
  title,
  status,
  code,
  requestId: '',
});

/** What went wrong, in the one form all screens show. */
export const problemOf = (error: unknown): Problem =>
  error instanceof ProblemError ? error.problem : own('bug', 0, error instanceof Error ? error.message : String(error));

export const newIdempotencyKey = (): string => crypto.randomUUID();

/** The address of an operation with its parameters filled in. */
export function addressOf(path: string, params: unknown, query: unknown): string {
  const named = new Map(Object.entries(params ?? {}));
  const filled = path.replace(/:([A-Za-z]+)/g, (_, name: string) => encodeURIComponent(String(named.get(name) ?? '')));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  }
  return search.size > 0 ? `${filled}?${search}` : filled;
}

async function problemFrom(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => undefined);
  const read = problem.safeParse(body);
  if (read.success) return read.data;
  return own(response.status >= 500 ? 'unavailable' : 'bad_request', response.status, response.statusText);
}

const send = async (address: string, init: RequestInit): Promise<Response> => {
  const response = await fetch(address, { credentials: 'same-origin', ...init }).catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ProblemError(own('unreachable', 0, 'The server does not answer.'));
  });
  if (!response.ok) throw new ProblemError(await problemFrom(response));
  return response;
};

/**
 * Calls an operation of the contract.
 * @throws {ProblemError} with the server's problem, or `unreachable` when there is no answer
 */
export async function call<const E extends Endpoint>(
  endpoint: E,
  input: CallInput<E>,
  options: CallOptions = {},
): Promise<ReplyOf<E>> {
  const headers: Record<string, string> = { accept: 'application/json', ...options.headers };
  if (input.body !== undefined) headers['content-type'] = 'application/json';
  if (options.idempotencyKey) headers['idempotency-key'] = options.idempotencyKey;
  const init: RequestInit = { method: endpoint.method, headers };
  if (input.body !== undefined) init.body = JSON.stringify(input.body);
  if (options.signal) init.signal = options.signal;
  const response = await send(addressOf(endpoint.path, input.params, input.query), init);
  // The reply is our own server's, checked there against the same contract: it is not parsed a second time.
  return response.json();
}

/** Calls that the contract does not describe: sign-in, uploads. Same failures as {@link call}. */
export const request = send;
