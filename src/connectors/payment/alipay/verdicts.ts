import { CONFIGURATION_FAULT, type RefundOutcome } from '../port.ts';
import type { AlipayResult } from './decode.ts';

/**
 * What a failed answer says about the money.
 * - `recheck`: Alipay will not pay, but perhaps because it has: a trade that is fully refunded is closed, and our own
 *   lost answer may be what closed it. A query under the same number decides.
 */
type Verdict = 'unknown' | 'retryable' | 'final' | 'recheck' | 'configuration';

const bySubCode: Readonly<Record<string, Verdict>> = {
  'isp.unknow-error': 'unknown',
  'aop.unknow-error': 'unknown',
  'ACQ.SYSTEM_ERROR': 'unknown',
  // Refused for want of money: after a top-up the identical request may pass.
  'ACQ.SELLER_BALANCE_NOT_ENOUGH': 'retryable',
  'ACQ.TRADE_HAS_CLOSE': 'recheck',
  'ACQ.TRADE_HAS_FINISHED': 'recheck',
  'ACQ.TRADE_STATUS_ERROR': 'recheck',
  'ACQ.REASON_TRADE_STATUS_INVALID': 'recheck',
  'ACQ.REFUND_AMT_NOT_EQUAL_TOTAL': 'recheck',
  'ACQ.INVALID_PARAMETER': 'final',
  'ACQ.DISCORDANT_REPEAT_REQUEST': 'final',
  'ACQ.REASON_TRADE_REFUND_FEE_ERR': 'final',
  'ACQ.REFUND_FEE_ERROR': 'final',
  'ACQ.REASON_TRADE_BEEN_FREEZEN': 'final',
  'ACQ.TRADE_NOT_EXIST': 'final',
  'ACQ.TRADE_NOT_ALLOW_REFUND': 'final',
  'ACQ.NOT_ALLOW_PARTIAL_REFUND': 'final',
  'ACQ.ONLINE_TRADE_VOUCHER_NOT_ALLOW_REFUND': 'final',
  'ACQ.BUYER_NOT_EXIST': 'final',
  'ACQ.BUYER_ENABLE_STATUS_FORBID': 'final',
  'ACQ.BUYER_ERROR': 'final',
  'ACQ.CURRENCY_NOT_SUPPORT': 'final',
  'ACQ.USER_NOT_MATCH_ERR': 'final',
  'ACQ.TRADE_SETTLE_ERROR': 'final',
  'ACQ.REFUND_CHARGE_ERROR': 'final',
  'ACQ.ALLOC_AMOUNT_VALIDATE_ERROR': 'final',
  'ACQ.REFUNDALLOC_UNAUTH_LIMIT': 'final',
  'ACQ.REFUND_ROYALTY_PAYEE_ACCOUNT_NOT_EXIST': 'final',
  'ACQ.REFUND_ACCOUNT_NOT_EXIST': 'final',
  'ACQ.CUSTOMER_VALIDATE_ERROR': 'final',
  'ACQ.ENTERPRISE_PAY_BIZ_ERROR': 'final',
};

const byCode: Readonly<Record<string, Verdict>> = {
  '20000': 'unknown',
  '20001': 'configuration',
  '40001': 'configuration',
  '40002': 'configuration',
  '40005': 'retryable',
  '40006': 'configuration',
};

/** After `40005` the identical request may be sent again; the pause is our choice, Alipay names none. */
const RETRY_AFTER_MS = 10_000;

/** A code that the tables do not name proves nothing, so the query decides. */
export function verdictOn({ code, sub_code: subCode = '' }: AlipayResult): Verdict {
  if (subCode.startsWith('ACQ.OVERDRAFT_')) return 'final';
  return bySubCode[subCode] ?? byCode[code] ?? 'unknown';
}

/** The outcome of a refund call that Alipay did not confirm; `recheck` counts as a refusal here. */
export function failureOf(result: AlipayResult): RefundOutcome {
  const vendorCode = result.sub_code ?? result.code;
  const message = [result.code, result.sub_code, result.sub_msg ?? result.msg].filter(Boolean).join(' ');
  switch (verdictOn(result)) {
    case 'unknown':
      return { kind: 'unknown', cause: `Alipay answered ${message}` };
    case 'configuration':
      return { kind: 'rejected', code: CONFIGURATION_FAULT, message, retryable: true };
    case 'retryable':
      return {
        kind: 'rejected',
        code: vendorCode,
        message,
        retryable: true,
        // Too fast is over by itself; too poor is not.
        ...(result.code === '40005' ? { retryAfterMs: RETRY_AFTER_MS } : {}),
      };
    case 'final':
    case 'recheck':
      return { kind: 'rejected', code: vendorCode, message, retryable: false };
  }
}
