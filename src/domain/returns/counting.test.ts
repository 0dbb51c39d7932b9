import { describe, expect, test } from 'vitest';
import {
  aContext,
  anOrder,
  anOrderLine,
  applied,
  aRequest,
  lineId,
  outcomeOf,
  story,
  yuan,
} from '../../../test/support/builders.ts';
import type { OpenRma, RmaCommand } from './commands.ts';
import { decide } from './decide.ts';
import type { Context } from './decision.ts';
import { needsPerson } from './needs-person.ts';
import { isAutomatic, isClosed, openDifferences, stageOf } from './rma.ts';

type Command = Exclude<RmaCommand, OpenRma>;

const ofThree: Context = aContext({ order: anOrder({ lines: [anOrderLine({ quantity: 3, paid: yuan(300) })] }) });
const askedForThree = aRequest({ lines: [{ orderLineId: 'oli_coat', quantity: 3 }] });
const told = (...commands: Command[]) => story(ofThree, askedForThree, ...commands);
const then = (before: ReturnType<typeof told>, command: Command) => {
  const decision = decide(before.rma, command, { ...ofThree, order: before.order });
  return { ...(decision.ok ? applied(before, decision) : before), outcome: outcomeOf(decision) };
};
const lines = ({ rma }: Pick<ReturnType<typeof told>, 'rma'>) =>
  rma.lines.map(({ quantity, reception }) => `${quantity} ${reception}`);
const inspected = (part: number): Command => ({
  type: 'inspect_line',
  lineId: lineId(part),
  quantity: 1,
  grade: 'new',
  failedTests: [],
  photos: [],
});
const receive = (part: number, quantity: number): Command => ({ type: 'receive_line', lineId: lineId(part), quantity });
const short = (part: number, quantity: number): Command => ({
  type: 'mark_missing',
  lineId: lineId(part),
  quantity,
  cause: 'short',
});
const wrong = (part: number, quantity: number): Command => ({
  type: 'report_difference',
  kind: 'wrong_article',
  lineId: lineId(part),
  sku: 'HAT',
  quantity,
  photos: ['fil_1'],
  unknownId: 'unp_1',
});

describe('less came than was agreed (W-3)', () => {
  test('a short piece holds only its own line: the others are counted, and it is named for a person', () => {
    const short1 = told(receive(1, 2), short(2, 1));
    expect(lines(short1)).toEqual(['2 received', '1 missing']);
    expect(openDifferences(short1.rma)).toMatchObject([
      { kind: 'short', lineId: lineId(2), sku: 'COAT-M', quantity: 1 },
    ]);
    expect([isAutomatic(short1.rma), needsPerson(short1.rma)]).toEqual([false, 'rma:review']);
    expect(short1.order.lines[0]?.claimed).toBe(2);
  });

  test('an empty box leaves nothing to wait for, and yet the case is somebody’s', () => {
    const empty = told({
      type: 'mark_missing',
      lineId: lineId(1),
      cause: 'empty_box',
      photos: ['fil_1'],
      weightGrams: 90,
    });
    expect(isClosed(empty.rma)).toBe(true);
    expect(needsPerson(empty.rma)).toBe('rma:review');
    expect(openDifferences(empty.rma)).toMatchObject([{ kind: 'empty_box', photos: ['fil_1'], weightGrams: 90 }]);
  });

  test('without a cause it is what the buyer had said, and nobody has to judge it', () => {
    const agreed = told(receive(1, 2), { type: 'mark_missing', lineId: lineId(2) });
    expect([openDifferences(agreed.rma), isAutomatic(agreed.rma)]).toEqual([[], true]);
  });

  test('nothing is paid by rule while a difference is open, and what is clean is paid by a person', () => {
    const clean = then(told(short(1, 1), receive(2, 2)), { ...inspected(2), quantity: 2 } as Command);
    expect(clean.outcome).toBe('line_inspected');
    expect(clean.rma.refunds).toEqual([]);
    expect(then(clean, { type: 'resume_automation' }).outcome).toBe('difference_not_settled');
    expect(then(clean, { type: 'request_refund', deductions: [] }).outcome).toBe('refund_requested');
  });
});

