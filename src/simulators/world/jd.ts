import { z } from 'zod';
import { shanghaiText } from '../clock.ts';
import { yuanOf } from '../yuan.ts';
import { discountShares, lineAmount } from './basket.ts';
import type { Buyer } from './buyer.ts';
import { type Marketplace, outboundWaybill, reasonsToClick } from './marketplace.ts';
import { created, movesAt, sendBack } from './moves.ts';

const order = z.object({
  orderId: z.string(),
  orderState: z.string(),
  itemInfoList: z.array(z.object({ skuId: z.string() })),
});
const service = z.object({ serviceId: z.string(), serviceStatus: z.number() });
const application = z.object({ id: z.string(), status: z.number() });

/** As JD numbers couriers. */
const ZHONGTONG = '1499';

/**
 * Buyers on JD, in the platform's own names. Money back before the goods are here is asked for with another form than
 * goods that go back, so a case remembers which: `applications/…` or `services/…`.
 */
export const jdMarket: Marketplace = {
  channel: 'jd',
  place: async (client, buyer) => {
    const first = await created(client, '/__sim/orders', orderBody(buyer), order);
    return first ? { id: first.orderId, lineIds: first.itemInfoList.map(({ skuId }) => skuId) } : null;
  },
  ask: async (client, { id: orderId, lineIds }, _, { wish, index, quantity, fen }) => {
    if (wish.refundOnly) {
      const body = { orderId, reason: reasonsToClick[wish.reason] };
      const asked = await client({ method: 'POST', path: '/__sim/applications', body, shape: application });
      return asked.ok ? `applications/${asked.value.id}` : null;
    }
    const body = {
      orderId,
      skuId: lineIds[index],
      customerExpect: 10,
      serviceCount: quantity,
      amount: yuanOf(BigInt(fen)),
      questionTypeCid2Name: reasonsToClick[wish.reason],
      questionDesc: wish.note,
    };
    const asked = await client({ method: 'POST', path: '/__sim/services', body, shape: service });
    return asked.ok ? `services/${asked.value.serviceId}` : null;
  },
  follow: async (world, client, kase, buyer, looks) => {
    const path = `/__sim/${kase.rma}`;
    if (kase.rma?.startsWith('applications/')) {
      const found = await client({ path, shape: application });
      return found.ok && found.value.status === 0;
    }
    const act = movesAt(client, path);
    const found = await client({ path, shape: service });
    switch (found.ok ? found.value.serviceStatus : 0) {
      case 10001:
      case 10012:
        return true;
      case 10002:
        return (await act('modify', { questionDesc: buyer.wish?.note || '请看照片' })).ok;
      case 10005:
        if (callsJdIn(buyer, looks)) await act('intervene');
        return sendBack(world, kase, buyer, act, {
          withdraw: 'cancel',
          parcel: (_, expressCode, expressCompany) => ({ expressCompany, expressCode }),
        });
      default:
        return false;
    }
  },
  moveOn: async (client, { id }) => {
    const path = `/__sim/orders/${id}`;
    const found = await client({ path, shape: order });
    const move = movesAt(client, path);
    switch (found.ok ? found.value.orderState : '') {
      case 'WAIT_SELLER_STOCK_OUT':
        return (await move('ship', { logisticsId: ZHONGTONG, waybill: '73000000000000' })).ok;
      case 'WAIT_GOODS_RECEIVE_CONFIRM':
        return (await move('finish')).ok;
      default:
        return false;
    }
  },
};

/** Some do not wait for the shop: JD's staff are to judge. It shows only in JD's lists. */
const callsJdIn = ({ n }: Buyer, looks: number): boolean => n % 8 === 0 && looks === 2;

/** Each article's discounts are named with it. */
function orderBody(buyer: Buyer): Record<string, unknown> {
  const { basket, person, shippedAt, deliveredAt } = buyer;
  const shares = discountShares(basket);
  const yuan = (fen: number): string => yuanOf(BigInt(fen));
  const skuIds = basket.lines.map((_, i) => String(100_012_345_678 + i));
  const reductions = basket.lines.map(
    (line, i) => line.article.price * line.quantity - lineAmount(line) + (shares[i] ?? 0),
  );
  return {
    orderState:
      deliveredAt !== null ? 'FINISHED_L' : shippedAt !== null ? 'WAIT_GOODS_RECEIVE_CONFIRM' : 'WAIT_SELLER_STOCK_OUT',
    orderStartTime: shanghaiText(buyer.placedAt),
    paymentConfirmTime: shanghaiText(buyer.paidAt),
    ...(shippedAt === null ? {} : { logisticsId: ZHONGTONG, waybill: outboundWaybill(buyer) }),
    ...(deliveredAt === null ? {} : { orderEndTime: shanghaiText(deliveredAt) }),
    freightPrice: yuan(basket.freight),
    consigneeInfo: {
      fullname: person.name,
      mobile: person.phone,
      province: person.state,
      city: person.city,
      county: person.district,
    },
    itemInfoList: basket.lines.map(({ article, quantity }, i) => ({
      skuId: skuIds[i],
      outerSkuId: article.sku,
      skuName: article.title,
      jdPrice: yuan(article.price),
      itemTotal: quantity,
    })),
    couponDetailList: reductions.flatMap((fen, i) =>
      fen === 0 ? [] : [{ skuId: skuIds[i], couponType: '30-单品促销优惠', couponPrice: yuan(fen) }],
    ),
  };
}
