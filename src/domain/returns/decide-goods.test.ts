import { expect, test } from 'vitest';
import {
  aContext,
  aLine,
  anOrder,
  anOrderLine,
  anRma,
  aPolicy,
  applied,
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
import type { Of } from './decision.ts';
import type { Disposition, Reception, Rma, RmaLine } from './rma.ts';

type LineCommand = Of<'receive_line' | 'mark_missing' | 'inspect_line' | 'dispose_line'>;

const rmaWith = (line: Partial<RmaLine>, facts: Partial<Rma> = {}) => anRma({ ...facts, lines: [aLine(line)] });
const context = aContext({ order: anOrder({ lines: [anOrderLine({ quantity: 3, claimed: 3, paid: yuan(300) })] }) });

test.each<[Reception, number, string]>([
  ['in_transit', 3, 'line_received'],
  ['awaiting', 3, 'line_received'],
  ['awaiting', 2, 'line_split line_received'],
  ['in_transit', 4, 'quantity_exceeds_line'],
  ['received', 1, 'line_not_expected'],
  ['missing', 1, 'line_not_expected'],
  ['not_expected', 1, 'line_not_expected'],
])('receive a line of three that is %s, %i units: %s', (reception, quantity, outcome) => {
  const command = { type: 'receive_line', lineId: 'rli_1', quantity } as const;
  expect(outcomeOf(decide(rmaWith({ reception, quantity: 3 }), command, context))).toBe(outcome);
});

test.each(['pending', 'escalated', 'evidence_requested', 'rejected', 'withdrawn'] as const)(
  'goods of a return that is %s are not received on it',
  (review) => {
    const command = { type: 'receive_line', lineId: 'rli_1', quantity: 1 } as const;
    expect(outcomeOf(decide(rmaWith({}, { review }), command, context))).toBe('not_approved');
  },
);

test.each([
  { type: 'receive_line', lineId: 'rli_other', quantity: 1 },
  { type: 'mark_missing', lineId: 'rli_other' },
  { type: 'inspect_line', lineId: 'rli_other', quantity: 1, grade: 'new', failedTests: [], photos: [] },
  { type: 'dispose_line', lineId: 'rli_other', quantity: 1, disposition: 'scrap', location: 'A-01' },
] satisfies LineCommand[])('$type wants a line of this return', (command) => {
  expect(outcomeOf(decide(anRma(), command, context))).toBe('line_not_found');
});

test('of three units two come: the third stays expected, as a line of its own', () => {
  const order = anOrder({ lines: [anOrderLine({ quantity: 3, paid: yuan(300) })] });
  const request = aRequest({ lines: [{ orderLineId: 'oli_coat', quantity: 3 }] });
  const { rma } = story(aContext({ order }), request, { type: 'receive_line', lineId: lineId(1), quantity: 2 });
  expect(rma.lines.map((line) => [line.id, line.quantity, line.reception])).toEqual([
    [lineId(1), 2, 'received'],
    [lineId(2), 1, 'awaiting'],
  ]);
});

test('what is missing is free for another return, and does not hold up the closing of this one', () => {
  const { rma, order } = story(aContext(), aRequest(), { type: 'mark_missing', lineId: lineId(1) });
  expect([rma.lines[0]?.reception, order.lines[0]?.claimed]).toEqual(['missing', 0]);
});

test('a return that is withdrawn after a part was found missing gives each unit back once', () => {
  const lines = [anOrderLine({ id: 'oli_a' }), anOrderLine({ id: 'oli_b' })];
  const request = aRequest({ lines: lines.map((line) => ({ orderLineId: line.id, quantity: 1 })) });
  const { order } = story(
    aContext({ order: anOrder({ lines }) }),
    request,
    { type: 'mark_missing', lineId: lineId(1) },
    { type: 'withdraw', cause: 'buyer' },
  );
  expect(order.lines.map((line) => line.claimed)).toEqual([0, 0]);
});

test('units that the platform has paid for are not set free when they never come', () => {
  const asked = aRequest({ channelRef: { externalId: 'D1', version: 1 }, requested: yuan(199) });
  const { order } = story(
    aContext(),
    asked,
    { type: 'record_channel_refund', amount: yuan(199), reference: 'D1', settledAt: NOW },
    { type: 'mark_missing', lineId: lineId(1) },
  );
  expect(order.lines[0]).toMatchObject({ claimed: 1, settled: 1 });
});

const inspect = (facts: Partial<Of<'inspect_line'>> = {}): Of<'inspect_line'> => ({
  type: 'inspect_line',
  lineId: 'rli_1',
  quantity: 1,
  grade: 'new',
  failedTests: [],
  photos: [],
  ...facts,
});

test.each<[string, Partial<RmaLine>, Partial<Of<'inspect_line'>>, string]>([
  ['goods in order are paid back at once', { reception: 'received' }, {}, 'line_inspected refund_requested'],
  [
    'goods with a small flaw too',
    { reception: 'received' },
    { grade: 'minor_flaw' },
    'line_inspected refund_requested',
  ],
  ['damaged goods wait for a person', { reception: 'received' }, { grade: 'damaged' }, 'line_inspected'],
  [
    'a failed test waits for a person (暂行办法 9)',
    { reception: 'received' },
    { failedTests: ['tag_removed'], photos: ['fil_1'] },
    'line_inspected',
  ],
  [
    'a failed test needs a picture',
    { reception: 'received' },
    { failedTests: ['tag_removed'] },
    'photo_needed_for_failed_test',
  ],
  ['goods that are not here', { reception: 'in_transit' }, {}, 'line_not_received'],
  ['missing goods', { reception: 'missing' }, {}, 'line_not_received'],
  ['goods that were looked at', { reception: 'received', inspection: 'graded' }, {}, 'line_already_inspected'],
  ['more units than the line has', { reception: 'received' }, { quantity: 2 }, 'quantity_exceeds_line'],
  ['a part of the line', { reception: 'received', quantity: 3 }, { quantity: 2 }, 'line_split line_inspected'],
])('inspecting %s', (_, line, facts, outcome) => {
  expect(outcomeOf(decide(rmaWith(line), inspect(facts), context))).toBe(outcome);
});

test.each([
  ['above the limit of automatic refunds', yuan(50), 'line_inspected'],
  ['at the limit exactly', yuan(100), 'line_inspected refund_requested'],
  ['where nothing is paid without a click', null, 'line_inspected'],
])('goods in order %s', (_, autoRefundLimit, outcome) => {
  const policy = aPolicy({ autoRefundLimit });
  const rma = rmaWith({ reception: 'received' });
  expect(outcomeOf(decide(rma, inspect(), { ...context, policy }))).toBe(outcome);
});

test('nothing is paid by itself while a part is still on its way or missing', () => {
  for (const reception of ['awaiting', 'missing'] as const) {
    const rma = anRma({ lines: [aLine({ reception: 'received' }), aLine({ id: 'rli_2', reception })] });
    expect(outcomeOf(decide(rma, inspect(), context))).toBe('line_inspected');
  }
});

const dispose = (disposition: Disposition, quantity = 1) =>
  ({ type: 'dispose_line', lineId: 'rli_1', quantity, disposition, location: 'A-01' }) as const;
const graded = { reception: 'received', inspection: 'graded', grade: 'new' } as const;

test.each<[string, Partial<RmaLine>, ReturnType<typeof dispose>, string]>([
  ['good goods on the shelf', graded, dispose('restock'), 'line_disposed'],
  ['flawed goods on the shelf', { ...graded, grade: 'minor_flaw' }, dispose('restock'), 'line_disposed'],
  [
    'damaged goods as new (暂行办法 25)',
    { ...graded, grade: 'damaged' },
    dispose('restock'),
    'failed_test_forbids_restock',
  ],
  [
    'goods that failed a test as new',
    { ...graded, failedTests: ['tag_removed'] },
    dispose('restock'),
    'failed_test_forbids_restock',
  ],
  [
    'goods that failed a test as second-hand',
    { ...graded, failedTests: ['tag_removed'] },
    dispose('resale'),
    'line_disposed',
  ],
  ['damaged goods in the bin', { ...graded, grade: 'damaged' }, dispose('scrap'), 'line_disposed'],
  ['goods back to the buyer', graded, dispose('to_buyer'), 'line_disposed'],
  ['goods nowhere', graded, dispose('none'), 'disposition_not_possible'],
  ['goods undecided', graded, dispose('undecided'), 'disposition_not_possible'],
  ['goods that nobody looked at', { reception: 'received' }, dispose('restock'), 'line_not_inspected'],
  ['goods twice', { ...graded, disposition: 'scrap' }, dispose('restock'), 'line_already_disposed'],
  ['more than there is', graded, dispose('restock', 2), 'quantity_exceeds_line'],
  ['a part', { ...graded, quantity: 3 }, dispose('repair', 2), 'line_split line_disposed'],
])('to put %s', (_, line, command, outcome) => {
  expect(outcomeOf(decide(rmaWith(line), command, context))).toBe(outcome);
});

test.each<[Disposition, number]>([
  ['restock', 16_000],
  ['repair', 16_000],
  ['resale', 9_600],
  ['scrap', 0],
  ['to_buyer', 16_000],
])('two units that cost 80.00 each are worth, after %s, %i fen', (disposition, worth) => {
  const decision = decide(rmaWith({ ...graded, quantity: 2 }), dispose(disposition, 2), context);
  expect(eventIn(decision, 'line_disposed')).toMatchObject({ cost: yuan(160), value: fen(worth) });
});

const announce = (waybill: string) => ({ type: 'announce_parcel', courier: 'shunfeng', waybill }) as const;

test.each<[string, Rma, string, string]>([
  ['an approved return', anRma(), 'SF1', 'parcel_announced'],
  [
    'a parcel that is known',
    anRma({ parcels: [{ courier: 'x', waybill: 'SF1', status: 'ordered', announcedAt: NOW }] }),
    'SF1',
    'nothing',
  ],
  [
    'a second parcel',
    anRma({ parcels: [{ courier: 'x', waybill: 'SF0', status: 'ordered', announcedAt: NOW }] }),
    'SF1',
    'parcel_announced',
  ],
  ['a return under review', anRma({ review: 'escalated' }), 'SF1', 'not_approved'],
  ['a return that is here', rmaWith({ reception: 'received' }), 'SF1', 'no_goods_expected'],
])('a parcel for %s', (_, rma, waybill, outcome) => {
  expect(outcomeOf(decide(rma, announce(waybill), context))).toBe(outcome);
});

test.each([
  ['ordered', 'awaiting'],
  ['cancelled', 'awaiting'],
  ['collected', 'in_transit'],
  ['delivered', 'in_transit'],
])('a parcel that is %s leaves its goods %s: intent is not movement (L-3)', (status, reception) => {
  const announced = story(aContext(), aRequest(), announce('SF1'));
  const command = { type: 'record_parcel_status', waybill: 'SF1', status, at: NOW } as const;
  const { rma } = applied(announced, decide(announced.rma, command, aContext({ order: announced.order })));
  expect(rma.lines[0]?.reception).toBe(reception);
  expect(outcomeOf(decide(rma, command, context))).toBe('nothing');
});

test('news of a parcel that does not belong to the return is refused', () => {
  const command = { type: 'record_parcel_status', waybill: 'SF9', status: 'delivered', at: NOW } as const;
  expect(outcomeOf(decide(anRma(), command, context))).toBe('parcel_not_found');
});

test('a parcel that another courier carries is the same parcel, and is corrected once', () => {
  const announced = story(aContext(), aRequest(), announce('SF1'));
  const command = { type: 'correct_courier', waybill: 'SF1', courier: 'zhongtong' } as const;
  const { rma } = applied(announced, decide(announced.rma, command, aContext({ order: announced.order })));
  expect(rma.parcels).toMatchObject([{ waybill: 'SF1', courier: 'zhongtong' }]);
  expect(outcomeOf(decide(rma, command, context))).toBe('nothing');
  expect(outcomeOf(decide(rma, { ...command, waybill: 'SF9' }, context))).toBe('parcel_not_found');
});

const parcel = (waybill: string, facts: Partial<Rma['parcels'][number]> = {}) => ({
  courier: 'shunfeng',
  waybill,
  status: 'ordered',
  announcedAt: NOW,
  ...facts,
});
const onTheRoad = rmaWith({ reception: 'in_transit' }, { parcels: [parcel('SF1', { status: 'in_transit' })] });

test('a wrong number gives way to the right one, and what moved under it was somebody else’s (L-2)', () => {
  const decision = decide(onTheRoad, { ...announce('SF2'), instead: 'SF1' }, context);
  const { rma } = applied({ rma: onTheRoad, order: context.order, events: [] }, decision);
  expect(rma.parcels.map(({ waybill, status }) => [waybill, status])).toEqual([['SF2', 'ordered']]);
  expect(rma.lines.map(({ reception }) => reception)).toEqual(['awaiting']);
});

test('goods stay on the road where another parcel carries them', () => {
  const two = { ...onTheRoad, parcels: [...onTheRoad.parcels, parcel('SF9', { status: 'picked_up' })] };
  const decision = decide(two, { ...announce('SF2'), instead: 'SF1' }, context);
  expect(applied({ rma: two, order: context.order, events: [] }, decision).rma.lines[0]?.reception).toBe('in_transit');
});

test.each([
  ['a number that was never named', 'SF2', 'SF7', {}, 'parcel_not_found'],
  ['a number that is there already', 'SF1', 'SF1', {}, 'parcel_already_announced'],
  ['a parcel that has arrived', 'SF2', 'SF1', { status: 'delivered', deliveredAt: NOW }, 'parcel_has_arrived'],
] as const)('%s cannot be corrected', (_, waybill, instead, facts, outcome) => {
  const rma = rmaWith({ reception: 'in_transit' }, { parcels: [parcel('SF1', facts)] });
  expect(outcomeOf(decide(rma, { ...announce(waybill), instead }, context))).toBe(outcome);
});

test.each([
  ['has never moved gives way', [parcel('SF1')], ['SF2']],
  ['has moved stays beside it', [parcel('SF1', { status: 'in_transit' })], ['SF1', 'SF2']],
  ['is one of several stays', [parcel('SF1'), parcel('SF5')], ['SF1', 'SF5', 'SF2']],
])('where a platform shows another number, the one before that %s', (_, parcels, numbers) => {
  const rma = rmaWith({ reception: 'awaiting' }, { parcels });
  const decision = decide(rma, { ...announce('SF2'), alone: true }, context);
  expect(
    applied({ rma, order: context.order, events: [] }, decision).rma.parcels.map(({ waybill }) => waybill),
  ).toEqual(numbers);
});
