import { sql } from 'kysely';
import type { DocumentRow } from '../../contract/stock-documents.ts';
import type { MerchantId } from '../../domain/ids.ts';
import type { DocumentKind, StockDocumentId } from '../../domain/stock/stock-documents.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { cursorOf, pageFrom, readCursor } from '../db/keyset.ts';
import { iso } from '../orders/order-store.ts';
import type { StockDocument } from './document-store.ts';

type Query = { kind: DocumentKind; state?: string | undefined; after?: string | undefined; limit: number };

export async function listDocuments(tx: Tx, merchantId: MerchantId, { kind, state, after, limit }: Query) {
  const [id] = readCursor(after) ?? [];
  const { rows } = await sql<
    DocumentRow & { id: StockDocumentId }
  >`select d.document_id as id, d.kind, d.number, d.state, d.sku,
      d.location, (select v.name from stock_vendor v where v.merchant_id = d.merchant_id and v.vendor_id = d.vendor_id) as vendor,
      d.units, ${iso('d.opened_at')} as "openedAt", ${iso('d.updated_at')} as "updatedAt"
    from stock_document d where d.merchant_id = ${merchantId} and d.kind = ${kind}
      ${state ? sql`and d.state = ${state}` : sql``} ${id ? sql`and d.document_id < ${id}` : sql``}
    order by d.document_id desc limit ${limit + 1}`.execute(tx);
  return pageFrom(rows, limit, (row) => cursorOf(row.id));
}

/** What every document shows: its number, its state, and who did what. */
export async function headOf<Kind extends DocumentKind>(
  app: App,
  merchantId: MerchantId,
  { id, kind, number, openedAt, history }: StockDocument<Kind>,
  state: string,
) {
  const names = await app.staffNames(merchantId);
  return {
    id,
    kind,
    number,
    state,
    openedAt,
    history: history.map(({ seq, event, actor, at }) => ({
      seq,
      type: event.type,
      at,
      actor: { kind: actor.kind, name: names.get(actor.id) ?? '' },
    })),
  };
}

/** What articles are called; by their number where no order has ever held them. */
export async function titlesOf(
  tx: Tx,
  merchantId: MerchantId,
  skus: readonly string[],
): Promise<(sku: string) => string> {
  const { rows } = await sql<{ sku: string; title: string | null }>`select s.sku, (select ol.title from order_line ol
      where ol.merchant_id = ${merchantId} and ol.sku = s.sku limit 1) as title
    from unnest(${[...new Set(skus)]}::text[]) as s(sku)`.execute(tx);
  const titles = new Map(rows.map(({ sku, title }) => [sku, title ?? sku]));
  return (sku) => titles.get(sku) ?? sku;
}
