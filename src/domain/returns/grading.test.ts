import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventIn, fen, lineId, outcomeOf, yuan } from '../../../test/support/builders.ts';
import {
  again,
  Desk,
  dispose,
  inspect,
  never,
  passed,
  sampled,
  strictBook,
  textile,
  undo,
  undoVerdict,
} from '../../../test/support/coats-desk.ts';
import { aBook, ann, bob, boss } from '../../../test/support/grading.ts';
import { journalEntriesFor } from '../ledger/journal-entries.ts';
import type { OrderLine } from '../orders/order.ts';
import { stockMovesFor } from '../stock/stock-moves.ts';
import { parseLocalDate } from '../time.ts';
import type { Disposition } from './rma.ts';

test.each<[string, object, string]>([
  ['nothing about the belt', {}, 'check_missing'],
  ['the law’s tests unanswered once checks are named', { checks: passed('belt') }, 'check_missing'],
  ['a check nobody asks', { checks: [...textile, ...passed('belt', 'zip')] }, 'check_unknown'],
  ['a check twice', { checks: [...textile, ...passed('belt', 'belt')] }, 'check_named_twice'],
  [
    'a failed check without its picture',
    { checks: [...textile, { check: 'belt', outcome: 'failed', photos: [] }] },
    'photo_needed_for_failed_test',
  ],
  [
    'a failed test of the law without its own picture',
    {
      grade: 'minor_flaw',
      photos: ['fil_1'],
      checks: [{ check: 'tag_removed', outcome: 'failed', photos: [] }, ...passed('soiled', 'damaged', 'belt')],
    },
    'photo_needed_for_failed_test',
  ],
  [
    'as new without the belt',
    { checks: [...textile, { check: 'belt', outcome: 'failed', photos: ['fil_1'] }] },
    'grade_above_cap',
  ],
  ['a grade that is on no scale', { checks: [...textile, ...passed('belt')], gradeCode: 'A+' }, 'grade_unknown'],
  ['all that is asked', { checks: [...textile, ...passed('belt')] }, 'line_inspected refund_requested'],
])('an inspection that says %s: %s (W-3)', (_, facts, outcome) => {
  const desk = new Desk({ book: strictBook });
  const decision = desk.ask(inspect(facts));
  expect(outcomeOf(decision)).toBe(outcome);
  if (!decision.ok) expect(decision.rejection).toHaveProperty('field');
});

test('a missing accessory is kept with what was agreed on for it, and somebody weighs it before money goes back (W-3)', () => {
  const desk = new Desk({ book: strictBook });
  const checks = [...textile, { check: 'belt', outcome: 'failed' as const, photos: ['fil_1' as const] }];
  const decision = desk.live(inspect({ grade: 'minor_flaw', checks }));
  expect(outcomeOf(decision)).toBe('line_inspected');
  expect(eventIn(decision, 'line_inspected')).toMatchObject({
    template: { id: 'coats', version: 0 },
    failedTests: [],
    failedChecks: ['belt'],
    photos: ['fil_1'],
    checks: [...textile, { check: 'belt', outcome: 'failed', photos: ['fil_1'], consequence: '¥30' }],
  });
  expect(outcomeOf(desk.ask(dispose('restock')))).toBe('line_disposed');
});

test.each<[string, Partial<OrderLine>, object, string, string | null]>([
  ['a number that was sold', { serials: ['SN1'] }, { serials: ['SN1'] }, 'line_inspected refund_requested', null],
  ['another number', { serials: ['SN1'] }, { serials: ['SN9'] }, 'line_inspected', 'serial_was_not_sold'],
  ['a number of an order that named none', {}, { serials: ['SN9'] }, 'line_inspected refund_requested', null],
  ['more numbers than pieces', {}, { serials: ['SN1', 'SN2'] }, 'serials_needed', null],
])('%s: %s (W-3)', (_, bought, facts, outcome, forbidden) => {
  const desk = new Desk({ bought });
  expect(outcomeOf(desk.ask(inspect(facts)))).toBe(outcome);
  if (outcome === 'serials_needed') return;
  desk.live(inspect(facts));
  expect(outcomeOf(desk.ask(dispose('restock')))).toBe(forbidden ?? 'line_disposed');
});

test('one number cannot come back with two pieces (W-3)', () => {
  const desk = new Desk({ bought: { quantity: 2 } });
  desk.live(inspect({ serials: ['SN1'] }));
  expect(outcomeOf(desk.ask(inspect({ lineId: lineId(2), serials: ['SN1'] })))).toBe('serial_named_twice');
});

