import { sql } from 'kysely';
import type { MerchantId, RmaId } from '../../domain/ids.ts';
import type { RmaEvent, RmaEventType } from '../../domain/returns/events.ts';
import type { Tx } from '../db/database.ts';

/** After these a return may be told to own goods that are here already. */
const tells: ReadonlySet<RmaEventType> = new Set<RmaEventType>([
  'rma_opened',
  'rma_approved',
  'rma_converted',
  'parcel_announced',
]);

/** Asks a worker to look among the parcels without an owner, where there are any. One at a time waits for each return. */
export async function askForMatches(
  tx: Tx,
  merchantId: MerchantId,
  rmaId: RmaId,
  events: readonly RmaEvent[],
): Promise<void> {
  if (!events.some(({ type }) => tells.has(type))) return;
  await sql`select graphile_worker.add_job('match_return', json_build_object('merchantId', ${merchantId}::text,
      'rmaId', ${rmaId}::text), job_key => ${`match:${rmaId}`}::text)
    where exists (select 1 from unknown_parcel where merchant_id = ${merchantId} and state = 'open')`.execute(tx);
}
