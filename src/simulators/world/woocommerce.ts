import { z } from 'zod';
import { yuanOf } from '../yuan.ts';
import { discountShares, lineAmount } from './basket.ts';
import type { Buyer } from './buyer.ts';
import { type Marketplace, outboundWaybill, reasonsToClick } from './marketplace.ts';
import { created, movesAt } from './moves.ts';

const order = z.object({
  id: z.number(),
  status: z.string(),
  lines: z.array(z.object({ id: z.number() })),
  meta: z.array(z.object({ key: z.string() })),
});
const refund = z.object({ id: z.number() });

/**
 * An own shop on WooCommerce, which knows refunds and no requests: who wants his money back rings up, and the shop's own
 * staff books it there. Guilai learns of it.
 */
export const woocommerceMarket: Marketplace = {
  channel: 'woocommerce',
  place: async (client, buyer) => {
    const first = await created(client, '/__sim/orders', orderBody(buyer), order);
    if (!first) return null;
    const move = movesAt(client, `/__sim/orders/${first.id}`);
    if (buyer.shippedAt !== null) await move('ship', { company: '中通快递', number: outboundWaybill(buyer) });
    if (buyer.deliveredAt !== null) await move('complete');
    return { id: String(first.id), lineIds: first.lines.map(({ id }) => String(id)) };
  },
  ask: async (client, { id, lineIds }, _, { wish, index, quantity, fen }) => {
    const amount = yuanOf(BigInt(fen));
    const body = {
      amount,
      reason: [reasonsToClick[wish.reason], wish.note].filter(Boolean).join('：'),
      line_items: [{ id: Number(lineIds[index]), quantity, refund_total: amount }],
    };
    const booked = await client({ method: 'POST', path: `/__sim/orders/${id}/refund`, body, shape: refund });
    return booked.ok ? `${id}-${booked.value.id}` : null;
  },
  // It is paid with its booking.
  follow: async () => false,
  moveOn: async (client, { id }) => {
    const path = `/__sim/orders/${id}`;
    const found = await client({ path, shape: order });
    if (!found.ok || found.value.status !== 'processing') return false;
    const move = movesAt(client, path);
    return found.value.meta.length === 0
      ? (await move('ship', { company: '中通快递', number: '73000000000000' })).ok
      : (await move('complete')).ok;
  },
};

function orderBody({ basket, person, placedAt }: Buyer): Record<string, unknown> {
  const shares = discountShares(basket);
  const yuan = (fen: number): string => yuanOf(BigInt(fen));
  return {
    createdAt: placedAt,
    shipping: yuan(basket.freight),
    receiver: { first_name: person.name.slice(1), last_name: person.name.slice(0, 1), phone: person.phone },
    lines: basket.lines.map((line, i) => ({
      name: line.article.title,
      sku: line.article.sku,
      quantity: line.quantity,
      price: yuan(line.article.price),
      discount: yuan(line.article.price * line.quantity - lineAmount(line) + (shares[i] ?? 0)),
    })),
  };
}