test.each([
  ['2026-12-21', 'shelf_life_too_short'],
  ['2026-12-22', 'line_disposed'],
])('food that expires on %s with thirty days asked for: %s (W-3)', (expiry, outcome) => {
  const templates = aBook().templates.map((template) => ({ ...template, minShelfDays: 30 }));
  const desk = new Desk({ book: { templates } });
  expect(outcomeOf(desk.ask(inspect()))).toBe('expiry_needed');
  desk.live(inspect({ expiry: parseLocalDate(expiry) ?? never() }));
  expect(outcomeOf(desk.ask(dispose('restock')))).toBe(outcome);
  expect(outcomeOf(desk.ask(dispose('scrap')))).toBe('line_disposed');
});

test('a failed test forbids the shelf however the line is split (W-4)', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 6 }),
      fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 5 }),
      (quantity, cuts) => {
        const desk = new Desk({ bought: { quantity } });
        desk.live(inspect({ quantity, grade: 'minor_flaw', failedTests: ['tag_removed'], photos: ['fil_1'] }));
        for (const cut of cuts) {
          const open = desk.rma.lines.find(({ disposition }) => disposition === 'undecided');
          if (!open) break;
          expect(outcomeOf(desk.ask(dispose('restock', Math.min(cut, open.quantity), open.id)))).toBe(
            'failed_test_forbids_restock',
          );
          desk.live(dispose('quarantine', Math.min(cut, open.quantity), open.id));
        }
        for (const line of desk.rma.lines)
          expect(outcomeOf(desk.ask(dispose('restock', 1, line.id)))).toBe('failed_test_forbids_restock');
      },
    ),
    { numRuns: 40 },
  );
});

test('goods of the sample wait for somebody else, and for nobody who has looked before (W-3)', () => {
  const desk = new Desk(sampled);
  desk.live(inspect());
  expect(desk.line.secondLook).toEqual({ state: 'waiting', by: ann.id });
  expect(outcomeOf(desk.ask(dispose('restock')))).toBe('second_look_waits');
  expect(outcomeOf(desk.ask(again(), ann))).toBe('second_person_needed_here');
  expect(outcomeOf(desk.ask(again(), bob))).toBe('line_looked_again');
  desk.live(again(), bob);
  expect(desk.line.secondLook?.state).toBe('agreed');
  expect(outcomeOf(desk.ask(dispose('restock')))).toBe('line_disposed');
});

test('two who disagree wait for a third, whose word is the verdict (W-3)', () => {
  const desk = new Desk(sampled);
  desk.live(inspect());
  desk.live(again({ grade: 'damaged', failedTests: ['soiled'], photos: ['fil_1'] }), bob);
  expect(desk.line).toMatchObject({ grade: 'new', secondLook: { state: 'differs' } });
  expect(outcomeOf(desk.ask(dispose('restock')))).toBe('verdicts_differ');
  const resolve = { type: 'resolve_second_look', lineId: lineId(1), take: 'second', note: 'stain' } as const;
  expect(outcomeOf(desk.ask(resolve, ann))).toBe('second_person_needed_here');
  expect(outcomeOf(desk.ask(resolve, bob))).toBe('second_person_needed_here');
  desk.live(resolve, boss);
  expect(desk.line).toMatchObject({ grade: 'damaged', failedTests: ['soiled'], secondLook: { state: 'resolved' } });
  expect(outcomeOf(desk.ask(dispose('restock')))).toBe('failed_test_forbids_restock');
});

test('scrap above the limit waits for a second person, also in small parts (W-4, W-5)', () => {
  const desk = new Desk({ bought: { quantity: 3 }, book: { scrapApprovalAbove: yuan(150) } });
  desk.live(inspect({ quantity: 3, grade: 'damaged' }));
  desk.live(dispose('scrap', 1));
  const second = desk.live(dispose('scrap', 1, lineId(2)));
  expect(eventIn(second, 'scrap_asked')).toMatchObject({ by: ann.id, cost: yuan(80) });
  expect(outcomeOf(desk.ask(dispose('resale', 1, lineId(2))))).toBe('scrap_waits_for_approval');
  const yes = { type: 'approve_scrap', lineId: lineId(2) } as const;
  expect(outcomeOf(desk.ask(yes, ann))).toBe('second_person_needed_here');
  expect(outcomeOf(desk.ask(yes, boss))).toBe('line_disposed');
  desk.live({ type: 'refuse_scrap', lineId: lineId(2), note: 'sell it' }, boss);
  expect(outcomeOf(desk.ask(dispose('resale', 1, lineId(2))))).toBe('line_disposed');
});

