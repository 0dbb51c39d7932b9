import { add, allocate, isZero, type Money, subtract, sum, times, zero } from '../money.ts';
import { ok, type Result, reject } from '../result.ts';
import type { Discount } from './order.ts';

/** An order as it comes in: list prices per line, discounts on lines and on the whole order, freight, payments. */
export type OrderAmounts = {
  currency: string;
  lines: { quantity: number; unitPrice: Money; discounts: Discount[] }[];
  orderDiscounts: Discount[];
  /** Freight the buyer really paid, after any freight discount. */
  freightPaid: Money;
  payments: { paid: Money }[];
};

export type AllocatedLine = { paid: Money; freight: Money; discounts: Discount[] };

export type AllocationRejection =
  | { code: 'discount_exceeds_price'; line: number }
  | { code: 'payments_do_not_match'; expected: Money; paid: Money };

/**
 * Gives every line its part of the order's discounts (by what the line costs) and of the freight (by what is paid for
 * it), once, by largest remainder. Refunds read these parts and never work them out again.
 */
export function allocateOrder(order: OrderAmounts): Result<AllocatedLine[], AllocationRejection> {
  const own = order.lines.map((line) => ({
    left: subtract(times(line.unitPrice, line.quantity), total(line.discounts, order.currency)),
    discounts: [...line.discounts],
  }));
  for (const discount of order.orderDiscounts) {
    const shares = shareOut(
      discount.amount,
      own.map((line) => line.left),
    );
    own.forEach((line, i) => {
      const amount = shares[i] ?? zero(order.currency);
      if (isZero(amount)) return;
      line.left = subtract(line.left, amount);
      line.discounts.push({ funder: discount.funder, amount });
    });
  }
  const overdrawn = own.findIndex((line) => line.left.minor < 0n);
  if (overdrawn >= 0) return reject({ code: 'discount_exceeds_price', line: overdrawn });

  const freight = shareOut(
    order.freightPaid,
    own.map((line) => line.left),
  );
  const expected = add(
    sum(
      own.map((line) => line.left),
      order.currency,
    ),
    order.freightPaid,
  );
  const paid = sum(
    order.payments.map((payment) => payment.paid),
    order.currency,
  );
  if (expected.minor !== paid.minor) return reject({ code: 'payments_do_not_match', expected, paid });
  return ok(
    own.map((line, i) => ({
      paid: line.left,
      freight: freight[i] ?? zero(order.currency),
      discounts: merged(line.discounts),
    })),
  );
}

const total = (discounts: readonly Discount[], currency: string): Money =>
  sum(
    discounts.map((discount) => discount.amount),
    currency,
  );

/** By the weights, or evenly where nothing weighs anything (an order of gifts with paid freight). */
function shareOut(amount: Money, weights: readonly Money[]): Money[] {
  const minors = weights.map((weight) => (weight.minor > 0n ? weight.minor : 0n));
  return allocate(amount, minors.some((minor) => minor > 0n) ? minors : weights.map(() => 1n));
}

function merged(discounts: readonly Discount[]): Discount[] {
  const byFunder = new Map<string, Discount>();
  for (const discount of discounts) {
    const known = byFunder.get(discount.funder);
    byFunder.set(discount.funder, known ? { ...known, amount: add(known.amount, discount.amount) } : discount);
  }
  return [...byFunder.values()];
}
