import { expect, test } from 'vitest';
import { money } from '../money.ts';
import { defaultPolicy } from './default-policy.ts';
import { clauseOfRefusal, groundOf } from './ground.ts';
import type { Outcome, PolicyDecision } from './policy.ts';

const policy = defaultPolicy(1, money(50_000, 'CNY'), 'Asia/Shanghai');
const decided = (ruleId: string, outcome: Outcome = { kind: 'approve' }): PolicyDecision => ({
  policyVersion: 1,
  facts: {},
  rows: [],
  ruleId,
  outcome,
});

test('a buyer is told the rule that answered and its article (R-5)', () => {
  expect(groundOf(decided('seven-days'), policy)).toEqual({
    label: { zh: '七天无理由期限内，同意退货', en: 'Within the seven days: granted' },
    clause: '消费者权益保护法 25；暂行办法 10、18',
  });
});

test.each(['over-limit', 'no_rule', 'missing_fact'])('%s rests on no article that a buyer could look up', (ruleId) => {
  expect(groundOf(decided(ruleId), policy)).toBeNull();
});

test('a refusal carries the article only where it follows the suggestion', () => {
  const suggestion = { reasonCode: 'window_closed', article: '暂行办法 10' };
  const decision = decided('window-closed', { kind: 'escalate', level: 1, suggestRejection: suggestion });
  expect(clauseOfRefusal(decision, 'window_closed')).toBe('暂行办法 10');
  expect(clauseOfRefusal(decision, 'no_evidence')).toBeNull();
  expect(clauseOfRefusal(undefined, 'window_closed')).toBeNull();
});
