import { sql } from 'kysely';
import { present } from '../../domain/assert.ts';
import type { MerchantId, ShopId } from '../../domain/ids.ts';
import type { BillMapping, BillReading } from '../../domain/matching/bill.ts';
import { billPresets } from '../../domain/matching/bill-presets.ts';
import type { Instant, LocalDate } from '../../domain/time.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { cursorOf, pageFrom, readCursor } from '../db/keyset.ts';
import { iso } from '../orders/order-store.ts';
import { type MatchAccount, shopKey } from './keep-statement.ts';

/** How the bills of a source are read. */
export type BillSource = {
  vendor: string;
  mapping: BillMapping;
  isMapped: boolean;
  isVerified: boolean;
  mappedBy: string | null;
  mappedAt: Instant | null;
};

/** As people have said, and for the others as we propose. */
export async function readSources(tx: Tx, merchantId: MerchantId): Promise<BillSource[]> {
  const { rows } = await sql<{ vendor: string; mapping: BillMapping; mappedBy: string; mappedAt: Instant }>`
    select vendor, mapping, mapped_by as "mappedBy", ${iso('mapped_at')} as "mappedAt" from bill_source
    where merchant_id = ${merchantId} order by vendor`.execute(tx);
  const mapped = rows.map((row) => ({ ...row, isMapped: true, isVerified: true }));
  const proposed = billPresets
    .filter(({ vendor }) => !rows.some((row) => row.vendor === vendor))
    .map((preset) => ({ ...preset, isMapped: false, mappedBy: null, mappedAt: null }));
  return [...mapped, ...proposed];
}

export async function saveSource(
  app: App,
  tx: Tx,
  { merchantId, vendor, by }: { merchantId: MerchantId; vendor: string; by: string },
  mapping: BillMapping,
): Promise<BillSource> {
  await sql`insert into bill_source (merchant_id, vendor, mapping, mapped_by, mapped_at)
    values (${merchantId}, ${vendor}, ${JSON.stringify(mapping)}, ${by}, ${app.clock.now()})
    on conflict (merchant_id, vendor) do update set mapping = excluded.mapping, mapped_by = excluded.mapped_by,
      mapped_at = excluded.mapped_at`.execute(tx);
  const sources = await readSources(tx, merchantId);
  return present(
    sources.find((each) => each.vendor === vendor),
    'the source',
  );
}

export type BillUpload = {
  id: `bil_${string}`;
  vendor: string;
  shopId: ShopId | null;
  fileName: string;
  from: LocalDate;
  to: LocalDate;
  lines: number;
  setAside: BillReading['setAside'];
  notes: number;
  by: string;
  at: Instant;
  takenAt: Instant | null;
};

const viewed = sql`upload_id as id, vendor, nullif(shop_id, '') as "shopId", file_name as "fileName", first_day as "from", last_day as "to", line_count as lines,
  set_aside as "setAside", notes, uploaded_by as by, ${iso('uploaded_at')} as at, ${iso('taken_at')} as "takenAt" from bill_upload`;

export async function findUpload(tx: Tx, account: MatchAccount, sha256: Buffer): Promise<BillUpload | undefined> {
  const { rows } = await sql<BillUpload>`select ${viewed} where merchant_id = ${account.merchantId}
    and vendor = ${account.vendor} and shop_id = ${shopKey(account)} and sha256 = ${sha256}`.execute(tx);
  return rows[0];
}

export async function listUploads(
  tx: Tx,
  merchantId: MerchantId,
  query: { after?: string | undefined; limit: number },
) {
  const cursor = readCursor(query.after);
  const { rows } = await sql<BillUpload>`select ${viewed} where merchant_id = ${merchantId}
    ${cursor ? sql`and upload_id < ${cursor[0]}` : sql``} order by upload_id desc limit ${query.limit + 1}`.execute(tx);
  return pageFrom(rows, query.limit, ({ id }) => cursorOf(id));
}
