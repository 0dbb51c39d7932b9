import { sql } from 'kysely';
import type { MerchantId, OrderId, RefundId, RmaId } from '../../domain/ids.ts';
import {
  type BlueInvoice,
  type BlueInvoiceId,
  type BuyerKind,
  checkBlueLines,
  type InvoiceRefusal,
  linesOfWholeOrder,
  type NewBlueLine,
} from '../../domain/invoicing/blue-invoice.ts';
import type { Order } from '../../domain/orders/order.ts';
import { ok, type Result, reject } from '../../domain/result.ts';
import type { LocalDate } from '../../domain/time.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { findOrder } from '../orders/order-store.ts';
import { readInvoices } from '../returns/invoice-rows.ts';
import { openReds } from '../returns/open-reds.ts';
import { followRedVat } from '../returns/red-vat-entries.ts';
import { read } from '../returns/rma-store.ts';
import { todayOf } from './red-vat-issued.ts';

export type NewInvoice = {
  number: string;
  issuedOn: LocalDate;
  buyerKind: BuyerKind;
  booked: boolean | null;
  /** Absent: the whole order, as it was paid. */
  lines?: (order: Order) => NewBlueLine[] | undefined;
};

type NotRecorded =
  | InvoiceRefusal
  | { code: 'order_not_found' }
  | { code: 'invoice_of_other_order'; field: string }
  | { code: 'invoice_differs'; field: string };

/** Keeps an invoice of an order, and opens tasks for what was refunded before. The same once more changes nothing. */
export async function recordInvoice(
  app: App,
  tx: Tx,
  orderId: OrderId,
  given: NewInvoice,
  { merchantId, by }: { merchantId: MerchantId; by: string },
): Promise<Result<{ id: BlueInvoiceId }, NotRecorded>> {
  // A refund that is being paid waits, or is seen as paid below.
  await sql`select 1 from sales_order where merchant_id = ${merchantId} and order_id = ${orderId} for update`.execute(
    tx,
  );
  const order = await findOrder(tx, merchantId, orderId);
  if (!order) return reject({ code: 'order_not_found' });
  const lines = given.lines?.(order) ?? linesOfWholeOrder(order.lines);
  const invoices = await readInvoices(tx, merchantId, orderId);
  const known = invoices.find(({ number }) => number === given.number);
  if (known)
    return isSame(known, given, lines) ? ok({ id: known.id }) : reject({ code: 'invoice_differs', field: 'number' });
  const wrong = checkBlueLines(
    order.lines,
    lines,
    invoices.flatMap((invoice) => invoice.lines),
  );
  if (wrong) return reject(wrong);
  const id = app.newId('inv');
  const { rows } = await sql`insert into blue_invoice (merchant_id, invoice_id, order_id, number, issued_on, buyer_kind,
      booked, entered_by, entered_at)
    values (${merchantId}, ${id}, ${orderId}, ${given.number}, ${given.issuedOn}, ${given.buyerKind}, ${given.booked},
      ${by}, ${app.clock.now()})
    on conflict (merchant_id, number) do nothing returning 1`.execute(tx);
  if (rows.length === 0) return reject({ code: 'invoice_of_other_order', field: 'number' });
  await saveLines(tx, merchantId, id, lines);
  await sql`update sales_order set invoiced = true where merchant_id = ${merchantId} and order_id = ${orderId}
    and not invoiced`.execute(tx);
  await openForPaid(app, tx, merchantId, orderId);
  return ok({ id });
}

function isSame(known: BlueInvoice, given: NewInvoice, lines: readonly NewBlueLine[]): boolean {
  const said = (each: NewBlueLine) => `${each.orderLineId} ${each.gross.minor} ${each.tax.minor}`;
  return (
    known.issuedOn === given.issuedOn &&
    known.buyerKind === given.buyerKind &&
    known.booked === given.booked &&
    known.lines.map(said).join() === lines.map(said).join()
  );
}

async function saveLines(tx: Tx, merchantId: MerchantId, id: BlueInvoiceId, lines: readonly NewBlueLine[]) {
  const rows = lines.map(({ orderLineId, gross, tax }, i) => ({
    line_number: i + 1,
    order_line_id: orderLineId,
    currency: gross.currency,
    gross: String(gross.minor),
    tax: String(tax.minor),
  }));
  await sql`insert into blue_invoice_line (merchant_id, invoice_id, line_number, order_line_id, currency, gross_minor,
      tax_minor)
    select ${merchantId}, ${id}, i.line_number, i.order_line_id, i.currency, i.gross, i.tax
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as i(line_number int, order_line_id text, currency text, gross bigint, tax bigint)`.execute(tx);
}

/** Refunds that were paid before their invoice was known. */
async function openForPaid(app: App, tx: Tx, merchantId: MerchantId, orderId: OrderId): Promise<void> {
  const { rows } = await sql<{ rmaId: RmaId; refundId: RefundId }>`select rma_id as "rmaId", refund_id as "refundId"
    from refund where merchant_id = ${merchantId} and order_id = ${orderId} and state = 'succeeded'
    order by settled_at, refund_id`.execute(tx);
  for (const { rmaId, refundId } of rows) {
    const stored = await read(tx, merchantId, rmaId);
    if (!stored) continue;
    const paid = { ...stored, events: [] };
    await openReds(app, tx, merchantId, paid, refundId);
    await followRedVat(app, tx, merchantId, paid, await todayOf(app, tx, merchantId));
  }
}
