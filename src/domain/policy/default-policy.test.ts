import { expect, test } from 'vitest';
import {
  aContext,
  anOrder,
  anOrderLine,
  aPolicy,
  aRequest,
  at,
  eventIn,
  yuan,
} from '../../../test/support/builders.ts';
import { decideOpen } from '../returns/decide.ts';
import { evolve } from '../returns/evolve.ts';
import type { Rma } from '../returns/rma.ts';
import { checkPolicy } from './check-policy.ts';
import { cellsOf, conditionOf } from './condition-table.ts';
import { defaultPolicy, defaultRows } from './default-policy.ts';

// What the default rules answer is in test/golden/decisions.jsonl, case by case with its article.

test('the default rules may be published', () => {
  expect(checkPolicy(defaultPolicy(1, yuan(500), 'Asia/Shanghai'))).toEqual({ errors: [], warnings: [] });
});

test.each(defaultRows.map((row) => [row.id, row.condition]))('rule %s can be edited as a table', (_, condition) => {
  const cells = cellsOf(condition);
  expect(cells && conditionOf(cells)).toBe(condition);
});

test('one excluded article among others sends the whole request to a person', () => {
  const lines = [anOrderLine(), anOrderLine({ id: 'oli_cake', exclusion: 'fresh' })];
  const request = aRequest({ lines: lines.map((line) => ({ orderLineId: line.id, quantity: 1 })) });
  const decision = decideOpen(request, aContext({ order: anOrder({ lines }) }));
  expect(eventIn(decision, 'rma_escalated').ruleId).toBe('excluded-fresh');
});

test('an excluded article that stays with the buyer does not matter', () => {
  const lines = [anOrderLine(), anOrderLine({ id: 'oli_cake', exclusion: 'fresh' })];
  const decision = decideOpen(aRequest(), aContext({ order: anOrder({ lines }) }));
  expect(eventIn(decision, 'rma_approved').by).toBe('policy');
});

test('of one confirmed and one unconfirmed article a person decides', () => {
  const lines = [
    anOrderLine({ exclusion: 'use_devalues' }),
    anOrderLine({ id: 'oli_2', exclusion: 'disclosed_flaw', exclusionConfirmed: true }),
  ];
  const request = aRequest({ lines: lines.map((line) => ({ orderLineId: line.id, quantity: 1 })) });
  const decision = decideOpen(request, aContext({ order: anOrder({ lines }) }));
  expect(eventIn(decision, 'rma_escalated').ruleId).toBe('confirmed-disclosed-flaw');
});

test('who grants a return says who pays the way back (M-6, M-7)', () => {
  const noReason = decideOpen(aRequest(), aContext());
  expect(eventIn(noReason, 'rma_approved').terms).toEqual({
    returnFreight: 'buyer',
    basis: '消费者权益保护法 25；淘宝争议 53',
  });
  const fault = decideOpen(aRequest({ reason: 'quality_fault', evidence: ['fil_1'] }), aContext());
  expect(eventIn(fault, 'rma_approved').terms?.returnFreight).toBe('seller');
});

const always = (row: Partial<(typeof defaultRows)[number]>) =>
  aPolicy({
    rows: [
      { id: 'r1', condition: 'true', outcome: { kind: 'approve' }, basis: 'x', label: { zh: 'x', en: 'x' }, ...row },
    ],
  });

test('a shop may take the freight of a return without reason, and name an address', () => {
  const policy = always({ effects: { returnFreight: 'seller', returnAddress: 'east' } });
  expect(eventIn(decideOpen(aRequest(), aContext({ policy })), 'rma_approved').terms).toEqual({
    returnFreight: 'seller',
    basis: '店铺规则',
    returnAddress: 'east',
  });
});

test('no rule puts the freight of a fault on the buyer, not even one that was published (消费者权益保护法 24)', () => {
  const policy = always({ effects: { returnFreight: 'buyer' } });
  const decision = decideOpen(aRequest({ reason: 'wrong_item' }), aContext({ policy }));
  expect(eventIn(decision, 'rma_approved').terms?.returnFreight).toBe('seller');
});

test.each([
  [null, 4, '2026-11-22T12:00:00.000Z', 'rule'],
  ['2026-11-22T10:00:00.000Z', 4, '2026-11-22T10:00:00.000Z', 'platform'],
  ['2026-11-22T13:00:00.000Z', 4, '2026-11-22T12:00:00.000Z', 'rule'],
] as const)(
  'with the platform’s clock at %s, a rule that wants an answer in %i hours sets %s',
  (platform, hours, due, source) => {
    const policy = always({ outcome: { kind: 'escalate', level: 2 }, effects: { deadlineHours: hours } });
    const request = aRequest({ platformDeadline: platform && at(platform) });
    const decision = decideOpen(request, aContext({ policy }));
    const rma = decision.ok ? decision.value.reduce<Rma | null>(evolve, null) : null;
    expect(rma?.reviewDue).toEqual({ at: due, source });
  },
);

test('a refund without return expects nothing back and pays', () => {
  const policy = {
    ...always({ outcome: { kind: 'refund_without_return' } }),
    refundWithoutReturn: { maxAmount: yuan(300) },
  };
  const decision = decideOpen(aRequest(), aContext({ policy }));
  expect(eventIn(decision, 'rma_approved')).toMatchObject({ by: 'policy', goodsStay: true });
  expect(eventIn(decision, 'refund_requested').amount).toEqual(yuan(199));
  const rma = decision.ok ? decision.value.reduce<Rma | null>(evolve, null) : null;
  expect(rma?.lines).toMatchObject([{ reception: 'not_expected', disposition: 'none', settlement: 'pending' }]);
});
