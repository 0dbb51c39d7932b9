import type { OrderLineId, RefundId } from '../ids.ts';
import { add, isPositive, least, type Money, subtract, sum, zero } from '../money.ts';
import type { RefundBooking, RmaEvent } from '../returns/events.ts';
import type { Rma } from '../returns/rma.ts';
import { type BlueInvoice, type BlueInvoiceId, type BlueLine, leftOf } from './blue-invoice.ts';

/** `02` goods returned (销货退回), `04` allowance (销售折让): codes of the tax authority. */
export const redReasons = ['02', '04'] as const;
export type RedReason = (typeof redReasons)[number];

/** What a paid refund takes off one line of the order, and why. */
export type RefundedLine = { orderLineId: OrderLineId; amount: Money; reason: RedReason };

export type RedLine = { number: number; orderLineId: OrderLineId; gross: Money; tax: Money };

/** A red invoice that is due for one blue invoice. Amounts are positive here; on the invoice they are negative. */
export type RedDue = { invoiceId: BlueInvoiceId; reason: RedReason; lines: RedLine[]; gross: Money; tax: Money };

/** What a refund that is paid has taken off the order's lines, as it was booked under its first number. */
export function refundedLines(
  rma: Rma,
  events: readonly RmaEvent[],
  refundId: RefundId,
  wasShipped: boolean,
): RefundedLine[] {
  const booking = bookingOf(events, refundId);
  return booking
    .map((part) => ({
      orderLineId: part.orderLineId,
      amount: add(part.goods, part.freight),
      reason: reasonFor(rma, part, wasShipped),
    }))
    .filter(({ amount }) => isPositive(amount));
}

function bookingOf(events: readonly RmaEvent[], refundId: RefundId): readonly RefundBooking[] {
  const requested = events.find((event) => event.type === 'refund_requested' && event.refundId === refundId);
  if (requested?.type === 'refund_requested') return requested.booking;
  const earlier = events.find((event) => event.type === 'refund_reissued' && event.newRefundId === refundId);
  return earlier?.type === 'refund_reissued' ? bookingOf(events, earlier.refundId) : [];
}

/** Goods that come back, or never left, are returned; whoever keeps them has been granted an allowance. */
function reasonFor(rma: Rma, { lineId, rebate }: RefundBooking, wasShipped: boolean): RedReason {
  if (rebate) return '04';
  const line = rma.lines.find(({ id }) => id === lineId);
  return wasShipped && line?.reception === 'not_expected' ? '04' : '02';
}

/** What is left of a refund's lines when red invoices have covered `covered` of them. */
export function uncovered(lines: readonly RefundedLine[], covered: ReadonlyMap<OrderLineId, Money>): RefundedLine[] {
  const rest = new Map(covered);
  return lines.flatMap((line) => {
    const done = least(line.amount, rest.get(line.orderLineId) ?? zero(line.amount.currency));
    rest.set(line.orderLineId, subtract(rest.get(line.orderLineId) ?? done, done));
    const amount = subtract(line.amount, done);
    return isPositive(amount) ? [{ ...line, amount }] : [];
  });
}

/**
 * Which red invoices are due for what was refunded: by blue invoice and reason, the oldest invoice first, and never more
 * than is left of a line. What no invoice covers was never invoiced, and needs none.
 */
export function redsDue(invoices: readonly BlueInvoice[], refunded: readonly RefundedLine[]): RedDue[] {
  const left = invoices
    .toSorted((a, b) => (`${a.issuedOn} ${a.number}` < `${b.issuedOn} ${b.number}` ? -1 : 1))
    .flatMap(({ id, lines }) => lines.map((line) => ({ invoiceId: id, line })));
  const taken = new Map<(typeof left)[number], Money>();
  const due = new Map<string, RedDue>();
  for (const { orderLineId, amount, reason } of refunded) {
    let rest = amount;
    for (const place of left) {
      if (place.line.orderLineId !== orderLineId) continue;
      const before = taken.get(place) ?? zero(amount.currency);
      const gross = least(rest, subtract(leftOf(place.line), before));
      if (!isPositive(gross)) continue;
      taken.set(place, add(before, gross));
      rest = subtract(rest, gross);
      count(due, place.invoiceId, reason, redLine(place.line, before, gross));
    }
  }
  return [...due.values()];
}

function count(due: Map<string, RedDue>, invoiceId: BlueInvoiceId, reason: RedReason, line: RedLine): void {
  const none = zero(line.gross.currency);
  const key = `${invoiceId} ${reason}`;
  const red = due.get(key) ?? { invoiceId, reason, lines: [], gross: none, tax: none };
  const same = red.lines.find(({ number }) => number === line.number);
  const lines = same
    ? red.lines.map((known) =>
        known === same ? { ...known, gross: add(known.gross, line.gross), tax: add(known.tax, line.tax) } : known,
      )
    : [...red.lines, line];
  const total = (of: (each: RedLine) => Money) => sum(lines.map(of), none.currency);
  due.set(key, { ...red, lines, gross: total(({ gross }) => gross), tax: total(({ tax }) => tax) });
}

/** The tax is what brings the red tax so far to its share of the blue: in whatever parts, all of it goes back in the end. */
function redLine(line: BlueLine, before: Money, gross: Money): RedLine {
  const from = add(line.redGross, before);
  const tax = subtract(taxUpTo(line, add(from, gross)), taxUpTo(line, from));
  return { number: line.number, orderLineId: line.orderLineId, gross, tax };
}

/** Rounded half up: the share of the blue tax that so much of the line carries. */
const taxUpTo = ({ gross, tax }: BlueLine, upTo: Money): Money => ({
  minor: (2n * tax.minor * upTo.minor + gross.minor) / (2n * gross.minor),
  currency: gross.currency,
});
