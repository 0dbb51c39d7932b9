import { expect, test } from 'vitest';
import { ProblemError } from '../../../ui/api.ts';
import { answerOf } from './road.ts';

const problem = (status: number, code = 'x') =>
  new ProblemError({ type: `urn:guilai:problem:${code}`, title: code, status, code, requestId: '' });

test.each<[string, unknown, string]>([
  ['no answer', problem(0, 'unreachable'), 'later'],
  ['nobody signed in', problem(401), 'later'],
  ['a server that wants fewer questions', problem(429), 'later'],
  ['a gateway before a server that is away', problem(503), 'busy'],
  ['a server that fails over this step', problem(500), 'stuck'],
  ['a refusal', problem(409, 'line_already_received'), 'refused'],
  ['something this device cannot make sense of', new SyntaxError('Unexpected token'), 'stuck'],
])('%s: %s (W-1)', (_, error, outcome) => {
  expect(answerOf(error).outcome).toBe(outcome);
});
