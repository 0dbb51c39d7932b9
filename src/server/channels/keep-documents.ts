import type { ChannelDocument } from '../../connectors/channel/port.ts';
import type { MerchantId, ShopId } from '../../domain/ids.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import * as inbox from './inbox.ts';

export type ShopOf = { merchantId: MerchantId; shopId: ShopId };

/** Puts documents into the inbox with the jobs that read them: neither without the other. */
export async function keepDocuments(
  app: App,
  tx: Tx,
  { merchantId, shopId }: ShopOf,
  documents: readonly ChannelDocument[],
): Promise<void> {
  const added = await inbox.keep(tx, merchantId, shopId, documents);
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
}
