import { Rsa } from 'wechatpay-axios-plugin';
import { money } from '../../../domain/money.ts';
import type { AccountCheck, PaymentPort, RefundLookup, RefundOutcome, RefundRequest } from '../port.ts';
import { refusal, verdictIn } from '../retry-matrix.ts';
import type { WechatConfig } from './config.ts';
import { decodeRefund, type WechatRefund } from './decode.ts';
import { type Gateway, openGateway, type WechatAnswer } from './gateway.ts';
import { noticeReader } from './notice.ts';
import { RETRY_AFTER_MS, refundMatrix } from './retry.ts';
import { readStatement } from './statement.ts';

const REFUNDS = '/v3/refund/domestic/refunds';

/** Refunds through WeChat Pay's v3 interface. A refund is taken on first and paid later, in minutes or days. */
export function wechat(config: WechatConfig): PaymentPort {
  const gateway = openGateway(config);
  return {
    pauseMs: config.pauseMs,
    refundWindowDays: 365,
    refund: (request) => refund(gateway, config, request),
    queryRefund: (request) => queryRefund(gateway, request),
    readNotice: noticeReader(config),
    check: () => check(gateway),
    statement: (day) => readStatement(gateway, config, day),
    redirect: async ({ refundNumber, gatewayReference, bankCode, bankAccount, accountHolder }) => {
      const [serial = '', key = ''] = Object.entries(config.platformKeys)[0] ?? [];
      const answer = await gateway.post(
        `${REFUNDS}/${encodeURIComponent(gatewayReference)}/apply-abnormal-refund`,
        {
          out_refund_no: refundNumber,
          type: 'USER_BANK_CARD',
          bank_type: bankCode,
          bank_account: Rsa.encrypt(bankAccount, key),
          real_name: Rsa.encrypt(accountHolder, key),
        },
        { 'Wechatpay-Serial': serial },
      );
      return read(answer, (body) => outcomeOf(body, undefined));
    },
  };
}

async function refund(gateway: Gateway, config: WechatConfig, request: RefundRequest): Promise<RefundOutcome> {
  const { amount, paid, refundNumber, tradeNumber, reason } = request;
  if (amount.currency !== 'CNY' || amount.minor <= 0n) {
    const message = 'WeChat Pay refunds positive amounts in CNY';
    return { kind: 'rejected', code: 'amount_not_payable', message, retryable: false };
  }
  const answer = await gateway.post(REFUNDS, {
    transaction_id: tradeNumber,
    out_refund_no: refundNumber,
    ...(reason ? { reason: [...reason].slice(0, 80).join('') } : {}),
    ...(config.noticeUrl ? { notify_url: config.noticeUrl } : {}),
    amount: { refund: Number(amount.minor), total: Number(paid.minor), currency: 'CNY' },
  });
  return read(answer, (body) => outcomeOf(body, request));
}

function read(answer: WechatAnswer, outcome: (body: WechatRefund) => RefundOutcome): RefundOutcome {
  if (answer.kind === 'unproven') return { kind: 'unknown', cause: answer.cause };
  if (answer.kind === 'refused') {
    const { code, message } = answer;
    return refusal(verdictIn(refundMatrix, code), { code, message, retryAfterMs: RETRY_AFTER_MS });
  }
  const reading = decodeRefund(answer.body);
  return reading.kind === 'unreadable' ? { kind: 'unknown', cause: reading.reason } : outcome(reading.value);
}

/** Never `rejected`: a query that fails says nothing about the refund. */
async function queryRefund(gateway: Gateway, request: RefundRequest): Promise<RefundLookup> {
  const answer = await gateway.get(`${REFUNDS}/${encodeURIComponent(request.refundNumber)}`);
  if (answer.kind === 'refused') {
    if (answer.status === 404 && answer.code === 'RESOURCE_NOT_EXISTS') return { kind: 'absent' };
    return { kind: 'unknown', cause: `the query was answered ${answer.code} ${answer.message}`.trim() };
  }
  return read(answer, (body) => outcomeOf(body, request));
}

function outcomeOf(body: WechatRefund, request: RefundRequest | undefined): RefundOutcome {
  const difference = request && differenceOf(body, request);
  if (difference) return { kind: 'unknown', cause: difference };
  const gatewayReference = body.refund_id;
  switch (body.status) {
    case 'SUCCESS':
      return { kind: 'succeeded', gatewayReference, ...(body.success_time ? { settledAt: body.success_time } : {}) };
    case 'PROCESSING':
      return { kind: 'accepted_pending', gatewayReference };
    case 'ABNORMAL':
      return { kind: 'abnormal', gatewayReference, message: body.user_received_account ?? '' };
    case 'CLOSED':
      return { kind: 'closed', gatewayReference, message: 'CLOSED' };
    default:
      return { kind: 'unknown', cause: `the status is ${body.status}` };
  }
}

function differenceOf(body: WechatRefund, { refundNumber, tradeNumber, amount }: RefundRequest): string | undefined {
  if (body.out_refund_no !== refundNumber || (body.transaction_id ?? tradeNumber) !== tradeNumber)
    return 'the answer is about another refund';
  const said = money(body.amount.refund, body.amount.currency ?? 'CNY');
  if (said.minor !== amount.minor || said.currency !== amount.currency)
    return `WeChat Pay has ${said.minor} ${said.currency} under this number, not ${amount.minor} ${amount.currency}`;
  return undefined;
}

/** A number that nobody ever sent: `404` says that our key was recognised. */
async function check(gateway: Gateway): Promise<AccountCheck> {
  const answer = await gateway.get(`${REFUNDS}/rfd_check_of_the_account`);
  if (answer.kind === 'unproven') return { kind: 'unknown', cause: answer.cause };
  if (answer.kind === 'refused' && answer.code !== 'RESOURCE_NOT_EXISTS')
    return { kind: 'refused', message: `${answer.code} ${answer.message}`.trim() };
  return { kind: 'works' };
}
