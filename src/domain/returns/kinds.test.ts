import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  aContext,
  anOrder,
  anOrderLine,
  aPolicy,
  applied,
  aRequest,
  eventIn,
  fen,
  lineId,
  NOW,
  outcomeOf,
  story,
  type Told,
  yuan,
} from '../../../test/support/builders.ts';
import type { RmaId } from '../ids.ts';
import { journalEntriesFor } from '../ledger/journal-entries.ts';
import type { Order } from '../orders/order.ts';
import type { Resolution } from '../policy/reasons.ts';
import { stockMovesFor } from '../stock/stock-moves.ts';
import type { OpenRma, RmaCommand } from './commands.ts';
import { decide, decideOpen } from './decide.ts';
import type { Context } from './decision.ts';
import { isClosed, stageOf } from './rma.ts';

type Command = Exclude<RmaCommand, OpenRma>;

const approve: Command = { type: 'approve' };
const receive: Command = { type: 'receive_line', lineId: lineId(1), quantity: 1 };
const inspect: Command = {
  type: 'inspect_line',
  lineId: lineId(1),
  quantity: 1,
  grade: 'new',
  failedTests: [],
  photos: [],
};
const inspectBad: Command = { ...inspect, grade: 'damaged', failedTests: ['soiled'], photos: ['fil_1'] };
const dispose = (disposition: 'restock' | 'repair' | 'scrap' | 'to_buyer'): Command => ({
  type: 'dispose_line',
  lineId: lineId(1),
  quantity: 1,
  disposition,
  location: 'A-01',
});
const ship: Command = { type: 'ship_replacement', lineId: lineId(1), courier: 'shunfeng', waybill: 'SF123456' };
const convert = (to: Resolution): Command => ({ type: 'convert', to, because: '买家改了主意' });
const person = aContext({ policy: aPolicy({ rows: [], autoRefundLimit: null }) });
const asked = (resolution: Resolution, facts: Partial<OpenRma> = {}): OpenRma =>
  aRequest({ resolution, reason: 'quality_fault', ...facts });
const tryOn = ({ rma, order }: Told, command: Command, context: Context = person) =>
  outcomeOf(decide(rma, command, { ...context, order }));
const go = (told: Told, command: Command, context: Context = person): Told =>
  applied(told, decide(told.rma, command, { ...context, order: told.order }));
const claims = (order: Order) => order.lines.map((line) => line.claimed);

test('an exchange: goods back, looked at, another goes out, no money, and the unit may be returned again (R-2)', () => {
  const inspected = story(person, asked('exchange'), approve, receive, inspect);
  expect(stageOf(inspected.rma)).toBe('to_ship');
  expect(inspected.rma.lines[0]).toMatchObject({ replacement: 'due', settlement: 'not_due' });
  expect(tryOn(inspected, { type: 'request_refund', deductions: [] })).toBe('nothing_due');
  const sent = go(inspected, ship);
  expect(claims(sent.order)).toEqual([0]);
  expect(stageOf(sent.rma)).toBe('to_dispose');
  expect(isClosed(go(sent, dispose('restock')).rma)).toBe(true);
  expect(tryOn(sent, ship)).toBe('replacement_already_shipped');
});

test('goods of an exchange that fail keep a person in charge: kept, they are replaced; sent back, they are not', () => {
  const failed = story(person, asked('exchange'), approve, receive, inspectBad);
  expect([stageOf(failed.rma), failed.rma.lines[0]?.replacement]).toEqual(['to_dispose', undefined]);
  expect(tryOn(failed, ship)).toBe('replacement_not_due');
  expect(stageOf(go(failed, dispose('scrap')).rma)).toBe('to_ship');
  const back = go(failed, dispose('to_buyer'));
  expect([isClosed(back.rma), claims(back.order)]).toEqual([true, [0]]);
});

