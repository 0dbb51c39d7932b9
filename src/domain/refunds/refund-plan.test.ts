import { describe, expect, test } from 'vitest';
import { aLine, anOrder, aPayment, cny, planned, terms } from '../../../test/support/a-refund.ts';
import type { Order } from '../orders/order.ts';
import { planRefund, type RefundPlan, type RefundTerms } from './refund-plan.ts';

const refusalOf = (order: Order, of: RefundTerms) => {
  const plan = planRefund(order, of);
  return plan.ok ? undefined : plan.rejection;
};

const parts = (plan: RefundPlan) => plan.lines.map((line) => [Number(line.goods.minor), Number(line.freight.minor)]);

describe('the goods', () => {
  test.each([
    ['one of three, the first holds the spare cent', 0, 1, 3_334],
    ['the second of three', 1, 1, 3_333],
    ['the last two of three', 1, 2, 6_666],
    ['all three', 0, 3, 10_000],
  ])('%s', (_, settled, units, total) => {
    const order = anOrder([aLine(1, { quantity: 3, settled, refunded: cny(settled * 3_334) })]);
    expect(planned(order, terms([[1, units]])).total).toEqual(cny(total));
  });

  test('two return lines over one order line take its units one after the other', () => {
    const order = anOrder([aLine(1, { quantity: 3 })]);
    expect(
      parts(
        planned(
          order,
          terms([
            [1, 1],
            [1, 2],
          ]),
        ),
      ),
    ).toEqual([
      [3_334, 0],
      [6_666, 0],
    ]);
  });

  test('other funders’ money goes back to them in the same shares, the shop’s own discount to nobody', () => {
    const order = anOrder([
      aLine(1, {
        quantity: 2,
        discounts: [
          { funder: 'shop', amount: cny(500) },
          { funder: 'platform', amount: cny(301) },
        ],
      }),
    ]);
    expect(planned(order, terms([[1, 1]])).lines[0]?.funded).toEqual([{ funder: 'platform', amount: cny(151) }]);
  });
});

describe('the freight', () => {
  const order = anOrder([aLine(1, { quantity: 2, freight: cny(801) }), aLine(2, { freight: cny(400) })]);

  test.each([
    ['goes back with the units where the seller is at fault', true, [[5_000, 401]]],
    ['stays where the buyer changed his mind', false, [[5_000, 0]]],
  ])('%s', (_, returnsFreight, expected) => {
    expect(parts(planned(order, terms([[1, 1]], { returnsFreight })))).toEqual(expected);
  });

  test('the explanation says whether it was kept', () => {
    const codes = (returnsFreight: boolean) =>
      planned(order, terms([[1, 1]], { returnsFreight })).explanation.map(({ code, amount }) => [
        code,
        Number(amount.minor),
      ]);
    expect(codes(true)).toEqual([
      ['goods', 5_000],
      ['freight', 401],
    ]);
    expect(codes(false)).toEqual([
      ['goods', 5_000],
      ['freight_kept', 0],
    ]);
  });

  test('what was fully discounted is not there to go back', () => {
    expect(parts(planned(anOrder([aLine(1)]), terms([[1, 1]], { returnsFreight: true })))).toEqual([[10_000, 0]]);
  });
});

describe('deductions', () => {
  const deduct = (lineId: 'rli_1' | 'rli_9', amount: number) =>
    terms([[1, 1]], { deductions: [{ lineId, amount: cny(amount), reason: 'missing_gift' }] });

  test('come off the goods of their line and are explained', () => {
    const plan = planned(anOrder([aLine(1)]), deduct('rli_1', 1_200));
    expect(plan.total).toEqual(cny(8_800));
    expect(plan.explanation.at(-1)).toEqual({
      code: 'deduction',
      orderLineId: 'oli_1',
      note: 'missing_gift',
      amount: cny(-1_200),
    });
  });

  test('may leave nothing', () => {
    expect(planned(anOrder([aLine(1)]), deduct('rli_1', 10_000))).toMatchObject({ total: cny(0), payments: [] });
  });

  test.each([
    ['more than the goods carry', 'rli_1', 10_001],
    ['a line that is not there', 'rli_9', 1],
    ['nothing', 'rli_1', 0],
    ['a negative amount', 'rli_1', -1],
  ] as const)('of %s are refused', (_, lineId, amount) => {
    expect(refusalOf(anOrder([aLine(1)]), deduct(lineId, amount))?.code).toBe('deduction_exceeds_amount');
  });
});

