import { present } from '../assert.ts';
import { allocate, isMore, isPositive, least, type Money, subtract, sum, zero } from '../money.ts';
import {
  linePaidWithFreight,
  nextUnits,
  nextUnitsRebated,
  type Order,
  type OrderLine,
  refundable,
  unsettled,
} from '../orders/order.ts';
import { ok, type Result, reject } from '../result.ts';
import {
  deduct,
  type ExplanationRow,
  fillPayments,
  type PlannedLine,
  type PlanRejection,
  type RefundPlan,
  type RefundTerms,
} from './refund-plan.ts';

export type RebateTerms = Pick<RefundTerms, 'lines' | 'deductions'> & { amount: Money };

/**
 * Works out money back on units that the buyer keeps, for a price that has dropped. It settles no unit. The units carry it
 * from then on: when they come back, only the rest of their shares is paid. No line gives more than its units still hold.
 */
export function planRebate(
  order: Order,
  { lines: named, deductions, amount }: RebateTerms,
): Result<RefundPlan, PlanRejection> {
  const rooms = roomsOf(order, named);
  const room = sum(rooms, order.currency);
  if (isMore(amount, room)) return reject({ code: 'refund_exceeds_paid', refundable: room });
  // By what the units still hold: no part is larger than its room, since the whole is not.
  const parts = isPositive(room)
    ? allocate(
        amount,
        rooms.map(({ minor }) => minor),
      )
    : rooms;
  const explanation: ExplanationRow[] = [];
  const lines = named.map(({ lineId, orderLineId, quantity }, i): PlannedLine => {
    const goods = parts[i] ?? zero(order.currency);
    explanation.push({ code: 'price_protection', orderLineId, quantity, amount: goods });
    return {
      lineId,
      orderLineId,
      quantity,
      goods,
      freight: zero(order.currency),
      funded: [],
      vatBasisPoints: boughtAs(order, orderLineId).vatBasisPoints,
      staysWithBuyer: true,
    };
  });
  const refused = deduct(lines, deductions, explanation);
  if (refused) return reject(refused);
  const total = sum(
    lines.map((line) => line.goods),
    order.currency,
  );
  const left = sum(order.payments.map(refundable), order.currency);
  if (isMore(total, left)) return reject({ code: 'refund_exceeds_paid', refundable: left });
  return ok({ total, lines, explanation, payments: fillPayments(order, lines) });
}

/** What the named units still hold. Two lines over one order line take its units one after the other. */
function roomsOf(order: Order, lines: RebateTerms['lines']): Money[] {
  const taken = new Map<string, { units: number; room: Money }>();
  return lines.map(({ orderLineId, quantity }) => {
    const bought = boughtAs(order, orderLineId);
    const before = taken.get(orderLineId) ?? { units: 0, room: zero(order.currency) };
    const units = Math.min(before.units + quantity, unsettled(bought));
    const room = heldBy(bought, units);
    taken.set(orderLineId, { units, room });
    return subtract(room, before.room);
  });
}

/** What the next units hold of the buyer's money for the goods, as far as the line's payment reaches. */
function heldBy(bought: OrderLine, units: number): Money {
  if (units === 0) return zero(bought.paid.currency);
  const held = subtract(nextUnits(bought, units).goods, nextUnitsRebated(bought, units));
  const left = subtract(linePaidWithFreight(bought), bought.refunded);
  return isPositive(held) ? least(held, left) : zero(bought.paid.currency);
}

const boughtAs = (order: Order, orderLineId: string): OrderLine =>
  present(
    order.lines.find((line) => line.id === orderLineId),
    `order line ${orderLineId}`,
  );
