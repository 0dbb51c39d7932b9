import { sql } from 'kysely';
import type { MerchantId, RmaId } from '../../domain/ids.ts';
import type { Tx } from '../db/database.ts';
import { parcelByWaybill } from '../parcels/parcel-store.ts';
import { read } from './rma-store.ts';
import { type Surrounded, surround } from './surroundings.ts';

export type Found = {
  matchedBy: 'waybill' | 'rma_number' | 'order_number' | 'nothing';
  parcel: { courier: string; waybill: string; status: string } | null;
  rmas: Surrounded[];
};

/** More than these share one parcel or order only by mistake; the desk shows the newest. */
const MOST = 20;

/** What somebody at the dock may hold: a label, or a slip with the return's or the order's number. */
export async function findReturns(tx: Tx, merchantId: MerchantId, scanned: string): Promise<Found> {
  const code = scanned.trim().toUpperCase();
  const [parcel] = await parcelByWaybill(tx, merchantId, code);
  if (parcel) {
    const { courier, waybill, status } = parcel;
    return {
      matchedBy: 'waybill',
      parcel: { courier, waybill, status },
      rmas: await readAll(tx, merchantId, parcel.rma_ids),
    };
  }
  const { rows } = await sql<{ rma_id: RmaId; number: string }>`
    select rma_id, number from rma where merchant_id = ${merchantId} and number = ${code}
    union
    select rma_id, number from rma where merchant_id = ${merchantId} and order_external_id = ${scanned.trim()}
    order by rma_id desc limit ${MOST}`.execute(tx);
  if (rows.length === 0) return { matchedBy: 'nothing', parcel: null, rmas: [] };
  const rmas = await readAll(
    tx,
    merchantId,
    rows.map((row) => row.rma_id),
  );
  return { matchedBy: rows[0]?.number === code ? 'rma_number' : 'order_number', parcel: null, rmas };
}

async function readAll(tx: Tx, merchantId: MerchantId, rmaIds: readonly RmaId[]): Promise<Surrounded[]> {
  const found = await Promise.all(rmaIds.slice(0, MOST).map((rmaId) => read(tx, merchantId, rmaId)));
  return Promise.all(found.filter((rma) => rma !== undefined).map((rma) => surround(tx, merchantId, rma)));
}
