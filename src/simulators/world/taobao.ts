import { z } from 'zod';
import { shanghaiText } from '../clock.ts';
import { yuanOf } from '../yuan.ts';
import { basketTotal, discountShares, lineAmount } from './basket.ts';
import { type Buyer, buyerOf, taobaoRefundId, taobaoTid } from './buyer.ts';
import { sendParcel } from './buyers.ts';
import type { Case } from './memory.ts';
import { digits } from './people.ts';
import { randomOf } from './random.ts';
import { anything } from './shapes.ts';
import { meetParcel } from './warehouse.ts';
import type { Reason } from './wish.ts';
import { endCase, pause, shortly, untilNext, type World } from './world.ts';

const trade = z.object({ tid: z.string(), orders: z.array(z.object({ oid: z.string() })) });
const status = z.object({ status: z.string() });
const MOST_LOOKS = 40;

/** What buyers click on Taobao, in the platform's words. */
const reasons: Record<Reason, string> = {
  no_reason: '七天无理由退换货',
  size_or_color: '尺码/颜色不合适',
  quality_fault: '质量问题',
  not_as_described: '商品描述不符',
  wrong_item: '卖家发错货',
  missing_part: '少件/漏发',
  damaged_in_transit: '收到商品时破损',
  not_shipped: '不想要了',
  not_received: '未收到货',
  other: '其他',
};

/** The way of an order on Taobao. Guilai hears of it from the platform only. */
export function taobaoStory(world: World, kase: Case): () => Promise<number | undefined> {
  const buyer = buyerOf(world.seed, kase.n, kase.at, 'taobao');
  const random = randomOf(world.seed, 'pauses', kase.n);
  const tid = taobaoTid(buyer);
  let looks = 0;

  return async () => {
    if (!kase.order) {
      const created = await world.taobao({
        method: 'POST',
        path: '/__sim/trades',
        body: tradeBody(buyer),
        shape: z.array(trade),
      });
      const [first] = created.ok ? created.value : [];
      if (!first) return endCase(world, kase);
      world.memory.record({
        type: 'ordered',
        n: kase.n,
        order: { id: tid, lineIds: first.orders.map(({ oid }) => oid) },
      });
      return shortly(world, random, 0, 3);
    }
    if (kase.parcel) return meetParcel(world, kase, random);
    if (!buyer.wish) return (await moveOn(world, buyer)) ? pause(world, random, 8, 24) : endCase(world, kase);
    if (kase.rma === undefined) {
      const asked = await world.taobao({
        method: 'POST',
        path: '/__sim/refunds',
        body: refundBody(buyer, kase),
        shape: anything,
      });
      if (!asked.ok) return endCase(world, kase);
      world.memory.record({ type: 'asked', n: kase.n, rma: taobaoRefundId(buyer) });
      return pause(world, random, 2, 8);
    }
    looks += 1;
    if (looks >= MOST_LOOKS || !(await follow(world, kase, buyer, looks))) return endCase(world, kase);
    return untilNext(world, kase, random);
  };
}

const statusOf = ({ shippedAt, deliveredAt }: Buyer): string =>
  deliveredAt !== null ? 'TRADE_FINISHED' : shippedAt !== null ? 'WAIT_BUYER_CONFIRM_GOODS' : 'WAIT_SELLER_SEND_GOODS';

/** In the vendor's own field names. */
export function tradeBody(buyer: Buyer): Record<string, unknown> {
  const { basket, person, shippedAt, deliveredAt } = buyer;
  const shares = discountShares(basket);
  const yuan = (fen: number): string => yuanOf(BigInt(fen));
  const promised = basket.orderDiscounts.map(({ amount }) => amount).reduce((sum, amount) => sum + amount, 0);
  const outbound = { logistics_company: '中通快递', invoice_no: `73${digits(randomOf(buyer.n, 'outbound'), 12)}` };
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

/** One sub order of it: the platform has a refund for each. */
function refundBody(buyer: Buyer, kase: Case): Record<string, unknown> {
  const { wish, basket } = buyer;
  const claimed = wish?.lines.find(({ index }) => lineAmount(basket.lines[index] ?? never()) > 0);
  const line = claimed && basket.lines[claimed.index];
  if (!wish || !line) throw new Error(`buyer ${buyer.n} wants nothing back`);
  const paid = lineAmount(line) - (discountShares(basket)[claimed.index] ?? 0);
  const fen = Math.floor((paid * claimed.quantity) / line.quantity);
  return {
    refund_id: taobaoRefundId(buyer),
    tid: taobaoTid(buyer),
    oid: kase.order?.lineIds[claimed.index],
    dispute_type: wish.refundOnly ? 'REFUND' : 'REFUND_AND_RETURN',
    refund_fee: yuanOf(BigInt(fen)),
    num: claimed.quantity,
    reason: reasons[wish.reason],
    desc: wish.note,
  };
}

const never = () => {
  throw new Error('a wish names a line that is not in the basket');
};

/** Does what the platform now lets the buyer do. False when there is nothing left to wait for. */
async function follow(world: World, kase: Case, buyer: Buyer, looks: number): Promise<boolean> {
  const path = `/__sim/refunds/${kase.rma}`;
  const act = (what: string, body: unknown) =>
    world.taobao({ method: 'POST', path: `${path}/${what}`, body, shape: anything });
  const found = await world.taobao({ path, shape: status });
  if (!found.ok) return false;
  switch (found.value.status) {
    case 'WAIT_SELLER_AGREE':
      return true;
    case 'WAIT_BUYER_RETURN_GOODS':
      if (buyer.wish?.withdraws) await act('close', {});
      return (
        !buyer.wish?.withdraws &&
        buyer.wish?.sends === true &&
        sendParcel(world, kase, buyer, (_, sid, company_name) => act('ship', { company_name, sid }))
      );
    case 'SELLER_REFUSE_BUYER':
      // Half of them try once more, with better words.
      return buyer.n % 2 === 0 && looks < 20 && (await act('modify', { desc: '请再看一下，商品未使用，包装完好' })).ok;
    default:
      return false;
  }
}

const nextMoves: Readonly<Record<string, { move: string; body: unknown }>> = {
  WAIT_SELLER_SEND_GOODS: { move: 'ship', body: { company: '中通快递', invoice_no: '73000000000000' } },
  WAIT_BUYER_CONFIRM_GOODS: { move: 'sign', body: {} },
  TRADE_BUYER_SIGNED: { move: 'finish', body: {} },
};

/** An order that is kept goes its way: shipped, signed for, finished. False at its end. */
async function moveOn(world: World, buyer: Buyer): Promise<boolean> {
  const path = `/__sim/trades/${taobaoTid(buyer)}`;
  const found = await world.taobao({ path, shape: status });
  const next = found.ok ? nextMoves[found.value.status] : undefined;
  if (!next) return false;
  return (await world.taobao({ method: 'POST', path: `${path}/${next.move}`, body: next.body, shape: anything })).ok;
}
