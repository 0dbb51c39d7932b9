import { z } from 'zod';
import { shanghaiText } from '../clock.ts';
import { yuanOf } from '../yuan.ts';
import { basketTotal, discountShares, lineAmount } from './basket.ts';
import { type Buyer, taobaoRefundId, taobaoTid } from './buyer.ts';
import type { Client } from './http.ts';
import {
  BETTER_WORDS,
  type Claim,
  type Marketplace,
  outboundWaybill,
  reasonsToClick,
  triesAgain,
} from './marketplace.ts';
import type { Case } from './memory.ts';
import { created, movesAt, sendBack } from './moves.ts';
import { anything } from './shapes.ts';
import type { World } from './world.ts';

const trade = z.object({ tid: z.string(), orders: z.array(z.object({ oid: z.string() })) });
const status = z.object({ status: z.string() });
/** Buyers on Taobao, in the platform's own names. */
export const taobaoMarket: Marketplace = {
  channel: 'taobao',
  place: async (client, buyer) => {
    const first = await created(client, '/__sim/trades', tradeBody(buyer), trade);
    return first ? { id: first.tid, lineIds: first.orders.map(({ oid }) => oid) } : null;
  },
  ask: async (client, order, buyer, claim) => {
    const body = refundBody(order.lineIds, buyer, claim);
    const asked = await client({ method: 'POST', path: '/__sim/refunds', body, shape: anything });
    return asked.ok ? taobaoRefundId(buyer) : null;
  },
  follow,
  moveOn: async (client, { id }) => {
    const path = `/__sim/trades/${id}`;
    const found = await client({ path, shape: status });
    const next = found.ok ? nextMoves[found.value.status] : undefined;
    if (!next) return false;
    return (await client({ method: 'POST', path: `${path}/${next.move}`, body: next.body, shape: anything })).ok;
  },
};

const statusOf = ({ shippedAt, deliveredAt }: Buyer): string =>
  deliveredAt !== null ? 'TRADE_FINISHED' : shippedAt !== null ? 'WAIT_BUYER_CONFIRM_GOODS' : 'WAIT_SELLER_SEND_GOODS';

/** In the vendor's own field names. */
export function tradeBody(buyer: Buyer): Record<string, unknown> {
  const { basket, person, shippedAt, deliveredAt } = buyer;
  const shares = discountShares(basket);
  const yuan = (fen: number): string => yuanOf(BigInt(fen));
  const promised = basket.orderDiscounts.map(({ amount }) => amount).reduce((sum, amount) => sum + amount, 0);
  const outbound = { logistics_company: '中通快递', invoice_no: outboundWaybill(buyer) };
  return {
    tid: taobaoTid(buyer),
    status: statusOf(buyer),
    created: shanghaiText(buyer.placedAt),
    pay_time: shanghaiText(buyer.paidAt),
    ...(shippedAt === null ? {} : { consign_time: shanghaiText(shippedAt) }),
    ...(deliveredAt === null ? {} : { end_time: shanghaiText(deliveredAt) }),
    post_fee: yuan(basket.freight),
    payment: yuan(basketTotal(basket)),
    buyer_nick: `${person.nick.slice(0, 1)}**${person.nick.slice(-1)}`,
    buyer_open_uid: `AAH${person.phone}${buyer.n}`,
    receiver_name: person.name,
    receiver_mobile: person.phone,
    receiver_state: person.state,
    receiver_city: person.city,
    receiver_district: person.district,
    orders: basket.lines.map((line, i) => ({
      title: line.article.title,
      outer_sku_id: line.article.sku,
      num: line.quantity,
      price: yuan(line.article.price),
      discount_fee: yuan(line.article.price * line.quantity - lineAmount(line)),
      part_mjz_discount: yuan(shares[i] ?? 0),
      ...(shippedAt === null ? {} : outbound),
      ...(deliveredAt === null ? {} : { end_time: shanghaiText(deliveredAt) }),
    })),
    promotion_details:
      promised === 0
        ? []
        : [{ id: taobaoTid(buyer), promotion_name: '满减优惠', promotion_id: 'mjs-1', discount_fee: yuan(promised) }],
  };
}

function refundBody(lineIds: readonly string[], buyer: Buyer, { wish, index, quantity, fen }: Claim) {
  return {
    refund_id: taobaoRefundId(buyer),
    tid: taobaoTid(buyer),
    oid: lineIds[index],
    dispute_type: wish.refundOnly ? 'REFUND' : 'REFUND_AND_RETURN',
    refund_fee: yuanOf(BigInt(fen)),
    num: quantity,
    reason: reasonsToClick[wish.reason],
    desc: wish.note,
  };
}

async function follow(world: World, client: Client, kase: Case, buyer: Buyer, looks: number): Promise<boolean> {
  const path = `/__sim/refunds/${kase.rma}`;
  const act = movesAt(client, path);
  const found = await client({ path, shape: status });
  if (!found.ok) return false;
  switch (found.value.status) {
    case 'WAIT_SELLER_AGREE':
      return true;
    case 'WAIT_BUYER_RETURN_GOODS':
      return sendBack(world, kase, buyer, act, {
        withdraw: 'close',
        parcel: (_, sid, company_name) => ({ company_name, sid }),
      });
    case 'SELLER_REFUSE_BUYER':
      return triesAgain(buyer, looks) && (await act('modify', { desc: BETTER_WORDS, ...otherReason(buyer) })).ok;
    default:
      return false;
  }
}

const nextMoves: Readonly<Record<string, { move: string; body: unknown }>> = {
  WAIT_SELLER_SEND_GOODS: { move: 'ship', body: { company: '中通快递', invoice_no: '73000000000000' } },
  WAIT_BUYER_CONFIRM_GOODS: { move: 'sign', body: {} },
  TRADE_BUYER_SIGNED: { move: 'finish', body: {} },
};

/** Half of them say that something is wrong with it, after all. */
const otherReason = ({ n }: Buyer): { reason?: string } => (n % 4 === 0 ? { reason: '商品描述不符' } : {});
