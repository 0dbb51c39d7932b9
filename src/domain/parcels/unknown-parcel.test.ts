import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NOW, yuan } from '../../../test/support/builders.ts';
import { quarantineMovesFor } from '../stock/quarantine-moves.ts';
import { stockMovesFor } from '../stock/stock-moves.ts';
import {
  bind,
  foldUnknown,
  recount,
  sendBack,
  suggest,
  type UnknownEvent,
  type UnknownParcel,
  unbind,
  unboundGoods,
} from './unknown-parcel.ts';

const A = { sku: 'A', quantity: 2 };
const B = { sku: 'B', quantity: 1 };
const bookedIn: UnknownEvent = { type: 'booked_in', location: 'QUARANTINE', contents: [A, B] };
const open = foldUnknown([bookedIn]);
const partOf = (sku: string, quantity: number) => ({ lineId: `rli_${sku}`, sku, quantity }) as const;

const after = (
  parcel: UnknownParcel,
  events: readonly UnknownEvent[],
  before: readonly UnknownEvent[] = [bookedIn],
) => {
  expect(parcel).toEqual(foldUnknown(before));
  return foldUnknown([...before, ...events]);
};
const said = (result: ReturnType<typeof bind>) => (result.ok ? result.value : result.rejection.code);

test('goods of two returns in one box: the parcel stays open until all of them have their place (W-2)', () => {
  const first = bind(open, 'rma_1', [partOf('A', 2)], 'person');
  if (!first.ok) throw new Error(first.rejection.code);
  const half = after(open, first.value);
  expect(half.state).toBe('open');
  expect(unboundGoods(half)).toEqual([B]);
  const second = bind(half, 'rma_2', [partOf('B', 1)], 'person');
  if (!second.ok) throw new Error(second.rejection.code);
  expect(foldUnknown([bookedIn, ...first.value, ...second.value]).state).toBe('bound');
});

test('unbinding opens it again, and the history keeps both', () => {
  const events: UnknownEvent[] = [
    bookedIn,
    { type: 'bound', rmaId: 'rma_1', parts: [partOf('A', 2), partOf('B', 1)], by: 'person' },
  ];
  const bound = foldUnknown(events);
  expect(bound.state).toBe('bound');
  const undone = unbind(bound, 'rma_1');
  if (!undone.ok) throw new Error(undone.rejection.code);
  const again = foldUnknown([...events, ...undone.value]);
  expect({ ...again, version: 1 }).toEqual({ ...open, takenOutOf: ['rma_1'] });
  // The same number would bind it again at the next news of the return; a person knows better.
  expect(said(bind(again, 'rma_1', [partOf('A', 2)], 'waybill'))).toBe('not_bound_there');
  expect(suggest(again, 'rma_1', 0.99)).toEqual([]);
  expect(bind(again, 'rma_1', [partOf('A', 2)], 'person').ok).toBe(true);
  expect(again.version).toBe(3);
});

const bound = foldUnknown([
  bookedIn,
  { type: 'bound', rmaId: 'rma_1', parts: [partOf('A', 2), partOf('B', 1)], by: 'person' },
]);
const half = foldUnknown([bookedIn, { type: 'bound', rmaId: 'rma_1', parts: [partOf('A', 2)], by: 'person' }]);
const gone = foldUnknown([bookedIn, { type: 'sent_back', goods: [A, B] }]);

test.each([
  ['a bound parcel is not bound again', bind(bound, 'rma_2', [partOf('A', 1)], 'person'), 'unknown_parcel_not_open'],
  ['nor twice to one return', bind(half, 'rma_1', [partOf('B', 1)], 'person'), 'already_bound_there'],
  ['a return that waits for none of it takes none', bind(open, 'rma_1', [], 'person'), 'nothing_fits_there'],
  ['what was never bound is not unbound', unbind(open, 'rma_1'), 'not_bound_there'],
  ['what was sent back is gone', unbind(gone, 'rma_1'), 'unknown_parcel_not_open'],
  ['what was sent back is not sent again', sendBack(gone, {}), 'unknown_parcel_not_open'],
  ['a bound parcel is not sent back', sendBack(bound, {}), 'unknown_parcel_not_open'],
  ['bound goods are not counted again', recount(half, [A]), 'goods_are_bound'],
])('%s', (_, result, code) => {
  expect(said(result)).toBe(code);
});

test('only the rest goes back, and the same suggestion is made once', () => {
  const back = sendBack(half, { courier: 'shunfeng', waybill: 'SF1' });
  expect(said(back)).toEqual([{ type: 'sent_back', goods: [B], courier: 'shunfeng', waybill: 'SF1' }]);
  const once = suggest(open, 'rma_1', 0.95);
  expect(once).toHaveLength(1);
  expect(suggest(foldUnknown([bookedIn, ...once]), 'rma_1', 0.97)).toEqual([]);
  expect(suggest(bound, 'rma_9', 0.97)).toEqual([]);
});

const goods = fc.uniqueArray(
  fc.record({ sku: fc.constantFrom('A', 'B', 'C'), quantity: fc.integer({ min: 1, max: 3 }) }),
  { selector: ({ sku }) => sku },
);

test('whatever is counted, counted again, bound, unbound and sent back, stock says what lies there', () => {
  fc.assert(
    fc.property(
      goods,
      fc.array(fc.record({ step: fc.nat(3), goods, at: fc.nat(2) }), { maxLength: 10 }),
      (first, steps) => {
        const events: UnknownEvent[] = [{ type: 'booked_in', location: 'Q', contents: first }];
        const moves = quarantineMovesFor(foldUnknown([]), events[0] ?? bookedIn, 'CNY');
        for (const { step, goods: counted, at } of steps) {
          const parcel = foldUnknown(events);
          const rmaId = `rma_${at}` as const;
          const parts = unboundGoods(parcel).map(({ sku, quantity }) => partOf(sku, Math.min(quantity, at + 1)));
          const results = [
            () => recount(parcel, counted),
            () => bind(parcel, rmaId, parts, 'person'),
            () => unbind(parcel, rmaId),
            () => (at === 0 ? sendBack(parcel, {}) : bind(parcel, rmaId, parts, 'waybill')),
          ] as const;
          const result = results[step]?.();
          if (!result?.ok) continue;
          for (const event of result.value) {
            moves.push(...quarantineMovesFor(parcel, event, 'CNY'), ...movesOfReturn(event));
          }
          events.push(...result.value);
        }
        const lying = new Map<string, number>();
        for (const { sku, quantity, from, to } of moves) {
          if (to.location === 'Q') lying.set(sku, (lying.get(sku) ?? 0) + quantity);
          if (from.location === 'Q') lying.set(sku, (lying.get(sku) ?? 0) - quantity);
        }
        const parcel = foldUnknown(events);
        const expected = new Map(
          parcel.state === 'sent_back' ? [] : unboundGoods(parcel).map((one) => [one.sku, one.quantity]),
        );
        for (const sku of ['A', 'B', 'C']) expect(lying.get(sku) ?? 0).toBe(expected.get(sku) ?? 0);
      },
    ),
  );
});

/** What the return itself moves when goods are bound to it or taken from it. */
function movesOfReturn(event: UnknownEvent) {
  if (event.type !== 'bound' && event.type !== 'unbound') return [];
  return event.parts.flatMap(({ lineId, sku, quantity }) => {
    const facts = { lineId, sku, quantity, at: NOW, unitCost: yuan(0) };
    return event.type === 'bound'
      ? stockMovesFor({ type: 'line_received', from: 'Q', ...facts })
      : stockMovesFor({ type: 'line_receipt_undone', to: 'Q', ...facts });
  });
}
