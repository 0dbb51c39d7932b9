import { expect, test } from 'vitest';
import {
  aContext,
  aLine,
  anOrder,
  anOrderLine,
  anRma,
  aPayment,
  aPolicy,
  applied,
  aRefund,
  aRequest,
  eventIn,
  fen,
  lineId,
  NOW,
  outcomeOf,
  story,
  yuan,
} from '../../../test/support/builders.ts';
import { decide } from './decide.ts';
import type { RefundState, Rma } from './rma.ts';

const due = (facts: Partial<Rma> = {}) =>
  anRma({ lines: [aLine({ reception: 'received', inspection: 'graded', settlement: 'due' })], ...facts });
const ask = (deductions: { lineId: `rli_${string}`; amount: ReturnType<typeof yuan>; reason: string }[] = []) =>
  ({ type: 'request_refund', deductions }) as const;
const freight = anOrder({ lines: [anOrderLine({ freight: yuan(10) })] });

test.each([
  ['no reason: the freight out stays (M-6)', 'no_reason', freight, 19_900],
  ['a fault: the freight out goes back (M-7)', 'quality_fault', freight, 20_900],
  ['a wrong article: the freight out goes back', 'wrong_item', freight, 20_900],
  ['nothing was shipped: the freight goes back', 'other', { ...freight, shippedAt: null }, 20_900],
  ['nobody knows whose fault: the freight out is the seller’s (P-TB 7)', 'other', freight, 20_900],
] as const)('%s', (_, reason, order, minor) => {
  const decision = decide(due({ reason }), ask(), aContext({ order }));
  expect(eventIn(decision, 'refund_requested').amount).toEqual(fen(minor));
});

test.each([
  ['a missing gift at its announced price (暂行办法 12)', yuan(20), 17_900],
  ['one fen', fen(1), 19_899],
])('less %s', (_, amount, minor) => {
  const decision = decide(due(), ask([{ lineId: 'rli_1', amount, reason: '赠品未退' }]), aContext());
  expect(eventIn(decision, 'refund_requested').amount).toEqual(fen(minor));
});

test.each([
  ['more than the goods', 'rli_1', fen(19_901)],
  ['nothing', 'rli_1', fen(0)],
  ['less than nothing', 'rli_1', fen(-1)],
  ['another currency', 'rli_1', { minor: 100n, currency: 'USD' }],
  ['a line that is not due', 'rli_9', fen(1)],
] as const)('a deduction of %s is refused', (_, line, amount) => {
  const decision = decide(due(), ask([{ lineId: line, amount, reason: 'x' }]), aContext());
  expect(outcomeOf(decision)).toBe('deduction_exceeds_amount');
});

test('deductions that take the whole price leave nothing to refund, and the unit is spent all the same', () => {
  const order = anOrder({ lines: [anOrderLine({ quantity: 3, paid: fen(10) })] });
  const told = story(
    aContext({ order, policy: aPolicy({ autoRefundLimit: null }) }),
    aRequest(),
    { type: 'receive_line', lineId: lineId(1), quantity: 1 },
    { type: 'inspect_line', lineId: lineId(1), quantity: 1, grade: 'new', failedTests: [], photos: [] },
    ask([{ lineId: lineId(1), amount: fen(4), reason: '使用痕迹' }]),
  );
  expect(told.events.at(-1)?.type).toBe('nothing_to_refund');
  // The dearest of three units of 10 fen is gone: the next costs 3, not 4 again.
  expect(told.order.lines[0]).toMatchObject({ settled: 1, refunded: fen(0) });
});

test('a refund over two payments is two refunds with two numbers, filled in the order of the payments (M-4)', () => {
  const payments = [aPayment({ id: 'pay_1', paid: yuan(150) }), aPayment({ id: 'pay_2', paid: yuan(49) })];
  const decision = decide(due(), ask(), aContext({ order: anOrder({ payments }) }));
  const refunds = decision.ok
    ? decision.value.flatMap((event) => (event.type === 'refund_requested' ? [event] : []))
    : [];
  expect(refunds.map((refund) => [refund.paymentId, refund.amount.minor])).toEqual([
    ['pay_1', 15_000n],
    ['pay_2', 4_900n],
  ]);
  expect(new Set(refunds.map((refund) => refund.refundId)).size).toBe(2);
  expect(refunds.flatMap((refund) => refund.booking.map((part) => part.units))).toEqual([1, 0]);
});

