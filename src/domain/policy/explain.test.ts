import { expect, test } from 'vitest';
import { aPolicy } from '../../../test/support/builders.ts';
import { evaluate } from './evaluate.ts';
import { explainDecision } from './explain.ts';
import type { Facts } from './fact-catalogue.ts';
import type { PolicyRow } from './policy.ts';

const row = (id: string, condition: string): PolicyRow => ({
  id,
  condition,
  outcome: { kind: 'approve' },
  basis: 'x',
  label: { zh: 'x', en: 'x' },
});
const explained = (rows: PolicyRow[], facts: Facts) =>
  explainDecision(aPolicy({ rows }), facts).map(({ row: { id }, verdict, asked, reads }) => ({
    id,
    verdict,
    asked,
    reads,
  }));

const facts: Facts = { is_shipped: true, is_delivered: false, amount: 19_900n, approval_limit: 50_000n, skus: ['A'] };

test('each row says what it made of the facts that it read', () => {
  const rows = [
    row('a', 'amount > approval_limit'),
    row('b', 'is_shipped && "A" in skus'),
    row('c', 'is_delivered'),
    row('d', 'is_shipped'),
    row('e', 'window_open'),
  ];
  expect(explained(rows, facts)).toEqual([
    {
      id: 'a',
      verdict: 'missed',
      asked: true,
      reads: [
        { fact: 'amount', value: 19_900 },
        { fact: 'approval_limit', value: 50_000 },
      ],
    },
    {
      id: 'b',
      verdict: 'decided',
      asked: true,
      reads: [
        { fact: 'is_shipped', value: true },
        { fact: 'skus', value: ['A'] },
      ],
    },
    { id: 'c', verdict: 'missed', asked: false, reads: [{ fact: 'is_delivered', value: false }] },
    { id: 'd', verdict: 'hit', asked: false, reads: [{ fact: 'is_shipped', value: true }] },
    { id: 'e', verdict: 'unknown', asked: false, reads: [{ fact: 'window_open' }] },
  ]);
});

test('a missing fact stops the asking, and stands without a value', () => {
  expect(explained([row('a', 'window_open'), row('b', 'is_shipped')], facts)).toEqual([
    { id: 'a', verdict: 'unknown', asked: true, reads: [{ fact: 'window_open' }] },
    { id: 'b', verdict: 'hit', asked: false, reads: [{ fact: 'is_shipped', value: true }] },
  ]);
});

test('what was asked is what the trace holds', () => {
  const policy = aPolicy();
  const given: Facts = { ...facts, resolution: 'return_and_refund', is_quality: false, is_no_reason: false };
  const trace = evaluate(policy, given).rows.map(({ ruleId }) => ruleId);
  const asked = explainDecision(policy, given).filter((one) => one.asked);
  expect(asked.map(({ row: { id } }) => id)).toEqual(trace);
});
