import { sql } from 'kysely';
import { doubtfulKinds } from '../../domain/alerts/alert-kinds.ts';
import type { MerchantId } from '../../domain/ids.ts';
import { isIntent, isParcelStatus, parcelStatuses } from '../../domain/parcels/statuses.ts';
import type { NamedWaybill } from '../../domain/returns/named-waybill.ts';
import type { Rma } from '../../domain/returns/rma.ts';
import { type Instant, plusHours } from '../../domain/time.ts';
import type { Tx } from '../db/database.ts';
import { RETIRED_DAYS } from './parcel-store.ts';

const onTheRoad = Object.keys(parcelStatuses).filter((status) => isParcelStatus(status) && !isIntent(status));

/** What is known of the numbers that a return names, whichever courier was said to carry them. */
export async function namedWaybills(tx: Tx, merchantId: MerchantId, rma: Rma, now: Instant): Promise<NamedWaybill[]> {
  const waybills = rma.parcels.map(({ waybill }) => waybill);
  if (waybills.length === 0) return [];
  const { rows } = await sql<NamedWaybill>`select n.waybill,
      exists (select 1 from parcel p join parcel_rma o on o.merchant_id = p.merchant_id and o.parcel_id = p.parcel_id
          where p.merchant_id = ${merchantId} and p.waybill = n.waybill and p.retired_at is null and o.rma_id <> ${rma.id})
        or exists (select 1 from exposure e where e.merchant_id = ${merchantId} and e.waybills @> array[n.waybill]
          and e.rma_id <> ${rma.id} and e.advanced_at > ${plusHours(now, -24 * RETIRED_DAYS)})
        or exists (select 1 from outbound_waybill o where o.merchant_id = ${merchantId} and o.waybill = n.waybill
          and o.order_id <> ${rma.orderId}) as "isOfOthers",
      least((select min(s.at) from parcel p join parcel_scan s on s.merchant_id = p.merchant_id
          and s.parcel_id = p.parcel_id where p.merchant_id = ${merchantId} and p.waybill = n.waybill
          and p.retired_at is null and s.status = any(${onTheRoad})),
        (select min(h.occurred_at) from parcel_handling h where h.merchant_id = ${merchantId} and h.waybill = n.waybill
          and h.retired_at is null)) as "firstSeen",
      exists (select 1 from parcel p join alert a on a.merchant_id = p.merchant_id and a.subject_id = p.parcel_id
        where p.merchant_id = ${merchantId} and p.waybill = n.waybill and p.retired_at is null
          and a.over is null and a.kind = any(${doubtfulKinds})) as "isFlagged"
    from unnest(${waybills}::text[]) as n(waybill)`.execute(tx);
  return rows;
}
