import { sql } from 'kysely';
import type { MerchantId, OrderId, OrderLineId, PartyId, RmaId, RmaLineId, ShopId } from '../../domain/ids.ts';
import { type Match, rankCandidates } from '../../domain/parcels/match-parcel.ts';
import type { Candidate, Counted, ParcelEvidence } from '../../domain/parcels/parcel-evidence.ts';
import type { Place } from '../../domain/parcels/plan-binding.ts';
import { unboundGoods } from '../../domain/parcels/unknown-parcel.ts';
import type { Resolution } from '../../domain/policy/reasons.ts';
import { resolutionFacts } from '../../domain/policy/resolution-facts.ts';
import type { Review, Stage } from '../../domain/returns/rma.ts';
import type { Instant } from '../../domain/time.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { iso } from '../orders/order-store.ts';
import { partyPlace } from '../orders/parties.ts';
import { articleFacts, findOrders } from './find-orders.ts';
import { type StoredUnknown, senderPlace } from './unknown-store.ts';

type RmaPart = {
  rma_id: RmaId;
  number: string;
  review: Review;
  stage: Stage;
  resolution: Resolution;
  opened_at: Instant;
  lines: { line_id: RmaLineId; sku: string; quantity: number; reception: string }[];
  parcels: { courier: string; waybill: string }[] | null;
};

/** An order with all that its candidates are told by. */
export type OrderFacts = {
  order_id: OrderId;
  external_id: string;
  channel: string;
  shop_id: ShopId;
  shipped_at: Instant | null;
  delivered_at: Instant | null;
  outbound: { waybill: string }[];
  party_id: PartyId;
  nick: string;
  name_sealed: Buffer | null;
  phone_tail: string;
  phone_key: string | null;
  phone_users: number;
  lines: { line_id: OrderLineId; sku: string; title: string; quantity: number; left: number }[];
  rmas: RmaPart[] | null;
  earlier: { waybill: string; city: string | null }[] | null;
};

/** A ranked candidate with what a screen says of it and what may be done. */
export type Ranked = { match: Match; order: OrderFacts; rma: RmaPart | null };

/** What a parcel shows, in the matcher's words. Only goods that are not bound yet are looked for. */
export function evidenceOf(app: App, merchantId: MerchantId, { facts, parcel }: StoredUnknown): ParcelEvidence {
  const { id, nameSealed } = facts;
  return {
    arrivedAt: facts.arrivedAt,
    waybill: facts.waybill,
    courier: facts.courier,
    sender: {
      phoneKey: facts.phoneKey,
      phoneTail: facts.phoneTail,
      name: nameSealed && app.secrets.open(nameSealed, senderPlace(merchantId, id)),
      city: facts.city,
    },
    contents: unboundGoods(parcel),
    // The scales saw the whole parcel: they say nothing of what is left of it.
    weightGrams: parcel.bindings.length > 0 ? null : facts.weightGrams,
  };
}

/** The returns and orders that a parcel may belong to, best first. Four statements, however many there are. */
export async function rankFor(app: App, tx: Tx, merchantId: MerchantId, stored: StoredUnknown): Promise<Ranked[]> {
  const parcel = evidenceOf(app, merchantId, stored);
  const orderIds = await findOrders(tx, merchantId, parcel);
  const orders = await readOrders(tx, merchantId, orderIds);
  const skus = new Set(orders.flatMap(({ lines }) => lines.map(({ sku }) => sku)));
  for (const { sku } of parcel.contents) skus.add(sku);
  const articles = await articleFacts(tx, merchantId, [...skus]);
  const known = new Map<Candidate, Omit<Ranked, 'match'>>();
  for (const order of orders) {
    for (const { candidate, rma } of candidatesOf(app, merchantId, order)) known.set(candidate, { order, rma });
  }
  const bound = new Set(stored.parcel.bindings.map(({ rmaId }) => rmaId));
  return rankCandidates(parcel, [...known.keys()], articles).flatMap((match) => {
    const about = known.get(match.candidate);
    return about && !(about.rma && bound.has(about.rma.rma_id)) ? [{ match, ...about }] : [];
  });
}