test('who ships before the goods are back says so; goods that never come leave the unit claimed', () => {
  const granted = story(person, asked('exchange'), approve);
  expect(tryOn(granted, ship)).toBe('replacement_not_due');
  const ahead = go(granted, { ...ship, ahead: true } as Command);
  expect([stageOf(ahead.rma), claims(ahead.order)]).toEqual(['awaiting_buyer', [1]]);
  const lost = go(ahead, { type: 'mark_missing', lineId: lineId(1) });
  expect([isClosed(lost.rma), claims(lost.order)]).toEqual([true, [1]]);
  expect(claims(go(ahead, receive).order)).toEqual([0]);
  expect(tryOn(ahead, { type: 'withdraw', cause: 'buyer' })).toBe('replacement_already_shipped');
});

test('a reship sends at once and expects nothing', () => {
  const granted = story(person, asked('reship', { reason: 'missing_part' }), approve);
  expect(stageOf(granted.rma)).toBe('to_ship');
  expect(tryOn(granted, receive)).toBe('line_not_expected');
  expect(isClosed(go(granted, ship).rma)).toBe(true);
});

test('a repair: the goods stay the buyer’s, go to the workshop and out of it again, and the books are even', () => {
  const inspected = story(person, asked('repair'), approve, receive, inspectBad);
  expect(tryOn(inspected, dispose('scrap'))).toBe('goods_are_the_buyers');
  const told = go(go(inspected, dispose('repair')), ship);
  expect([isClosed(told.rma), claims(told.order)]).toEqual([true, [0]]);
  const moves = told.events.flatMap(stockMovesFor);
  expect(moves.map(({ from, to }) => `${from.location}/${from.condition} ${to.location}/${to.condition}`)).toEqual([
    'customer/uninspected returns/uninspected',
    'returns/uninspected A-01/to_repair',
    'A-01/to_repair customer/uninspected',
  ]);
  const sums = new Map<string, bigint>();
  for (const { lines } of told.events.flatMap((event) => journalEntriesFor(told.rma, event))) {
    for (const { role, debit, credit } of lines) sums.set(role, (sums.get(role) ?? 0n) + debit.minor - credit.minor);
  }
  expect([...sums.values()].every((rest) => rest === 0n) && sums.size > 0).toBe(true);
});

test('a replacement that leaves the shop’s own shelves moves nothing of what came back', () => {
  const told = story(person, asked('reship'), approve, ship);
  expect(told.events.flatMap(stockMovesFor)).toEqual([]);
});

const outbound = [{ courier: 'shunfeng', waybill: 'SF999999' }];
const onTheRoad = anOrder({ deliveredAt: null, outbound, lines: [anOrderLine({ freight: yuan(10) })] });

test('a refused delivery waits for the courier’s word, comes back under its number, and all is paid back (R-2)', () => {
  const context = aContext({ order: onTheRoad });
  const opened = story(context, asked('refused_delivery', { reason: 'other' }));
  expect(opened.rma).toMatchObject({ review: 'escalated', parcels: [{ waybill: 'SF999999' }] });
  const news = { type: 'record_parcel_status', waybill: 'SF999999', at: NOW } as const;
  const travelling = go(opened, { ...news, status: 'in_transit' }, context);
  expect(travelling.rma.review).toBe('escalated');
  const refused = go(travelling, { ...news, status: 'refused' }, context);
  expect(refused.rma).toMatchObject({
    review: 'approved',
    returnTerms: { returnFreight: 'seller' },
    lines: [{ reception: 'in_transit' }],
  });
  const back = go(go(refused, receive, context), inspect, context);
  expect(back.rma.refunds.map((refund) => refund.amount)).toEqual([yuan(209)]);
});

test('a refused delivery of which nothing is heard is for a person', () => {
  const decision = decideOpen(asked('refused_delivery', { reason: 'other' }), aContext({ order: onTheRoad }));
  expect(eventIn(decision, 'policy_applied').decision).toMatchObject({
    ruleId: 'missing_fact',
    outcome: { kind: 'escalate' },
  });
});

const two = anOrder({ lines: [anOrderLine({ quantity: 2, paid: yuan(200), unitPrice: yuan(100) })] });
const dropped = (amount: number, facts: Partial<OpenRma> = {}) =>
  asked('price_protection', { reason: 'other', requested: yuan(amount), ...facts });

