import { add, subtract, zero } from '../money.ts';
import type { Order } from '../orders/order.ts';
import { heldUnits } from './claims.ts';
import type { RefundBooking, RmaEvent, RmaEventType } from './events.ts';
import { evolve } from './evolve.ts';
import type { Rma } from './rma.ts';

/** After these a return may hold other units of its order than before. */
const movesClaims: ReadonlySet<RmaEventType> = new Set<RmaEventType>([
  'rma_opened',
  'rma_rejected',
  'rma_withdrawn',
  'rma_reopened',
  'rma_converted',
  'line_received',
  'line_receipt_undone',
  'line_missing',
  'line_found',
  'line_disposed',
  'line_disposition_undone',
  'line_inspection_undone',
  'replacement_shipped',
  'refund_requested',
  'nothing_to_refund',
]);

/**
 * What a return's event does to the counters of its order: units claimed and settled, money ordered back. They hold the
 * limits across several returns of one order, so they live on the order, under its lock.
 * @param before the return as it was before the event; null when the event opens it
 */
export function evolveOrder(order: Order, before: Rma | null, event: RmaEvent): Order {
  const claimed = movesClaims.has(event.type) ? claim(order, before, evolve(before, event)) : order;
  switch (event.type) {
    case 'refund_requested':
      return {
        ...entitled(settle(claimed, event.booking), event),
        payments: claimed.payments.map((payment) =>
          payment.id === event.paymentId ? { ...payment, refunded: add(payment.refunded, event.amount) } : payment,
        ),
      };
    case 'nothing_to_refund':
      return entitled(settle(claimed, event.booking ?? []), event);
    default:
      return claimed;
  }
}

/** Counts what the promotion rules gave, so that what comes back later gets the rest and no more. */
const entitled = (order: Order, { entitled: more }: { entitled?: Order['entitled'] }): Order =>
  more && more.minor !== 0n ? { ...order, entitled: add(order.entitled ?? zero(order.currency), more) } : order;

/** Counts what is paid for, and what was given back on units that the buyer keeps or kept. */
const settle = (order: Order, booking: readonly RefundBooking[]): Order => ({
  ...order,
  lines: order.lines.map((line) => {
    const booked = booking.filter((part) => part.orderLineId === line.id);
    if (booked.length === 0) return line;
    const none = zero(order.currency);
    const rebated = booked.reduce(
      (total, part) => subtract(part.rebate ? add(total, part.goods) : total, part.rebated ?? none),
      line.rebated ?? none,
    );
    return {
      ...line,
      settled: line.settled + booked.reduce((units, part) => units + part.units, 0),
      refunded: booked.reduce((total, part) => add(total, add(part.goods, part.freight)), line.refunded),
      ...(line.rebated || rebated.minor !== 0n ? { rebated } : {}),
    };
  }),
});

/** Takes up what the return holds now and sets free what it held before. */
function claim(order: Order, before: Rma | null, after: Rma): Order {
  const change = new Map<string, number>();
  for (const { orderLineId, quantity } of heldUnits(after)) change.set(orderLineId, quantity);
  for (const { orderLineId, quantity } of before ? heldUnits(before) : []) {
    change.set(orderLineId, (change.get(orderLineId) ?? 0) - quantity);
  }
  if (![...change.values()].some((units) => units !== 0)) return order;
  return {
    ...order,
    lines: order.lines.map((line) => {
      const units = change.get(line.id) ?? 0;
      return units === 0 ? line : { ...line, claimed: line.claimed + units };
    }),
  };
}
