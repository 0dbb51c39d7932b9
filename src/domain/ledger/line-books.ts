import type { BlueInvoice } from '../invoicing/blue-invoice.ts';
import { isPositive, least, type Money, money } from '../money.ts';
import type { Order } from '../orders/order.ts';
import type { RmaEvent } from '../returns/events.ts';
import { evolve } from '../returns/evolve.ts';
import type { GoodsState, KeptBooks, LineBooks, SaleState } from '../returns/line-sale.ts';
import type { Rma, RmaLine } from '../returns/rma.ts';
import type { PostingTerms } from './posting-terms.ts';
import { invoicedParts } from './red-vat.ts';

/**
 * The events with what the books must know of the moment: how the sale and the goods of a line stand when its refund is
 * ordered or its goods arrive. What a line was first booked by holds for it until the end, whatever terms begin meanwhile.
 */
export function withBooks(
  order: Order,
  before: Rma | null,
  events: readonly RmaEvent[],
  terms: PostingTerms,
  invoices: readonly BlueInvoice[] = [],
): RmaEvent[] {
  let rma = before;
  return events.map((event) => {
    const known = rma ? withInvoiced(noted(order, rma, event, terms), invoices) : event;
    rma = evolve(rma, known);
    return known;
  });
}

function withInvoiced(event: RmaEvent, invoices: readonly BlueInvoice[]): RmaEvent {
  if (event.type !== 'refund_requested') return event;
  const invoiced = invoicedParts(invoices, event.booking);
  return invoiced.length > 0 ? { ...event, invoiced } : event;
}

function noted(order: Order, rma: Rma, event: RmaEvent, terms: PostingTerms): RmaEvent {
  switch (event.type) {
    case 'refund_requested':
    case 'nothing_to_refund': {
      const books = (event.booking ?? []).flatMap(({ lineId, units, rebate }) => {
        const line = lineOf(rma, lineId);
        return line ? [refundBooks(order, line, rebate ? 0 : units, terms)] : [];
      });
      return books.length > 0 ? { ...event, books } : event;
    }
    case 'line_received': {
      const line = lineOf(rma, event.lineId);
      const books = line && arrivalBooks(order, line, event.unitCost, terms);
      return books && Object.keys(books).length > 0 ? { ...event, books } : event;
    }
    case 'line_disposed':
      return event.disposition === 'resale' && terms.resale === 'gross' ? { ...event, allowance: true } : event;
    case 'line_disposition_undone':
      return lineOf(rma, event.lineId)?.books?.allowance ? { ...event, allowance: true } : event;
    default:
      return event;
  }
}

const lineOf = (rma: Rma, id: RmaLine['id']): RmaLine | undefined => rma.lines.find((line) => line.id === id);

function refundBooks(order: Order, line: RmaLine, units: number, terms: PostingTerms): LineBooks {
  const bought = order.lines.find(({ id }) => id === line.orderLineId);
  const unitCost = bought?.unitCost ?? money(0, order.currency);
  const sale = line.books?.sale ?? saleOf(order, line.reception !== 'not_expected', terms);
  const isNew = isPositive(unitCost) && units > 0 && !line.books?.owedAt && sale !== 'unshipped';
  const goods = isNew ? goodsOf(line) : 'none';
  const recovery = goods === 'none' ? undefined : recoveryOf(line, sale, unitCost, terms);
  return { lineId: line.id, sale, goods, unitCost, units, ...(recovery ? { recovery } : {}) };
}

const goodsOf = ({ reception }: RmaLine): GoodsState =>
  reception === 'awaiting' || reception === 'in_transit' ? 'owed' : reception === 'missing' ? 'lost' : 'none';

/** How a line was first booked as its goods arrived. */
function arrivalBooks(order: Order, line: RmaLine, unitCost: Money, terms: PostingTerms): KeptBooks {
  if (line.books?.recovery) return {};
  const sale = line.books?.sale ?? saleOf(order, true, terms);
  const recovery = recoveryOf(line, sale, unitCost, terms);
  return { sale, ...(recovery ? { recovery } : {}) };
}

/** What the right to a unit was booked without: nobody expects more of it back than it cost. */
function recoveryOf(
  { books }: RmaLine,
  sale: SaleState,
  unitCost: Money,
  { recoveryMinor }: PostingTerms,
): Money | undefined {
  if (books?.recovery || sale !== 'provided') return undefined;
  const recovery = least(money(recoveryMinor, unitCost.currency), unitCost);
  return isPositive(recovery) ? recovery : undefined;
}

/** Goods that come back were sent, whatever the order says of it. */
function saleOf(order: Order, isBack: boolean, { recognition, policy }: PostingTerms): SaleState {
  // What the buyer keeps was never expected back: its provision, if any, is for others.
  const sold = policy === 'estimate' && isBack ? 'provided' : 'recognised';
  if (order.deliveredAt !== null) return sold;
  if (order.shippedAt === null && !isBack && !order.outbound?.length) return 'unshipped';
  return recognition === 'delivery' ? 'unrecognised' : sold;
}
