import { z } from 'zod';
import { isoText } from '../clock.ts';
import { yuanOf } from '../yuan.ts';
import { basketTotal } from './basket.ts';
import { alipayTrade, type Buyer, orderNumber } from './buyer.ts';
import type { Answer } from './http.ts';
import { issueInvoice, wantsInvoice } from './invoices.ts';
import { outboundWaybill } from './marketplace.ts';
import type { Case } from './memory.ts';
import { promotionsOf } from './promotions.ts';
import { anything } from './shapes.ts';
import type { OtherGateway, World } from './world.ts';

const money = (fen: number) => ({ minor: String(fen), currency: 'CNY' });
const iso = (ms: number | null): string | null => (ms === null ? null : isoText(ms));

const orderReply = z.object({ id: z.string(), lines: z.array(z.object({ id: z.string(), externalId: z.string() })) });

/** The payment first: it is in the gateway's books before any shop hears of it. */
export async function placeOrder(world: World, buyer: Buyer): Promise<Answer<NonNullable<Case['order']>>> {
  const gateway = gatewayOf(world, buyer);
  const paid = await (gateway === 'alipay' ? paidAtAlipay(world, buyer) : paidElsewhere(world, buyer, gateway));
  if (!paid.ok) return paid;
  const order = orderBody(buyer, gateway);
  const taken = await world.guilai({
    method: 'POST',
    path: '/api/orders',
    body: { shopId: world.shopId, order },
    shape: orderReply,
  });
  if (!taken.ok) return taken;
  const { id, lines } = taken.value;
  if (wantsInvoice(buyer)) await issueInvoice(world, buyer, id);
  const lineIds = order.lines.map(({ externalId }) => lines.find((line) => line.externalId === externalId)?.id ?? '');
  return { ok: true, value: { id, lineIds } };
}

type Gateway = 'alipay' | OtherGateway;

/** Two of five pay with WeChat, one of ten by card, one of twenty from abroad. */
function gatewayOf(world: World, { n }: Buyer): Gateway {
  const wanted = n % 5 === 1 || n % 5 === 3 ? 'wechat' : n % 10 === 4 ? 'unionpay' : n % 20 === 9 ? 'stripe' : 'alipay';
  return wanted !== 'alipay' && world.gateways[wanted] ? wanted : 'alipay';
}

const paymentNumber = (buyer: Buyer, gateway: Gateway): string => {
  const digits = alipayTrade(buyer);
  return gateway === 'stripe' ? `pi_${digits}` : digits;
};

async function paidElsewhere(world: World, buyer: Buyer, gateway: OtherGateway) {
  const client = world.gateways[gateway];
  if (!client) throw new Error(`the world has no ${gateway}`);
  return client({
    method: 'POST',
    path: '/__sim/payments',
    body: {
      id: paymentNumber(buyer, gateway),
      out_number: orderNumber(buyer),
      total: basketTotal(buyer.basket),
      paid_at: iso(buyer.paidAt),
    },
    shape: anything,
  });
}

const paidAtAlipay = (world: World, buyer: Buyer) =>
  world.alipay({
    method: 'POST',
    path: '/__sim/trades',
    body: {
      trade_no: alipayTrade(buyer),
      out_trade_no: orderNumber(buyer),
      total_amount: yuanOf(BigInt(basketTotal(buyer.basket))),
      paid_at: iso(buyer.paidAt),
      subject: buyer.basket.lines[0]?.article.title,
      buyer_logon_id: buyer.person.phone,
    },
    shape: anything,
  });

/** As `POST /api/orders` takes it. */
export function orderBody(buyer: Buyer, gateway: Gateway = 'alipay') {
  const { basket, person } = buyer;
  const number = orderNumber(buyer);
  const discounts = (given: readonly { funder: string; amount: number }[]) =>
    given.map(({ funder, amount }) => ({ funder, amount: money(amount) }));
  return {
    externalId: number,
    placedAt: iso(buyer.placedAt),
    paidAt: iso(buyer.paidAt),
    shippedAt: iso(buyer.shippedAt),
    deliveredAt: iso(buyer.deliveredAt),
    outbound: buyer.delivery === 'on_the_way' ? [{ courier: 'zhongtong', waybill: outboundWaybill(buyer) }] : [],
    // Every fortieth buys for a company: its right is the contract's, not the consumer's.
    businessPurchase: buyer.n % 40 === 7,
    buyer: { token: `b-${person.phone}-${person.nick}`, nick: person.nick, name: person.name, phone: person.phone },
    freightPaid: money(basket.freight),
    orderDiscounts: discounts(basket.orderDiscounts),
    promotions: promotionsOf(basket, (at) => `${number}-${at + 1}`),
    payments: [{ method: gateway, tradeNumber: paymentNumber(buyer, gateway), paid: money(basketTotal(basket)) }],
    lines: basket.lines.map(({ article, quantity, discounts: own }, i) => ({
      externalId: `${number}-${i + 1}`,
      sku: article.sku,
      title: article.title,
      quantity,
      unitPrice: money(article.price),
      unitCost: money(article.cost),
      discounts: discounts(own),
      goodsClass: article.goodsClass,
      exclusion: article.exclusion ?? null,
      exclusionConfirmed: article.exclusionConfirmed ?? false,
      ...(article.vatBasisPoints === undefined ? {} : { vatBasisPoints: article.vatBasisPoints }),
    })),
  };
}
