import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { OrderId, OrderLineId } from '../ids.ts';
import { fromMs } from '../time.ts';
import { matchReturned, type Purchase } from './match-returned.ts';

const day = (n: number) => fromMs(Date.UTC(2011, 0, n));
const bought = (n: number, on: number, free: number): Purchase => ({
  orderId: `ord_${n}` satisfies OrderId,
  lineId: `oli_${n}` satisfies OrderLineId,
  boughtAt: day(on),
  free,
});

test.each([
  [
    'the latest purchase before the return comes first',
    [bought(1, 1, 5), bought(2, 3, 5)],
    [[4, 2]],
    [['ord_2:2']],
    [null],
  ],
  [
    'further purchases as far as they are needed',
    [bought(1, 1, 5), bought(2, 3, 5)],
    [[4, 7]],
    [['ord_2:5', 'ord_1:2']],
    [null],
  ],
  ['a purchase of the same moment counts as before', [bought(1, 4, 1)], [[4, 1]], [['ord_1:1']], [null]],
  ['a purchase after the return does not', [bought(1, 5, 1)], [[4, 1]], [[]], ['bought_only_later']],
  ['never bought', [], [[4, 1]], [[]], ['never_bought']],
  [
    'more than was bought: what there is, and the rest is left',
    [bought(1, 1, 3)],
    [[4, 5]],
    [['ord_1:3']],
    ['more_returned_than_bought'],
  ],
  [
    'each unit is found once',
    [bought(1, 1, 3)],
    [
      [2, 2],
      [3, 2],
    ],
    [['ord_1:2'], ['ord_1:1']],
    [null, 'more_returned_than_bought'],
  ],
  ['units that returns have claimed are gone', [bought(1, 1, 4), bought(2, 2, 0)], [[3, 1]], [['ord_1:1']], [null]],
  [
    'a later return finds the later purchase',
    [bought(1, 1, 2), bought(2, 5, 2)],
    [
      [3, 1],
      [6, 2],
    ],
    [['ord_1:1'], ['ord_2:2']],
    [null, null],
  ],
] satisfies [string, Purchase[], [number, number][], string[][], (string | null)[]][])(
  '%s',
  (_, purchases, returns, parts, left) => {
    const matches = matchReturned(
      purchases,
      returns.map(([on, quantity]) => ({ returnedAt: day(on), quantity })),
    );
    expect(matches.map((match) => match.parts.map((part) => `${part.orderId}:${part.quantity}`))).toEqual(parts);
    expect(matches.map((match) => match.leftOver)).toEqual(left);
  },
);

test('no unit is found twice, none before it was bought, and what is found and what is left are the return', () => {
  const history = fc.record({
    purchases: fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.nat(20)), { maxLength: 10 }),
    returns: fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 30 })), { maxLength: 10 }),
  });
  fc.assert(
    fc.property(history, ({ purchases, returns }) => {
      const inOrder = purchases.toSorted((a, b) => a[0] - b[0]).map(([on, free], i) => bought(i, on, free));
      const back = returns.toSorted((a, b) => a[0] - b[0]).map(([on, quantity]) => ({ returnedAt: day(on), quantity }));
      const matches = matchReturned(inOrder, back);
      for (const purchase of inOrder) {
        const found = matches.flatMap(({ parts }) => parts).filter(({ lineId }) => lineId === purchase.lineId);
        expect(found.reduce((units, part) => units + part.quantity, 0)).toBeLessThanOrEqual(purchase.free);
      }
      matches.forEach((match, i) => {
        const units = match.parts.reduce((n, part) => n + part.quantity, 0);
        expect(units).toBe(match.matched);
        expect(match.leftOver === null).toBe(units === back[i]?.quantity);
        for (const { lineId } of match.parts) {
          const purchase = inOrder.find((one) => one.lineId === lineId);
          expect((purchase?.boughtAt ?? '9') <= (back[i]?.returnedAt ?? '')).toBe(true);
        }
      });
    }),
    { numRuns: 300 },
  );
});
