import { createSign, createVerify } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { money } from '../../../domain/money.ts';
import { fromMs, parseInstant } from '../../../domain/time.ts';
import * as keys from '../../../simulators/alipay/test-keys.ts';
import { type CannedAnswer, type CannedVendor, cannedVendor, reset, silence } from '../../canned-vendor.ts';
import type { PaymentPort, RefundRequest } from '../port.ts';
import { alipay } from './alipay.ts';
import { notice, signedAnswer } from './vectors.ts';

const pem = (body: string, kind: string): string => `-----BEGIN ${kind}-----\n${body}\n-----END ${kind}-----`;
const signWith = (text: string, privateKey: string): string =>
  createSign('RSA-SHA256').update(text, 'utf8').sign(pem(privateKey, 'PRIVATE KEY'), 'base64');

const request: RefundRequest = {
  refundNumber: 'RF20260925000001',
  tradeNumber: '2026090122001400000000000001',
  amount: money(8850, 'CNY'),
  paid: money(18850, 'CNY'),
  requestedAt: fromMs(0),
  reason: '正常退款',
};

let vendor: CannedVendor | undefined;
afterEach(() => vendor?.close());

async function alipayAnswering(...answers: CannedAnswer[]) {
  vendor = await cannedVendor(...answers);
  const port = alipay({
    gatewayUrl: `${vendor.url}/gateway.do`,
    appId: '2021000000000001',
    privateKey: keys.merchantPrivateKey,
    alipayPublicKey: keys.platformPublicKey,
    // Only who waits in vain may be impatient: on a busy machine any answer can be late.
    timeoutMs: answers.includes(silence) ? 200 : 10_000,
    now: () => parseInstant('2026-09-25T02:15:30.000Z') ?? expect.unreachable(),
  });
  return { port, seen: vendor.seen };
}

const root = { refund: 'alipay_trade_refund_response', query: 'alipay_trade_fastpay_refund_query_response' };
const signed = (call: keyof typeof root, inner: object, privateKey = keys.platformPrivateKey): string => {
  const text = JSON.stringify(inner);
  return `{"${root[call]}":${text},"sign":"${signWith(text, privateKey)}"}`;
};
const vectorAnswer = `{"${root.refund}":${signedAnswer.inner},"sign":"${signedAnswer.sign}"}`;
const paid = { code: '10000', msg: 'Success', fund_change: 'Y', trade_no: request.tradeNumber };

const refund = async (...answers: CannedAnswer[]) => (await alipayAnswering(...answers)).port.refund(request);
const query = async (...answers: CannedAnswer[]) => (await alipayAnswering(...answers)).port.queryRefund(request);

describe('the request', () => {
  test('is signed as Alipay verifies it, with the Shanghai time of the given clock', async () => {
    const { port, seen } = await alipayAnswering(vectorAnswer);
    await port.refund(request);
    const { sign = '', ...params } = seen[0]?.form ?? {};
    const text = Object.keys(params)
      .sort()
      .map((key) => `${key}=${params[key]}`)
      .join('&');
    const verifier = createVerify('RSA-SHA256').update(text, 'utf8');
    expect(verifier.verify(pem(keys.merchantPublicKey, 'PUBLIC KEY'), sign, 'base64')).toBe(true);
    expect(params).toMatchObject({
      method: 'alipay.trade.refund',
      sign_type: 'RSA2',
      timestamp: '2026-09-25 10:15:30',
    });
    expect(JSON.parse(params['biz_content'] ?? '')).toEqual({
      trade_no: request.tradeNumber,
      out_request_no: 'RF20260925000001',
      refund_amount: '88.50',
      refund_reason: '正常退款',
    });
  });

  test.each([
    ['nothing', money(0, 'CNY')],
    ['a negative amount', money(-1, 'CNY')],
    ['dollars', money(100, 'USD')],
  ])('is not sent for %s', async (_, amount) => {
    const { port, seen } = await alipayAnswering(vectorAnswer);
    expect(await port.refund({ ...request, amount })).toMatchObject({ kind: 'rejected', retryable: false });
    expect(seen).toEqual([]);
  });
});

