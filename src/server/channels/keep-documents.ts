import { sql } from 'kysely';
import type { ChannelDocument, ChannelPort } from '../../connectors/channel/port.ts';
import type { MerchantId, ShopId } from '../../domain/ids.ts';
import { plusMs } from '../../domain/time.ts';
import { toJson } from '../../domain/wire.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import * as inbox from './inbox.ts';

export type ShopOf = { merchantId: MerchantId; shopId: ShopId };

/** When a platform's second is over, and a reading of the document shows how it stands now. */
const READ_AGAIN_MS = 3_000;

/** Puts documents into the inbox with the jobs that read them: neither without the other. */
export async function keepDocuments(
  app: App,
  tx: Tx,
  { merchantId, shopId }: ShopOf,
  documents: readonly ChannelDocument[],
  port: ChannelPort,
): Promise<void> {
  const added = await inbox.keep(tx, merchantId, shopId, documents, port);
  await app.enqueue(
    tx,
    added.map(({ kind, documentId, version }) => ({
      kind: 'apply_document' as const,
      merchantId,
      shopId,
      documentKind: kind,
      documentId,
      version,
    })),
  );
  await readAgain(
    app,
    tx,
    { merchantId, shopId },
    added.filter(({ isTied }) => isTied),
  );
}

/** Two readings that overtake each other may arrive in the wrong order: the document is read once more, and that settles it. */
async function readAgain(
  app: App,
  tx: Tx,
  { merchantId, shopId }: ShopOf,
  tied: readonly inbox.DocumentKey[],
): Promise<void> {
  if (tied.length === 0) return;
  const readAt = plusMs(app.clock.now(), READ_AGAIN_MS);
  const pushes = tied.map(({ kind, documentId, version }) => ({
    delivery_id: `again:${kind}:${documentId}:${version}`,
    changes: [{ kind, externalId: documentId }],
  }));
  await sql`insert into channel_push (merchant_id, shop_id, delivery_id, changes, retry_at)
    select ${merchantId}, ${shopId}, p.delivery_id, p.changes, ${readAt}
    from jsonb_to_recordset(${toJson(pushes)}::jsonb) as p(delivery_id text, changes jsonb)
    on conflict do nothing`.execute(tx);
  await app.enqueue(tx, [
    { kind: 'fetch_changes', merchantId, shopId, jobKey: `fetch-again:${shopId}`, runAt: readAt },
  ]);
}
