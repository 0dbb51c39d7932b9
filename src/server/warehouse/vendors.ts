import { sql } from 'kysely';
import type { MerchantId } from '../../domain/ids.ts';
import { ok, type Result, reject } from '../../domain/result.ts';
import { AT_VENDOR, outsidePlaces } from '../../domain/stock/places.ts';
import type { Tx } from '../db/database.ts';
import { cursorOf, pageFrom, readCursor } from '../db/keyset.ts';
import type { NewId } from '../new-id.ts';
import { type CsvRejection, readCsv } from './csv-rows.ts';

export type Vendor = { id: `ven_${string}`; code: string; name: string };
type Page = { after?: string | undefined; limit: number };

export async function listVendors(tx: Tx, merchantId: MerchantId, { after, limit }: Page) {
  const [code] = readCursor(after) ?? [];
  const { rows } = await sql<Vendor & { articles: number; waiting: number }>`select v.vendor_id as id, v.code, v.name,
      (select count(*)::int from sku_vendor s where s.merchant_id = v.merchant_id and s.vendor_id = v.vendor_id) as articles,
      (select coalesce(sum(b.quantity), 0)::int from sku_vendor s join stock_balance b on b.merchant_id = s.merchant_id
          and b.sku = s.sku and b.condition = 'to_vendor' and b.quantity > 0 and b.location <> ${AT_VENDOR}
        where s.merchant_id = v.merchant_id and s.vendor_id = v.vendor_id) as waiting
    from stock_vendor v where v.merchant_id = ${merchantId} ${code ? sql`and v.code > ${code}` : sql``}
    order by v.code limit ${limit + 1}`.execute(tx);
  return pageFrom(rows, limit, (row) => cursorOf(row.code));
}

export async function findVendor(tx: Tx, merchantId: MerchantId, id: string): Promise<Vendor | undefined> {
  const { rows } = await sql<Vendor>`select vendor_id as id, code, name from stock_vendor
    where merchant_id = ${merchantId} and vendor_id = ${id}`.execute(tx);
  return rows[0];
}

const MOST = { sku: 64, vendor_code: 40, vendor_name: 80 } as const;

/** Says which articles are whose. The later row of an article counts, and a vendor that is not known yet is made. */
export async function importVendors(
  tx: Tx,
  merchantId: MerchantId,
  newId: NewId,
  csv: string,
): Promise<Result<{ articles: number; vendors: number }, CsvRejection>> {
  const rows = readCsv(csv, ['sku', 'vendor_code', 'vendor_name']);
  if (!rows.ok) return rows;
  const names = new Map<string, string>();
  const articles = new Map<string, string>();
  for (const { line, cells } of rows.value) {
    const { sku = '', vendor_code: code = '', vendor_name: name = '' } = cells;
    const wrong = Object.entries(MOST).find(([column, most]) => {
      const { length } = cells[column] ?? '';
      return length > most || (length === 0 && column !== 'vendor_name');
    });
    if (wrong) return reject({ code: 'csv_row_wrong', line, column: wrong[0] });
    if (name !== '' || !names.has(code)) names.set(code, name || code);
    articles.set(sku, code);
  }
  const vendors = [...names].map(([code, name]) => ({ id: newId('ven'), code, name }));
  const ofArticles = [...articles].map(([sku, code]) => ({ sku, code }));
  await sql`insert into stock_vendor (merchant_id, vendor_id, code, name)
    select ${merchantId}, v.id, v.code, v.name from jsonb_to_recordset(${JSON.stringify(vendors)}::jsonb) as v(id text, code text, name text)
    on conflict (merchant_id, code) do update set name = excluded.name`.execute(tx);
  await sql`insert into sku_vendor (merchant_id, sku, vendor_id)
    select ${merchantId}, a.sku, v.vendor_id from jsonb_to_recordset(${JSON.stringify(ofArticles)}::jsonb) as a(sku text, code text)
    join stock_vendor v on v.merchant_id = ${merchantId} and v.code = a.code
    on conflict (merchant_id, sku) do update set vendor_id = excluded.vendor_id`.execute(tx);
  return ok({ articles: ofArticles.length, vendors: vendors.length });
}

/** Goods that wait to go back, with the vendor they are from where somebody has said it. */
export async function goodsForVendors(
  tx: Tx,
  merchantId: MerchantId,
  { after, limit, vendorId }: Page & { vendorId?: string | undefined },
) {
  const [sku, location] = readCursor(after) ?? [];
  const { rows } = await sql<{
    sku: string;
    location: string;
    quantity: bigint;
    title: string | null;
    vendor: Vendor | null;
  }>`
    select b.sku, b.location, b.quantity, (select ol.title from order_line ol
        where ol.merchant_id = b.merchant_id and ol.sku = b.sku limit 1) as title,
      case when v.vendor_id is not null then jsonb_build_object('id', v.vendor_id, 'code', v.code, 'name', v.name) end as vendor
    from stock_balance b
    left join sku_vendor s on s.merchant_id = b.merchant_id and s.sku = b.sku
    left join stock_vendor v on v.merchant_id = s.merchant_id and v.vendor_id = s.vendor_id
    where b.merchant_id = ${merchantId} and b.condition = 'to_vendor' and b.quantity > 0
      and b.location <> all(${[...outsidePlaces, AT_VENDOR]}::text[])
      ${vendorId ? sql`and s.vendor_id = ${vendorId}` : sql``}
      ${sku && location ? sql`and (b.sku, b.location) > (${sku}, ${location})` : sql``}
    order by b.sku, b.location limit ${limit + 1}`.execute(tx);
  return pageFrom(
    rows.map((row) => ({ ...row, title: row.title ?? row.sku, quantity: Number(row.quantity) })),
    limit,
    (row) => cursorOf(row.sku, row.location),
  );
}
