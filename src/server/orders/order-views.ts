import { toMoneyView } from '../../contract/common.ts';
import type { OrderView } from '../../contract/orders.ts';
import type { BuyerId, RmaId } from '../../domain/ids.ts';
import { type Order, paidTotal, refundedTotal } from '../../domain/orders/order.ts';

/** What a screen shows of an order beside the order. */
export type OrderSurroundings = {
  buyer: { id: BuyerId; nick: string; phoneTail: string; named: boolean };
  /** All returns of the order. */
  siblings: { id: RmaId; number: string; stage: string }[];
};

export function orderView(order: Order, around: OrderSurroundings): OrderView {
  return {
    id: order.id,
    shopId: order.shopId,
    channel: order.channel,
    externalId: order.externalId,
    buyer: {
      id: around.buyer.id,
      nick: maskedNick(around.buyer.nick),
      maskedName: around.buyer.named ? '**' : '',
      maskedPhone: around.buyer.phoneTail ? `*******${around.buyer.phoneTail}` : '',
    },
    placedAt: order.placedAt,
    paidAt: order.paidAt,
    shippedAt: order.shippedAt,
    deliveredAt: order.deliveredAt,
    paid: toMoneyView(paidTotal(order)),
    refunded: toMoneyView(refundedTotal(order)),
    payments: order.payments.map((payment) => ({
      method: payment.method,
      tradeNumber: payment.tradeNumber,
      paid: toMoneyView(payment.paid),
      refunded: toMoneyView(payment.refunded),
    })),
    lines: order.lines.map((line) => ({
      id: line.id,
      externalId: line.externalId,
      sku: line.sku,
      title: line.title,
      quantity: line.quantity,
      unitPrice: toMoneyView(line.unitPrice),
      paid: toMoneyView(line.paid),
      freight: toMoneyView(line.freight),
      discounts: line.discounts.map(({ funder, amount }) => ({ funder, amount: toMoneyView(amount) })),
      exclusion: line.exclusion,
      goodsClass: line.goodsClass,
      serials: [...(line.serials ?? [])],
      claimed: line.claimed,
      refunded: toMoneyView(line.refunded),
    })),
    promotions: (order.promotions ?? []).map(({ id, title, kind, funder }) => ({ id, title, kind, funder })),
    rmas: around.siblings,
  };
}

/** `tb_lin***8`: enough to tell two buyers apart, too little to find one. */
export const maskedNick = (nick: string): string =>
  [...nick].length <= 2 ? `${[...nick][0] ?? ''}*` : `${[...nick][0]}***${[...nick].at(-1)}`;
