import { sql } from 'kysely';
import type { RedInvoiceRow, redLanes } from '../../contract/invoicing.ts';
import type { MerchantId, RmaId, ShopId } from '../../domain/ids.ts';
import { confirmationFor } from '../../domain/invoicing/blue-invoice.ts';
import { isUnderWay, type RedState, redStates, whyNot } from '../../domain/invoicing/red-task.ts';
import { type Instant, plusHours } from '../../domain/time.ts';
import type { Tx } from '../db/database.ts';
import { cursorOf, pageFrom, readCursor } from '../db/keyset.ts';
import { iso } from '../orders/order-store.ts';

type Lane = (typeof redLanes)[number];
type Query = {
  lane?: Lane | undefined;
  state?: RedState | undefined;
  shopId?: ShopId | undefined;
  rmaId?: RmaId | undefined;
  minDays?: number | undefined;
  after?: string | undefined;
  limit: number;
};
type Row = Omit<RedInvoiceRow, 'gross' | 'tax' | 'can' | 'confirmation'> & {
  currency: string;
  gross: string;
  tax: string;
  booked: boolean | null;
  key: string;
};

const laneOf = (state: RedState): Lane =>
  isUnderWay(state) ? 'under_way' : state === 'issued' || state === 'by_hand' ? 'done' : 'open';

const statesIn = (lane: Lane): RedState[] => redStates.filter((state) => laneOf(state) === lane);

/** The longest due first. */
export async function listReds(tx: Tx, merchantId: MerchantId, now: Instant, query: Query) {
  const cursor = readCursor(query.after);
  const conditions = [
    sql`r.merchant_id = ${merchantId}`,
    ...(query.lane ? [sql`r.state = any(${statesIn(query.lane)})`] : []),
    ...(query.state ? [sql`r.state = ${query.state}`] : []),
    ...(query.shopId ? [sql`r.shop_id = ${query.shopId}`] : []),
    ...(query.rmaId ? [sql`r.rma_id = ${query.rmaId}`] : []),
    ...(query.minDays ? [sql`r.due_at <= ${plusHours(now, -24 * query.minDays)}::timestamptz`] : []),
    ...(cursor ? [sql`(r.due_at, r.red_id) > (${cursor[0]}::timestamptz, ${cursor[1]}::text)`] : []),
  ];
  const { rows } = await sql<Row>`select r.red_id as id, r.rma_id as "rmaId", a.number as "rmaNumber",
      r.shop_id as "shopId", s.name as "shopName", r.order_id as "orderId", a.order_external_id as "orderExternalId",
      b.number as "blueNumber", b.buyer_kind as "buyerKind", b.booked, r.reason, r.currency, r.gross_minor::text as gross,
      r.tax_minor::text as tax, r.state, ${iso('r.due_at')} as "dueAt",
      floor(extract(epoch from ${now}::timestamptz - r.due_at) / 86400)::int as days, r.sheet_id as "sheetId",
      r.sheet_status as "sheetStatus", ${iso('r.confirm_by')} as "confirmBy", ${iso('r.next_at')} as "nextAt",
      r.reason_code as "reasonCode", r.cause, r.red_number as "redNumber", r.issued_on as "issuedOn",
      r.done_by as "doneBy", r.note, r.due_at::text as key
    from red_invoice r
    join blue_invoice b on b.merchant_id = r.merchant_id and b.invoice_id = r.invoice_id
    join rma a on a.merchant_id = r.merchant_id and a.rma_id = r.rma_id
    join shop s on s.merchant_id = r.merchant_id and s.shop_id = r.shop_id
    where ${sql.join(conditions, sql` and `)}
    order by r.due_at, r.red_id limit ${query.limit + 1}`.execute(tx);
  const page = pageFrom(rows, query.limit, (row) => cursorOf(row.key, row.id));
  return { ...page, rows: page.rows.map(shown) };
}

function shown({ key: _, currency, gross, tax, booked, ...row }: Row): RedInvoiceRow {
  return {
    ...row,
    gross: { minor: gross, currency },
    tax: { minor: tax, currency },
    confirmation: confirmationFor({ buyerKind: row.buyerKind, booked }),
    can: {
      apply: whyNot('apply', row.state),
      withdraw: whyNot('withdraw', row.state),
      finishByHand: whyNot('finish_by_hand', row.state),
    },
  };
}

/** What is missing, and what output tax waits for it. */
export async function sumReds(tx: Tx, merchantId: MerchantId) {
  const { rows } = await sql<{ state: RedState; currency: string; count: number; tax: string }>`select state, currency,
      count(*)::int as count, sum(tax_minor)::text as tax
    from red_invoice where merchant_id = ${merchantId} group by 1, 2`.execute(tx);
  const lanes = new Map<string, { lane: Lane; count: number; tax: bigint; currency: string }>();
  for (const { state, currency, count, tax } of rows) {
    const lane = laneOf(state);
    const known = lanes.get(`${lane} ${currency}`) ?? { lane, currency, count: 0, tax: 0n };
    lanes.set(`${lane} ${currency}`, { ...known, count: known.count + count, tax: known.tax + BigInt(tax) });
  }
  return {
    lanes: [...lanes.values()].map(({ lane, count, tax, currency }) => ({
      lane,
      count,
      tax: { minor: String(tax), currency },
    })),
  };
}
