import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { add, money, subtract, sum, times, zero } from '../money.ts';
import { allocateOrder, type OrderAmounts } from './allocate-order.ts';
import { type Funder, funders } from './order.ts';

const cny = (minor: number | bigint) => money(minor, 'CNY');
const discount = (funder: Funder, minor: number) => ({ funder, amount: cny(minor) });

type Facts = {
  /** Quantity, unit price, discounts of the line. */
  lines: [number, number, ...[Funder, number][]][];
  order?: [Funder, number][];
  freight?: number;
  paid: number[];
};

const amounts = ({ lines, order = [], freight = 0, paid }: Facts): OrderAmounts => ({
  currency: 'CNY',
  lines: lines.map(([quantity, price, ...off]) => ({
    quantity,
    unitPrice: cny(price),
    discounts: off.map(([funder, minor]) => discount(funder, minor)),
  })),
  orderDiscounts: order.map(([funder, minor]) => discount(funder, minor)),
  freightPaid: cny(freight),
  payments: paid.map((minor) => ({ paid: cny(minor) })),
});

describe('what each line of an order carries', () => {
  test.each([
    ['one line without discounts', { lines: [[2, 5_000]], paid: [10_000] }, [[10_000, 0]]],
    [
      'a discount of the line',
      {
        lines: [
          [2, 5_000, ['shop', 1_000]],
          [1, 3_000],
        ],
        paid: [12_000],
      },
      [
        [9_000, 0],
        [3_000, 0],
      ],
    ],
    [
      'a coupon of the order, by what the lines cost',
      {
        lines: [
          [1, 20_000],
          [1, 10_000],
        ],
        order: [['platform', 1_000]],
        paid: [29_000],
      },
      [
        [19_333, 0],
        [9_667, 0],
      ],
    ],
    [
      'freight by what is paid for the lines',
      {
        lines: [
          [1, 3_000],
          [1, 1_000],
        ],
        freight: 1_000,
        paid: [5_000],
      },
      [
        [3_000, 750],
        [1_000, 250],
      ],
    ],
    [
      'freight that does not divide',
      {
        lines: [
          [1, 100],
          [1, 100],
          [1, 100],
        ],
        freight: 100,
        paid: [400],
      },
      [
        [100, 34],
        [100, 33],
        [100, 33],
      ],
    ],
    [
      'a gift beside a paid line',
      {
        lines: [
          [1, 5_000],
          [1, 0],
        ],
        freight: 600,
        paid: [5_600],
      },
      [
        [5_000, 600],
        [0, 0],
      ],
    ],
    [
      'only gifts with paid freight: evenly',
      {
        lines: [
          [1, 0],
          [1, 0],
        ],
        freight: 601,
        paid: [601],
      },
      [
        [0, 301],
        [0, 300],
      ],
    ],
    [
      'a line that is free after discounts',
      {
        lines: [
          [1, 5_000, ['shop', 5_000]],
          [1, 2_000],
        ],
        paid: [2_000],
      },
      [
        [0, 0],
        [2_000, 0],
      ],
    ],
    ['several payments', { lines: [[1, 5_000]], paid: [2_000, 3_000] }, [[5_000, 0]]],
  ] satisfies [string, Facts, number[][]][])('%s', (_, facts, parts) => {
    const result = allocateOrder(amounts(facts));
    expect(result.ok && result.value.map((line) => [Number(line.paid.minor), Number(line.freight.minor)])).toEqual(
      parts,
    );
  });

  test('every funder’s part is kept apart, one entry each', () => {
    const result = allocateOrder(
      amounts({
        lines: [
          [1, 10_000, ['shop', 500], ['platform', 300]],
          [1, 10_000],
        ],
        order: [
          ['shop', 1_000],
          ['points', 200],
        ],
        paid: [18_000],
      }),
    );
    expect(result.ok && result.value.map((line) => line.discounts)).toEqual([
      [discount('shop', 979), discount('platform', 300), discount('points', 96)],
      [discount('shop', 521), discount('points', 104)],
    ]);
  });

  test.each([
    [
      'a line’s discount above its price',
      {
        lines: [
          [1, 100],
          [1, 100, ['shop', 101]],
        ],
        paid: [99],
      },
      { code: 'discount_exceeds_price', line: 1 },
    ],
    [
      'an order’s discount above all prices',
      { lines: [[1, 100]], order: [['shop', 101]], paid: [0] },
      { code: 'discount_exceeds_price', line: 0 },
    ],
    [
      'a cent too little paid',
      { lines: [[1, 100]], freight: 10, paid: [109] },
      { code: 'payments_do_not_match', expected: cny(110), paid: cny(109) },
    ],
    [
      'a cent too much paid',
      { lines: [[1, 100]], paid: [50, 51] },
      { code: 'payments_do_not_match', expected: cny(100), paid: cny(101) },
    ],
  ] satisfies [string, Facts, object][])('%s is refused', (_, facts, rejection) => {
    expect(allocateOrder(amounts(facts))).toEqual({ ok: false, rejection });
  });
});

