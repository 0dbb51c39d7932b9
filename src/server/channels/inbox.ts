import { sql } from 'kysely';
import type { ChannelDocument } from '../../connectors/channel/port.ts';
import type { MerchantId, ShopId } from '../../domain/ids.ts';
import { toJson } from '../../domain/wire.ts';
import type { Tx } from '../db/database.ts';

export type DocumentKey = { shopId: ShopId; kind: 'order' | 'refund'; documentId: string; version: string };

export type InboxState = 'waiting' | 'applied' | 'superseded' | 'refused';

/** Keeps documents as they came; one that is known in this version is left as it is. Returns the new ones. */
export async function keep(
  tx: Tx,
  merchantId: MerchantId,
  shopId: ShopId,
  documents: readonly ChannelDocument[],
): Promise<DocumentKey[]> {
  if (documents.length === 0) return [];
  const rows = documents.map(({ kind, externalId, version, raw }) => ({
    kind,
    document_id: externalId,
    version: String(version),
    payload: raw,
  }));
  const { rows: added } = await sql<{ kind: DocumentKey['kind']; document_id: string; version: bigint }>`
    insert into inbox_document (merchant_id, shop_id, kind, document_id, version, payload)
    select ${merchantId}, ${shopId}, d.kind, d.document_id, d.version, d.payload
    from jsonb_to_recordset(${toJson(rows)}::jsonb) as d(kind text, document_id text, version bigint, payload jsonb)
    on conflict do nothing returning kind, document_id, version`.execute(tx);
  return added.map((row) => ({ shopId, kind: row.kind, documentId: row.document_id, version: String(row.version) }));
}

export async function find(tx: Tx, merchantId: MerchantId, key: DocumentKey) {
  const { rows } = await sql<{ payload: unknown; state: InboxState; newer: boolean }>`
    select d.payload, d.state, exists (select 1 from inbox_document n where n.merchant_id = d.merchant_id
        and n.shop_id = d.shop_id and n.kind = d.kind and n.document_id = d.document_id
        and n.version > d.version and n.state = 'applied') as newer
    from inbox_document d where d.merchant_id = ${merchantId} and d.shop_id = ${key.shopId} and d.kind = ${key.kind}
      and d.document_id = ${key.documentId} and d.version = ${key.version}`.execute(tx);
  return rows[0];
}

export async function settle(
  tx: Tx,
  merchantId: MerchantId,
  key: DocumentKey,
  state: InboxState,
  reason: string | null,
): Promise<void> {
  await sql`update inbox_document set state = ${state}, reason = ${reason}, attempts = attempts + 1,
      settled_at = case when ${state} = 'waiting' then null else now() end
    where merchant_id = ${merchantId} and shop_id = ${key.shopId} and kind = ${key.kind}
      and document_id = ${key.documentId} and version = ${key.version}`.execute(tx);
}

/** True for a document that is held in a version of that moment or later. */
export async function holds(
  tx: Tx,
  merchantId: MerchantId,
  shopId: ShopId,
  kind: DocumentKey['kind'],
  documentId: string,
  sinceMs: number,
): Promise<boolean> {
  const { rows } = await sql`select 1 from inbox_document where merchant_id = ${merchantId} and shop_id = ${shopId}
    and kind = ${kind} and document_id = ${documentId} and version >= ${sinceMs} and received_at > to_timestamp(${sinceMs / 1000 + 1}) limit 1`.execute(
    tx,
  );
  return rows.length > 0;
}