test.each<[string, Rma, string]>([
  ['goods nobody has looked at', anRma(), 'nothing_due'],
  ['a line that is being paid', due({ lines: [aLine({ settlement: 'pending' })] }), 'nothing_due'],
  [
    'a line whose refund failed: it is retried, not ordered again',
    due({ lines: [aLine({ settlement: 'failed' })] }),
    'nothing_due',
  ],
  ['a withdrawn return', due({ review: 'withdrawn' }), 'review_is_over'],
  ['a refused return', due({ review: 'rejected' }), 'review_is_over'],
])('no refund is ordered for %s', (_, rma, outcome) => {
  expect(outcomeOf(decide(rma, ask(), aContext()))).toBe(outcome);
});

test('no more goes back than the payment still holds', () => {
  const payments = [aPayment({ paid: yuan(199), refunded: fen(1) })];
  expect(outcomeOf(decide(due(), ask(), aContext({ order: anOrder({ payments }) })))).toBe('refund_exceeds_paid');
});

const news = {
  success: { type: 'record_refund_success', refundId: 'rfd_1', gatewayReference: 'T1', settledAt: NOW },
  refusal: { type: 'record_refund_rejection', refundId: 'rfd_1', code: 'X', message: 'no', retryable: true },
  unknown: { type: 'record_refund_unknown', refundId: 'rfd_1', cause: 'timeout' },
  retry: { type: 'retry_refund', refundId: 'rfd_1' },
} as const;

test.each<[RefundState, keyof typeof news, string]>([
  ['requested', 'success', 'refund_succeeded'],
  ['unknown', 'success', 'refund_succeeded'],
  ['rejected', 'success', 'refund_succeeded'],
  ['succeeded', 'success', 'nothing'],
  ['requested', 'refusal', 'refund_rejected'],
  ['unknown', 'refusal', 'refund_rejected'],
  ['rejected', 'refusal', 'nothing'],
  ['succeeded', 'refusal', 'nothing'],
  ['requested', 'unknown', 'refund_unknown'],
  ['unknown', 'unknown', 'nothing'],
  ['rejected', 'unknown', 'nothing'],
  ['succeeded', 'unknown', 'nothing'],
  ['requested', 'retry', 'refund_not_rejected'],
  ['unknown', 'retry', 'refund_not_rejected'],
  ['succeeded', 'retry', 'refund_not_rejected'],
  ['rejected', 'retry', 'refund_reissued'],
])('a refund that is %s, on %s: %s', (state, command, outcome) => {
  expect(outcomeOf(decide(anRma({ refunds: [aRefund({ state })] }), news[command], aContext()))).toBe(outcome);
});

test.each(Object.keys(news) as (keyof typeof news)[])('%s of a refund nobody ordered is refused', (name) => {
  expect(outcomeOf(decide(anRma(), news[name], aContext()))).toBe('refund_not_found');
});

test('a refusal that may pass is sent again under its own number; a final one gets a new number', () => {
  const retryable = anRma({ refunds: [aRefund({ state: 'rejected', retryable: true })] });
  expect(eventIn(decide(retryable, news.retry, aContext()), 'refund_resent').refundId).toBe('rfd_1');
  const final = anRma({ refunds: [aRefund({ state: 'rejected' })] });
  expect(eventIn(decide(final, news.retry, aContext()), 'refund_reissued').newRefundId).not.toBe('rfd_1');
});

const paidByPlatform = (minor: number) =>
  ({ type: 'record_channel_refund', amount: fen(minor), reference: 'D1', settledAt: NOW }) as const;
const channelRef = { externalId: 'D1', version: 1 };

