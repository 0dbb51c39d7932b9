import { sql } from 'kysely';
import type { MerchantId, OrderId, OrderLineId, ShopId } from '../../../domain/ids.ts';
import { type Match, matchReturned, type Purchase } from '../../../domain/orders/match-returned.ts';
import type { Instant } from '../../../domain/time.ts';
import type { App } from '../../app.ts';
import type { Tx } from '../../db/database.ts';

type ReturnRow = {
  import_id: string;
  row_number: bigint;
  buyer_token: string;
  order_external_id: string | null;
  sku: string;
  quantity: number;
  returned_at: Instant;
};

type PurchaseRow = {
  token: string;
  order_external_id: string;
  sku: string;
  order_id: OrderId;
  line_id: OrderLineId;
  placed_at: Instant;
  free: number;
};

const BUYERS_PER_BATCH = 200;

/**
 * Looks for the orders that imported returns came from, and keeps what it finds. Buyer by buyer, each batch in one
 * transaction; returns that were looked at before are left alone.
 */
export async function matchImported(
  app: Pick<App, 'db'>,
  merchantId: MerchantId,
  shopId: ShopId,
  onProgress: (returns: number) => void = () => {},
): Promise<number> {
  let done = 0;
  for (;;) {
    const matched = await app.db.inMerchant(merchantId, (tx) => matchBatch(tx, merchantId, shopId));
    if (matched === 0) return done;
    done += matched;
    onProgress(done);
  }
}

async function matchBatch(tx: Tx, merchantId: MerchantId, shopId: ShopId): Promise<number> {
  const { rows: returns } = await sql<ReturnRow>`
    select r.import_id, r.row_number, r.buyer_token, r.order_external_id, r.sku, r.quantity, r.returned_at
    from imported_return r
    join (select distinct buyer_token from imported_return
        where merchant_id = ${merchantId} and shop_id = ${shopId} and outcome = 'waiting'
        order by buyer_token limit ${BUYERS_PER_BATCH}) b on b.buyer_token = r.buyer_token
    where r.merchant_id = ${merchantId} and r.shop_id = ${shopId} and r.outcome = 'waiting'
    order by r.returned_at, r.import_id, r.row_number
    for update of r`.execute(tx);
  if (returns.length === 0) return 0;
  const purchases = await readPurchases(tx, merchantId, shopId, returns);
  await saveMatches(tx, merchantId, matchGroups(returns, purchases));
  return returns.length;
}

/**
 * What the buyers of these returns, or the orders they name, had of these articles and may still return. The orders are
 * looked up first and then named one by one, which leaves PostgreSQL no choice but the primary key.
 */
async function readPurchases(
  tx: Tx,
  merchantId: MerchantId,
  shopId: ShopId,
  returns: readonly ReturnRow[],
): Promise<PurchaseRow[]> {
  const distinct = (values: string[]) => [...new Set(values)];
  const tokens = distinct(returns.map(({ buyer_token }) => buyer_token));
  const named = distinct(returns.flatMap((row) => row.order_external_id ?? []));
  const { rows: orders } = await sql<{ order_id: OrderId; token: string }>`
    select o.order_id, b.token from party b
      join sales_order o on o.merchant_id = b.merchant_id and o.buyer_id = b.party_id
      where b.merchant_id = ${merchantId} and b.shop_id = ${shopId} and b.token = any(${tokens})
    union
    select o.order_id, b.token from sales_order o
      join party b on b.merchant_id = o.merchant_id and b.party_id = o.buyer_id
      where o.merchant_id = ${merchantId} and o.shop_id = ${shopId} and o.external_id = any(${named})`.execute(tx);
  const tokenOf = new Map(orders.map(({ order_id, token }) => [order_id, token]));
  const { rows } = await sql<Omit<PurchaseRow, 'token'>>`
    select o.external_id as order_external_id, l.sku, l.order_id, l.line_id, o.placed_at,
      -- Parts that were found before and are no returns yet are as good as claimed.
      l.quantity - l.claimed - (select coalesce(sum(p.quantity), 0)::int from imported_return_part p
        where p.merchant_id = l.merchant_id and p.order_id = l.order_id and p.line_id = l.line_id and p.rma_id is null)
        as free
    from order_line l join sales_order o on o.merchant_id = l.merchant_id and o.order_id = l.order_id
    where l.merchant_id = ${merchantId} and l.order_id = any(${[...tokenOf.keys()]})
      and l.sku = any(${distinct(returns.map(({ sku }) => sku))})
    order by o.placed_at, o.external_id, l.position`.execute(tx);
  return rows.map((row) => ({ ...row, token: tokenOf.get(row.order_id) ?? '' }));
}

type Matched = { row: ReturnRow; match: Match };

function matchGroups(returns: readonly ReturnRow[], purchases: readonly PurchaseRow[]): Matched[] {
  // A return that names its order is looked for there and nowhere else; the others by buyer.
  const keyOf = (row: ReturnRow): string =>
    row.order_external_id ? `order ${row.order_external_id} ${row.sku}` : `buyer ${row.buyer_token} ${row.sku}`;
  const bought = new Map<string, Purchase[]>();
  const free = new Map<OrderLineId, Purchase>();
  for (const row of purchases) {
    const purchase = { orderId: row.order_id, lineId: row.line_id, boughtAt: row.placed_at, free: row.free };
    free.set(row.line_id, purchase);
    for (const key of [`order ${row.order_external_id} ${row.sku}`, `buyer ${row.token} ${row.sku}`]) {
      bought.set(key, [...(bought.get(key) ?? []), purchase]);
    }
  }
  return returns.map((row) => {
    const [match = { parts: [], matched: 0, leftOver: 'never_bought' }] = matchReturned(bought.get(keyOf(row)) ?? [], [
      { returnedAt: row.returned_at, quantity: row.quantity },
    ]);
    for (const part of match.parts) {
      const purchase = free.get(part.lineId);
      if (purchase) purchase.free -= part.quantity;
    }
    return { row, match };
  });
}

async function saveMatches(tx: Tx, merchantId: MerchantId, matched: readonly Matched[]): Promise<void> {
  const outcomes = matched.map(({ row, match }) => ({
    import_id: row.import_id,
    row_number: String(row.row_number),
    outcome: match.leftOver === null ? 'matched' : match.matched > 0 ? 'partly' : 'unmatched',
    matched: match.matched,
    reason: match.leftOver,
  }));
  const parts = matched.flatMap(({ row, match }) =>
    match.parts.map((part) => ({
      import_id: row.import_id,
      row_number: String(row.row_number),
      order_id: part.orderId,
      line_id: part.lineId,
      quantity: part.quantity,
    })),
  );
  await sql`
    with part as (
      insert into imported_return_part (merchant_id, import_id, row_number, order_id, line_id, quantity)
      select ${merchantId}, i.import_id, i.row_number, i.order_id, i.line_id, i.quantity
      from json_to_recordset(${JSON.stringify(parts)}::json)
        as i(import_id text, row_number bigint, order_id text, line_id text, quantity int)
    )
    update imported_return r set outcome = i.outcome, matched = i.matched, reason = i.reason
    from json_to_recordset(${JSON.stringify(outcomes)}::json)
      as i(import_id text, row_number bigint, outcome text, matched int, reason text)
    where r.merchant_id = ${merchantId} and r.import_id = i.import_id and r.row_number = i.row_number`.execute(tx);
}
