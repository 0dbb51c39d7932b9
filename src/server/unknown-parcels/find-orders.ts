import { sql } from 'kysely';
import type { MerchantId, OrderId } from '../../domain/ids.ts';
import type { ArticleFacts, ParcelEvidence } from '../../domain/parcels/parcel-evidence.ts';
import type { Tx } from '../db/database.ts';

/** So many orders are looked at closely: the matcher ranks those, and knows of no others. */
const MOST_ORDERS = 200;
/** People whose phone ends alike: the newest. */
const MOST_PEOPLE = 120;
const ORDERS_OF_ONE = 6;
/** Of each article the newest lines are looked through, and those who hold most of the articles are kept. */
const LINES_READ = 800;
const MOST_BY_GOODS = 80;
/** Whoever packs more kinds of articles into a parcel is found by these. */
const MOST_SKUS = 6;

/**
 * Orders that the parcel may belong to, each found by something that has an index: its number, the sender's phone or its
 * tail, the articles in it. Those found by what tells most come first. One statement, whatever the merchant's size.
 */
export async function findOrders(tx: Tx, merchantId: MerchantId, parcel: ParcelEvidence): Promise<OrderId[]> {
  const { sender, waybill } = parcel;
  const skus = parcel.contents.slice(0, MOST_SKUS).map(({ sku }) => sku);
  const { rows } = await sql<{ order_id: OrderId }>`
    with hit as (
      ${byWaybill(merchantId, waybill)}
      union all ${byPerson(merchantId, sender)}
      union all ${byAwaitedGoods(merchantId, skus)}
      union all ${byBoughtGoods(merchantId, skus)}
    )
    select order_id from hit group by order_id
    order by min(rank), max(hits) desc, order_id desc limit ${MOST_ORDERS}`.execute(tx);
  return rows.map((row) => row.order_id);
}

const byWaybill = (merchantId: MerchantId, waybill: string | null) => sql`
  select r.order_id, 0 as rank, 9 as hits from parcel p
    join parcel_rma pr on pr.merchant_id = p.merchant_id and pr.parcel_id = p.parcel_id
    join rma r on r.merchant_id = pr.merchant_id and r.rma_id = pr.rma_id
    where p.merchant_id = ${merchantId} and p.waybill = ${waybill}
  union all
  -- The same buyer's other orders: several returns travel in one box.
  select o.order_id, 1, 9 from parcel p
    join parcel_rma pr on pr.merchant_id = p.merchant_id and pr.parcel_id = p.parcel_id
    join rma r on r.merchant_id = pr.merchant_id and r.rma_id = pr.rma_id
    join sales_order of on of.merchant_id = r.merchant_id and of.order_id = r.order_id
    cross join lateral (select o.order_id from sales_order o where o.merchant_id = of.merchant_id
      and o.buyer_id = of.buyer_id order by o.order_id desc limit ${ORDERS_OF_ONE}) o
    where p.merchant_id = ${merchantId} and p.waybill = ${waybill}
  union all
  select w.order_id, 0, 9 from outbound_waybill w
    where w.merchant_id = ${merchantId} and w.waybill = ${waybill}`;

const byPerson = (merchantId: MerchantId, { phoneKey, phoneTail }: ParcelEvidence['sender']) => sql`
  select o.order_id, 1, who.hits from (
    select p.party_id, 8 as hits from party p
      where p.merchant_id = ${merchantId} and p.phone_index = decode(${phoneKey}::text, 'hex')
    union all
    select p.party_id, 7 from buyer_identity i
      join party p on p.merchant_id = i.merchant_id and p.buyer_id = i.buyer_id
      where i.merchant_id = ${merchantId} and i.kind = 'phone' and i.key = decode(${phoneKey}::text, 'hex')
    union all
    (select p.party_id, 5 from party p where p.merchant_id = ${merchantId} and p.phone_tail = ${phoneTail}
      and p.phone_tail <> '' order by p.party_id desc limit ${MOST_PEOPLE})
  ) who cross join lateral (select o.order_id from sales_order o where o.merchant_id = ${merchantId}
    and o.buyer_id = who.party_id order by o.order_id desc limit ${ORDERS_OF_ONE}) o`;

const byAwaitedGoods = (merchantId: MerchantId, skus: readonly string[]) => sql`
  select r.order_id, 2, held.hits from (
    select l.rma_id, count(distinct l.sku)::int as hits from unnest(${skus}::text[]) as s(sku) cross join lateral (
      select l.rma_id, l.sku, l.reception from rma_line l
      where l.merchant_id = ${merchantId} and l.sku = s.sku order by l.rma_id desc limit ${LINES_READ}) l
    where l.reception in ('awaiting', 'in_transit', 'not_expected')
    group by l.rma_id order by hits desc, l.rma_id desc limit ${MOST_BY_GOODS}
  ) held join rma r on r.merchant_id = ${merchantId} and r.rma_id = held.rma_id`;

const byBoughtGoods = (merchantId: MerchantId, skus: readonly string[]) => sql`
  (select l.order_id, 3, count(distinct l.sku)::int as hits
    from unnest(${skus}::text[]) as s(sku) cross join lateral (
      select l.order_id, l.sku, l.claimed, l.quantity from order_line l
      where l.merchant_id = ${merchantId} and l.sku = s.sku order by l.order_id desc limit ${LINES_READ}) l
    where l.claimed < l.quantity
    group by l.order_id order by hits desc, l.order_id desc limit ${MOST_BY_GOODS})`;

/** How common an article is, is read off the newest orders. */
const SAMPLE = 2_000;
/** So many orders in which it is taken to have been sold once, or a new shop would think everything rare or common. */
const SMOOTHING = 50;

/** How common and how heavy the articles are. */
export async function articleFacts(tx: Tx, merchantId: MerchantId, skus: readonly string[]): Promise<ArticleFacts> {
  const { rows } = await sql<{ sku: string; orders: number; of: number; units: number | null; grams: number | null }>`
    with newest as materialized (
      select o.order_id from sales_order o where o.merchant_id = ${merchantId} order by o.order_id desc limit ${SAMPLE}
    ), edge as (select min(order_id) as order_id, count(*)::int as of from newest)
    select s.sku, e.of, w.units::float8 as units, w.grams::float8 as grams, (
        select count(distinct l.order_id)::int from order_line l
        where l.merchant_id = ${merchantId} and l.sku = s.sku and l.order_id >= e.order_id) as orders
    from unnest(${skus}::text[]) as s(sku) cross join edge e
    left join sku_weight w on w.merchant_id = ${merchantId} and w.sku = s.sku`.execute(tx);
  return {
    share: new Map(rows.map(({ sku, orders, of }) => [sku, (orders + 1) / (of + SMOOTHING)])),
    grams: new Map(rows.flatMap(({ sku, units, grams }) => (units && grams ? [[sku, grams / units]] : []))),
  };
}
