import { sql } from 'kysely';
import type { MerchantId, OrderId, OrderLineId, RefundId } from '../../domain/ids.ts';
import type { BlueInvoice, BlueInvoiceId, BuyerKind } from '../../domain/invoicing/blue-invoice.ts';
import { money } from '../../domain/money.ts';
import type { LocalDate } from '../../domain/time.ts';
import type { Tx } from '../db/database.ts';

type Row = {
  id: BlueInvoiceId;
  number: string;
  issuedOn: LocalDate;
  buyerKind: BuyerKind;
  booked: boolean | null;
  lines: {
    number: number;
    orderLineId: OrderLineId;
    currency: string;
    gross: string;
    tax: string;
    redGross: string;
  }[];
};

export async function readInvoices(tx: Tx, merchantId: MerchantId, orderId: OrderId): Promise<BlueInvoice[]> {
  const { rows } = await sql<Row>`select b.invoice_id as id, b.number, b.issued_on as "issuedOn",
      b.buyer_kind as "buyerKind", b.booked,
      (select json_agg(json_build_object('number', l.line_number, 'orderLineId', l.order_line_id,
          'currency', l.currency, 'gross', l.gross_minor::text, 'tax', l.tax_minor::text,
          'redGross', l.red_gross_minor::text) order by l.line_number)
        from blue_invoice_line l where l.merchant_id = b.merchant_id and l.invoice_id = b.invoice_id) as lines
    from blue_invoice b where b.merchant_id = ${merchantId} and b.order_id = ${orderId}
    order by b.issued_on, b.number`.execute(tx);
  return rows.map(({ lines, ...invoice }) => ({
    ...invoice,
    lines: lines.map(({ number, orderLineId, currency, gross, tax, redGross }) => ({
      number,
      orderLineId,
      gross: money(BigInt(gross), currency),
      tax: money(BigInt(tax), currency),
      redGross: money(BigInt(redGross), currency),
    })),
  }));
}

type Covered = { refundId: RefundId; orderLineId: OrderLineId; currency: string; gross: string };

/** What red invoices, issued or due, cover of one refund, by line of the order. */
export async function readCovered(tx: Tx, merchantId: MerchantId, refundId: RefundId) {
  const { rows } = await sql<Covered>`select l.order_line_id as "orderLineId", r.currency,
      sum(l.gross_minor)::text as gross
    from red_invoice r join red_invoice_line l on l.merchant_id = r.merchant_id and l.red_id = r.red_id
    where r.merchant_id = ${merchantId} and r.refund_id = ${refundId} group by 1, 2`.execute(tx);
  return new Map(rows.map(({ orderLineId, currency, gross }) => [orderLineId, money(BigInt(gross), currency)]));
}
