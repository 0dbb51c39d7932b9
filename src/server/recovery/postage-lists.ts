import { sql } from 'kysely';
import type { PostageRow } from '../../contract/claims.ts';
import type { MerchantId, RmaId } from '../../domain/ids.ts';
import type { PostageState } from '../../domain/recovery/postage.ts';
import type { Instant } from '../../domain/time.ts';
import type { Tx } from '../db/database.ts';
import { cursorOf, pageFrom, readCursor } from '../db/keyset.ts';
import { iso } from '../orders/order-store.ts';

type PostageQuery = {
  state?: PostageState | 'open' | undefined;
  q?: string | undefined;
  after?: string | undefined;
  limit: number;
};

type Row = {
  parcel_id: string;
  waybill: string;
  rma_id: RmaId;
  rma_number: string;
  order_external_id: string;
  shop_name: string;
  state: PostageState;
  insured: boolean;
  asked_by: 'buyer' | 'staff';
  asked_at: Instant;
  currency: string;
  asked: string;
  ours: string;
  insurer: string;
  twice: string;
};

/** One page, the newest first. */
export async function listPostage(tx: Tx, merchantId: MerchantId, query: PostageQuery) {
  const cursor = readCursor(query.after);
  const conditions = [
    sql`p.merchant_id = ${merchantId}`,
    ...(query.state === 'open'
      ? [sql`p.state in ('asked', 'part_paid', 'with_insurer', 'paid_twice')`]
      : query.state
        ? [sql`p.state = ${query.state}`]
        : []),
    ...(query.q
      ? [
          sql`(p.waybill = ${query.q.toUpperCase()} or starts_with(r.number, ${query.q.toUpperCase()}) or r.order_external_id = ${query.q})`,
        ]
      : []),
    ...(cursor ? [sql`(p.asked_at, p.parcel_id) < (${cursor[0]}::timestamptz, ${cursor[1]}::text)`] : []),
  ];
  const { rows } = await sql<Row>`
    select p.parcel_id, p.waybill, p.rma_id, r.number as rma_number, r.order_external_id, s.name as shop_name, p.state, p.insured,
      p.asked_by, ${iso('p.asked_at')} as asked_at, p.currency, p.asked_minor::text as asked, p.ours_minor::text as ours,
      p.insurer_minor::text as insurer, p.twice_minor::text as twice
    from postage p
    join rma r on r.merchant_id = p.merchant_id and r.rma_id = p.rma_id
    join shop s on s.merchant_id = r.merchant_id and s.shop_id = r.shop_id
    where ${sql.join(conditions, sql` and `)}
    order by p.asked_at desc, p.parcel_id desc limit ${query.limit + 1}`.execute(tx);
  const page = pageFrom(rows, query.limit, (row) => cursorOf(row.asked_at, row.parcel_id));
  return { rows: page.rows.map(rowView), next: page.next };
}

function rowView(row: Row): PostageRow {
  const money = (minor: string) => ({ minor, currency: row.currency });
  return {
    rmaId: row.rma_id,
    rmaNumber: row.rma_number,
    orderExternalId: row.order_external_id,
    shopName: row.shop_name,
    waybill: row.waybill,
    state: row.state,
    insured: row.insured,
    askedBy: row.asked_by,
    askedAt: row.asked_at,
    asked: money(row.asked),
    paidByUs: money(row.ours),
    paidByInsurer: money(row.insurer),
    paidTwice: money(row.twice),
  };
}