test('price protection needs an amount, pays it, takes no unit, and is escalated unless a rule names it (R-2)', () => {
  const context = aContext({ order: two });
  expect(outcomeOf(decideOpen(asked('price_protection', { requested: null }), context))).toBe('amount_needed');
  const opened = story(context, dropped(30, { lines: [{ orderLineId: 'oli_coat', quantity: 2 }] }));
  expect(opened.rma.review).toBe('escalated');
  const paid = go(opened, approve, context);
  expect(paid.order.lines[0]).toMatchObject({ claimed: 0, settled: 0, refunded: yuan(30), rebated: yuan(30) });
  expect(eventIn({ ok: true, value: paid.events }, 'refund_requested').booking).toMatchObject([
    { units: 0, rebate: true, goods: yuan(30), funded: [] },
  ]);
});

test('a rule that grants all does not grant what nothing comes back for', () => {
  const all = aPolicy({
    rows: [{ id: 'all', condition: 'true', outcome: { kind: 'approve' }, basis: 'x', label: { zh: 'x', en: 'x' } }],
  });
  for (const request of [dropped(10), asked('reship')]) {
    const decision = decideOpen(request, aContext({ policy: all }));
    expect(eventIn(decision, 'policy_applied').decision.outcome).toMatchObject({ because: 'kind_not_named' });
  }
  expect(outcomeOf(decideOpen(asked('exchange'), aContext({ policy: all })))).toContain('rma_approved');
});

test('more than the units still hold is not given back, whoever asks', () => {
  const told = story(aContext({ order: two, policy: aPolicy({ autoRefundLimit: null }) }), dropped(101), approve);
  expect(tryOn(told, { type: 'request_refund', deductions: [] })).toBe('refund_exceeds_paid');
});

const OTHER: RmaId = 'rma_01test7k3f9other';

/** Money back on kept units and full returns, in any order and any parts: never more than was paid, never a fen lost. */
test('what was given back for a dropped price is not paid again when the units come back', () => {
  const anyCase = fc.record({
    quantity: fc.integer({ min: 1, max: 5 }),
    paid: fc.integer({ min: 0, max: 5_000 }),
    before: fc.nat(4),
    steps: fc.array(
      fc.oneof(
        fc.record({ minor: fc.integer({ min: 1, max: 3_000 }) }),
        fc.record({ units: fc.integer({ min: 1, max: 3 }) }),
      ),
      { minLength: 1, maxLength: 8 },
    ),
  });
  let dropsPaid = 0;
  fc.assert(
    fc.property(anyCase, ({ quantity, paid, before, steps }) => {
      let order = anOrder({ lines: [anOrderLine({ quantity, paid: fen(paid), unitPrice: fen(paid) })] });
      const policy = aPolicy({ rows: [], autoRefundLimit: yuan(100_000) });
      const live = (request: OpenRma, ...commands: Command[]): boolean => {
        const context = aContext({ order, policy });
        const opened = decideOpen(request, context);
        if (!opened.ok) return false;
        let told = applied({ order, rma: null, events: [] }, opened);
        for (const command of commands) {
          const decision = decide(told.rma, command, { ...context, order: told.order });
          if (!decision.ok) return false;
          told = applied(told, decision);
        }
        order = told.order;
        return told.rma.lines.every((line) => line.settlement !== 'due');
      };
      const giveBack = (units: number): boolean =>
        live(
          aRequest({ rmaId: OTHER, resolution: 'refund_only', lines: [{ orderLineId: 'oli_coat', quantity: units }] }),
          approve,
        );
      const held = (): bigint => order.lines[0]?.refunded.minor ?? 0n;
      let left = quantity;
      if (before > 0 && before < quantity && giveBack(before)) left -= before;
      for (const step of steps) {
        if ('minor' in step && left > 0) {
          const was = held();
          const granted = live(
            dropped(0, { requested: fen(step.minor), lines: [{ orderLineId: 'oli_coat', quantity: left }] }),
            approve,
          );
          if (granted) {
            expect(held()).toBe(was + BigInt(step.minor));
            dropsPaid += 1;
          }
        } else if ('units' in step && step.units <= left) {
          expect(giveBack(step.units)).toBe(true);
          left -= step.units;
        }
        expect(held() <= BigInt(paid)).toBe(true);
      }
      if (left > 0) expect(giveBack(left)).toBe(true);
      expect(held()).toBe(BigInt(paid));
      expect(order.lines[0]?.settled).toBe(quantity);
      expect(order.lines[0]?.rebated?.minor ?? 0n).toBe(0n);
    }),
    { numRuns: 400 },
  );
  expect(dropsPaid).toBeGreaterThan(100);
});

