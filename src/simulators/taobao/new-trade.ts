import { createHash } from 'node:crypto';
import { shanghaiText } from '../clock.ts';
import { SteeringError } from '../http-server.ts';
import { type Fields, fieldsOf, manyOf } from '../steering-input.ts';
import { yuanOf } from '../yuan.ts';
import { shapedInput } from './shape-input.ts';
import { type Order, orderShape, promotionShape, type Trade, tradeShape } from './shapes.ts';
import { fen, type TaobaoWorld } from './world.ts';

/** Above 2^53, as the vendor's numbers are: whoever reads them as JavaScript numbers shall notice. */
const firstTid = 2_212_345_678_901_234_567n;

/** A trade in the vendor's own field names; what is not given is made up to fit. */
export function newTrade(world: TaobaoWorld, fields: Fields): Trade {
  const { orders: given, promotion_details: promotions, ...own } = fields;
  const wished = shapedInput(tradeShape, own);
  const seller = world.sellers.find(({ nick }) => wished.seller_nick === undefined || nick === wished.seller_nick);
  if (!seller) throw new SteeringError(400, `no shop is called "${wished.seller_nick}"`);
  const now = shanghaiText(world.clock.now());
  const created = wished.created ?? now;
  const tid = wished.tid ?? String(firstTid + BigInt(world.book.trades.size) * 1000n);
  const status = wished.status ?? 'WAIT_SELLER_SEND_GOODS';
  const post_fee = wished.post_fee ?? '0.00';
  const lines = given === undefined ? [{}] : manyOf(given);
  const orders = lines.map((line, index) =>
    newOrder(fieldsOf(line), { tid, index, alone: lines.length === 1, status, post_fee }),
  );
  const paid = yuanOf(sum(orders.map(({ divide_order_fee }) => divide_order_fee)) + fen(post_fee));
  return {
    type: 'fixed',
    total_fee: yuanOf(sum(orders.map(({ price, num }) => yuanOf(fen(price) * BigInt(num))))),
    discount_fee: '0.00',
    shipping_type: 'express',
    buyer_nick: 't**1',
    buyer_open_uid: `AAH${digest(tid).slice(0, 12)}`,
    pay_time: created,
    oaid: digest(`oaid${tid}`),
    received_payment: '0.00',
    ...wished,
    ...maskedReceiver(wished),
    tid,
    status,
    created,
    modified: wished.modified ?? now,
    post_fee,
    payment: wished.payment ?? paid,
    seller_nick: seller.nick,
    orders,
    promotion_details:
      promotions === undefined ? [] : manyOf(promotions).map((one) => shapedInput(promotionShape, one)),
  };
}

type Surroundings = { tid: string; index: number; alone: boolean; status: string; post_fee: string };

function newOrder(fields: Fields, { tid, index, alone, status, post_fee }: Surroundings): Order {
  const wished = shapedInput(orderShape, fields);
  const num = wished.num ?? 1;
  const price = wished.price ?? '100.00';
  const total_fee = wished.total_fee ?? yuanOf(fen(price) * BigInt(num) - fen(wished.discount_fee ?? '0.00'));
  const share = wished.divide_order_fee ?? yuanOf(fen(total_fee) - fen(wished.part_mjz_discount ?? '0.00'));
  // The vendor's quirk: the payment of a lone sub order has the postage in it, that of one among several has not.
  const payment = wished.payment ?? (alone ? yuanOf(fen(share) + fen(post_fee)) : share);
  return {
    title: '商品',
    num_iid: '612345678901',
    outer_iid: `ITEM-${index + 1}`,
    outer_sku_id: `SKU-${index + 1}`,
    discount_fee: '0.00',
    adjust_fee: '0.00',
    ...wished,
    oid: wished.oid ?? (alone ? tid : String(BigInt(tid) + BigInt(index) + 1n)),
    num,
    price,
    total_fee,
    payment,
    divide_order_fee: share,
    status: wished.status ?? status,
    refund_status: wished.refund_status ?? 'NO_REFUND',
  };
}

/** Receivers leave the platform masked; the simulator does not even remember more. */
function maskedReceiver(trade: Partial<Trade>): Partial<Trade> {
  const mask = (text: string | undefined, head: number, tail = 0): string | undefined =>
    text === undefined || text.includes('*')
      ? text
      : `${text.slice(0, head)}****${tail === 0 ? '' : text.slice(-tail)}`;
  const masked = {
    receiver_name: mask(trade.receiver_name, 1),
    receiver_mobile: mask(trade.receiver_mobile, 3, 4),
    receiver_phone: mask(trade.receiver_phone, 3, 4),
    receiver_address: mask(trade.receiver_address, 4),
  };
  return Object.fromEntries(Object.entries(masked).filter(([, value]) => value !== undefined));
}

const sum = (amounts: readonly string[]): bigint => amounts.reduce((total, amount) => total + fen(amount), 0n);

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);