test.each<[string, Rma, number, string]>([
  [
    'while it is under review',
    anRma({ channelRef, review: 'escalated' }),
    19_900,
    'rma_approved refund_requested refund_succeeded',
  ],
  [
    'against our refusal',
    anRma({ channelRef, review: 'rejected' }),
    19_900,
    'rma_reopened rma_approved refund_requested refund_succeeded',
  ],
  ['before the goods are here', anRma({ channelRef }), 19_900, 'refund_requested refund_succeeded'],
  [
    'on our word',
    anRma({ channelRef, refunds: [aRefund()], lines: [aLine({ settlement: 'pending' })] }),
    19_900,
    'refund_succeeded',
  ],
  [
    'and we know it',
    anRma({ channelRef, refunds: [aRefund({ state: 'succeeded' })], lines: [aLine({ settlement: 'settled' })] }),
    19_900,
    'nothing',
  ],
  ['less than the goods cost', anRma({ channelRef }), 5_000, 'refund_requested refund_succeeded'],
  ['more than the order brought', anRma({ channelRef }), 19_901, 'refund_exceeds_paid'],
])('the platform pays %s', (_, rma, minor, outcome) => {
  expect(outcomeOf(decide(rma, paidByPlatform(minor), aContext()))).toBe(outcome);
});

test.each([
  ['the platform’s figure is the refund', {}, [], 15_000],
  ['a deduction is taken from our own figure', {}, [{ lineId: 'rli_1', amount: yuan(20), reason: 'x' }], 17_900],
  ['for a part of the request our own shares count', { lines: 2 }, [], 19_900],
] as const)(
  'of a return the platform puts at 150.00, %s',
  (_, { lines = 1 }: { lines?: number }, deductions, minor) => {
    const [line] = due().lines;
    const still = aLine({ id: 'rli_2', reception: 'missing' });
    const rma = due({ channelRef, requested: yuan(150), lines: line ? [line, still].slice(0, lines) : [] });
    expect(eventIn(decide(rma, ask([...deductions]), aContext()), 'refund_requested').amount).toEqual(fen(minor));
  },
);

test('the platform pays what we refused, and the units are with another return by now: a person looks', () => {
  const order = anOrder({ lines: [anOrderLine({ claimed: 1 })] });
  const refused = anRma({ channelRef, review: 'rejected' });
  expect(outcomeOf(decide(refused, paidByPlatform(19_900), aContext({ order })))).toBe('quantity_exceeds_bought');
});

test('the platform pays for what never came: the unit is taken again', () => {
  const request = aRequest({ channelRef, requested: yuan(199) });
  const told = story(aContext(), request, { type: 'mark_missing', lineId: lineId(1) }, paidByPlatform(19_900));
  expect(told.order.lines[0]).toMatchObject({ claimed: 1, settled: 1, refunded: yuan(199) });
});

test('a gift returned alone ends without money, and cannot be withdrawn after that', () => {
  const order = anOrder({ shippedAt: null, deliveredAt: null, lines: [anOrderLine({ paid: fen(0) })] });
  const told = story(aContext({ order }), aRequest({ resolution: 'refund_only', reason: 'not_shipped' }));
  expect(told.rma.lines[0]?.settlement).toBe('settled');
  const withdrawn = decide(told.rma, { type: 'withdraw', cause: 'buyer' }, aContext({ order: told.order }));
  expect(outcomeOf(withdrawn)).toBe('refund_already_ordered');
});

test('a line that is put away in parts while its money is under way is settled in all its parts', () => {
  const order = anOrder({ lines: [anOrderLine({ quantity: 3, paid: yuan(300) })] });
  const told = story(
    aContext({ order }),
    aRequest({ lines: [{ orderLineId: 'oli_coat', quantity: 3 }] }),
    { type: 'receive_line', lineId: lineId(1), quantity: 3 },
    { type: 'inspect_line', lineId: lineId(1), quantity: 3, grade: 'new', failedTests: [], photos: [] },
    { type: 'dispose_line', lineId: lineId(1), quantity: 1, disposition: 'restock', location: 'A' },
  );
  const refundId = told.rma.refunds[0]?.id ?? 'rfd_none';
  const paid = applied(told, decide(told.rma, { ...news.success, refundId }, aContext({ order: told.order })));
  expect(paid.rma.lines.map((line) => line.settlement)).toEqual(['settled', 'settled']);
});
