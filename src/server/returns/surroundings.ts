import { sql } from 'kysely';
import { present } from '../../domain/assert.ts';
import type { MerchantId, RmaId } from '../../domain/ids.ts';
import { parcelState } from '../../domain/parcels/parcel-state.ts';
import type { Instant } from '../../domain/time.ts';
import type { Tx } from '../db/database.ts';
import { iso } from '../orders/order-store.ts';
import type { OrderSurroundings } from '../orders/order-views.ts';
import { type ScanRow, scanFromRow } from '../parcels/parcel-store.ts';
import type { Locked } from './rma-store.ts';

/** What a screen shows of a return beside the return. Nothing decides by it, so commands do not read it. */
export type Surroundings = OrderSurroundings & {
  note: string;
  /** Newest first, what two services told of one scan only once. */
  scans: { waybill: string; at: Instant; status: string; code: string; text: string; location: string | null }[];
};

type Row = Omit<Surroundings, 'siblings' | 'scans'> & {
  siblings: Surroundings['siblings'] | null;
  scans: (ScanRow & { waybill: string })[] | null;
};

export type Surrounded = Locked & { around: Surroundings };

export const surround = async (tx: Tx, merchantId: MerchantId, found: Locked): Promise<Surrounded> => ({
  ...found,
  around: await read(tx, merchantId, found.rma.id),
});

async function read(tx: Tx, merchantId: MerchantId, rmaId: RmaId): Promise<Surroundings> {
  const { rows } = await sql<Row>`
    select json_build_object('id', b.buyer_id, 'nick', b.nick, 'phoneTail', b.phone_tail, 'named', b.name_sealed is not null) as buyer,
      (select json_agg(json_build_object('id', x.rma_id, 'number', x.number, 'stage', x.stage) order by x.rma_id)
        from rma x where x.merchant_id = r.merchant_id and x.order_id = r.order_id) as siblings,
      coalesce((select string_agg(n.body, E'\n' order by n.written_at, n.message_id) from rma_message n
        where n.merchant_id = r.merchant_id and n.rma_id = r.rma_id and n.opening), '') as note,
      (select json_agg(json_build_object('waybill', p.waybill, 'at', ${iso('s.at')}, 'status', s.status,
          'code', s.code, 'text', s.text, 'location', s.location, 'source', s.source) order by s.at desc)
        from parcel_rma pr
        join parcel p on p.merchant_id = pr.merchant_id and p.parcel_id = pr.parcel_id
        join parcel_scan s on s.merchant_id = p.merchant_id and s.parcel_id = p.parcel_id
        where pr.merchant_id = r.merchant_id and pr.rma_id = r.rma_id) as scans
    from rma r
    join sales_order o on o.merchant_id = r.merchant_id and o.order_id = r.order_id
    join party b on b.merchant_id = o.merchant_id and b.party_id = o.buyer_id
    where r.merchant_id = ${merchantId} and r.rma_id = ${rmaId}`.execute(tx);
  const row = present(rows[0], `the surroundings of ${rmaId}`);
  return { ...row, siblings: row.siblings ?? [], scans: historiesOf(row.scans ?? []) };
}

function historiesOf(rows: NonNullable<Row['scans']>): Surroundings['scans'] {
  const waybills = [...new Set(rows.map(({ waybill }) => waybill))];
  return waybills.flatMap((waybill) => {
    const scans = rows.filter((row) => row.waybill === waybill).map(({ waybill: _, ...scan }) => scanFromRow(scan));
    return parcelState(scans)
      .history.toReversed()
      .map(({ at, status, code, text, location }) => ({ waybill, at, status, code, text, location: location ?? null }));
  });
}
