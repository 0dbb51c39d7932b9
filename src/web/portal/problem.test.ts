import { expect, test } from 'vitest';
import { ProblemError } from '../ui/api.ts';
import { buyersProblem } from './problem.ts';

const answered = (status: number, code: string) =>
  new ProblemError({ type: `urn:guilai:problem:${code}`, title: '', status, code, requestId: '' });

test.each([
  [0, 'unreachable', 'no_connection'],
  [401, 'not_signed_in', 'session_over'],
  [404, 'order_not_found', 'order_not_found'],
  [404, 'rma_not_found', 'not_found'],
  [409, 'quantity_exceeds_bought', 'quantity_exceeds_bought'],
  [409, 'stale_channel_document', 'refused'],
  [429, 'too_many_requests', 'too_many_tries'],
  [500, 'bug', 'server_fault'],
  [503, 'unavailable', 'server_fault'],
])('an answer %i %s is told to the buyer as %s', (status, code, told) => {
  expect(buyersProblem(answered(status, code))).toBe(told);
});

test('a fault of our own page is not blamed on the network', () => {
  expect(buyersProblem(new TypeError('x is not a function'))).toBe('server_fault');
});
