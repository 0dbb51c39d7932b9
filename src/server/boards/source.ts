import { sql } from 'kysely';
import type { MerchantId, OrderId, RmaId, ShopId } from '../../domain/ids.ts';
import type { SoldOrder } from '../../domain/metrics/order-share.ts';
import { type Happened, type ReturnFacts, returnFacts } from '../../domain/metrics/return-facts.ts';
import type { RmaEvent } from '../../domain/returns/events.ts';
import type { Instant } from '../../domain/time.ts';
import { reviveMoney } from '../../domain/wire.ts';
import type { Tx } from '../db/database.ts';
import { iso } from '../orders/order-store.ts';

/** An order with the facts of its returns, as the timeline tells them. */
export type CountedOrder = { orderId: OrderId; shopId: ShopId; order: SoldOrder; returns: ReturnFacts[] };

type OrderRow = {
  order_id: OrderId;
  shop_id: ShopId;
  placed_at: Instant;
  shipped_at: Instant | null;
  lines:
    | { id: SoldOrder['lines'][number]['id']; sku: string; category: string; quantity: number; paid: string }[]
    | null;
  returns: { id: RmaId; events: { t: string; d: object; by: string; at: Instant }[] }[] | null;
};

/** Reads orders with all events of their returns. Of a policy's decision only its version counts: its trace is long. */
export async function readSource(
  tx: Tx,
  merchantId: MerchantId,
  orderIds: readonly OrderId[],
): Promise<CountedOrder[]> {
  const { rows } = await sql<OrderRow>`
    select o.order_id, o.shop_id, ${iso('o.placed_at')} as placed_at, ${iso('o.shipped_at')} as shipped_at,
      (select json_agg(json_build_object('id', l.line_id, 'sku', l.sku, 'category', l.goods_class, 'quantity', l.quantity,
          'paid', l.paid_minor::text) order by l.position)
        from order_line l where l.merchant_id = o.merchant_id and l.order_id = o.order_id) as lines,
      (select json_agg(json_build_object('id', r.rma_id, 'events', (
          select json_agg(json_build_object('t', e.type, 'd', case when e.type = 'policy_applied'
              then jsonb_build_object('decision', jsonb_build_object('policyVersion', e.data #> '{decision,policyVersion}'))
              else e.data end, 'by', e.actor_kind, 'at', ${iso('e.occurred_at')}) order by e.seq)
          from rma_event e where e.merchant_id = r.merchant_id and e.rma_id = r.rma_id)) order by r.rma_id)
        from rma r where r.merchant_id = o.merchant_id and r.order_id = o.order_id) as returns
    from sales_order o where o.merchant_id = ${merchantId} and o.order_id = any(${orderIds})`.execute(tx);
  return rows.map(({ order_id, shop_id, placed_at, shipped_at, lines, returns }) => ({
    orderId: order_id,
    shopId: shop_id,
    order: {
      placedAt: placed_at,
      shippedAt: shipped_at,
      lines: (lines ?? []).map(({ paid, ...line }) => ({ ...line, paidMinor: BigInt(paid) })),
    },
    returns: (returns ?? []).map(({ events }) => returnFacts(events.map(happened))),
  }));
}

const happened = ({ t, d, by, at }: { t: string; d: object; by: string; at: Instant }): Happened => ({
  event: { type: t, ...reviveMoney<object>(d) } as RmaEvent,
  by,
  at,
});
