import { sql } from 'kysely';
import type { MerchantId, RmaId } from '../../domain/ids.ts';
import { isSameWaybill, strongMatch } from '../../domain/parcels/match-parcel.ts';
import { suggest, type UnknownId } from '../../domain/parcels/unknown-parcel.ts';
import { ok } from '../../domain/result.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { rankFor } from './candidates.ts';
import { bindTo, onUnknown } from './run-unknown-command.ts';

export type MatchReturn = { merchantId: MerchantId; rmaId: RmaId };

/** More open parcels that one return could own are looked at by a person. */
const MOST = 20;
/** Of those that share an article and nothing else: a shop's best seller lies in many. */
const MOST_ALIKE = 5;
const ALIKE = 3;

/**
 * A return that was opened, granted or given a number may own goods that are here already. The same number binds them by
 * itself; a strong and clear match is shown at the return. Each parcel is a transaction of its own.
 */
export async function linkLater(app: App, { merchantId, rmaId }: MatchReturn): Promise<void> {
  const ids = await app.db.inMerchant(merchantId, (tx) => parcelsFor(tx, merchantId, rmaId));
  for (const id of ids) await app.db.inMerchant(merchantId, (tx) => link(app, tx, merchantId, rmaId, id));
}

async function link(app: App, tx: Tx, merchantId: MerchantId, rmaId: RmaId, id: UnknownId): Promise<void> {
  const command = { type: 'match_return', rmaId };
  // Later news of the return may say more than this: each time is a command of its own.
  const meta = { merchantId, commandId: app.newId('cmd'), actor: { kind: 'system', id: 'matcher' } } as const;
  await onUnknown(app, tx, id, command, meta, async (stored) => {
    if (stored.parcel.state !== 'open' || stored.parcel.takenOutOf.includes(rmaId)) return ok([]);
    const ranked = await rankFor(app, tx, merchantId, stored);
    const own = ranked.find(({ rma }) => rma?.rma_id === rmaId)?.match;
    if (!own) return ok([]);
    if (isSameWaybill(own)) {
      const bound = await bindTo(app, tx, stored, rmaId, meta, 'waybill');
      // Not granted yet, or other articles than it waits for: a person has to see that.
      return bound.ok ? bound : ok(suggest(stored.parcel, rmaId, own.score));
    }
    return ok(strongMatch(ranked.map(({ match }) => match)) === own ? suggest(stored.parcel, rmaId, own.score) : []);
  });
}

/** Open parcels that share a number, a phone, a tail or an article with the return. */
async function parcelsFor(tx: Tx, merchantId: MerchantId, rmaId: RmaId): Promise<UnknownId[]> {
  const { rows } = await sql<{ unknown_id: UnknownId; best: number }>`
    with about as (
      select r.order_id, b.phone_index, b.phone_tail from rma r
      join sales_order o on o.merchant_id = r.merchant_id and o.order_id = r.order_id
      join party b on b.merchant_id = o.merchant_id and b.party_id = o.buyer_id
      where r.merchant_id = ${merchantId} and r.rma_id = ${rmaId}
    ), number as (
      select p.waybill from parcel_rma pr join parcel p on p.merchant_id = pr.merchant_id and p.parcel_id = pr.parcel_id
        where pr.merchant_id = ${merchantId} and pr.rma_id = ${rmaId}
      union select w.waybill from sales_order o, about a, jsonb_to_recordset(o.outbound) as w(waybill text)
        where o.merchant_id = ${merchantId} and o.order_id = a.order_id
    ), hit as (
      select u.unknown_id, 0 as rank from number n join unknown_parcel u on u.waybill = n.waybill
        where u.merchant_id = ${merchantId} and u.state = 'open'
      union all select u.unknown_id, 1 from about a join unknown_parcel u on u.phone_index = a.phone_index
        where u.merchant_id = ${merchantId} and u.state = 'open'
      union all select u.unknown_id, 2 from about a join unknown_parcel u on u.phone_tail = a.phone_tail
        where u.merchant_id = ${merchantId} and u.state = 'open'
      union all (select u.unknown_id, ${ALIKE}::int from rma_line l
        join unknown_parcel_item i on i.merchant_id = l.merchant_id and i.sku = l.sku and i.bound < i.quantity
        join unknown_parcel u on u.merchant_id = i.merchant_id and u.unknown_id = i.unknown_id and u.state = 'open'
        where l.merchant_id = ${merchantId} and l.rma_id = ${rmaId} order by u.unknown_id desc limit 200)
    )
    select unknown_id, min(rank) as best from hit group by unknown_id order by min(rank), count(*) desc, unknown_id limit ${MOST}`.execute(
    tx,
  );
  const near = rows.filter(({ best }) => best < ALIKE);
  const alike = rows.filter(({ best }) => best === ALIKE).slice(0, MOST_ALIKE);
  return [...near, ...alike].map(({ unknown_id }) => unknown_id);
}
