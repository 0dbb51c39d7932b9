import { sql } from 'kysely';
import type { MerchantId, RmaId } from '../../domain/ids.ts';
import type { RmaEvent } from '../../domain/returns/events.ts';
import type { Tx } from '../db/database.ts';

/** After these somebody may have stopped to wait for a parcel. */
const ends: ReadonlySet<RmaEvent['type']> = new Set<RmaEvent['type']>([
  'line_received',
  'line_missing',
  'parcel_status_changed',
  'rma_rejected',
  'rma_withdrawn',
]);
/** After these somebody may wait for it again. */
const begins: ReadonlySet<RmaEvent['type']> = new Set<RmaEvent['type']>([
  'line_receipt_undone',
  'rma_converted',
  'rma_reopened',
]);

/** Asks a worker to look at the parcels of a return anew, where one of them has an alert or is waited for again. */
export async function askToLook(
  tx: Tx,
  merchantId: MerchantId,
  rmaId: RmaId,
  events: readonly RmaEvent[],
): Promise<void> {
  const isAnew = events.some(({ type }) => begins.has(type));
  if (!isAnew && !events.some(({ type }) => ends.has(type))) return;
  await sql`select graphile_worker.add_job('look_at_parcels', json_build_object('merchantId', ${merchantId}::text,
      'rmaId', ${rmaId}::text), job_key => ${`look:${rmaId}`}::text)
    where ${isAnew}::boolean or exists (select 1 from parcel_rma pr
      join alert a on a.merchant_id = pr.merchant_id and a.subject_id = pr.parcel_id and a.over is null
      where pr.merchant_id = ${merchantId} and pr.rma_id = ${rmaId})`.execute(tx);
}
