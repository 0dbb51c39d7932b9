import type { ChannelOrder } from '../../connectors/channel/port.ts';
import { present } from '../../domain/assert.ts';
import type { MerchantId } from '../../domain/ids.ts';
import { add, sum } from '../../domain/money.ts';
import type { IncomingOrder, OrderRefusal } from '../../domain/orders/incoming-order.ts';
import { courierOf } from '../../domain/parcels/waybills.ts';
import { ok, type Result, reject } from '../../domain/result.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { type Taken, type TakingShop, takeOrders } from './take-orders.ts';

/** Takes one order as a platform has it. */
export async function takeChannelOrder(
  app: Pick<App, 'secrets' | 'newId'>,
  tx: Tx,
  merchantId: MerchantId,
  shop: TakingShop,
  order: ChannelOrder,
): Promise<Result<Exclude<Taken, { kind: 'refused' }>, OrderRefusal>> {
  const [taken] = await takeOrders(tx, app, merchantId, shop, [orderFromChannel(order, shop.channel)]);
  const one = present(taken, 'the outcome of the order');
  return one.kind === 'refused' ? reject(one.refusal) : ok(one);
}

/** A platform holds the whole payment under its own order number, unless it names who does, and says per line what the buyer paid. */
export function orderFromChannel(order: ChannelOrder, channel: string): IncomingOrder {
  const paid = add(
    sum(
      order.lines.map((line) => line.paid),
      order.currency,
    ),
    order.freightPaid,
  );
  return {
    externalId: order.externalId,
    version: BigInt(order.version),
    currency: order.currency,
    placedAt: order.placedAt,
    paidAt: order.paidAt ?? null,
    shippedAt: order.shippedAt ?? null,
    deliveredAt: order.deliveredAt ?? null,
    businessPurchase: false,
    buyer: {
      token: order.buyer.token,
      nick: order.buyer.nick,
      name: order.buyer.maskedName ?? null,
      // A masked phone is no phone: it is neither sealed nor searched for. Its last digits help at the receiving desk.
      phone: null,
      phoneTail: /\d{4}$/.exec(order.buyer.maskedPhone ?? '')?.[0] ?? '',
    },
    freightPaid: order.freightPaid,
    orderDiscounts: [],
    payments: [{ ...(order.paidThrough ?? { method: channel, tradeNumber: order.externalId }), paid }],
    // As on the label, which is how the dock and the courier know it.
    outbound: order.outboundWaybills.map(({ courier, waybill }) => ({
      courier: courierOf(courier, waybill),
      waybill: waybill.trim().toUpperCase(),
    })),
    lines: order.lines.map((line) => ({
      externalId: line.externalId,
      sku: line.sku,
      title: line.title,
      imageUrl: null,
      quantity: line.quantity,
      unitPrice: line.unitPrice,
      discounts: line.discounts,
      paid: line.paid,
      unitCost: null,
      vatBasisPoints: STANDARD_VAT,
      goodsClass: 'general',
      exclusion: null,
      exclusionConfirmed: false,
    })),
  };
}

/** 13 %, the rate of most goods; platforms do not tell it. */
const STANDARD_VAT = 1_300;
