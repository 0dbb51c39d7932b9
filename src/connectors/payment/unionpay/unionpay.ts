import { createPrivateKey, X509Certificate } from 'node:crypto';
import { money } from '../../../domain/money.ts';
import { fromWallClock, type Instant, toMs, toWallClock } from '../../../domain/time.ts';
import { SHANGHAI } from '../../vendor-values.ts';
import type {
  AccountCheck,
  IncomingNotice,
  PaymentNotice,
  PaymentPort,
  RefundLookup,
  RefundOutcome,
  RefundRequest,
} from '../port.ts';
import { refusal, verdictIn } from '../retry-matrix.ts';
import { orderNumberOf, refundNumberOf } from './order-number.ts';
import { DUPLICATE, RETRY_AFTER_MS, refundMatrix, underWay } from './retry.ts';
import { type Fields, isGenuine, readFields, signatureOf } from './signature.ts';

export type UnionpayConfig = {
  /** `https://gateway.95516.com`, or a simulator. */
  baseUrl: string;
  merId: string;
  /** Decimal serial of the signing certificate. */
  certId: string;
  /** PKCS#8 PEM. */
  privateKey: string;
  /** UnionPay's own authorities, PEM: answers come with a certificate that one of them issued. */
  authorities: readonly string[];
  noticeUrl?: string;
  pauseMs: number;
  timeoutMs: number;
  now: () => Instant;
};

type Answer =
  | { kind: 'answered'; fields: Fields }
  | { kind: 'unsigned'; fields: Fields }
  | { kind: 'unproven'; cause: string };
type Call = (path: string, fields: Fields) => Promise<Answer>;

/** Refunds through UnionPay's online gateway 5.1.0. An order number and its moment together name a refund. */
export function unionpay(config: UnionpayConfig): PaymentPort {
  const authorities = config.authorities.map((pem) => new X509Certificate(pem));
  const call = caller(config, authorities);
  return {
    pauseMs: config.pauseMs,
    refund: (request) => refund(call, config, request),
    queryRefund: (request) => queryRefund(call, request),
    readNotice: (incoming) => readNotice(config, authorities, incoming),
    check: () => check(call, config.now()),
    // The files of a day are fetched by another interface, whose form is not documented here.
    statement: async () => ({ kind: 'not_offered' }),
  };
}

/** `yyyyMMddHHmmss` in China. */
const timeText = (at: Instant): string => toWallClock(at, SHANGHAI).slice(0, 19).replaceAll(/\D/g, '');

function caller(config: UnionpayConfig, authorities: readonly X509Certificate[]): Call {
  const key = createPrivateKey(config.privateKey);
  const common = {
    version: '5.1.0',
    encoding: 'utf-8',
    signMethod: '01',
    bizType: '000000',
    accessType: '0',
    channelType: '07',
    merId: config.merId,
    certId: config.certId,
  };
  return async (path, fields) => {
    const asked = { ...common, ...fields };
    try {
      const response = await fetch(`${config.baseUrl}/gateway/api/${path}`, {
        method: 'POST',
        redirect: 'error',
        body: new URLSearchParams({ ...asked, signature: signatureOf(asked, key) }),
        signal: AbortSignal.timeout(config.timeoutMs),
      });
      if (response.status !== 200) return { kind: 'unproven', cause: `HTTP ${response.status}` };
      const answer = readFields(await response.text());
      if (isGenuine(answer, authorities, toMs(config.now()))) return { kind: 'answered', fields: answer };
      if (answer.signature) return { kind: 'unproven', cause: 'the signature is wrong' };
      return { kind: 'unsigned', fields: answer };
    } catch (error) {
      return { kind: 'unproven', cause: error instanceof Error ? error.message.slice(0, 300) : String(error) };
    }
  };
}

/** Who it does not recognise it does not sign for: only such a refusal is believed without a signature. */
const isNotRecognised = ({ respCode }: Fields): boolean => respCode === '11' || respCode === '31';

async function refund(call: Call, config: UnionpayConfig, request: RefundRequest): Promise<RefundOutcome> {
  const { amount, refundNumber, tradeNumber, requestedAt } = request;
  if (amount.currency !== 'CNY' || amount.minor <= 0n) {
    const message = 'UnionPay refunds positive amounts in CNY';
    return { kind: 'rejected', code: 'amount_not_payable', message, retryable: false };
  }
  const answer = await call('backTransReq.do', {
    txnType: '04',
    txnSubType: '00',
    orderId: orderNumberOf(refundNumber),
    txnTime: timeText(requestedAt),
    txnAmt: String(amount.minor),
    origQryId: tradeNumber,
    // The field is mandatory; this address is UnionPay's own word for "no notice". Unverified.
    backUrl: config.noticeUrl ?? 'http://www.specialUrl.com',
  });
  const outcome = read(answer, request);
  if (outcome.kind !== 'recheck') return outcome;
  const asked = await query(call, request);
  const known = lookupOf(asked, request);
  if (!outcome.isRepeat) return known.kind === 'absent' ? outcome.refusal : known;
  // Under this number stands another amount: this one is never paid.
  if (asked.kind === 'answered' && isOtherAmount(asked.fields, request)) return outcome.refusal;
  return known.kind === 'absent' ? { kind: 'unknown', cause: 'it was received before and is not shown yet' } : known;
}

type Read = RefundOutcome | { kind: 'recheck'; refusal: RefundOutcome; isRepeat: boolean };