describe('a refund is', () => {
  test('succeeded with the published answer', async () => {
    expect(await refund(vectorAnswer)).toEqual({
      kind: 'succeeded',
      gatewayReference: '2026090122001400000000000001',
      settledAt: '2026-09-25T02:15:31.000Z',
    });
  });

  test.each<[string, CannedAnswer]>([
    ['fund_change is N', signed('refund', { ...paid, fund_change: 'N' })],
    ['fund_change is absent', signed('refund', { code: '10000', msg: 'Success' })],
    ['the answer is about another trade', signed('refund', { ...paid, trade_no: '2026090122001400000000000002' })],
    ['the signature is of another key', signed('refund', paid, keys.merchantPrivateKey)],
    ['the signature is missing', `{"${root.refund}":${JSON.stringify(paid)}}`],
    ['the signature is empty', `{"${root.refund}":${JSON.stringify(paid)},"sign":""}`],
    ['the content was changed', vectorAnswer.replace('"refund_fee":"88.50"', '"refund_fee":"99.50"')],
    [
      'a second root follows the signature',
      `${signed('refund', { code: '20000' }).slice(0, -1)},"${root.refund}":${JSON.stringify(paid)}}`,
    ],
    ['the body is cut in half', vectorAnswer.slice(0, 200)],
    ['the gateway is down', { status: 502, body: '<html>502 Bad Gateway</html>' }],
    ['the connection breaks', reset],
    ['no answer comes', silence],
    ['the answer is of another call', signed('query', paid)],
  ])('unknown when %s', async (_, answer) => {
    expect(await refund(answer)).toMatchObject({ kind: 'unknown', cause: expect.stringMatching(/./) });
  });

  test.each([
    ['20000', 'isp.unknow-error', 'unknown'],
    ['20000', 'aop.unknow-error', 'unknown'],
    ['20000', undefined, 'unknown'],
    ['10003', undefined, 'unknown'],
    ['40004', 'ACQ.SYSTEM_ERROR', 'unknown'],
    ['40004', 'ACQ.A_CODE_OF_NEXT_YEAR', 'unknown'],
    ['40005', 'isv.app-call-limited', 'retryable'],
    ['40004', 'ACQ.SELLER_BALANCE_NOT_ENOUGH', 'retryable'],
    ['40004', 'ACQ.DISCORDANT_REPEAT_REQUEST', 'final'],
    ['40004', 'ACQ.TRADE_NOT_EXIST', 'final'],
    ['40004', 'ACQ.TRADE_NOT_ALLOW_REFUND', 'final'],
    ['40004', 'ACQ.OVERDRAFT_ASSIGN_ACCOUNT_INVALID', 'final'],
    ['40001', 'isv.missing-method', 'configuration_fault'],
    ['40002', 'isv.invalid-signature', 'configuration_fault'],
    ['40006', 'isv.insufficient-isv-permissions', 'configuration_fault'],
    ['20001', 'aop.invalid-auth-token', 'configuration_fault'],
  ])('answered %s %s: %s', async (code, subCode, verdict) => {
    const outcome = await refund(signed('refund', { code, msg: 'm', ...(subCode ? { sub_code: subCode } : {}) }));
    expect(outcome).toMatchObject(
      {
        unknown: { kind: 'unknown', cause: expect.stringContaining(code) },
        retryable: { kind: 'rejected', code: subCode, retryable: true },
        final: { kind: 'rejected', code: subCode, retryable: false },
        configuration_fault: { kind: 'rejected', code: 'configuration_fault', retryable: true },
      }[verdict] ?? expect.unreachable(),
    );
  });

  test('a configuration fault when Alipay does not know us and so does not sign', async () => {
    const body =
      '{"alipay_trade_refund_response":{"code":"40002","msg":"Invalid Arguments","sub_code":"isv.invalid-app-id"}}';
    expect(await refund(body)).toMatchObject({ kind: 'rejected', code: 'configuration_fault', retryable: true });
  });

  test('a configuration fault under the root of gateway errors', async () => {
    const inner = '{"code":"40006","msg":"no","sub_code":"isv.insufficient-isv-permissions"}';
    const body = `{"error_response":${inner},"sign":"${signWith(inner, keys.platformPrivateKey)}"}`;
    expect(await refund(body)).toMatchObject({ kind: 'rejected', code: 'configuration_fault' });
  });

  test('unknown when an unsigned answer claims any other failure', async () => {
    expect(await refund('{"alipay_trade_refund_response":{"code":"40004","sub_code":"ACQ.TRADE_NOT_EXIST"}}')).toEqual({
      kind: 'unknown',
      cause: 'the answer is not signed',
    });
  });
});

