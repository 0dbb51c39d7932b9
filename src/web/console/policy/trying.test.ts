import { expect, test } from 'vitest';
import { defaultRows } from '../../../domain/policy/default-policy.ts';
import type { Content } from './content.ts';
import { tryOn, withFact } from './trying.ts';

const content: Content = {
  rows: defaultRows,
  windowDays: 7,
  timeZone: 'Asia/Shanghai',
  holidays: [],
  approvalLimit: { minor: '30000', currency: 'CNY' },
  autoRefundLimit: null,
  reviewHours: 24,
  resaleBasisPoints: 6000,
  refundWithoutReturn: null,
  approvals: null,
  autoActions: null,
  clockHours: null,
};

const facts = {
  resolution: 'return_and_refund',
  buyer_blocked: false,
  reason: 'no_reason',
  fault: 'buyer',
  is_no_reason: true,
  is_quality: false,
  asked_by_platform: false,
  evidence_count: 0,
  amount: 40_000,
  approval_limit: 50_000,
  auto_refund_limit: 50_000,
  business_purchase: false,
  is_shipped: true,
  is_delivered: true,
  exclusions: [],
  confirmed_exclusions: [],
  unconfirmed_exclusions: [],
  goods_classes: ['general'],
  window_open: true,
  statutory_window_open: true,
  quality_window_open: true,
  durable_proof_open: true,
};

test('a past case meets the limits of the draft, not those it was decided under (R-6)', () => {
  const { decision, facts: seen } = tryOn(content, facts);
  expect(decision.ruleId).toBe('over-limit');
  expect(seen.approval_limit).toBe(30_000n);
  expect(seen).not.toHaveProperty('auto_refund_limit');
});

test('each row says what it made of the case, and the nearest change is told', () => {
  const { rows, flips } = tryOn(content, facts);
  expect(rows[0]?.verdict).toBe('decided');
  expect(rows.at(-1)?.verdict).toBe('hit');
  expect(flips[0]).toMatchObject({ outcome: { kind: 'approve' }, changes: [{ fact: 'amount', to: 30_000 }] });
});

test('a row that cannot be read yet is left out and counted, the others keep their places', () => {
  const half = content.rows.map((row, i) => (i === 0 ? { ...row, condition: 'amount >' } : row));
  const { decision, rows, skipped } = tryOn({ ...content, rows: half }, facts);
  expect(decision.ruleId).toBe('seven-days');
  expect([rows[0], skipped]).toEqual([null, 1]);
  expect(rows.at(-1)?.verdict).toBe('decided');
});

test('a fact may be changed by hand, or made missing', () => {
  expect(tryOn(content, withFact(facts, 'amount', 10_000)).decision.ruleId).toBe('seven-days');
  const { decision } = tryOn(content, withFact({ ...facts, amount: 100 }, 'window_open', undefined));
  expect(decision.ruleId).toBe('missing_fact');
});
