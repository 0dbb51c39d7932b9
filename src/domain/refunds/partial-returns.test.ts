import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aLine, anOrder, aPayment, cny, planned, terms } from '../../../test/support/a-refund.ts';
import { add, sum } from '../money.ts';
import type { Order } from '../orders/order.ts';
import type { RefundPlan } from './refund-plan.ts';

/** The order as it stands when the plan has been ordered. */
const after = (order: Order, plan: RefundPlan): Order => ({
  ...order,
  lines: order.lines.map((line) => {
    const own = plan.lines.filter(({ orderLineId }) => orderLineId === line.id);
    return {
      ...line,
      settled: own.reduce((units, { quantity }) => units + quantity, line.settled),
      refunded: sum([line.refunded, ...own.flatMap(({ goods, freight }) => [goods, freight])], 'CNY'),
    };
  }),
  payments: order.payments.map((payment) => {
    const amount = plan.payments.find((one) => one.payment.id === payment.id)?.amount;
    return amount ? { ...payment, refunded: add(payment.refunded, amount) } : payment;
  }),
});

const anyOrder = fc
  .tuple(
    fc.array(fc.record({ quantity: fc.integer({ min: 1, max: 9 }), paid: fc.nat(100_000), freight: fc.nat(3_000) }), {
      minLength: 1,
      maxLength: 5,
    }),
    fc.array(fc.nat(100), { maxLength: 3 }),
  )
  .map(([lines, cuts]) => {
    const order = anOrder(
      lines.map(({ quantity, paid, freight }, n) => aLine(n + 1, { quantity, paid: cny(paid), freight: cny(freight) })),
    );
    const paid = order.payments[0]?.paid.minor ?? 0n;
    let left = paid;
    const payments = cuts.map((share, n) => {
      const part = (left * BigInt(share)) / 100n;
      left -= part;
      return aPayment(n + 2, part);
    });
    return anOrder(order.lines, [...payments, aPayment(1, left)]);
  });

/** All units of an order in some order, cut into returns of several units and lines. */
const anyReturns = (order: Order) =>
  fc
    .tuple(
      fc.shuffledSubarray(
        order.lines.flatMap((line, n) => Array.from({ length: line.quantity }, () => n + 1)),
        { minLength: order.lines.reduce((units, line) => units + line.quantity, 0) },
      ),
      fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 40 }),
    )
    .map(([units, sizes]) => {
      const returns: [number, number][][] = [];
      for (let from = 0, i = 0; from < units.length; i++) {
        const size = sizes[i % sizes.length] ?? 1;
        const counts = new Map<number, number>();
        for (const line of units.slice(from, from + size)) counts.set(line, (counts.get(line) ?? 0) + 1);
        returns.push([...counts]);
        from += size;
      }
      return returns;
    });

const orderWithReturns = anyOrder.chain((order) => fc.tuple(fc.constant(order), anyReturns(order)));

test('no sequence of partial returns refunds more than was paid, or a cent less when everything is back', () => {
  fc.assert(
    fc.property(orderWithReturns, ([start, returns]) => {
      let order = start;
      for (const lines of returns) {
        const plan = planned(order, terms(lines, { returnsFreight: true }));
        expect(
          sum(
            plan.payments.map(({ amount }) => amount),
            'CNY',
          ),
        ).toEqual(plan.total);
        order = after(order, plan);
        for (const payment of order.payments) expect(payment.refunded.minor <= payment.paid.minor).toBe(true);
      }
      for (const line of order.lines) expect(line.refunded).toEqual(add(line.paid, line.freight));
      for (const payment of order.payments) expect(payment.refunded).toEqual(payment.paid);
    }),
    { numRuns: 300 },
  );
});

test('freight that is kept and deductions that are made are all that is missing in the end', () => {
  fc.assert(
    fc.property(
      orderWithReturns,
      fc.array(fc.tuple(fc.boolean(), fc.nat(100)), { minLength: 1, maxLength: 20 }),
      ([start, returns], moods) => {
        let order = start;
        let kept = 0n;
        returns.forEach((lines, i) => {
          const [returnsFreight = true, share = 0] = moods[i % moods.length] ?? [];
          const whole = planned(order, terms(lines, { returnsFreight: true }));
          const first = whole.lines[0];
          const off = first ? (first.goods.minor * BigInt(share)) / 100n : 0n;
          const deductions = off > 0n ? [{ lineId: 'rli_1' as const, amount: cny(off), reason: 'agreed' }] : [];
          const plan = planned(order, terms(lines, { returnsFreight, deductions }));
          kept += whole.total.minor - plan.total.minor;
          order = after(order, plan);
        });
        const paid = sum(
          order.payments.map((payment) => payment.paid),
          'CNY',
        ).minor;
        expect(
          sum(
            order.payments.map(({ refunded }) => refunded),
            'CNY',
          ).minor,
        ).toBe(paid - kept);
      },
    ),
    { numRuns: 300 },
  );
});

test('the order in which single units come back changes nothing about what they carry together', () => {
  fc.assert(
    fc.property(
      anyOrder.chain((order) => fc.tuple(fc.constant(order), anyReturns(order), anyReturns(order))),
      ([start, one, other]) => {
        const refunded = (returns: [number, number][][]) => {
          let order = start;
          for (const lines of returns) order = after(order, planned(order, terms(lines, { returnsFreight: true })));
          return order.lines.map((line) => line.refunded);
        };
        expect(refunded(one)).toEqual(refunded(other));
      },
    ),
    { numRuns: 150 },
  );
});

test('the explanation adds up to the total', () => {
  fc.assert(
    fc.property(anyOrder, fc.boolean(), fc.nat(120), (order, returnsFreight, share) => {
      const all = order.lines.map((line, n): [number, number] => [n + 1, line.quantity]);
      const paid = sum(
        order.payments.map((payment) => payment.paid),
        'CNY',
      ).minor;
      const platformAmount = share > 100 ? null : cny((paid * BigInt(share)) / 100n);
      const plan = planned(order, terms(all, { returnsFreight, platformAmount }));
      expect(
        sum(
          plan.explanation.map(({ amount }) => amount),
          'CNY',
        ),
      ).toEqual(plan.total);
      if (platformAmount) expect(plan.total).toEqual(platformAmount);
    }),
    { numRuns: 300 },
  );
});
