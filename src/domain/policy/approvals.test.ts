import { expect, test } from 'vitest';
import { yuan } from '../../../test/support/builders.ts';
import { money } from '../money.ts';
import { type ApprovalRule, approvalNeed } from './approvals.ts';

const rules: ApprovalRule[] = [
  { over: yuan(500), level: 2 },
  { over: yuan(200), resolution: 'refund_only', level: 2 },
  { over: yuan(5_000), level: 3, fourEyes: true },
];

test.each([
  ['a small return', yuan(500), 'return_and_refund', undefined, { level: 1, fourEyes: false }],
  ['a cent above the first rule', yuan(500.01), 'return_and_refund', undefined, { level: 2, fourEyes: false }],
  ['a kind of its own has a limit of its own', yuan(300), 'refund_only', undefined, { level: 2, fourEyes: false }],
  ['the highest of all that match', yuan(6_000), 'refund_only', undefined, { level: 3, fourEyes: true }],
  ['an escalation asks for more than the amount', yuan(600), 'return_and_refund', 4, { level: 4, fourEyes: false }],
  ['the amount asks for more than the escalation', yuan(6_000), 'return_and_refund', 2, { level: 3, fourEyes: true }],
] as const)('%s (R-7)', (_, amount, resolution, escalation, need) => {
  const asked = { amount, resolution, ...(escalation ? { escalation } : {}) };
  expect(approvalNeed(rules, asked)).toEqual(need);
});

test('without rules nobody is bound, not even by an escalation: as it always was (R-7)', () => {
  expect(approvalNeed(undefined, { amount: yuan(1e6), resolution: 'refund_only', escalation: 5 })).toBeNull();
});

test('what another currency is worth is not guessed: it needs all that the rules ask (R-7)', () => {
  const amount = money(1, 'USD');
  expect(approvalNeed(rules, { amount, resolution: 'return_and_refund' })).toEqual({ level: 3, fourEyes: true });
});
