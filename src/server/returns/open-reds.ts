import { sql } from 'kysely';
import type { MerchantId, RefundId } from '../../domain/ids.ts';
import type { BlueInvoice } from '../../domain/invoicing/blue-invoice.ts';
import { type RedDue, redsDue, refundedLines, uncovered } from '../../domain/invoicing/red-due.ts';
import type { Order } from '../../domain/orders/order.ts';
import type { RmaEvent } from '../../domain/returns/events.ts';
import type { Rma } from '../../domain/returns/rma.ts';
import type { LocalDate } from '../../domain/time.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { readCovered, readInvoices } from './invoice-rows.ts';
import { followRedVat } from './red-vat-entries.ts';
import type { StoredEvent } from './rma-store.ts';

type Paid = { order: Order; rma: Rma; history: readonly StoredEvent[]; events: readonly RmaEvent[] };

/**
 * Opens the tasks for refunds that these events have paid, in their transaction. The caller holds the order. It reads before
 * it writes, so it cannot be left to the commit; orders without invoices cost nothing.
 */
export async function openRedsFor(
  app: App,
  tx: Tx,
  merchantId: MerchantId,
  paid: Paid,
  today: LocalDate,
): Promise<void> {
  if (!paid.order.invoiced) return;
  const succeeded = paid.events.flatMap((event) => (event.type === 'refund_succeeded' ? [event.refundId] : []));
  for (const refundId of succeeded) await openReds(app, tx, merchantId, paid, refundId);
  if (succeeded.length > 0) await followRedVat(app, tx, merchantId, paid, today);
}

/** The invoices that a refund which is ordered now has to mind. Orders without invoices cost nothing. */
export const invoicesFor = async (
  tx: Tx,
  merchantId: MerchantId,
  order: Order,
  events: readonly RmaEvent[],
): Promise<BlueInvoice[]> =>
  order.invoiced && events.some(({ type }) => type === 'refund_requested')
    ? readInvoices(tx, merchantId, order.id)
    : [];

/** The red invoices that a paid refund still calls for. Asked again it finds them there, and opens none. */
export async function openReds(
  app: App,
  tx: Tx,
  merchantId: MerchantId,
  { order, rma, history, events }: Paid,
  refundId: RefundId,
): Promise<void> {
  const all = [...history.map(({ event }) => event), ...events];
  const refunded = refundedLines(rma, all, refundId, order.shippedAt !== null);
  const [invoices, covered] = await Promise.all([
    readInvoices(tx, merchantId, order.id),
    readCovered(tx, merchantId, refundId),
  ]);
  const due = redsDue(invoices, uncovered(refunded, covered));
  if (due.length > 0) await write(app, tx, merchantId, { order, rma, refundId }, due);
}

type About = Pick<Paid, 'order' | 'rma'> & { refundId: RefundId };

async function write(
  app: App,
  tx: Tx,
  merchantId: MerchantId,
  { order, rma, refundId }: About,
  due: readonly RedDue[],
): Promise<void> {
  const now = app.clock.now();
  const reds = due.map((red) => ({ ...red, id: app.newId('red') }));
  const rows = reds.map(({ id, invoiceId, reason, gross, tax }) => ({
    red_id: id,
    invoice_id: invoiceId,
    reason,
    currency: gross.currency,
    gross: String(gross.minor),
    tax: String(tax.minor),
  }));
  const lines = reds.flatMap(({ id, invoiceId, lines }) =>
    lines.map(({ number, orderLineId, gross, tax }) => ({
      red_id: id,
      invoice_id: invoiceId,
      line_number: number,
      order_line_id: orderLineId,
      gross: String(gross.minor),
      tax: String(tax.minor),
    })),
  );
  await sql`with opened as (
      insert into red_invoice (merchant_id, red_id, invoice_id, order_id, shop_id, rma_id, refund_id, reason, currency,
        gross_minor, tax_minor, state, due_at, updated_at)
      select ${merchantId}, i.red_id, i.invoice_id, ${order.id}, ${order.shopId}, ${rma.id}, ${refundId}, i.reason,
        i.currency, i.gross, i.tax, 'due', ${now}, ${now}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as i(red_id text, invoice_id text, reason text, currency text, gross bigint, tax bigint)
    ), taken as (
      update blue_invoice_line b set red_gross_minor = b.red_gross_minor + i.gross, red_tax_minor = b.red_tax_minor + i.tax
      from (select invoice_id, line_number, sum(gross) as gross, sum(tax) as tax
        from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb)
          as l(invoice_id text, line_number int, gross bigint, tax bigint) group by 1, 2) i
      where b.merchant_id = ${merchantId} and b.invoice_id = i.invoice_id and b.line_number = i.line_number
    )
    insert into red_invoice_line (merchant_id, red_id, line_number, order_line_id, gross_minor, tax_minor)
    select ${merchantId}, i.red_id, i.line_number, i.order_line_id, i.gross, i.tax
    from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb)
      as i(red_id text, line_number int, order_line_id text, gross bigint, tax bigint)`.execute(tx);
}
