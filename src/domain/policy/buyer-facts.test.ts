import { expect, test } from 'vitest';
import {
  aBuyerRecord,
  aContext,
  anOrder,
  aPolicy,
  aRequest,
  at,
  eventIn,
  NOW,
} from '../../../test/support/builders.ts';
import type { BuyerRecord } from '../buyers/buyer-record.ts';
import { decideOpen } from '../returns/decide.ts';
import { buyerFacts } from './buyer-facts.ts';
import { checkPolicy } from './check-policy.ts';
import type { PolicyRow } from './policy.ts';

const blocked: BuyerRecord['listings'] = [{ kind: 'block', lapsesAt: at('2026-12-01T00:00:00+08:00') }];
const openedBy = (buyer: Partial<BuyerRecord>, request = {}) =>
  decideOpen(aRequest(request), aContext({ buyer: aBuyerRecord(buyer) }));

test('a blocked buyer’s lawful return goes to a person, and no refusal is suggested (R-10, 个人信息保护法 24)', () => {
  const escalated = eventIn(openedBy({ listings: blocked }), 'rma_escalated');
  expect(escalated).toEqual({ type: 'rma_escalated', level: 1, ruleId: 'blocked-buyer' });
  const { decision } = eventIn(openedBy({ listings: blocked }), 'policy_applied');
  expect(decision.outcome).toEqual({ kind: 'escalate', level: 1 });
});

test('the same return of somebody who is on no list is granted', () => {
  expect(eventIn(openedBy({}), 'rma_approved').by).toBe('policy');
});

test.each([
  ['2026-11-30T15:59:59.999Z', true],
  ['2026-11-30T16:00:00.000Z', false],
])('a block until 30 November, at %s: in force %s', (now, inForce) => {
  expect(buyerFacts(aBuyerRecord({ listings: blocked }), at(now)).buyer_blocked).toBe(inForce);
});

test('an allowance without an end stays', () => {
  const listings: BuyerRecord['listings'] = [{ kind: 'allow', lapsesAt: null }];
  const facts = buyerFacts(aBuyerRecord({ listings }), at('2036-01-01T00:00:00Z'));
  expect(facts).toMatchObject({ buyer_allowed: true, buyer_blocked: false });
});

test.each([
  [4, 4, undefined],
  [5, 4, 80n],
  [7, 2, 28n],
  [5, 0, 0n],
])('of %i orders, %i with a return: the share is %s', (orders365d, ordersReturned365d, percent) => {
  const facts = buyerFacts(aBuyerRecord({ orders365d, ordersReturned365d }), NOW);
  expect(facts.buyer_return_share_percent).toBe(percent);
});

test('what was counted stands in the trace', () => {
  const counted = { orders365d: 12, ordersReturned365d: 6, returns90d: 4, refundOnly90d: 1 };
  expect(eventIn(openedBy(counted), 'policy_applied').decision.facts).toMatchObject({
    buyer_allowed: false,
    buyer_blocked: false,
    buyer_orders_365d: 12,
    buyer_returns_90d: 4,
    buyer_refund_only_90d: 1,
    buyer_return_share_percent: 50,
  });
});

test('where nobody has counted, a rule that asks for the buyer hands over to a person (R-4)', () => {
  const decision = decideOpen(aRequest(), { now: NOW, order: anOrder(), policy: aPolicy() });
  expect(eventIn(decision, 'policy_applied').decision).toMatchObject({ ruleId: 'missing_fact' });
  expect(eventIn(decision, 'policy_applied').decision.rows.at(-1)?.missing).toEqual(['buyer_blocked']);
});

const label = { zh: '店铺规则', en: 'Shop rule' };
const withRow = (row: Pick<PolicyRow, 'condition' | 'outcome'> & Partial<PolicyRow>) => {
  const policy = aPolicy();
  return { ...policy, rows: [{ id: 'shop-row', basis: '店铺规则', label, ...row }, ...policy.rows] };
};

test.each([
  ['wait longer than 15 days', { kind: 'escalate', level: 1 } as const, { deadlineHours: 400 }, 'waits_too_long'],
  ['prove what needs no proof', { kind: 'ask_evidence', note: 'photo' } as const, undefined, 'asks_evidence'],
])('a row that makes a blocked buyer %s is not published', (_, outcome, effects, strictness) => {
  const policy = withRow({ condition: 'buyer_blocked', outcome, ...(effects ? { effects } : {}) });
  expect(checkPolicy(policy).errors).toMatchObject([{ code: 'stricter_than_law', ruleId: 'shop-row', strictness }]);
});

test('a row that puts the freight of a fault on who returns often is not published (消费者权益保护法 24)', () => {
  const policy = withRow({
    condition: 'is_quality && buyer_returns_90d > 5',
    outcome: { kind: 'approve' },
    effects: { returnFreight: 'buyer' },
  });
  expect(checkPolicy(policy).errors).toMatchObject([{ strictness: 'buyer_pays_freight' }]);
});

test('a row may be kinder to trusted buyers, and hand refunds without goods of others to a supervisor', () => {
  const kinder = withRow({ condition: 'buyer_allowed && is_no_reason', outcome: { kind: 'approve' } });
  const closer = withRow({
    condition: 'resolution == "refund_only" && buyer_refund_only_90d >= 3',
    outcome: { kind: 'escalate', level: 2 },
  });
  expect([checkPolicy(kinder).errors, checkPolicy(closer).errors]).toEqual([[], []]);
});
