import { sql } from 'kysely';
import type { MerchantId, OrderId, RmaId } from '../../domain/ids.ts';
import { type LocalDate, localDate } from '../../domain/time.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { followRedVat } from '../returns/red-vat-entries.ts';
import { read } from '../returns/rma-store.ts';
import { merchantTerms } from '../warehouse/document-store.ts';

export async function todayOf(app: App, tx: Tx, merchantId: MerchantId): Promise<LocalDate> {
  const { time_zone: timeZone } = await merchantTerms(tx, merchantId);
  return localDate(app.clock.now(), timeZone);
}

type Row = { rmaId: RmaId; orderId: OrderId; day: LocalDate };

/** The red invoice exists: from its own day on the output VAT is reduced. */
export async function redVatIssued(app: App, tx: Tx, merchantId: MerchantId, redId: string): Promise<void> {
  const today = await todayOf(app, tx, merchantId);
  const { rows } =
    await sql<Row>`select rma_id as "rmaId", order_id as "orderId", least(issued_on, ${today}::date) as day
    from red_invoice where merchant_id = ${merchantId} and red_id = ${redId} and issued_on is not null`.execute(tx);
  const [red] = rows;
  if (!red) return;
  // Nobody locks an invoice while he holds an order, so this waits for nobody who waits for us.
  await sql`select 1 from sales_order where merchant_id = ${merchantId} and order_id = ${red.orderId}
    for update`.execute(tx);
  const stored = await read(tx, merchantId, red.rmaId);
  if (!stored) return;
  await followRedVat(app, tx, merchantId, { ...stored, events: [] }, red.day);
}
