import { describe, expect, test } from 'vitest';
import { aContext, aLine, anOrder, anOrderLine, anRma, at, outcomeOf } from '../../../test/support/builders.ts';
import { journalEntriesFor } from '../ledger/journal-entries.ts';
import { money } from '../money.ts';
import { stockMovesFor } from '../stock/stock-moves.ts';
import { decide } from './decide.ts';
import { evolve } from './evolve.ts';
import type { Rma } from './rma.ts';

const order = anOrder({ lines: [anOrderLine({ quantity: 2, unitCost: money(8_000, 'CNY') })] });
const context = { ...aContext(), order };
const awaiting = anRma({ lines: [aLine({ quantity: 2 })] });

function run(rma: Rma, command: Parameters<typeof decide>[1]) {
  const decision = decide(rma, command, context);
  if (!decision.ok) throw new Error(decision.rejection.code);
  return { events: decision.value, rma: decision.value.reduce<Rma>(evolve, rma) };
}

const lineId = awaiting.lines[0]?.id ?? 'rli_none';
const receive = { type: 'receive_line', lineId, quantity: 2, from: 'QUARANTINE' } as const;
const undo = { type: 'undo_receipt', lineId, quantity: 2, to: 'QUARANTINE' } as const;

describe('goods that lay without an owner are booked in and given back (W-2)', () => {
  test('booking in and undoing it leaves the return as it was, but for its history', () => {
    const received = run(awaiting, receive).rma;
    expect(received).toMatchObject({ receivedAt: context.now, lines: [{ reception: 'received' }] });
    const undone = run(received, undo).rma;
    expect({ ...undone, version: awaiting.version }).toEqual(awaiting);
  });

  test('what has become a refund without goods waits for none when their receipt is undone', () => {
    const received = run(awaiting, receive).rma;
    const undone = run({ ...received, resolution: 'refund_only' }, undo).rma;
    expect(undone.lines).toMatchObject([{ reception: 'not_expected', disposition: 'none' }]);
  });

  test('stock comes from where the goods lay and goes back there; the entry is the receipt with its sides changed', () => {
    const received = run(awaiting, receive);
    const undone = run(received.rma, undo);
    const [there] = received.events.flatMap(stockMovesFor);
    const [back] = undone.events.flatMap(stockMovesFor);
    expect(there).toMatchObject({
      from: { location: 'QUARANTINE', condition: 'uninspected' },
      to: { location: 'returns' },
    });
    expect(back).toMatchObject({ from: there?.to, to: there?.from, quantity: 2 });
    // Goods of nobody have no value: what they get on the way in leaves with them.
    expect([there?.cost, back?.value]).toEqual([money(0, 'CNY'), money(0, 'CNY')]);
    expect(back?.cost).toEqual(there?.value);
    const entries = [...received.events, ...undone.events].flatMap((event) => journalEntriesFor(undone.rma, event));
    const net = new Map<string, bigint>();
    for (const { role, debit, credit } of entries.flatMap(({ lines }) => lines)) {
      net.set(role, (net.get(role) ?? 0n) + debit.minor - credit.minor);
    }
    expect(entries.map(({ kind }) => kind)).toEqual(['goods_received', 'goods_receipt_reversed']);
    expect([...net.values()]).toEqual([0n, 0n]);
  });

  test('of two lines that came one after the other, the second keeps its day when the first is undone', () => {
    const two = anRma({ lines: [aLine({ id: 'rli_1' }), aLine({ id: 'rli_2' })] });
    const later = at('2026-11-25T08:00:00.000Z');
    const first = {
      type: 'line_received',
      lineId: 'rli_1',
      quantity: 1,
      at: context.now,
      sku: 'COAT-M',
      unitCost: money(0, 'CNY'),
    } as const;
    const both = [first, { ...first, lineId: 'rli_2' as const, at: later }].reduce<Rma>(evolve, two);
    const undone = run(both, { ...undo, lineId: 'rli_1', quantity: 1 }).rma;
    expect(undone.receivedAt).toBe(later);
  });

  test('a part is undone as a line of its own', () => {
    const undone = run(run(awaiting, receive).rma, { ...undo, quantity: 1 }).rma;
    expect(undone.lines.map(({ reception, quantity }) => ({ reception, quantity }))).toEqual([
      { reception: 'awaiting', quantity: 1 },
      { reception: 'received', quantity: 1 },
    ]);
  });

  test.each([
    ['was never booked in', {}, 'line_not_received'],
    ['was graded', { reception: 'received', inspection: 'graded', grade: 'new' }, 'line_already_inspected'],
    ['is being paid for', { reception: 'received', settlement: 'pending' }, 'refund_already_ordered'],
    ['was paid for', { reception: 'received', settlement: 'settled' }, 'refund_already_ordered'],
    ['was replaced', { reception: 'received', replacement: 'shipped' }, 'replacement_already_shipped'],
  ] as const)('a line that %s stays as it is', (_, answers, code) => {
    const rma = anRma({ lines: [aLine({ id: 'rli_1', quantity: 2, ...answers })] });
    expect(outcomeOf(decide(rma, { ...undo, lineId: 'rli_1' }, context))).toBe(code);
  });
});