describe('what was missing turns up (W-1)', () => {
  test('it is received, its units are claimed again, and its difference is settled', () => {
    const lost = told(receive(1, 2), short(2, 1));
    const found = then(lost, { type: 'find_line', lineId: lineId(2), quantity: 1 });
    expect(found.outcome).toBe('line_found line_received difference_settled');
    expect(lines(found)).toEqual(['2 received', '1 received']);
    expect(found.order.lines[0]?.claimed).toBe(3);
    expect(openDifferences(found.rma)).toEqual([]);
    expect(stageOf(found.rma)).toBe('to_inspect');
  });

  test('a part of it leaves the rest missing, and the difference open', () => {
    const found = then(told(short(1, 3)), { type: 'find_line', lineId: lineId(1), quantity: 1 });
    expect(lines(found)).toEqual(['1 received', '2 missing']);
    expect([found.order.lines[0]?.claimed, openDifferences(found.rma).length]).toEqual([1, 1]);
  });

  test('units that another return has claimed meanwhile are not claimed twice', () => {
    const lost = told(short(1, 3));
    const order = { ...lost.order, lines: lost.order.lines.map((line) => ({ ...line, claimed: 2 })) };
    const decision = decide(lost.rma, { type: 'find_line', lineId: lineId(1), quantity: 2 }, { ...ofThree, order });
    expect(outcomeOf(decision)).toBe('quantity_exceeds_bought');
  });

  test('no piece is accepted twice', () => {
    const all = told(receive(1, 3));
    expect(then(all, receive(1, 1)).outcome).toBe('line_not_expected');
    expect(then(all, { type: 'find_line', lineId: lineId(1), quantity: 1 }).outcome).toBe('line_not_missing');
    const found = then(told(short(1, 3)), { type: 'find_line', lineId: lineId(1), quantity: 3 });
    expect(then(found, { type: 'find_line', lineId: lineId(1), quantity: 3 }).outcome).toBe('line_not_missing');
  });
});

describe('other goods came than were agreed (W-3)', () => {
  test('the wrong piece is a line of its own that stays due; the right ones go their way', () => {
    const swapped = told(wrong(1, 1), receive(2, 2));
    expect(lines(swapped)).toEqual(['1 awaiting', '2 received']);
    expect(openDifferences(swapped.rma)).toMatchObject([
      { kind: 'wrong_article', lineId: lineId(1), sku: 'HAT', unknownId: 'unp_1' },
    ]);
    expect(isAutomatic(swapped.rma)).toBe(false);
  });

  test('what is due for a line that came wrong is not ordered before a person has said what holds', () => {
    const swapped = then(then(told(wrong(1, 1), receive(2, 2)), receive(1, 1)), inspected(1));
    expect(swapped.rma.refunds).toEqual([]);
    expect(then(swapped, { type: 'request_refund', deductions: [] }).outcome).toBe('difference_not_settled');
    const differenceId = openDifferences(swapped.rma)[0]?.id ?? 'dif_';
    const settled = then(swapped, { type: 'settle_difference', differenceId, outcome: 'still_to_come' });
    expect(then(settled, { type: 'request_refund', deductions: [] }).outcome).toBe('refund_requested');
    expect(then(settled, { type: 'settle_difference', differenceId, outcome: 'as_counted' }).outcome).toBe(
      'difference_already_settled',
    );
  });

  test.each([
    ['more than the line holds', { quantity: 4 }, 'quantity_exceeds_line'],
    ['a line of another return', { lineId: 'rli_other' }, 'line_not_found'],
  ] as const)('%s cannot have come wrong', (_, facts, outcome) => {
    expect(then(told(), { ...wrong(1, 1), ...facts } as Command).outcome).toBe(outcome);
  });

  test('goods beyond those agreed leave every line as it is', () => {
    const more = told(receive(1, 3), { ...wrong(1, 1), kind: 'extra' } as Command);
    expect(lines(more)).toEqual(['3 received']);
    expect(openDifferences(more.rma)).toMatchObject([{ kind: 'extra', quantity: 1 }]);
  });
});