test('goods that go back to the buyer unpaid end the claim: nothing is due, and he may come back with them (R-2)', () => {
  const desk = new Desk();
  desk.live(inspect({ grade: 'damaged', failedTests: ['soiled'], photos: ['fil_1'] }));
  expect(desk.line.settlement).toBe('due');
  desk.live(dispose('to_buyer'));
  expect(desk.line.settlement).toBe('not_due');
  expect(desk.order.lines[0]?.claimed).toBe(0);
  expect(outcomeOf(desk.ask({ type: 'request_refund', deductions: [] }))).toBe('nothing_due');
  desk.live(undo(), boss);
  expect(desk.line).toMatchObject({ settlement: 'due', disposition: 'undecided' });
  expect(desk.order.lines[0]?.claimed).toBe(1);
});

test('what is undone after money has moved needs a permission of its own (W-6)', () => {
  const desk = new Desk();
  desk.live(inspect());
  expect(desk.line.settlement).toBe('pending');
  expect(desk.ask(undoVerdict, bob)).toMatchObject({
    rejection: { code: 'not_permitted', permission: 'goods:undo_paid' },
  });
  desk.live(dispose('restock'));
  expect(desk.ask(undo(), bob)).toMatchObject({ rejection: { code: 'not_permitted' } });
  expect(outcomeOf(desk.ask(undoVerdict, boss))).toBe('line_already_disposed');
  desk.live(undo(), boss);
  desk.live(undoVerdict, boss);
  expect(desk.line).toMatchObject({ inspection: 'pending', grade: null, settlement: 'pending' });
  desk.live(inspect());
  expect(desk.rma.refunds).toHaveLength(1);
});

test('goods that lie there no more are not put back (W-6)', () => {
  const desk = new Desk();
  desk.live(inspect({ grade: 'minor_flaw' }));
  desk.live(dispose('resale'));
  expect(desk.ask(undo(), boss, 0)).toMatchObject({ rejection: { code: 'goods_have_moved_on', left: 0 } });
  expect(outcomeOf(desk.ask(undo(), boss, 1))).toBe('line_disposition_undone');
});

test('however goods are put away and taken back, what was undone leaves no unit and no fen behind (W-6)', () => {
  const way = fc.constantFrom<Disposition>(
    'restock',
    'resale',
    'repair',
    'scrap',
    'to_vendor',
    'quarantine',
    'to_buyer',
  );
  const step = fc.record({ way, quantity: fc.integer({ min: 1, max: 4 }), undo: fc.boolean(), at: fc.nat(9) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 14 }), fc.integer({ min: 1, max: 999 }), (steps, cost) => {
      const desk = new Desk({ bought: { quantity: 7, unitCost: fen(cost) }, book: { scrapApprovalAbove: null } });
      desk.live(inspect({ quantity: 7 }));
      for (const { way, quantity, undo: back, at } of steps) {
        const line = desk.rma.lines[at % desk.rma.lines.length] ?? desk.line;
        const command = back
          ? undo(Math.min(quantity, line.quantity), line.id)
          : dispose(way, Math.min(quantity, line.quantity), line.id);
        if (desk.ask(command, boss).ok) desk.live(command, boss);
      }
      // Everything back to where it lay.
      for (let left = 40; left > 0; left--) {
        const put = desk.rma.lines.find(({ disposition }) => disposition !== 'undecided');
        if (!put) break;
        desk.live(undo(put.quantity, put.id), boss);
      }
      const places = new Map<string, number>();
      const accounts = new Map<string, bigint>();
      const of = (what: 'stock' | 'books', key: string) => `${what} ${key}`;
      for (const event of desk.events) {
        if (event.type !== 'line_disposed' && event.type !== 'line_disposition_undone') continue;
        for (const { from, to, quantity } of stockMovesFor(event)) {
          for (const [place, sign] of [
            [from, -1],
            [to, 1],
          ] as const) {
            const key = of('stock', `${place.location}/${place.condition}`);
            places.set(key, (places.get(key) ?? 0) + sign * quantity);
          }
        }
        for (const { lines } of journalEntriesFor(desk.rma, event)) {
          for (const { role, debit, credit } of lines)
            accounts.set(role, (accounts.get(role) ?? 0n) + debit.minor - credit.minor);
        }
      }
      expect([...places.values()].filter((units) => units !== 0)).toEqual([]);
      expect([...accounts.values()].filter((minor) => minor !== 0n)).toEqual([]);
      expect(desk.rma.lines.reduce((units, { quantity }) => units + quantity, 0)).toBe(7);
    }),
    { numRuns: 120 },
  );
});
