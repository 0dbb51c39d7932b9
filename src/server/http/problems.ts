import { STATUS_CODES } from 'node:http';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Problem, ProblemCode } from '../../contract/problem.ts';
import { toJson } from '../../domain/wire.ts';
import { notThere } from '../db/stock-is-there.ts';

type Details = Partial<Pick<Problem, 'errors' | 'permission' | 'rejection'>>;

const titles: Record<ProblemCode, string> = {
  invalid_input: 'The request does not have the shape this operation asks for.',
  invalid_json: 'The body is not valid JSON.',
  not_signed_in: 'Sign in, or send an API key.',
  not_permitted: 'A permission is missing.',
  cross_site_request: 'A page of another site may not send this request.',
  not_found: 'There is no such thing here.',
  too_large: 'The request is too large.',
  unsupported_media_type: 'The body is of a type this operation does not read.',
  too_many_requests: 'Too many requests: wait and try again.',
  bad_request: 'The request cannot be understood.',
  unavailable: 'A part this needs is not available at the moment.',
  bug: 'Something went wrong inside. The log has it under the request id.',
};

const isProblemCode = (code: string): code is ProblemCode => code in titles;

/** Sends an RFC 9457 answer. */
export function sendProblem(reply: FastifyReply, status: number, code: string, details: Details = {}): FastifyReply {
  const body: Problem = {
    type: `urn:guilai:problem:${code}`,
    title: isProblemCode(code) ? titles[code] : (STATUS_CODES[status] ?? 'Refused'),
    status,
    code,
    requestId: reply.request.id,
    ...details,
  };
  // A problem is never a file or a page that somebody may keep.
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .type('application/problem+json; charset=utf-8')
    .send(toJson(body));
}

const codeOfStatus: Record<number, ProblemCode> = {
  404: 'not_found',
  413: 'too_large',
  415: 'unsupported_media_type',
  429: 'too_many_requests',
  503: 'unavailable',
};

/** Fastify's own refusals, and everything that was thrown: those are bugs, told to the log and not to the caller. */
export function onError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const rejection = notThere(error);
  if (rejection) {
    sendProblem(reply, 409, rejection.code, { rejection });
    return;
  }
  const status = error.statusCode ?? 500;
  if (status >= 500 && status !== 503) {
    request.log.error({ err: error, commandId: request.commandId, route: request.routeOptions.url }, 'bug');
    sendProblem(reply, 500, 'bug');
    return;
  }
  const isJson = error.code?.endsWith('_JSON_BODY') || error instanceof SyntaxError;
  sendProblem(reply, status, isJson ? 'invalid_json' : (codeOfStatus[status] ?? 'bad_request'));
}
