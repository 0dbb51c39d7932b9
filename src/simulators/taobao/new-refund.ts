import { parseShanghaiText, shanghaiText } from '../clock.ts';
import { SteeringError } from '../http-server.ts';
import { type Fields, optionalTextIn, textIn } from '../steering-input.ts';
import { deadlineMs, isShipped } from './deadlines.ts';
import { shapedInput } from './shape-input.ts';
import { type Refund, refundShape } from './shapes.ts';
import { isOpen } from './transitions.ts';
import { fen, type TaobaoWorld } from './world.ts';

const firstRefundId = 212_345_678_901_234_567n;
const disputeTypes = [
  'REFUND',
  'REFUND_AND_RETURN',
  'TMALL_EXCHANGE',
  'TAOBAO_EXCHANGE',
  'REPAIR',
  'RESHIPPING',
  'OTHERS',
];

/** What a buyer asks for, in the vendor's own field names. `timeout` (a date) sets the deadline by hand. */
export function newRefund(world: TaobaoWorld, fields: Fields): Refund {
  const wished = shapedInput(refundShape, fields, ['timeout']);
  const trade = world.book.trades.get(textIn(fields, 'tid'));
  const order = trade?.orders.find(({ oid }) => oid === (wished.oid ?? trade.orders[0]?.oid));
  if (!trade || !order) throw new SteeringError(404, 'no such trade or sub order');
  if (trade.status === 'WAIT_BUYER_PAY') throw new SteeringError(409, 'the trade is not paid');
  const earlier = [...world.book.refunds.values()].filter(({ tid, oid }) => tid === trade.tid && oid === order.oid);
  if (earlier.some(isOpen)) throw new SteeringError(409, 'the sub order has a refund under way');
  const refund_fee = wished.refund_fee ?? order.payment;
  if (fen(refund_fee) > fen(order.payment)) throw new SteeringError(409, 'more is asked for than was paid');
  const dispute_type = wished.dispute_type ?? (isShipped(order) ? 'REFUND_AND_RETURN' : 'REFUND');
  if (!disputeTypes.includes(dispute_type)) throw new SteeringError(400, `no such dispute_type: ${dispute_type}`);

  const now = world.clock.now();
  const refund: Refund = {
    alipay_no: `2026${trade.tid}`.slice(0, 28),
    buyer_nick: trade.buyer_nick ?? '',
    buyer_open_uid: trade.buyer_open_uid ?? '',
    title: order.title ?? '',
    num_iid: order.num_iid ?? '0',
    num: order.num,
    price: order.price,
    sku: order.sku_properties_name ?? '',
    outer_id: order.outer_sku_id ?? '',
    reason: isShipped(order) ? '七天无理由退换货' : '不想要了',
    desc: '',
    shipping_type: trade.shipping_type ?? 'express',
    cs_status: 1,
    advance_status: 0,
    good_status: isShipped(order) ? 'BUYER_RECEIVED' : 'BUYER_NOT_RECEIVED',
    has_good_return: dispute_type === 'REFUND_AND_RETURN',
    refund_phase: order.status === 'TRADE_FINISHED' ? 'aftersale' : 'onsale',
    ...wished,
    refund_id: wished.refund_id ?? String(firstRefundId + BigInt(world.book.refunds.size) * 1000n),
    tid: trade.tid,
    oid: order.oid,
    seller_nick: trade.seller_nick,
    total_fee: order.payment,
    refund_fee,
    dispute_type,
    status: 'WAIT_SELLER_AGREE',
    created: wished.created ?? shanghaiText(now),
    modified: shanghaiText(now),
    refund_version: now,
  };
  const deadline = deadlineMs(refund, order);
  const timeout = timeoutIn(fields) ?? (deadline === undefined ? undefined : now + deadline);
  return timeout === undefined ? refund : { ...refund, timeout };
}

export function timeoutIn(fields: Fields): number | undefined {
  const text = optionalTextIn(fields, 'timeout');
  if (text === undefined) return undefined;
  const ms = parseShanghaiText(text);
  if (ms === undefined) throw new SteeringError(400, '"timeout" is no date like 2026-01-15 10:30:00');
  return ms;
}