function read(answer: Answer, request: RefundRequest): Read {
  if (answer.kind === 'unproven') return { kind: 'unknown', cause: answer.cause };
  const { respCode = '', respMsg = '', queryId } = answer.fields;
  if (answer.kind === 'unsigned' && !isNotRecognised(answer.fields))
    return { kind: 'unknown', cause: 'the answer is not signed' };
  if (respCode !== '00') {
    const verdict = verdictIn(refundMatrix, respCode);
    const said = refusal(verdict, { code: respCode, message: respMsg, retryAfterMs: RETRY_AFTER_MS });
    return verdict === 'recheck' ? { kind: 'recheck', refusal: said, isRepeat: respCode === DUPLICATE } : said;
  }
  const difference = differenceOf(answer.fields, request);
  // Taken on, not paid: that is said by the query or a notice.
  return difference
    ? { kind: 'unknown', cause: difference }
    : { kind: 'accepted_pending', gatewayReference: queryId ?? '' };
}

function differenceOf({ orderId, txnAmt }: Fields, { refundNumber, amount }: RefundRequest): string | undefined {
  if ((orderId ?? '') !== orderNumberOf(refundNumber)) return 'the answer is about another refund';
  return isOtherAmount({ txnAmt }, { amount })
    ? `UnionPay has ${txnAmt} under this number, not ${amount.minor}`
    : undefined;
}

const isOtherAmount = (
  { txnAmt }: { txnAmt?: string | undefined },
  { amount }: Pick<RefundRequest, 'amount'>,
): boolean => txnAmt !== undefined && txnAmt !== String(amount.minor);

/** Never `rejected`: a query that fails says nothing about the refund. */
const queryRefund = async (call: Call, request: RefundRequest): Promise<RefundLookup> =>
  lookupOf(await query(call, request), request);

const query = (call: Call, request: RefundRequest): Promise<Answer> =>
  call('queryTrans.do', {
    txnType: '00',
    txnSubType: '00',
    orderId: orderNumberOf(request.refundNumber),
    txnTime: timeText(request.requestedAt),
  });

function lookupOf(answer: Answer, request: RefundRequest): RefundLookup {
  if (answer.kind !== 'answered')
    return { kind: 'unknown', cause: answer.kind === 'unproven' ? answer.cause : 'the answer is not signed' };
  return lookupIn(answer.fields, request);
}

/** What a genuine answer to a query says of the refund. */
export function lookupIn(fields: Fields, request: RefundRequest): RefundLookup {
  const { respCode, respMsg = '', origRespCode, origRespMsg = '', queryId = '', settleTime } = fields;
  if (respCode === '34') return { kind: 'absent' };
  if (respCode !== '00') return { kind: 'unknown', cause: `the query was answered ${respCode} ${respMsg}`.trim() };
  const difference = differenceOf(fields, request);
  if (difference) return { kind: 'unknown', cause: difference };
  if (origRespCode === '00') return { kind: 'succeeded', gatewayReference: queryId, ...settledAt(settleTime) };
  if (origRespCode !== undefined && underWay.has(origRespCode))
    return { kind: 'accepted_pending', gatewayReference: queryId };
  const said = `${origRespCode ?? ''} ${origRespMsg}`.trim();
  // Refused for whatever reason, nothing will move under this number. What is not named proves nothing.
  return verdictIn(refundMatrix, origRespCode) === 'unknown' || origRespCode === DUPLICATE
    ? { kind: 'unknown', cause: `the refund is said to stand at "${said}"` }
    : { kind: 'closed', gatewayReference: queryId, message: said };
}

/** A day without its year, as some fields of theirs have, says nothing that we could be sure of. */
const settledAt = (text: string | undefined): { settledAt?: Instant } =>
  text !== undefined && /^\d{14}$/.test(text) ? { settledAt: momentOf(text) } : {};

const momentOf = (text: string): Instant =>
  fromWallClock(text.replace(/^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/, '$1-$2-$3 $4:$5:$6'), SHANGHAI);

function readNotice(
  config: UnionpayConfig,
  authorities: readonly X509Certificate[],
  { text }: IncomingNotice,
): PaymentNotice {
  const fields = Object.fromEntries(new URLSearchParams(text));
  if (!isGenuine(fields, authorities, toMs(config.now()))) return { kind: 'forged' };
  // A certificate proves UnionPay, not that it speaks to us.
  if (fields.merId !== config.merId) return { kind: 'forged' };
  const acknowledgement = { status: 200, text: 'ok' };
  if (fields.txnType !== '04') return { kind: 'other', acknowledgement };
  const { orderId, queryId, origQryId, txnAmt = '', respCode } = fields;
  if (!orderId || !queryId || !/^\d{1,15}$/.test(txnAmt))
    return { kind: 'unreadable', reason: 'orderId, queryId or txnAmt' };
  return {
    kind: 'refund',
    documentId: `${queryId}-${respCode ?? ''}`,
    refundNumber: refundNumberOf(orderId),
    ...(origQryId ? { tradeNumber: origQryId } : {}),
    amount: money(BigInt(txnAmt), 'CNY'),
    acknowledgement,
  };
}

/** A transaction that there cannot be: `34` under UnionPay's signature says that our key is known, and theirs to us. */
async function check(call: Call, now: Instant): Promise<AccountCheck> {
  const asked = { txnType: '00', txnSubType: '00', orderId: 'checkoftheaccount', txnTime: timeText(now) };
  const answer = await call('queryTrans.do', asked);
  if (answer.kind === 'unproven') return { kind: 'unknown', cause: answer.cause };
  const { respCode = '', respMsg = '' } = answer.fields;
  if (answer.kind === 'answered' && (respCode === '34' || respCode === '00')) return { kind: 'works' };
  return { kind: 'refused', message: `${respCode} ${respMsg}`.trim() };
}
