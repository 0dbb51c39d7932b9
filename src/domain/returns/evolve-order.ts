import type { OrderLineId } from '../ids.ts';
import { add } from '../money.ts';
import type { Order } from '../orders/order.ts';
import type { RefundBooking, RmaEvent } from './events.ts';
import type { Rma, RmaLine } from './rma.ts';

/**
 * What a return's event does to the counters of its order: units claimed and settled, money ordered back. They hold the
 * limits across several returns of one order, so they live on the order, under its lock.
 * @param before the return as it was before the event; null when the event opens it
 */
export function evolveOrder(order: Order, before: Rma | null, event: RmaEvent): Order {
  switch (event.type) {
    case 'rma_opened':
      return claim(order, event.lines, 1);
    case 'rma_rejected':
    case 'rma_withdrawn':
      return claim(
        order,
        (before?.lines ?? []).filter((line) => !isGivenUp(line)),
        -1,
      );
    case 'rma_reopened':
      return claim(order, before?.lines ?? [], 1);
    case 'line_missing': {
      // Units that a platform has paid for before they were looked for are not returned a second time.
      const line = before?.lines.find((candidate) => candidate.id === event.lineId);
      return line && line.settlement !== 'not_due' ? order : claim(order, [event], -1);
    }
    case 'refund_requested':
      return {
        ...settle(order, before, event.booking),
        payments: order.payments.map((payment) =>
          payment.id === event.paymentId ? { ...payment, refunded: add(payment.refunded, event.amount) } : payment,
        ),
      };
    case 'nothing_to_refund':
      return settle(order, before, event.booking ?? []);
    default:
      return order;
  }
}

/** Its units were set free when they were reported missing, and nobody has paid for them. */
const isGivenUp = (line: RmaLine): boolean => line.reception === 'missing' && line.settlement === 'not_due';

/** Counts what is paid for. Missing units that a platform pays for none the less are taken again. */
function settle(order: Order, before: Rma | null, booking: readonly RefundBooking[]): Order {
  const settled = {
    ...order,
    lines: order.lines.map((line) => {
      const booked = booking.filter((part) => part.orderLineId === line.id);
      if (booked.length === 0) return line;
      return {
        ...line,
        settled: line.settled + booked.reduce((units, part) => units + part.units, 0),
        refunded: booked.reduce((total, part) => add(total, add(part.goods, part.freight)), line.refunded),
      };
    }),
  };
  const givenUp = new Set((before?.lines ?? []).filter(isGivenUp).map((line) => line.id));
  const taken = booking.filter((part) => givenUp.has(part.lineId));
  return claim(
    settled,
    taken.map(({ orderLineId, units }) => ({ orderLineId, quantity: units })),
    1,
  );
}

const claim = (
  order: Order,
  lines: readonly { orderLineId: OrderLineId; quantity: number }[],
  sign: 1 | -1,
): Order => ({
  ...order,
  lines: order.lines.map((line) => {
    const units = lines.filter((part) => part.orderLineId === line.id).reduce((n, part) => n + part.quantity, 0);
    return units === 0 ? line : { ...line, claimed: line.claimed + sign * units };
  }),
});
