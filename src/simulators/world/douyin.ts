import { z } from 'zod';
import { discountShares, lineAmount } from './basket.ts';
import type { Buyer } from './buyer.ts';
import { BETTER_WORDS, type Marketplace, reasonsToClick, triesAgain } from './marketplace.ts';
import { created, movesAt, sendBack } from './moves.ts';

const order = z.object({
  order_id: z.string(),
  order_status: z.number(),
  sku_order_list: z.array(z.object({ order_id: z.string() })),
});
const afterSale = z.object({ after_sale_id: z.string(), after_sale_status: z.number() });

/** Buyers on Douyin, in the platform's own names; amounts in fen, moments in seconds. */
export const douyinMarket: Marketplace = {
  channel: 'douyin',
  place: async (client, buyer) => {
    const first = await created(client, '/__sim/orders', orderBody(buyer), order);
    return first ? { id: first.order_id, lineIds: first.sku_order_list.map(({ order_id }) => order_id) } : null;
  },
  ask: async (client, { lineIds }, buyer, { wish, index, quantity, fen }) => {
    const body = {
      order_id: lineIds[index],
      after_sale_type: wish.refundOnly ? (buyer.shippedAt === null ? 2 : 1) : 0,
      reason: reasonsToClick[wish.reason],
      reason_remark: wish.note,
      refund_total_amount: fen,
      after_sale_apply_count: quantity,
    };
    const asked = await client({ method: 'POST', path: '/__sim/aftersales', body, shape: afterSale });
    return asked.ok ? asked.value.after_sale_id : null;
  },
  follow: async (world, client, kase, buyer, looks) => {
    const path = `/__sim/aftersales/${kase.rma}`;
    const act = movesAt(client, path);
    const found = await client({ path, shape: afterSale });
    switch (found.ok ? found.value.after_sale_status : 0) {
      case 6:
        return true;
      case 7:
        return sendBack(world, kase, buyer, act, {
          withdraw: 'close',
          parcel: (company_code, tracking_no, company_name) => ({ company_name, company_code, tracking_no }),
        });
      case 27:
        return triesAgain(buyer, looks) && (await act('modify', { reason_remark: BETTER_WORDS })).ok;
      default:
        return false;
    }
  },
  moveOn: async (client, { id }) => {
    const path = `/__sim/orders/${id}`;
    const found = await client({ path, shape: order });
    const move = movesAt(client, path);
    switch (found.ok ? found.value.order_status : 0) {
      case 2:
        return (await move('ship', { company_name: '中通快递', tracking_no: '73000000000000' })).ok;
      case 3:
        return (await move('sign')).ok && (await move('finish')).ok;
      default:
        return false;
    }
  },
};

const seconds = (ms: number): number => Math.floor(ms / 1000);

function orderBody({ basket, person, placedAt, paidAt, shippedAt, deliveredAt }: Buyer): Record<string, unknown> {
  const shares = discountShares(basket);
  const state = deliveredAt !== null ? 5 : shippedAt !== null ? 3 : 2;
  return {
    order_status: state,
    create_time: seconds(placedAt),
    pay_time: seconds(paidAt),
    ...(shippedAt === null ? {} : { ship_time: seconds(shippedAt) }),
    ...(deliveredAt === null ? {} : { finish_time: seconds(deliveredAt) }),
    post_amount: basket.freight,
    post_receiver: person.name,
    post_tel: person.phone,
    sku_order_list: basket.lines.map((line, i) => ({
      product_name: line.article.title,
      code: line.article.sku,
      out_sku_id: line.article.sku,
      item_num: line.quantity,
      origin_amount: line.article.price,
      promotion_shop_amount: line.article.price * line.quantity - lineAmount(line) + (shares[i] ?? 0),
      order_status: state,
      ...(deliveredAt === null
        ? {}
        : { logistics_receipt_time: seconds(deliveredAt), confirm_receipt_time: seconds(deliveredAt) }),
    })),
  };
}