function candidatesOf(app: App, merchantId: MerchantId, order: OrderFacts) {
  const outbound = order.outbound.map(({ waybill }) => waybill);
  const earlier = order.earlier ?? [];
  const about = {
    shippedAt: order.shipped_at,
    deliveredAt: order.delivered_at,
    bought: order.lines.map(({ sku, quantity }) => ({ sku, quantity })),
    outbound,
    sender: {
      phoneKey: order.phone_key,
      phoneTail: order.phone_tail || null,
      name: order.name_sealed && app.secrets.open(order.name_sealed, partyPlace(merchantId, 'name', order.party_id)),
      cities: earlier.flatMap(({ city }) => (city ? [city] : [])),
    },
    phoneSharedBy: order.phone_users,
  };
  const orderId = order.order_id;
  const free = freePlaces(order);
  const bare: { candidate: Candidate; rma: RmaPart | null }[] =
    free.length === 0
      ? []
      : [
          {
            candidate: {
              ...about,
              of: { kind: 'order', orderId },
              openedAt: null,
              expected: goodsOf(free),
              announced: [],
              ofBuyer: earlier.map(({ waybill }) => waybill),
            },
            rma: null,
          },
        ];
  const returns = (order.rmas ?? []).flatMap((rma) => {
    const expected = goodsOf(awaitedPlaces(rma));
    if (expected.length === 0) return [];
    const arrived = rma.lines.some(({ reception }) => reception === 'received');
    const announced = (rma.parcels ?? []).map((parcel) => ({ ...parcel, arrived }));
    const candidate: Candidate = {
      ...about,
      of: { kind: 'return', rmaId: rma.rma_id, orderId },
      openedAt: rma.opened_at,
      expected,
      announced,
      ofBuyer: earlier.flatMap(({ waybill }) => (announced.some((own) => own.waybill === waybill) ? [] : [waybill])),
    };
    return [{ candidate, rma }];
  });
  return [...bare, ...returns];
}

const goodsOf = (places: readonly Place<string>[]): Counted[] => places.map(({ sku, quantity }) => ({ sku, quantity }));

/** Units of a return that may still come: those that are awaited, and, before it is granted, those that it asks for. */
export function awaitedPlaces({ review, resolution, lines }: RmaPart): Place<RmaLineId>[] {
  if (review === 'rejected' || review === 'withdrawn' || resolutionFacts[resolution].goodsBack === 'no') return [];
  return lines.flatMap(({ line_id, sku, quantity, reception }) =>
    reception === 'awaiting' || reception === 'in_transit' || (review !== 'approved' && reception === 'not_expected')
      ? [{ id: line_id, sku, quantity }]
      : [],
  );
}

/** Units of an order that no return asks for. */
export const freePlaces = ({ lines }: OrderFacts): Place<OrderLineId>[] =>
  lines.flatMap(({ line_id, sku, left }) => (left > 0 ? [{ id: line_id, sku, quantity: left }] : []));

/** Beyond so many accounts it makes no difference how many more share a phone. */
const MOST_USERS = 200;
const EARLIER_PARCELS = 12;

async function readOrders(tx: Tx, merchantId: MerchantId, orderIds: readonly OrderId[]): Promise<OrderFacts[]> {
  const { rows } = await sql<OrderFacts>`
    select o.order_id, o.external_id, o.channel, o.shop_id, o.outbound, b.party_id, b.nick, b.name_sealed, b.phone_tail,
      ${iso('o.shipped_at')} as shipped_at, ${iso('o.delivered_at')} as delivered_at,
      encode(b.phone_index, 'hex') as phone_key,
      case when b.phone_index is null then 1 else (select count(*)::int from (select 1 from party x
        where x.merchant_id = b.merchant_id and x.phone_index = b.phone_index limit ${MOST_USERS}) few) end as phone_users,
      (select json_agg(json_build_object('line_id', l.line_id, 'sku', l.sku, 'title', l.title, 'quantity', l.quantity,
          'left', l.quantity - l.claimed) order by l.position)
        from order_line l where l.merchant_id = o.merchant_id and l.order_id = o.order_id) as lines,
      (select json_agg(json_build_object('rma_id', r.rma_id, 'number', r.number, 'review', r.review, 'stage', r.stage,
          'resolution', r.resolution, 'opened_at', ${iso('r.opened_at')},
          'lines', (select json_agg(json_build_object('line_id', l.line_id, 'sku', l.sku, 'quantity', l.quantity,
              'reception', l.reception) order by l.line_id)
            from rma_line l where l.merchant_id = r.merchant_id and l.rma_id = r.rma_id),
          'parcels', (select json_agg(json_build_object('courier', p.courier, 'waybill', p.waybill))
            from parcel_rma pr join parcel p on p.merchant_id = pr.merchant_id and p.parcel_id = pr.parcel_id
            where pr.merchant_id = r.merchant_id and pr.rma_id = r.rma_id)) order by r.rma_id)
        from rma r where r.merchant_id = o.merchant_id and r.order_id = o.order_id) as rmas,
      (select json_agg(e) from (select p.waybill, s.location as city from sales_order so
          join rma r on r.merchant_id = so.merchant_id and r.order_id = so.order_id
          join parcel_rma pr on pr.merchant_id = r.merchant_id and pr.rma_id = r.rma_id
          join parcel p on p.merchant_id = pr.merchant_id and p.parcel_id = pr.parcel_id
          left join parcel_scan s on s.merchant_id = p.merchant_id and s.parcel_id = p.parcel_id and s.position = 0
          where so.merchant_id = o.merchant_id and so.buyer_id = o.buyer_id limit ${EARLIER_PARCELS}) e) as earlier
    from sales_order o join party b on b.merchant_id = o.merchant_id and b.party_id = o.buyer_id
    where o.merchant_id = ${merchantId} and o.order_id = any(${orderIds})`.execute(tx);
  return rows;
}