test.each<[Resolution, Resolution, Command[], string]>([
  ['exchange', 'return_and_refund', [approve, receive, inspect], 'to_refund'],
  ['return_and_refund', 'exchange', [approve, receive, inspect], 'to_ship'],
  ['exchange', 'refund_only', [approve], 'to_refund'],
  ['refund_only', 'return_and_refund', [approve], 'awaiting_buyer'],
  ['repair', 'exchange', [approve, receive, inspectBad, dispose('repair')], 'to_ship'],
  ['reship', 'return_and_refund', [approve], 'awaiting_buyer'],
  ['return_and_refund', 'reship', [approve], 'to_ship'],
])('a granted %s becomes %s and keeps its case and its approval', (from, to, commands, stage) => {
  const before = story(person, asked(from), ...commands);
  const after = go(before, convert(to));
  expect([after.rma.id, after.rma.resolution, after.rma.review, stageOf(after.rma)]).toEqual([
    before.rma.id,
    to,
    'approved',
    stage,
  ]);
  expect(claims(after.order)).toEqual([1]);
  expect(eventIn({ ok: true, value: after.events }, 'rma_converted')).toMatchObject({ from, to, by: 'person' });
});

test.each<[string, Resolution, Command[], Resolution, string]>([
  [
    'money is ordered',
    'refund_only',
    [approve, { type: 'request_refund', deductions: [] }],
    'exchange',
    'refund_already_ordered',
  ],
  ['the other article has left', 'reship', [approve, ship], 'return_and_refund', 'replacement_already_shipped'],
  [
    'it is refused',
    'exchange',
    [{ type: 'reject', reasonCode: 'x', note: 'x' }],
    'return_and_refund',
    'review_is_over',
  ],
  [
    'the goods are on the shelf',
    'return_and_refund',
    [approve, receive, inspect, dispose('restock')],
    'repair',
    'line_already_disposed',
  ],
  [
    'the goods are on their way home',
    'exchange',
    [approve, receive, inspect, dispose('to_buyer')],
    'return_and_refund',
    'line_already_disposed',
  ],
  ['it is that already', 'exchange', [approve], 'exchange', 'kind_is_the_same'],
  ['nobody named an amount', 'exchange', [approve], 'price_protection', 'amount_needed'],
])('a return does not become another kind when %s', (_, from, commands, to, code) => {
  expect(tryOn(story(person, asked(from), ...commands), convert(to))).toBe(code);
});

const document = (version: number, kind: Resolution) => ({ externalId: 'D1', version, kind });
const followed = (version: number, kind: Resolution, facts: object = {}): Command => ({
  type: 'follow_channel',
  channelRef: document(version, kind),
  convertTo: kind,
  deadline: null,
  requested: yuan(199),
  reopen: true,
  ...facts,
});
const atPlatform = (resolution: Resolution) =>
  asked(resolution, { channelRef: document(1, resolution), requested: yuan(199) });

test('a buyer who asks for another kind at the platform is answered anew; what the platform granted stands', () => {
  const granted = story(person, atPlatform('exchange'), approve);
  expect(go(granted, followed(2, 'return_and_refund')).rma).toMatchObject({
    resolution: 'return_and_refund',
    review: 'escalated',
    lines: [{ reception: 'not_expected', settlement: 'not_due' }],
  });
  const stands = go(granted, followed(2, 'return_and_refund', { reopen: false, granted: true }));
  expect(stands.rma).toMatchObject({ resolution: 'return_and_refund', review: 'approved' });
  expect(tryOn(go(granted, followed(2, 'exchange')), followed(2, 'exchange'))).toBe('nothing');
});

