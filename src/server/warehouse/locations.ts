import { sql } from 'kysely';
import type { MerchantId } from '../../domain/ids.ts';
import type { LocationKind, Shelved } from '../../domain/stock/places.ts';
import type { Tx } from '../db/database.ts';
import { cursorOf, pageFrom, readCursor } from '../db/keyset.ts';

type Page = { after?: string | undefined; limit: number };

export async function listLocations(
  tx: Tx,
  merchantId: MerchantId,
  { after, limit, q }: Page & { q?: string | undefined },
) {
  const [code] = readCursor(after) ?? [];
  const like = q ? `${q.replace(/[\\%_]/g, '\\$&')}%` : undefined;
  const { rows } = await sql<{ code: string; kind: LocationKind; active: boolean }>`select code, kind, active
    from stock_location where merchant_id = ${merchantId} ${code ? sql`and code > ${code}` : sql``}
      ${like ? sql`and code like ${like}` : sql``}
    order by code limit ${limit + 1}`.execute(tx);
  return pageFrom(rows, limit, (row) => cursorOf(row.code));
}

export async function saveLocation(
  tx: Tx,
  merchantId: MerchantId,
  location: { code: string; kind: LocationKind; active: boolean },
): Promise<void> {
  await sql`insert into stock_location (merchant_id, code, kind, active)
    values (${merchantId}, ${location.code}, ${location.kind}, ${location.active})
    on conflict (merchant_id, code) do update set kind = excluded.kind, active = excluded.active`.execute(tx);
}

/** The first of these places that goods cannot be put into: nobody has named it, or it is given up. */
export async function unusablePlace(
  tx: Tx,
  merchantId: MerchantId,
  codes: readonly string[],
): Promise<{ code: 'location_unknown' | 'location_given_up'; location: string } | undefined> {
  const { rows } = await sql<{
    location: string;
    known: boolean;
  }>`select c.code as location, l.code is not null as known
    from unnest(${[...new Set(codes)]}::text[]) as c(code)
    left join stock_location l on l.merchant_id = ${merchantId} and l.code = c.code
    where l.code is null or not l.active order by c.code limit 1`.execute(tx);
  const row = rows[0];
  return row && { code: row.known ? 'location_given_up' : 'location_unknown', location: row.location };
}

/** Goods that were judged and still lie where returns come in. */
export async function waitingToBePutAway(tx: Tx, merchantId: MerchantId, { after, limit }: Page) {
  const [sku, location, condition] = readCursor(after) ?? [];
  const later =
    sku && location && condition
      ? sql`and (b.sku, b.location, b.condition) > (${sku}, ${location}, ${condition})`
      : sql``;
  const { rows } = await sql<{
    sku: string;
    location: string;
    condition: Shelved;
    quantity: bigint;
    title: string | null;
  }>`
    select b.sku, b.location, b.condition, b.quantity, (select ol.title from order_line ol
      where ol.merchant_id = b.merchant_id and ol.sku = b.sku limit 1) as title
    from stock_location l join stock_balance b on b.merchant_id = l.merchant_id and b.location = l.code
    where l.merchant_id = ${merchantId} and l.kind = 'returns' and b.quantity > 0 and b.condition <> 'uninspected' ${later}
    order by b.sku, b.location, b.condition limit ${limit + 1}`.execute(tx);
  return pageFrom(
    rows.map((row) => ({ ...row, title: row.title ?? row.sku, quantity: Number(row.quantity) })),
    limit,
    (row) => cursorOf(row.sku, row.location, row.condition),
  );
}
