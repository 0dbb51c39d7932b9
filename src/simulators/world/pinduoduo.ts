import { z } from 'zod';
import { shanghaiText } from '../clock.ts';
import { yuanOf } from '../yuan.ts';
import { basketTotal, discountShares, lineAmount } from './basket.ts';
import type { Buyer } from './buyer.ts';
import { BETTER_WORDS, type Marketplace, outboundWaybill, reasonsToClick, triesAgain } from './marketplace.ts';
import { created, movesAt, sendBack } from './moves.ts';

const order = z.object({
  order_sn: z.string(),
  order_status: z.number(),
  item_list: z.array(z.object({ sku_id: z.string() })),
});
const afterSale = z.object({ id: z.string(), after_sales_status: z.number() });

/** Buyers on Pinduoduo, in the platform's own names. */
export const pinduoduoMarket: Marketplace = {
  channel: 'pinduoduo',
  place: async (client, buyer) => {
    const first = await created(client, '/__sim/orders', orderBody(buyer), order);
    return first ? { id: first.order_sn, lineIds: first.item_list.map(({ sku_id }) => sku_id) } : null;
  },
  ask: async (client, { id, lineIds }, _, { wish, index, quantity, fen }) => {
    const body = {
      order_sn: id,
      sku_id: lineIds[index],
      after_sales_type: wish.refundOnly ? 1 : 2,
      after_sales_reason: reasonsToClick[wish.reason],
      remark: wish.note,
      refund_amount: yuanOf(BigInt(fen)),
      goods_number: quantity,
    };
    const asked = await client({ method: 'POST', path: '/__sim/after-sales', body, shape: afterSale });
    return asked.ok ? asked.value.id : null;
  },
  follow: async (world, client, kase, buyer, looks) => {
    const path = `/__sim/after-sales/${kase.rma}`;
    const act = movesAt(client, path);
    const found = await client({ path, shape: afterSale });
    switch (found.ok ? found.value.after_sales_status : 0) {
      case 2:
      case 3:
        return true;
      case 7:
        return sendBack(world, kase, buyer, act, {
          withdraw: 'close',
          parcel: (_, tracking_number, shipping_name) => ({ shipping_name, tracking_number }),
        });
      case 6:
        return triesAgain(buyer, looks) && (await act('modify', { remark: BETTER_WORDS })).ok;
      default:
        return false;
    }
  },
  moveOn: async (client, { id }) => {
    const path = `/__sim/orders/${id}`;
    const found = await client({ path, shape: order });
    const move = movesAt(client, path);
    switch (found.ok ? found.value.order_status : 0) {
      case 1:
        return (await move('ship', { tracking_number: '73000000000000' })).ok;
      case 2:
        return (await move('sign')).ok;
      default:
        return false;
    }
  },
};

/** Its discounts stand on the order as a whole. */
function orderBody(buyer: Buyer): Record<string, unknown> {
  const { basket, person, shippedAt, deliveredAt } = buyer;
  const yuan = (fen: number): string => yuanOf(BigInt(fen));
  const goods = basket.lines.reduce((sum, { article, quantity }) => sum + article.price * quantity, 0);
  const shares = discountShares(basket).reduce((sum, share) => sum + share, 0);
  const paid = basket.lines.reduce((sum, line) => sum + lineAmount(line), 0) - shares;
  if (paid + basket.freight !== basketTotal(basket)) throw new Error(`basket ${buyer.n} does not add up`);
  return {
    order_status: deliveredAt !== null ? 3 : shippedAt !== null ? 2 : 1,
    created_time: shanghaiText(buyer.placedAt),
    pay_time: shanghaiText(buyer.paidAt),
    ...(shippedAt === null
      ? {}
      : { shipping_time: shanghaiText(shippedAt), logistics_id: '115', tracking_number: outboundWaybill(buyer) }),
    ...(deliveredAt === null ? {} : { receive_time: shanghaiText(deliveredAt) }),
    seller_discount: yuan(goods - paid),
    postage: yuan(basket.freight),
    receiver_name: person.name,
    receiver_phone: person.phone,
    item_list: basket.lines.map(({ article, quantity }, i) => ({
      sku_id: String(987_654_321 + i),
      goods_name: article.title,
      goods_price: yuan(article.price),
      goods_count: quantity,
      outer_id: article.sku,
    })),
  };
}
