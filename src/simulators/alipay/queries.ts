import { shanghaiText } from '../clock.ts';
import type { Fields } from '../steering-input.ts';
import { optionsIn, textOf, tradeOf } from './biz-content.ts';
import { fundDetails } from './refund.ts';
import { tradeStatus } from './trade-book.ts';
import { type Answer, businessFailure } from './wire.ts';
import type { AlipayWorld } from './world.ts';

/** `alipay.trade.fastpay.refund.query`. A number it does not know is a success without refund fields, not an error. */
export function queryRefund(world: AlipayWorld, biz: Fields): Answer {
  const number = textOf(biz, 'out_request_no');
  if (number === undefined) return businessFailure('ACQ.INVALID_PARAMETER');
  const record = tradeOf(world.book, biz);
  if (!record) return businessFailure('ACQ.TRADE_NOT_EXIST');
  const { out_trade_no, trade_no, total_amount } = record.trade;
  const refund = record.refunds.get(number);
  const found = { code: '10000', msg: 'Success', out_trade_no, trade_no } as const;
  if (refund?.executed_at === undefined) return found;
  const options = optionsIn(biz);
  return {
    ...found,
    out_request_no: number,
    refund_amount: refund.amount,
    ...(refund.reason === undefined ? {} : { refund_reason: refund.reason }),
    refund_status: 'REFUND_SUCCESS',
    total_amount,
    ...(options.includes('gmt_refund_pay') ? { gmt_refund_pay: shanghaiText(refund.executed_at) } : {}),
    ...(options.includes('refund_detail_item_list')
      ? { send_back_fee: refund.amount, refund_detail_item_list: fundDetails(refund) }
      : {}),
  };
}

/** `alipay.trade.query` */
export function queryTrade(world: AlipayWorld, biz: Fields): Answer {
  const record = tradeOf(world.book, biz);
  if (!record) return businessFailure('ACQ.TRADE_NOT_EXIST');
  const { buyer_logon_id, out_trade_no, paid_at, total_amount, trade_no } = record.trade;
  const paid = paid_at === undefined ? '0.00' : total_amount;
  return {
    code: '10000',
    msg: 'Success',
    buyer_logon_id,
    buyer_pay_amount: paid,
    fund_bill_list: paid_at === undefined ? [] : [{ amount: total_amount, fund_channel: 'ALIPAYACCOUNT' }],
    invoice_amount: paid,
    out_trade_no,
    point_amount: '0.00',
    receipt_amount: paid,
    ...(paid_at === undefined ? {} : { send_pay_date: shanghaiText(paid_at) }),
    total_amount,
    trade_no,
    trade_status: tradeStatus(record, world.clock.now(), world.refundWindowMs),
  };
}