describe('the payments', () => {
  test('are filled in their order, as far as each goes', () => {
    const order = anOrder([aLine(1, { quantity: 2 })], [aPayment(1, 3_000), aPayment(2, 7_000)]);
    const amounts = (plan: RefundPlan) =>
      plan.payments.map(({ payment, amount }) => [payment.id, Number(amount.minor)]);
    expect(amounts(planned(order, terms([[1, 1]])))).toEqual([
      ['pay_1', 3_000],
      ['pay_2', 2_000],
    ]);
    expect(amounts(planned(order, terms([[1, 2]])))).toEqual([
      ['pay_1', 3_000],
      ['pay_2', 7_000],
    ]);
  });

  test('one that is paid back already is passed over', () => {
    const order = anOrder(
      [aLine(1, { quantity: 2, settled: 1, refunded: cny(5_000) })],
      [aPayment(1, 5_000, 5_000), aPayment(2, 5_000)],
    );
    expect(planned(order, terms([[1, 1]])).payments.map(({ payment }) => payment.id)).toEqual(['pay_2']);
  });

  test('a gift goes along with the first refund', () => {
    const order = anOrder([aLine(1), aLine(2, { paid: cny(0) })]);
    const plan = planned(
      order,
      terms([
        [2, 1],
        [1, 1],
      ]),
    );
    expect(plan.payments).toHaveLength(1);
    expect(plan.payments[0]?.parts.map(({ lineId }) => lineId)).toEqual(['rli_1', 'rli_2']);
  });

  test('more than is left of them is refused', () => {
    const order = anOrder([aLine(1)], [aPayment(1, 10_000, 1)]);
    expect(refusalOf(order, terms([[1, 1]]))).toEqual({ code: 'refund_exceeds_paid', refundable: cny(9_999) });
  });

  test('more than is left of a line is refused', () => {
    const order = anOrder([aLine(1, { refunded: cny(1) }), aLine(2)]);
    expect(refusalOf(order, terms([[1, 1]]))).toEqual({ code: 'refund_exceeds_paid', refundable: cny(9_999) });
  });
});

describe('a platform’s figure is the amount', () => {
  const order = anOrder([aLine(1, { freight: cny(600) }), aLine(2, { paid: cny(5_000), freight: cny(300) })]);
  const both: [number, number][] = [
    [1, 1],
    [2, 1],
  ];

  test.each([
    [
      'less than ours: the last line is cut first',
      12_000,
      [
        [10_000, 0],
        [2_000, 0],
      ],
    ],
    [
      'less than the first line alone',
      4_000,
      [
        [4_000, 0],
        [0, 0],
      ],
    ],
    [
      'the same',
      15_000,
      [
        [10_000, 0],
        [5_000, 0],
      ],
    ],
    [
      'more: the freight that we would have kept',
      15_500,
      [
        [10_000, 500],
        [5_000, 0],
      ],
    ],
    [
      'all that was paid',
      15_900,
      [
        [10_000, 600],
        [5_000, 300],
      ],
    ],
  ])('%s', (_, figure, expected) => {
    const plan = planned(order, terms(both, { platformAmount: cny(figure) }));
    expect(plan.total).toEqual(cny(figure));
    expect(parts(plan)).toEqual(expected);
  });

  test('more than was paid is refused', () => {
    expect(refusalOf(order, terms(both, { platformAmount: cny(15_901) }))?.code).toBe('refund_exceeds_paid');
  });
});
