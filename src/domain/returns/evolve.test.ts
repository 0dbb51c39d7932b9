import { expect, test } from 'vitest';
import { aLine, anRma, aRefund, at, fen, NOW, yuan } from '../../../test/support/builders.ts';
import type { RmaEvent } from './events.ts';
import { evolve } from './evolve.ts';
import type { RefundState, Rma, Settlement } from './rma.ts';

const lineOf = (rma: Rma) => rma.lines[0];
const channelRef = { externalId: 'D1', version: 1 };

test('every event counts one version, and an event without a return is a bug', () => {
  const event: RmaEvent = { type: 'evidence_added', files: ['fil_1'] };
  expect(evolve(anRma({ version: 7 }), event).version).toBe(8);
  expect(() => evolve(null, event)).toThrow('the return that the event belongs to');
});

test.each([
  [
    'return_and_refund',
    { reception: 'awaiting', inspection: 'pending', disposition: 'undecided', settlement: 'not_due' },
  ],
  ['refund_only', { reception: 'not_expected', inspection: 'not_needed', disposition: 'none', settlement: 'due' }],
] as const)('granting %s says what is expected of each line', (resolution, line) => {
  const rma = evolve(anRma({ resolution, review: 'escalated' }), { type: 'rma_approved', by: 'person', at: NOW });
  expect(lineOf(rma)).toMatchObject(line);
});

test.each([
  ['a person', { channelRef }, 'person', 'pending'],
  ['the rules', { channelRef }, 'policy', 'pending'],
  ['the platform itself, which need not be told', { channelRef }, 'platform', 'none'],
  ['a person, on an own shop', {}, 'person', 'none'],
  [
    'a person, for a refund without goods: paying tells it',
    { channelRef, resolution: 'refund_only' },
    'person',
    'none',
  ],
] as const)('after a yes by %s, telling the platform is %s', (_, facts, by, channelPush) => {
  expect(evolve(anRma({ ...facts, review: 'escalated' }), { type: 'rma_approved', by, at: NOW }).channelPush).toBe(
    channelPush,
  );
});

test('a refusal is to be told to a platform, and forgotten when the request is taken up again', () => {
  const refused = evolve(anRma({ channelRef }), { type: 'rma_rejected', reasonCode: 'x', note: '' });
  expect(refused.channelPush).toBe('pending');
  expect(evolve(refused, { type: 'rma_reopened' })).toMatchObject({ review: 'pending', channelPush: 'none' });
  expect(evolve(anRma(), { type: 'rma_rejected', reasonCode: 'x', note: '' }).channelPush).toBe('none');
});

test('a withdrawn return expects no goods and owes no money', () => {
  const granted = anRma({ lines: [aLine({ settlement: 'due' }), aLine({ id: 'rli_2', reception: 'in_transit' })] });
  const { lines } = evolve(granted, { type: 'rma_withdrawn', cause: 'buyer' });
  expect(lines.map((line) => [line.reception, line.settlement])).toEqual([
    ['not_expected', 'not_due'],
    ['not_expected', 'not_due'],
  ]);
});

test('the first arrival is when the goods were received', () => {
  const first = at('2026-11-23T01:00:00Z');
  const rest = { type: 'line_received', sku: 'X', quantity: 1, unitCost: fen(0) } as const;
  const one = evolve(anRma({ lines: [aLine(), aLine({ id: 'rli_2' })] }), { ...rest, lineId: 'rli_1', at: first });
  expect(evolve(one, { ...rest, lineId: 'rli_2', at: at('2026-11-25T01:00:00Z') }).receivedAt).toBe(first);
});

test.each<[Settlement, Settlement]>([
  ['not_due', 'due'],
  ['settled', 'settled'],
  ['pending', 'pending'],
])('goods that were looked at make money that is %s: %s', (before, after) => {
  const event: RmaEvent = { type: 'line_inspected', lineId: 'rli_1', grade: 'new', failedTests: [], photos: [] };
  expect(lineOf(evolve(anRma({ lines: [aLine({ settlement: before })] }), event))?.settlement).toBe(after);
});

test('both parts of a line that is split wait for the same refund, and the amounts stay what they were', () => {
  const rma = anRma({ lines: [aLine({ quantity: 3, settlement: 'pending' })], refunds: [aRefund()] });
  const split = evolve(rma, { type: 'line_split', lineId: 'rli_1', newLineId: 'rli_2', quantity: 1 });
  expect(split.lines.map((line) => [line.id, line.quantity, line.settlement])).toEqual([
    ['rli_1', 1, 'pending'],
    ['rli_2', 2, 'pending'],
  ]);
  expect(split.refunds[0]?.parts).toEqual([
    { lineId: 'rli_1', goods: yuan(199), freight: fen(0) },
    { lineId: 'rli_2', goods: fen(0), freight: fen(0) },
  ]);
  const paid = evolve(split, {
    type: 'refund_succeeded',
    refundId: 'rfd_1',
    gatewayReference: 'T',
    amount: yuan(199),
    at: NOW,
  });
  expect(paid.lines.map((line) => line.settlement)).toEqual(['settled', 'settled']);
});

test.each<[RefundState, RefundState, Settlement]>([
  ['succeeded', 'succeeded', 'settled'],
  ['requested', 'succeeded', 'pending'],
  ['unknown', 'succeeded', 'pending'],
  ['rejected', 'succeeded', 'failed'],
  ['rejected', 'requested', 'failed'],
])('a line whose refunds are %s and then %s is %s', (other, last, settlement) => {
  const two = [aRefund({ state: other }), aRefund({ id: 'rfd_2', state: 'requested' })];
  const rma = anRma({ lines: [aLine({ settlement: 'pending' })], refunds: two });
  const news: Partial<Record<RefundState, RmaEvent>> = {
    succeeded: { type: 'refund_succeeded', refundId: 'rfd_2', gatewayReference: 'T', amount: yuan(199), at: NOW },
    requested: { type: 'refund_resent', refundId: 'rfd_2' },
  };
  const event = news[last];
  expect(event && lineOf(evolve(rma, event))?.settlement).toBe(settlement);
});

test('a new number replaces the old one and keeps all else', () => {
  const rma = anRma({ refunds: [aRefund({ state: 'rejected', cause: 'x' })] });
  const [refund] = evolve(rma, { type: 'refund_reissued', refundId: 'rfd_1', newRefundId: 'rfd_9', at: NOW }).refunds;
  expect(refund).toEqual(aRefund({ id: 'rfd_9', state: 'requested', cause: null, requestedAt: NOW }));
});

test('pictures that were asked for hand the request to a person; pictures nobody asked for change nothing else', () => {
  const event: RmaEvent = { type: 'evidence_added', files: ['fil_1'] };
  expect(evolve(anRma({ review: 'evidence_requested' }), event).review).toBe('escalated');
  expect(evolve(anRma({ review: 'approved' }), event)).toMatchObject({ review: 'approved', evidence: ['fil_1'] });
});