const anyDiscount = (upTo: bigint) =>
  fc.record({ funder: fc.constantFrom(...funders), amount: fc.bigInt(0n, upTo).map(cny) });

/** Orders as they may come: discounts within the prices, payments that add up. */
const anyOrder: fc.Arbitrary<OrderAmounts> = fc
  .array(fc.record({ quantity: fc.integer({ min: 1, max: 30 }), price: fc.bigInt(0n, 500_000n) }), {
    minLength: 1,
    maxLength: 8,
  })
  .chain((lines) =>
    fc.tuple(
      fc.tuple(
        ...lines.map(({ quantity, price }) =>
          anyDiscount((price * BigInt(quantity)) / 2n).map((off) => ({
            quantity,
            unitPrice: cny(price),
            discounts: [off],
          })),
        ),
      ),
      fc.nat(100),
      fc.bigInt(0n, 5_000n),
      fc.nat(100),
    ),
  )
  .map(([lines, offShare, freight, payShare]) => {
    const left = lines.reduce(
      (total, line) =>
        add(total, subtract(times(line.unitPrice, line.quantity), line.discounts[0]?.amount ?? zero('CNY'))),
      zero('CNY'),
    );
    const off = cny((left.minor * BigInt(offShare)) / 100n);
    const due = subtract(add(left, cny(freight)), off);
    const first = cny((due.minor * BigInt(payShare)) / 100n);
    return {
      currency: 'CNY',
      lines,
      orderDiscounts: [{ funder: 'platform' as const, amount: off }],
      freightPaid: cny(freight),
      payments: [{ paid: first }, { paid: subtract(due, first) }],
    };
  });

test('for any order the parts add up to the cent: paid, freight, and each funder’s discounts', () => {
  fc.assert(
    fc.property(anyOrder, (order) => {
      const result = allocateOrder(order);
      expect(result.ok).toBe(true);
      if (!result.ok) return;
      const lines = result.value;
      expect(
        sum(
          lines.map((line) => line.freight),
          'CNY',
        ),
      ).toEqual(order.freightPaid);
      expect(
        sum(
          lines.flatMap((line) => [line.paid, line.freight]),
          'CNY',
        ),
      ).toEqual(
        sum(
          order.payments.map(({ paid }) => paid),
          'CNY',
        ),
      );
      for (const funder of funders) {
        const of = (all: readonly { funder: Funder; amount: { minor: bigint; currency: string } }[]) =>
          sum(
            all.filter((one) => one.funder === funder).map(({ amount }) => amount),
            'CNY',
          );
        expect(of(lines.flatMap((line) => line.discounts))).toEqual(
          of([...order.orderDiscounts, ...order.lines.flatMap((line) => line.discounts)]),
        );
      }
      lines.forEach((line, i) => {
        const bought = order.lines[i];
        const price = bought ? times(bought.unitPrice, bought.quantity) : zero('CNY');
        expect(line.paid.minor >= 0n && line.freight.minor >= 0n).toBe(true);
        expect(sum([line.paid, ...line.discounts.map(({ amount }) => amount)], 'CNY')).toEqual(price);
      });
    }),
    { numRuns: 400 },
  );
});
