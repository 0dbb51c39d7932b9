import { z } from 'zod';
import { yuanOf } from '../yuan.ts';
import { discountShares, lineAmount } from './basket.ts';
import type { Buyer } from './buyer.ts';
import { type Marketplace, outboundWaybill } from './marketplace.ts';
import { created, movesAt, sendBack } from './moves.ts';
import type { Reason } from './wish.ts';

const order = z.object({
  id: z.string(),
  lines: z.array(z.object({ id: z.string() })),
  fulfillments: z.array(z.object({ deliveredAt: z.number().optional() })),
});
const oneReturn = z.object({ id: z.string(), status: z.string() });

/** The reasons that Shopify's own form offers. */
const reasons: Record<Reason, string> = {
  no_reason: 'UNWANTED',
  size_or_color: 'SIZE_TOO_LARGE',
  quality_fault: 'DEFECTIVE',
  not_as_described: 'NOT_AS_DESCRIBED',
  wrong_item: 'WRONG_ITEM',
  missing_part: 'DEFECTIVE',
  damaged_in_transit: 'DEFECTIVE',
  not_shipped: 'OTHER',
  not_received: 'OTHER',
  other: 'OTHER',
};

/** Buyers of an own shop on Shopify, who use its return form. */
export const shopifyMarket: Marketplace = {
  channel: 'shopify',
  place: async (client, buyer) => {
    const first = await created(client, '/__sim/orders', orderBody(buyer), order);
    if (!first) return null;
    const move = movesAt(client, `/__sim/orders/${first.id}`);
    if (buyer.shippedAt !== null) await move('ship', { company: '中通快递', number: outboundWaybill(buyer) });
    if (buyer.deliveredAt !== null) await move('deliver');
    return { id: first.id, lineIds: first.lines.map(({ id }) => id) };
  },
  // The form opens with the shipment. Who changes his mind before writes to the shop, and is no return.
  ask: async (client, { id: orderId, lineIds }, buyer, { wish, index, quantity }) => {
    if (buyer.shippedAt === null) return null;
    const line = { lineId: lineIds[index], quantity, reason: reasons[wish.reason], customerNote: wish.note };
    const body = { orderId, lines: [line] };
    const asked = await client({ method: 'POST', path: '/__sim/returns', body, shape: oneReturn });
    return asked.ok ? asked.value.id : null;
  },
  follow: async (world, client, kase, buyer) => {
    const path = `/__sim/returns/${kase.rma}`;
    const act = movesAt(client, path);
    const found = await client({ path, shape: oneReturn });
    switch (found.ok ? found.value.status : '') {
      case 'REQUESTED':
        return true;
      case 'OPEN':
        return sendBack(world, kase, buyer, act, {
          withdraw: 'cancel',
          parcel: (_, number, carrierName) => ({ carrierName, number }),
        });
      default:
        return false;
    }
  },
  moveOn: async (client, { id }) => {
    const path = `/__sim/orders/${id}`;
    const found = await client({ path, shape: order });
    if (!found.ok) return false;
    const move = movesAt(client, path);
    const [fulfillment] = found.value.fulfillments;
    if (!fulfillment) return (await move('ship', { company: '中通快递', number: '73000000000000' })).ok;
    return fulfillment.deliveredAt === undefined && (await move('deliver')).ok;
  },
};

function orderBody({ basket, person, placedAt }: Buyer): Record<string, unknown> {
  const shares = discountShares(basket);
  const yuan = (fen: number): string => yuanOf(BigInt(fen));
  return {
    createdAt: placedAt,
    shipping: yuan(basket.freight),
    receiver: { name: person.name, phone: `+86 ${person.phone}` },
    lines: basket.lines.map((line, i) => ({
      title: line.article.title,
      sku: line.article.sku,
      quantity: line.quantity,
      price: yuan(line.article.price),
      discount: yuan(line.article.price * line.quantity - lineAmount(line) + (shares[i] ?? 0)),
    })),
  };
}
