import { sql } from 'kysely';
import type { RmaId } from '../../domain/ids.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import type { ShopOf } from './keep-documents.ts';

/**
 * Has the threads of these requests read, where their returns are known. A message need not change the document it belongs
 * to, so it is asked for whenever the channel names one.
 */
export async function askForThreads(
  app: App,
  tx: Tx,
  { merchantId, shopId }: ShopOf,
  externalIds: readonly string[],
): Promise<void> {
  if (externalIds.length === 0) return;
  const { rows } = await sql<{ rma_id: RmaId }>`select rma_id from rma
    where merchant_id = ${merchantId} and shop_id = ${shopId} and external_id = any(${externalIds})`.execute(tx);
  await app.enqueue(
    tx,
    rows.map(({ rma_id: rmaId }) => ({ kind: 'pull_messages', merchantId, rmaId, jobKey: `messages:${rmaId}` })),
  );
}
