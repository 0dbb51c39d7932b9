import { shanghaiText } from '../clock.ts';
import type { Fields } from '../steering-input.ts';
import { fenOf, yuanOf } from '../yuan.ts';
import { optionsIn, textOf, tradeOf } from './biz-content.ts';
import { faultStages } from './fault-kinds.ts';
import { executedFen, type Refund, remainingFen, type TradeRecord, tradeStatus } from './trade-book.ts';
import { type Answer, type BusinessCode, businessFailure, type FundDetail } from './wire.ts';
import { type AlipayWorld, settleDue } from './world.ts';

/** `alipay.trade.refund`. One `out_request_no` moves money at most once, however often it is sent. */
export function refundTrade(world: AlipayWorld, biz: Fields): Answer {
  const record = tradeOf(world.book, biz);
  if (!record) return businessFailure('ACQ.TRADE_NOT_EXIST');
  const { trade_no, out_trade_no, total_amount } = record.trade;
  const amount = textOf(biz, 'refund_amount') ?? '';
  const fen = fenOf(amount);
  // A full refund may come without a number, the query then knows it by `out_trade_no`; a partial one may not.
  const number = textOf(biz, 'out_request_no') ?? (amount === total_amount ? out_trade_no : undefined);
  if (fen === undefined || fen <= 0n || number === undefined) return businessFailure('ACQ.INVALID_PARAMETER');

  world.book.record({ type: 'refund_called', trade_no, out_request_no: number });
  if (tradeStatus(record, world.clock.now(), world.refundWindowMs) === 'TRADE_FINISHED') {
    return businessFailure('ACQ.TRADE_HAS_FINISHED');
  }
  const earlier = record.refunds.get(number);
  if (earlier) {
    if (earlier.amount !== amount) return businessFailure('ACQ.DISCORDANT_REPEAT_REQUEST');
    return accepted(record, earlier, 'N', biz);
  }
  const refusal = refusalOf(world, record, fen);
  if (refusal) return businessFailure(refusal);

  const fault = world.faults.take(faultStages.within, { trade_no, out_trade_no, out_request_no: number });
  if (fault?.kind === 'balance_not_enough') return businessFailure('ACQ.SELLER_BALANCE_NOT_ENOUGH');
  const waitMs = fault?.kind === 'pending' ? (fault.settleAfterMs ?? 60_000) : 0;
  const reason = textOf(biz, 'refund_reason');
  world.book.record({
    type: 'refund_accepted',
    refund: {
      trade_no,
      out_request_no: number,
      amount,
      settle_at: world.clock.now() + waitMs,
      ...(reason === undefined ? {} : { reason }),
    },
  });
  settleDue(world);
  const refund = record.refunds.get(number);
  if (!refund) throw new Error(`refund ${number} was accepted and is not there`);
  return accepted(record, refund, refund.executed_at === undefined ? 'N' : 'Y', biz);
}

function refusalOf(world: AlipayWorld, record: TradeRecord, fen: bigint): BusinessCode | undefined {
  const now = world.clock.now();
  const status = tradeStatus(record, now, world.refundWindowMs);
  if (status === 'WAIT_BUYER_PAY') return 'ACQ.TRADE_STATUS_ERROR';
  if (status === 'TRADE_CLOSED') return 'ACQ.TRADE_HAS_CLOSE';
  if (fen > remainingFen(record)) return 'ACQ.REFUND_AMT_NOT_EQUAL_TOTAL';
  const last = Math.max(0, ...[...record.refunds.values()].map((refund) => refund.executed_at ?? 0));
  return now < last + world.minRefundGapMs ? 'ACQ.SYSTEM_ERROR' : undefined;
}

function accepted(record: TradeRecord, refund: Refund, fund_change: 'Y' | 'N', biz: Fields): Answer {
  const { buyer_logon_id, out_trade_no, trade_no } = record.trade;
  const detailed = fund_change === 'Y' && optionsIn(biz).includes('refund_detail_item_list');
  return {
    code: '10000',
    msg: 'Success',
    buyer_logon_id,
    fund_change,
    ...(refund.executed_at === undefined ? {} : { gmt_refund_pay: shanghaiText(refund.executed_at) }),
    out_trade_no,
    ...(detailed ? { refund_detail_item_list: fundDetails(refund) } : {}),
    refund_fee: yuanOf(executedFen(record)),
    ...(detailed ? { send_back_fee: refund.amount } : {}),
    trade_no,
  };
}

export const fundDetails = ({ amount }: Refund): FundDetail[] => [
  { amount, fund_channel: 'ALIPAYACCOUNT', real_amount: amount },
];
