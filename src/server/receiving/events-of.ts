import { sql } from 'kysely';
import type { MerchantId, RmaId } from '../../domain/ids.ts';
import type { RmaEvent } from '../../domain/returns/events.ts';
import { reviveMoney } from '../../domain/wire.ts';
import type { Tx } from '../db/database.ts';

/** The events of many returns in one statement. */
export async function eventsOf(
  tx: Tx,
  merchantId: MerchantId,
  rmaIds: readonly RmaId[],
): Promise<Map<RmaId, RmaEvent[]>> {
  const { rows } = await sql<{ id: RmaId; type: string; data: object }>`select rma_id as id, type, data from rma_event
    where merchant_id = ${merchantId} and rma_id = any(${rmaIds}) order by rma_id, seq`.execute(tx);
  const histories = new Map<RmaId, RmaEvent[]>();
  for (const { id, type, data } of rows) {
    const event = { type, ...reviveMoney<object>(data) } as RmaEvent;
    histories.set(id, [...(histories.get(id) ?? []), event]);
  }
  return histories;
}