describe('a closed or emptied trade', () => {
  const closed = signed('refund', { code: '40004', msg: 'Business Failed', sub_code: 'ACQ.TRADE_HAS_CLOSE' });

  test('is our own earlier success when the query finds it', async () => {
    const found = signed('query', { code: '10000', refund_status: 'REFUND_SUCCESS', refund_amount: '88.50' });
    expect(await refund(closed, found)).toMatchObject({ kind: 'succeeded' });
  });

  test('is a refusal when the query finds nothing', async () => {
    expect(await refund(closed, signed('query', { code: '10000' }))).toMatchObject({
      kind: 'rejected',
      code: 'ACQ.TRADE_HAS_CLOSE',
      retryable: false,
    });
  });

  test('stays unknown when the query fails', async () => {
    expect(await refund(closed, { status: 502, body: '' })).toMatchObject({ kind: 'unknown' });
  });
});

describe('a query says', () => {
  const success = { code: '10000', msg: 'Success', refund_status: 'REFUND_SUCCESS', refund_amount: '88.50' };

  test.each<[string, CannedAnswer]>([
    [
      'succeeded',
      signed('query', { ...success, out_request_no: 'RF20260925000001', gmt_refund_pay: '2026-09-25 10:15:31' }),
    ],
    ['absent', signed('query', { code: '10000', msg: 'Success' })],
    ['absent', signed('query', { code: '40004', sub_code: 'ACQ.TRADE_NOT_EXIST' })],
    ['unknown', signed('query', { ...success, refund_amount: '88.51' })],
    ['unknown', signed('query', { ...success, refund_amount: '88.505' })],
    ['unknown', signed('query', { ...success, out_request_no: 'RF20260925000002' })],
    ['unknown', signed('query', { ...success, refund_status: 'REFUND_PROCESSING' })],
    ['unknown', signed('query', success, keys.merchantPrivateKey)],
    ['unknown', signed('query', { code: '40005', sub_code: 'isv.app-call-limited' })],
    ['unknown', signed('query', { code: '40002', sub_code: 'isv.invalid-signature' })],
    ['unknown', '{"alipay_trade_fastpay_refund_query_response":{"code":"40002","sub_code":"isv.invalid-signature"}}'],
    ['unknown', { status: 500, body: '' }],
    ['unknown', silence],
  ])('%s', async (kind, answer) => {
    expect(await query(answer)).toMatchObject({ kind });
  });

  test('what was paid instead, when the amount differs', async () => {
    expect(await query(signed('query', { ...success, refund_amount: '10.00' }))).toEqual({
      kind: 'unknown',
      cause: 'Alipay paid 10.00 under this number, not 88.50',
    });
  });
});

describe('a notice', () => {
  const reading = async (body: string) => (await alipayAnswering('')).port.readNotice({ text: body, headers: {} });

  test('about a partial refund is read from the published body', async () => {
    expect(await reading(notice)).toEqual({
      kind: 'refund',
      documentId: '2026092500222101533000010000000001',
      tradeNumber: '2026090122001400000000000001',
      refundNumber: 'RF20260925000001',
      acknowledgement: { status: 200, text: 'success' },
    });
  });

  test('may carry empty fields, which are not signed', async () => {
    expect(await reading(`body=&${notice}`)).toMatchObject({ kind: 'refund' });
  });

  test.each([
    ['another amount', notice.replace('refund_fee=88.50', 'refund_fee=88.51')],
    ['an added field', `${notice}&extra=1`],
    ['no signature', notice.replace(/&sign=.*/, '')],
    ['a weaker signature kind', notice.replace('sign_type=RSA2', 'sign_type=RSA')],
    ['an invented signature kind', notice.replace('sign_type=RSA2', 'sign_type=NONE')],
    ['a body that is no form', '<xml/>'],
    ['an empty body', ''],
  ])('with %s is forged', async (_, body) => {
    expect(await reading(body)).toEqual({ kind: 'forged' });
  });

  test('to another app of ours is not ours', async () => {
    const fields = { app_id: '2021000000000002', notify_id: 'n1', trade_no: 't1' };
    const text = Object.entries(fields)
      .sort()
      .map(([key, value]) => `${key}=${value}`)
      .join('&');
    const body = new URLSearchParams({ ...fields, sign_type: 'RSA2', sign: signWith(text, keys.platformPrivateKey) });
    expect(await reading(body.toString())).toEqual({ kind: 'forged' });
  });
});

test('an adapter without the public key of Alipay does not start', () => {
  const start = (): PaymentPort =>
    alipay({
      gatewayUrl: 'http://127.0.0.1:1/',
      appId: 'a',
      privateKey: keys.merchantPrivateKey,
      alipayPublicKey: ' ',
      now: () => expect.unreachable(),
    });
  expect(start).toThrow('the public key of Alipay is configured');
});