test('a person who has made it another kind is not overruled by a document that has not changed its mind', () => {
  const converted = go(story(person, atPlatform('exchange'), approve), convert('return_and_refund'));
  expect(converted.rma.channelPush).toBe('at_platform');
  expect(go(converted, followed(2, 'exchange')).rma.resolution).toBe('return_and_refund');
});

test('a kind that changes at the platform when goods have left stands among its problems', () => {
  const sent = go(story(person, atPlatform('reship'), approve), ship);
  const after = go(sent, followed(2, 'refund_only'));
  expect(after.rma).toMatchObject({ resolution: 'reship', channelPush: 'failed' });
  expect(after.events.at(-1)).toMatchObject({
    type: 'conversion_not_followed',
    because: 'replacement_already_shipped',
  });
});

test('a platform that pays for an exchange ends it: the other article does not leave as well', () => {
  const due = story(person, atPlatform('exchange'), approve, receive, inspect);
  const paid = go(due, { type: 'record_channel_refund', amount: yuan(199), reference: 'D1', settledAt: NOW });
  expect(paid.rma.lines[0]).toMatchObject({ settlement: 'settled' });
  expect(tryOn(paid, ship)).toBe('replacement_not_due');
  const sent = go(due, ship);
  const both = go(sent, { type: 'record_channel_refund', amount: yuan(199), reference: 'D1', settledAt: NOW });
  expect([claims(sent.order), claims(both.order)]).toEqual([[0], [1]]);
});

test('while the platform’s staff judge, nothing is paid by itself and nothing is refused here (R-9)', () => {
  const context = aContext();
  const granted = story(context, atPlatform('return_and_refund'), ...[]);
  const open = go(
    granted,
    followed(2, 'return_and_refund', { reopen: false, granted: true, intervention: 'open' }),
    context,
  );
  const inspected = go(go(open, receive, context), inspect, context);
  expect([inspected.rma.refunds, stageOf(inspected.rma)]).toEqual([[], 'to_refund']);
  expect(tryOn(inspected, { type: 'request_refund', deductions: [] }, context)).toBe('refund_requested');
  const pending = story(person, atPlatform('refund_only'));
  const judgedThere = go(pending, followed(2, 'refund_only', { reopen: false, intervention: 'open' }));
  expect(tryOn(judgedThere, { type: 'reject', reasonCode: 'x', note: 'x' })).toBe('platform_has_stepped_in');
  const over = go(
    judgedThere,
    followed(3, 'refund_only', { reopen: false, intervention: 'decided', ending: 'refused' }),
  );
  expect(over.rma).toMatchObject({ intervention: 'decided', ruling: 'refused' });
  expect(tryOn(over, { type: 'reject', reasonCode: 'x', note: 'x' })).toBe('rma_rejected');
});

test('staff who withdraw leave the case to us again, and the same word twice is one event', () => {
  const open = story(person, atPlatform('refund_only'), followed(2, 'refund_only', { intervention: 'open' }));
  expect(tryOn(open, followed(2, 'refund_only', { intervention: 'open' }))).toBe('nothing');
  const after = go(open, followed(3, 'refund_only', { intervention: 'none' }));
  expect(after.rma).toMatchObject({ intervention: 'decided', ruling: 'withdrawn' });
});

test('a platform’s own price protection is left to the platform', () => {
  const granted = story(aContext(), atPlatform('price_protection'), approve);
  expect(granted.rma).toMatchObject({ channelPush: 'at_platform', refunds: [] });
  expect(tryOn(granted, { type: 'request_refund', deductions: [] })).toBe('paid_by_platform');
  const paid = go(granted, { type: 'record_channel_refund', amount: yuan(20), reference: 'D1', settledAt: NOW });
  expect(paid.order.lines[0]).toMatchObject({ settled: 0, claimed: 0, rebated: yuan(20) });
  expect(isClosed(paid.rma)).toBe(true);
});
