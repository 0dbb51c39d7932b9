import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { ChannelDocument, ChannelPort } from '../../connectors/channel/port.ts';
import type { MerchantId, ShopId } from '../../domain/ids.ts';
import { toJson } from '../../domain/wire.ts';
import type { Tx } from '../db/database.ts';

export type DocumentKey = { shopId: ShopId; kind: 'order' | 'refund'; documentId: string; version: string };

export type InboxState = 'waiting' | 'applied' | 'superseded' | 'refused';

/** `isTied`: the platform gave another content the same version, so which of the two is the later one is not certain. */
export type Kept = DocumentKey & { isTied: boolean };

type Reader = Pick<ChannelPort, 'decodeOrder' | 'decodeRefund'>;

/**
 * Keeps documents as they came; what is known is left as it is. Of two contents with one version of the platform's the
 * later to arrive is the newer, and is kept under the next version. Returns the new ones.
 */
export async function keep(
  tx: Tx,
  merchantId: MerchantId,
  shopId: ShopId,
  documents: readonly ChannelDocument[],
  reader: Reader,
): Promise<Kept[]> {
  if (documents.length === 0) return [];
  const rows = documents.map((document) => ({
    kind: document.kind,
    document_id: document.externalId,
    version: String(document.version),
    print: printOf(reader, document),
    payload: document.raw,
  }));
  // One writer of a shop's documents at a time: of two that come at once, one must see the other.
  const locked = sql`select pg_advisory_xact_lock(hashtextextended(${`inbox ${merchantId} ${shopId}`}, 0))`.execute(tx);
  const inserted = sql<{ kind: DocumentKey['kind']; document_id: string; version: bigint; tied: boolean }>`
    insert into inbox_document (merchant_id, shop_id, kind, document_id, version, platform_version, content_print, payload)
    select ${merchantId}, ${shopId}, d.kind, d.document_id,
      case when d.version between newest.told and newest.version then newest.version + 1 else d.version end,
      case when d.version between newest.told and newest.version then d.version end,
      decode(d.print, 'hex'), d.payload
    from jsonb_to_recordset(${toJson(rows)}::jsonb)
      as d(kind text, document_id text, version bigint, print text, payload jsonb)
    left join lateral (
      select version, coalesce(platform_version, version) as told, content_print as print from inbox_document k
      where k.merchant_id = ${merchantId} and k.shop_id = ${shopId} and k.kind = d.kind and k.document_id = d.document_id
      order by version desc limit 1
    ) as newest on true
    where newest.told is distinct from d.version or newest.print <> decode(d.print, 'hex')
    on conflict do nothing
    returning kind, document_id, version, platform_version is not null as tied`.execute(tx);
  const [{ rows: added }] = await Promise.all([inserted, locked]);
  return added.map((row) => ({
    shopId,
    kind: row.kind,
    documentId: row.document_id,
    version: String(row.version),
    isTied: row.tied,
  }));
}

/** Of what we understand of it: beside that, an answer may hold what differs with each reading. */
function printOf(reader: Reader, { kind, raw }: ChannelDocument): string {
  const decoded = kind === 'order' ? reader.decodeOrder(raw) : reader.decodeRefund(raw);
  const content = decoded.kind === 'order' ? decoded.order : decoded.kind === 'refund' ? decoded.refund : raw;
  return createHash('sha256').update(toJson(content)).digest('hex');
}

export async function find(tx: Tx, merchantId: MerchantId, key: DocumentKey) {
  const { rows } = await sql<{ payload: unknown; state: InboxState; newer: boolean; edition: number }>`
    select d.payload, d.state, (d.version - coalesce(d.platform_version, d.version))::int as edition, exists (select 1 from inbox_document n where n.merchant_id = d.merchant_id
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
