import { z } from 'zod';
import { isoText } from '../clock.ts';
import { yuanOf } from '../yuan.ts';
import { basketTotal } from './basket.ts';
import { alipayTrade, type Buyer, orderNumber } from './buyer.ts';
import type { Answer } from './http.ts';
import type { Case } from './memory.ts';
import { anything } from './shapes.ts';
import type { World } from './world.ts';

const money = (fen: number) => ({ minor: String(fen), currency: 'CNY' });
const iso = (ms: number | null): string | null => (ms === null ? null : isoText(ms));

const orderReply = z.object({ id: z.string(), lines: z.array(z.object({ id: z.string(), externalId: z.string() })) });

/** The payment first: it is in Alipay's books before any shop hears of it. */
export async function placeOrder(world: World, buyer: Buyer): Promise<Answer<NonNullable<Case['order']>>> {
  const paid = await world.alipay({
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
  if (!paid.ok) return paid;
  const order = orderBody(buyer);
  const taken = await world.guilai({
    method: 'POST',
    path: '/api/orders',
    body: { shopId: world.shopId, order },
    shape: orderReply,
  });
  if (!taken.ok) return taken;
  const { id, lines } = taken.value;
  const lineIds = order.lines.map(({ externalId }) => lines.find((line) => line.externalId === externalId)?.id ?? '');
  return { ok: true, value: { id, lineIds } };
}

/** As `POST /api/orders` takes it. */
export function orderBody(buyer: Buyer) {
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
    // Every fortieth buys for a company: its right is the contract's, not the consumer's.
    businessPurchase: buyer.n % 40 === 7,
    buyer: { token: `b-${person.phone}-${person.nick}`, nick: person.nick, name: person.name, phone: person.phone },
    freightPaid: money(basket.freight),
    orderDiscounts: discounts(basket.orderDiscounts),
    payments: [{ method: 'alipay', tradeNumber: alipayTrade(buyer), paid: money(basketTotal(basket)) }],
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
