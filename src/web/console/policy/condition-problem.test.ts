import { expect, test } from 'vitest';
import { checkCondition } from '../../../domain/policy/conditions.ts';
import { conditionProblem } from './condition-problem.ts';

test.each([
  ['', { kind: 'empty' }],
  ['amout > 5', { kind: 'unknown', name: 'amout' }],
  ['is_quality & is_shipped', { kind: 'character', name: '&' }],
  ['amount > "a"', { kind: 'unlike' }],
  ['foo(amount)', { kind: 'unlike' }],
  ['reason == "other', { kind: 'quote' }],
  ['(amount > 1', { kind: 'bracket' }],
  ['amount', { kind: 'not_a_question' }],
  ['is_quality &&', { kind: 'incomplete' }],
])('%s is told apart', (condition, problem) => {
  const checked = checkCondition(condition);
  expect(checked.ok ? null : conditionProblem(condition, checked.rejection.message)).toEqual(problem);
});
