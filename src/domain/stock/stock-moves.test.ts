import { expect, test } from 'vitest';
import { fen, NOW, yuan } from '../../../test/support/builders.ts';
import type { RmaEvent } from '../returns/events.ts';
import type { Disposition } from '../returns/rma.ts';
import { stockMovesFor } from './stock-moves.ts';

const place = ({ location, condition }: { location: string; condition: string }) => `${location}/${condition}`;
const inWords = (event: RmaEvent) =>
  stockMovesFor(event).map(
    (move) => `${move.quantity} ${move.sku}: ${place(move.from)} → ${place(move.to)}, ${move.value.minor}`,
  );

test('what arrives comes from the customer into the inspection area, at its cost', () => {
  const received: RmaEvent = {
    type: 'line_received',
    lineId: 'rli_1',
    quantity: 3,
    at: NOW,
    sku: 'COAT-M',
    unitCost: yuan(80),
  };
  expect(inWords(received)).toEqual(['3 COAT-M: customer/uninspected → returns/uninspected, 24000']);
});

test.each<[Disposition, string[]]>([
  ['restock', ['2 COAT-M: returns/uninspected → A-01/good, 9600']],
  ['repair', ['2 COAT-M: returns/uninspected → A-01/to_repair, 9600']],
  ['resale', ['2 COAT-M: returns/uninspected → A-01/second_hand, 9600']],
  ['scrap', ['2 COAT-M: returns/uninspected → A-01/scrap, 9600']],
  ['to_buyer', ['2 COAT-M: returns/uninspected → customer/uninspected, 9600']],
  ['none', []],
  ['undecided', []],
])('what becomes of two coats, %s: %s', (disposition, moves) => {
  const rest = {
    lineId: 'rli_1',
    sku: 'COAT-M',
    quantity: 2,
    location: 'A-01',
    cost: yuan(160),
    value: fen(9_600),
  } as const;
  expect(inWords({ type: 'line_disposed', ...rest, disposition })).toEqual(moves);
});

test('missing goods move nowhere', () => {
  expect(inWords({ type: 'line_missing', lineId: 'rli_1', orderLineId: 'oli_coat', quantity: 1 })).toEqual([]);
});
