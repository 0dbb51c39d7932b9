import { shanghaiText } from '../clock.ts';
import type { Payment, Refund, RefundState } from '../gateways/refund-book.ts';
import type { Reply } from '../http-server.ts';

export type Failure = { status: number; code: string; message: string };

export const failures = {
  sign: { status: 401, code: 'SIGN_ERROR', message: '签名错误' },
  system: { status: 500, code: 'SYSTEM_ERROR', message: '系统繁忙' },
  frequency: { status: 429, code: 'FREQUENCY_LIMITED', message: '频率限制' },
  balance: { status: 403, code: 'NOT_ENOUGH', message: '余额不足' },
  unknown: { status: 404, code: 'RESOURCE_NOT_EXISTS', message: '查询的资源不存在' },
  parameter: { status: 400, code: 'PARAM_ERROR', message: '参数错误' },
  total: { status: 400, code: 'INVALID_REQUEST', message: '订单金额不一致' },
  tooMuch: { status: 400, code: 'INVALID_REQUEST', message: '退款金额超过可退金额' },
  tooMany: { status: 400, code: 'INVALID_REQUEST', message: '退款次数超过 50 次' },
  tooOld: { status: 400, code: 'INVALID_REQUEST', message: '订单已超过可退款期限' },
  different: { status: 400, code: 'INVALID_REQUEST', message: '退款单号与之前的请求参数不一致' },
  notAbnormal: { status: 400, code: 'INVALID_REQUEST', message: '退款状态不是异常' },
  noBill: { status: 400, code: 'NO_STATEMENT_EXIST', message: '账单文件不存在' },
} as const satisfies Record<string, Failure>;

export const failed = ({ status, code, message }: Failure): Reply => ({
  status,
  contentType: 'application/json; charset=utf-8',
  body: JSON.stringify({ code, message }),
});

const statusOf: Record<RefundState, string> = {
  pending: 'PROCESSING',
  succeeded: 'SUCCESS',
  closed: 'CLOSED',
  abnormal: 'ABNORMAL',
};

/** RFC 3339 with the offset of China. */
const moment = (ms: number): string => `${shanghaiText(ms).replace(' ', 'T')}+08:00`;

/** The refund object of v3, as far as merchants read it. */
export const refundObject = (refund: Refund, payment: Payment) => ({
  refund_id: refund.id,
  out_refund_no: refund.number,
  transaction_id: payment.id,
  out_trade_no: payment.outNumber,
  channel: 'ORIGINAL',
  user_received_account: refund.state === 'abnormal' ? '招商银行信用卡0403' : '支付用户零钱',
  create_time: moment(refund.acceptedAt),
  ...(refund.state === 'succeeded' && refund.settledAt ? { success_time: moment(refund.settledAt) } : {}),
  status: statusOf[refund.state],
  funds_account: 'AVAILABLE',
  amount: {
    total: payment.total,
    refund: refund.amount,
    payer_total: payment.total,
    payer_refund: refund.amount,
    settlement_refund: refund.amount,
    settlement_total: payment.total,
    discount_refund: 0,
    currency: payment.currency,
  },
});

/** What is inside a notice. */
export const noticeContent = (mchid: string, refund: Refund, payment: Payment, state: RefundState) => ({
  mchid,
  out_trade_no: payment.outNumber,
  transaction_id: payment.id,
  out_refund_no: refund.number,
  refund_id: refund.id,
  refund_status: statusOf[state],
  ...(state === 'succeeded' && refund.settledAt ? { success_time: moment(refund.settledAt) } : {}),
  user_received_account: '支付用户零钱',
  amount: { total: payment.total, refund: refund.amount, payer_total: payment.total, payer_refund: refund.amount },
});

export const eventType = (state: RefundState): string => `REFUND.${statusOf[state]}`;
export const momentText = moment;
