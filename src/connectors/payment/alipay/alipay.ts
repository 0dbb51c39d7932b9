import { formatDecimal } from '../../../domain/money.ts';
import type { AccountCheck, PaymentPort, RefundLookup, RefundOutcome, RefundRequest } from '../port.ts';
import type { AlipayConfig } from './config.ts';
import { decodeQuery, decodeRefund } from './decode.ts';
import { type Gateway, openGateway } from './gateway.ts';
import { noticeReader } from './notification.ts';
import { readStatement } from './statement.ts';
import { failureOf, verdictOn } from './verdicts.ts';

/** Refunds through Alipay's v2 gateway (`alipay.trade.refund`). */
export function alipay(config: AlipayConfig): PaymentPort {
  const gateway = openGateway(config);
  return {
    refund: (request) => refund(gateway, request),
    queryRefund: (request) => queryRefund(gateway, request),
    pauseMs: config.pauseMs ?? 3_000,
    refundWindowDays: 365,
    readNotice: noticeReader(config),
    check: () => check(gateway),
    statement: (day) => readStatement(gateway, config, day),
  };
}

/** A trade that there cannot be: who is told so under Alipay's signature has keys that work in both directions. */
async function check(gateway: Gateway): Promise<AccountCheck> {
  const answer = await gateway('alipay.trade.query', { trade_no: '1' });
  if (answer.kind === 'unproven') return { kind: 'unknown', cause: answer.cause };
  const reading = decodeRefund(answer.body);
  if (reading.kind === 'unreadable') return { kind: 'unknown', cause: reading.reason };
  const { code, sub_code = '', sub_msg = '' } = reading.value;
  if (answer.kind === 'answered' && (code === '10000' || sub_code.startsWith('ACQ.'))) return { kind: 'works' };
  return { kind: 'refused', message: `${code} ${sub_code} ${sub_msg}`.trim() };
}

async function refund(gateway: Gateway, request: RefundRequest): Promise<RefundOutcome> {
  if (request.amount.currency !== 'CNY' || request.amount.minor <= 0n) {
    return {
      kind: 'rejected',
      code: 'amount_not_payable',
      message: 'Alipay refunds positive amounts in CNY',
      retryable: false,
    };
  }
  const answer = await gateway('alipay.trade.refund', {
    trade_no: request.tradeNumber,
    out_request_no: request.refundNumber,
    refund_amount: formatDecimal(request.amount),
    // An empty field would be sent and signed; Alipay takes at most 256 characters.
    ...(request.reason ? { refund_reason: [...request.reason].slice(0, 256).join('') } : {}),
  });
  if (answer.kind === 'unproven') return { kind: 'unknown', cause: answer.cause };
  const reading = decodeRefund(answer.body);
  if (reading.kind === 'unreadable') return { kind: 'unknown', cause: reading.reason };
  const result = reading.value;
  if (result.code !== '10000') {
    const failure = failureOf(result);
    return verdictOn(result) === 'recheck' ? afterRecheck(await queryRefund(gateway, request), failure) : failure;
  }
  if (answer.kind !== 'answered') return { kind: 'unknown', cause: 'a success without a signature' };
  if (result.trade_no !== undefined && result.trade_no !== request.tradeNumber) {
    return { kind: 'unknown', cause: `the answer is about trade ${result.trade_no}` };
  }
  // `N` is said of a repeat that was already paid, and of a call that paid nothing.
  if (result.fund_change !== 'Y') return { kind: 'unknown', cause: `fund_change is ${result.fund_change ?? 'absent'}` };
  return {
    kind: 'succeeded',
    gatewayReference: result.trade_no ?? request.tradeNumber,
    ...(result.gmt_refund_pay ? { settledAt: result.gmt_refund_pay } : {}),
  };
}

const afterRecheck = (lookup: RefundLookup, refusal: RefundOutcome): RefundOutcome =>
  lookup.kind === 'succeeded' || lookup.kind === 'unknown' ? lookup : refusal;

/** Never `rejected`: a query that fails says nothing about the refund. */
async function queryRefund(gateway: Gateway, request: RefundRequest): Promise<RefundLookup> {
  const answer = await gateway('alipay.trade.fastpay.refund.query', {
    trade_no: request.tradeNumber,
    out_request_no: request.refundNumber,
    query_options: ['gmt_refund_pay'],
  });
  if (answer.kind === 'unproven') return { kind: 'unknown', cause: answer.cause };
  const reading = decodeQuery(answer.body);
  if (reading.kind === 'unreadable') return { kind: 'unknown', cause: reading.reason };
  const result = reading.value;
  if (answer.kind !== 'answered' || result.code !== '10000') {
    if (answer.kind === 'answered' && result.sub_code === 'ACQ.TRADE_NOT_EXIST') return { kind: 'absent' };
    return { kind: 'unknown', cause: `the query was answered ${result.code} ${result.sub_code ?? ''}`.trim() };
  }
  // An unknown number is no error: the answer then lacks the fields of a refund.
  if (result.refund_status === undefined && result.refund_amount === undefined) return { kind: 'absent' };
  return lookupOf(result, request);
}

function lookupOf(
  result: Extract<ReturnType<typeof decodeQuery>, { kind: 'read' }>['value'],
  request: RefundRequest,
): RefundLookup {
  const aboutUs =
    (result.trade_no ?? request.tradeNumber) === request.tradeNumber &&
    (result.out_request_no ?? request.refundNumber) === request.refundNumber;
  if (!aboutUs) return { kind: 'unknown', cause: 'the answer is about another refund' };
  if (result.refund_status !== 'REFUND_SUCCESS') {
    return { kind: 'unknown', cause: `refund_status is ${result.refund_status ?? 'absent'}` };
  }
  if (result.refund_amount?.minor !== request.amount.minor) {
    const paid = result.refund_amount ? formatDecimal(result.refund_amount) : 'an unknown amount';
    return { kind: 'unknown', cause: `Alipay paid ${paid} under this number, not ${formatDecimal(request.amount)}` };
  }
  return {
    kind: 'succeeded',
    gatewayReference: result.trade_no ?? request.tradeNumber,
    ...(result.gmt_refund_pay ? { settledAt: result.gmt_refund_pay } : {}),
  };
}
