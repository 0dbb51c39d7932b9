import type { RefundId } from '../ids.ts';
import type { BlueInvoice } from '../invoicing/blue-invoice.ts';
import { redsDue } from '../invoicing/red-due.ts';
import { add, isPositive, least, type Money, money, subtract, sum, zero } from '../money.ts';
import type { RefundBooking, RmaEvent } from '../returns/events.ts';
import type { InvoicedPart } from '../returns/line-sale.ts';
import { credit, debit, entry, type JournalEntry } from './entry.ts';

/** What of a refund the order's invoices cover as they stand, with the tax that their red invoices will take off. */
export function invoicedParts(invoices: readonly BlueInvoice[], booking: readonly RefundBooking[]): InvoicedPart[] {
  const refunded = booking
    // The reason does not matter for the amounts.
    .map(({ orderLineId, goods, freight }) => ({ orderLineId, amount: add(goods, freight), reason: '02' as const }))
    .filter(({ amount }) => isPositive(amount));
  const parts = new Map<InvoicedPart['orderLineId'], InvoicedPart>();
  for (const { orderLineId, gross, tax } of redsDue(invoices, refunded).flatMap(({ lines }) => lines)) {
    const known = parts.get(orderLineId);
    parts.set(orderLineId, {
      orderLineId,
      gross: known ? add(known.gross, gross) : gross,
      vat: known ? add(known.vat, tax) : tax,
    });
  }
  return [...parts.values()];
}

/** Takes up to `upTo` of what is invoiced for a line of the order; the last taker gets the rest of the tax. */
export function takeInvoiced(
  left: Map<InvoicedPart['orderLineId'], InvoicedPart>,
  orderLineId: InvoicedPart['orderLineId'],
  upTo: Money,
): { gross: Money; vat: Money } {
  const part = left.get(orderLineId);
  const none = zero(upTo.currency);
  const gross = part ? least(upTo, part.gross) : none;
  if (!part || !isPositive(gross)) return { gross: none, vat: none };
  const vat = { ...part.vat, minor: (part.vat.minor * gross.minor) / part.gross.minor };
  left.set(orderLineId, { orderLineId, gross: subtract(part.gross, gross), vat: subtract(part.vat, vat) });
  return { gross, vat };
}

/**
 * The output VAT of a return that must wait: of refunds still to be paid what their invoices covered when they were ordered,
 * of paid ones what their red invoices will take off.
 * @param tasks tax of red invoices that are due and do not exist yet
 */
export function vatThatWaits(events: readonly RmaEvent[], tasks: Money): Money {
  const unpaid = events.flatMap((event) =>
    event.type === 'refund_requested' && !isPaid(events, event.refundId)
      ? (event.invoiced ?? []).map(({ vat }) => vat)
      : [],
  );
  return add(tasks, sum(unpaid, tasks.currency));
}

/** A refund that was asked for again under another number is the same refund. */
function isPaid(events: readonly RmaEvent[], refundId: RefundId): boolean {
  return events.some(
    (event) =>
      (event.type === 'refund_succeeded' && event.refundId === refundId) ||
      (event.type === 'refund_reissued' && event.refundId === refundId && isPaid(events, event.newRefundId)),
  );
}

/** What brings the VAT that is kept back for a return to what must wait. */
export function redVatEntry(kept: Money, waits: Money): JournalEntry[] {
  const more = subtract(waits, kept);
  if (more.minor > 0n) return entry('vat_awaits_red', [debit('red_vat', more), credit('output_vat', more)]);
  const less = money(-more.minor, more.currency);
  return entry('vat_red_issued', [debit('output_vat', less), credit('red_vat', less)]);
}
