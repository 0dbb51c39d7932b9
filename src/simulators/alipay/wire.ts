/** The inside of an answer: `alipay_trade_refund_response` and its like. Amounts are yuan with two decimals. */
export type Answer =
  | RefundAnswer
  | RefundQueryAnswer
  | TradeQueryAnswer
  | { code: '10000'; msg: 'Success'; bill_download_url: string }
  | { code: string; msg: string; sub_code: string; sub_msg: string };

type RefundAnswer = {
  code: '10000';
  msg: 'Success';
  buyer_logon_id: string;
  /** Y = this call moved money. */
  fund_change: 'Y' | 'N';
  gmt_refund_pay?: string;
  out_trade_no: string;
  /** Refunded on the trade so far, this call included. */
  refund_fee: string;
  refund_detail_item_list?: FundDetail[];
  send_back_fee?: string;
  trade_no: string;
};

export type FundDetail = { amount: string; fund_channel: string; real_amount: string };

type RefundQueryAnswer = {
  code: '10000';
  msg: 'Success';
  out_trade_no: string;
  trade_no: string;
  out_request_no?: string;
  refund_amount?: string;
  refund_reason?: string;
  refund_status?: 'REFUND_SUCCESS';
  total_amount?: string;
  gmt_refund_pay?: string;
  send_back_fee?: string;
  refund_detail_item_list?: FundDetail[];
};

export type TradeStatus = 'WAIT_BUYER_PAY' | 'TRADE_CLOSED' | 'TRADE_SUCCESS' | 'TRADE_FINISHED';

type TradeQueryAnswer = {
  code: '10000';
  msg: 'Success';
  buyer_logon_id: string;
  buyer_pay_amount: string;
  fund_bill_list: { amount: string; fund_channel: string }[];
  invoice_amount: string;
  out_trade_no: string;
  point_amount: string;
  receipt_amount: string;
  send_pay_date?: string;
  total_amount: string;
  trade_no: string;
  trade_status: TradeStatus;
};

/** A refusal by the gateway: the request never reached the business side. */
export type GatewayError = { code: '20000' | '40001' | '40002' | '40005'; sub_code: string; sub_msg: string };

const gatewayMessages: Record<GatewayError['code'], string> = {
  '20000': 'Service Currently Unavailable',
  '40001': 'Missing Required Arguments',
  '40002': 'Invalid Arguments',
  '40005': 'Call Limited',
};

export const gatewayError = ({ code, sub_code, sub_msg }: GatewayError): Answer => ({
  code,
  msg: gatewayMessages[code],
  sub_code,
  sub_msg,
});

const businessMessages = {
  'ACQ.SYSTEM_ERROR': '系统错误',
  'ACQ.INVALID_PARAMETER': '参数无效',
  'ACQ.SELLER_BALANCE_NOT_ENOUGH': '卖家余额不足',
  'ACQ.REFUND_AMT_NOT_EQUAL_TOTAL': '退款金额超限',
  'ACQ.TRADE_NOT_EXIST': '交易不存在',
  'ACQ.TRADE_HAS_FINISHED': '交易已完结',
  'ACQ.TRADE_HAS_CLOSE': '交易已经关闭',
  'ACQ.TRADE_STATUS_ERROR': '交易状态不合法',
  'ACQ.DISCORDANT_REPEAT_REQUEST': '不一致的请求',
} as const;

export type BusinessCode = keyof typeof businessMessages;

export const businessFailure = (sub_code: BusinessCode): Answer => ({
  code: '40004',
  msg: 'Business Failed',
  sub_code,
  sub_msg: businessMessages[sub_code],
});
