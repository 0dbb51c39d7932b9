import { afterEach, describe, expect, test } from 'vitest';
import { money } from '../../../domain/money.ts';
import { type CannedAnswer, type CannedVendor, reset, silence } from '../../canned-vendor.ts';
import * as canned from './canned-shop.ts';
import { appSecret, error, refundAnswer, refundRow, version, wire } from './canned-shop.ts';
import type { TaobaoConfig } from './config.ts';
import { sign } from './sign.ts';

let vendor: CannedVendor | undefined;
afterEach(() => vendor?.close());

async function shopAnswering(changes: Partial<TaobaoConfig>, ...answers: CannedAnswer[]) {
  const shop = await canned.shopAnswering(changes, ...answers);
  vendor = shop.vendor;
  return shop;
}

const ref = { externalId: '212345678901234567', version, phase: 'aftersale' };

describe('a call', () => {
  test('is a signed form with Shanghai time and nothing empty', async () => {
    const { port, seen } = await shopAnswering({}, refundAnswer());
    await port.refuseReasons({ externalId: '212345678901234567', version });
    const { sign: given, ...params } = seen[0]?.form ?? {};
    expect(params).toEqual({
      method: 'taobao.refund.refusereason.get',
      refund_id: '212345678901234567',
      fields: 'reason_id,reason_text',
      app_key: '12345678',
      session: '6100000test_session',
      timestamp: '2026-01-15 10:30:00',
      v: '2.0',
      format: 'json',
      sign_method: 'hmac-sha256',
    });
    expect(given).toBe(sign(params, appSecret, 'hmac-sha256'));
    expect(seen[0]?.headers['content-type']).toBe('application/x-www-form-urlencoded;charset=UTF-8');
  });

  test.each<[string, CannedAnswer]>([
    ['a gateway page', { status: 502, body: '<html>502 Bad Gateway</html>' }],
    ['a gateway page with status 200', '<html>busy</html>'],
    ['half a body', refundAnswer().slice(0, 120)],
    ['silence', silence],
    ['a broken connection', reset],
    ['the root of another call', wire({ refund_refuse_response: {} })],
    ['an empty object', '{}'],
    ['a list', '[]'],
    ['an error without a code', '{"error_response":{}}'],
  ])('that is answered with %s has an unknown outcome', async (_, answer) => {
    const { port } = await shopAnswering({}, answer);
    expect(await port.getRefund('1')).toMatchObject({ kind: 'unknown', cause: expect.stringMatching(/./) });
  });
});

describe('getRefund', () => {
  test.each<[string, boolean, string]>([
    ['wrapped', false, refundAnswer()],
    ['flat', true, wire({ refund: refundRow({ tid: '#2212345678901234567' }), request_id: 'r' })],
  ])('reads the %s form and keeps every digit', async (_, simplify, answer) => {
    const { port, seen } = await shopAnswering({ unverified: { simplify } }, answer);
    const found = await port.getRefund('212345678901234567');
    expect(found).toMatchObject({
      document: {
        kind: 'refund',
        externalId: '212345678901234567',
        version,
        modifiedAt: '2026-01-15T02:12:00.000Z',
        raw: { tid: '2212345678901234567' },
      },
    });
    expect(seen[0]?.form['simplify']).toBe(simplify ? 'true' : undefined);
  });

  test('tells a missing refund from a refusal', async () => {
    const { port } = await shopAnswering({}, error(15, 'isv.refund-not-exist'), error(15, 'isv.other'));
    expect(await port.getRefund('1')).toEqual({ kind: 'absent' });
    expect(await port.getRefund('1')).toMatchObject({ kind: 'refused', code: 'isv.other' });
  });
});

describe('a write', () => {
  const address = {
    externalId: '77',
    name: '退货仓',
    phone: '13900000001',
    address: '浙江省杭州市某路1号',
    postcode: '310000',
  };
  const agreed = wire({ rp_returngoods_agree_response: { is_success: true, request_id: 'r' } });
  const now = (status: string, moved: boolean): string =>
    refundAnswer({ status, ...(moved ? { refund_version: version + 1000 } : {}) });

  test('that agrees to a return names the version and the address', async () => {
    const { port, seen } = await shopAnswering({}, agreed);
    expect(await port.agreeReturn(ref, address)).toEqual({ kind: 'done' });
    expect(seen[0]?.form).toMatchObject({
      method: 'taobao.rp.returngoods.agree',
      refund_id: '212345678901234567',
      refund_phase: 'aftersale',
      refund_version: String(version),
      seller_address_id: '77',
      name: '退货仓',
      mobile: '13900000001',
      address: '浙江省杭州市某路1号',
      post: '310000',
    });
  });

  test.each<[string, CannedAnswer, CannedAnswer, object]>([
    [
      'done, when the refund is seen to have moved there',
      silence,
      now('WAIT_BUYER_RETURN_GOODS', true),
      { kind: 'done' },
    ],
    ['done, when it has moved on already', reset, now('WAIT_SELLER_CONFIRM_GOODS', true), { kind: 'done' }],
    ['unknown, when the refund has not moved', silence, now('WAIT_SELLER_AGREE', false), { kind: 'unknown' }],
    ['stale, when the refund went elsewhere', silence, now('CLOSED', true), { kind: 'refused', stale: true }],
    ['unknown, when the refund cannot be read either', silence, silence, { kind: 'unknown' }],
    ['unknown, when the platform fails', error(15, 'isp.remote-service-error'), silence, { kind: 'unknown' }],
    [
      'a refusal',
      error(15, 'isv.no'),
      now('WAIT_SELLER_AGREE', false),
      { kind: 'refused', code: 'isv.no', stale: false },
    ],
    ['a stale refusal', error(15, 'isv.no'), now('CLOSED', true), { kind: 'refused', code: 'isv.no', stale: true }],
    ['a refusal without a second look', error(27, 'isv.session'), silence, { kind: 'unauthorised' }],
    [
      'a refusal that only the flag tells',
      wire({ rp_returngoods_agree_response: { is_success: false, request_id: 'r' } }),
      now('WAIT_SELLER_AGREE', false),
      { kind: 'refused', stale: false },
    ],
  ])('ends as %s', async (_, write, read, outcome) => {
    const { port } = await shopAnswering({}, write, read);
    expect(await port.agreeReturn(ref, address)).toMatchObject(outcome);
  });

  test('trusts the configured code for a stale version without a second look', async () => {
    const config = { unverified: { staleSubCodes: ['isv.stale'] } };
    const { port, seen } = await shopAnswering(config, error(15, 'isv.stale'));
    expect(await port.agreeReturn(ref, address)).toMatchObject({ kind: 'refused', stale: true });
    expect(seen).toHaveLength(1);
  });

  test('on Taobao, which does not lock, is not sent for a refund that has changed', async () => {
    const { port, seen } = await shopAnswering({ shopKind: 'taobao' }, now('WAIT_SELLER_AGREE', true));
    expect(await port.refuse(ref, { reasonId: '1', message: '不同意' })).toMatchObject({
      kind: 'refused',
      stale: true,
    });
    expect(seen.map(({ form }) => form['method'])).not.toContain('taobao.refund.refuse');
  });

  test('that refuses with a proof is multipart, and the file is not signed', async () => {
    const { port, seen } = await shopAnswering(
      {},
      wire({ refund_refuse_response: { is_success: true, request_id: 'r' } }),
    );
    const proof = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 1, 2, 3);
    expect(await port.refuse(ref, { reasonId: '1001', message: '商品已影响二次销售', proof })).toEqual({
      kind: 'done',
    });
    const body = seen[0]?.body ?? Buffer.of();
    const contentType = seen[0]?.headers['content-type'] ?? '';
    const data = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
    const file = data.get('refuse_proof');
    const texts = [...data].filter((entry): entry is [string, string] => typeof entry[1] === 'string');
    const { sign: given, ...params } = Object.fromEntries(texts);
    expect(given).toBe(sign(params, appSecret, 'hmac-sha256'));
    expect(params).toMatchObject({ refuse_reason_id: '1001', refuse_message: '商品已影响二次销售' });
    expect(file instanceof Blob && [file.type, ...new Uint8Array(await file.arrayBuffer())]).toEqual([
      'image/png',
      ...proof,
    ]);
  });

  test.each([
    ['proof_not_an_image', Uint8Array.of(1, 2, 3, 4)],
    ['proof_too_large', Uint8Array.from([0xff, 0xd8, 0xff, ...new Uint8Array(130_000)])],
  ])('with a proof that cannot pass is refused here: %s', async (code, proof) => {
    const { port, seen } = await shopAnswering({}, '');
    expect(await port.refuse(ref, { reasonId: '1', message: '不同意', proof })).toMatchObject({
      kind: 'refused',
      code,
    });
    expect(seen).toEqual([]);
  });

  const reviewed = wire({ rp_refund_review_response: { is_success: true, request_id: 'r' } });
  const paid = (row: object, whole: object = {}): string =>
    wire({
      rp_refunds_agree_response: {
        succ: true,
        msg_code: 'OP_SUCC',
        message: '操作成功',
        results: {
          refund_mapping_result: [
            { refund_id: '1', succ: true },
            { refund_id: ref.externalId, succ: true, ...row },
          ],
        },
        request_id: 'r',
        ...whole,
      },
    });

  test('that agrees to a refund on Tmall is reviewed first and names fen, version and phase', async () => {
    const { port, seen } = await shopAnswering({}, reviewed, paid({}));
    expect(await port.agreeRefund(ref, money(8850, 'CNY'))).toEqual({ kind: 'done' });
    expect(seen.map(({ form }) => form['method'])).toEqual(['taobao.rp.refund.review', 'taobao.rp.refunds.agree']);
    expect(seen[0]?.form).toMatchObject({ result: 'true', operator: 'ERP', refund_version: String(version) });
    expect(seen[1]?.form['refund_infos']).toBe(`212345678901234567|8850|${version}|aftersale`);
  });

  test('that agrees to a refund on Taobao needs neither review nor phase', async () => {
    const { port, seen } = await shopAnswering({ shopKind: 'taobao' }, paid({}));
    expect(await port.agreeRefund(ref, money(8850, 'CNY'))).toEqual({ kind: 'done' });
    expect(seen.map(({ form }) => form['refund_infos'])).toEqual([`212345678901234567|8850|${version}`]);
  });

  test.each<[string, CannedAnswer, object]>([
    [
      'the row of our refund failed in a batch that partly succeeded',
      paid({ succ: false, message: '余额不足' }, { msg_code: 'SOME_OP_SUCC' }),
      { kind: 'refused', code: 'SOME_OP_SUCC', message: '余额不足' },
    ],
    [
      'the batch failed without rows',
      paid({}, { results: {}, succ: false, msg_code: 'OP_FAILURE_UE', message: '请输入短信验证码' }),
      { kind: 'refused', code: 'OP_FAILURE_UE', message: '请输入短信验证码' },
    ],
    ['the batch succeeded without rows', paid({}, { results: undefined }), { kind: 'done' }],
    [
      'the row is missing from a part success',
      paid({}, { results: {}, msg_code: 'SOME_OP_SUCC' }),
      { kind: 'unknown' },
    ],
    ['the answer says nothing', wire({ rp_refunds_agree_response: { request_id: 'r' } }), { kind: 'unknown' }],
  ])('that agrees to a refund reports that %s', async (_, answer, outcome) => {
    const { port } = await shopAnswering({ shopKind: 'taobao' }, answer, now('WAIT_SELLER_CONFIRM_GOODS', false));
    expect(await port.agreeRefund(ref, money(8850, 'CNY'))).toMatchObject(outcome);
  });

  test('is not sent when the review before it is refused', async () => {
    const { port, seen } = await shopAnswering({}, error(15, 'isv.no'), now('CLOSED', true));
    expect(await port.agreeRefund(ref, money(8850, 'CNY'))).toMatchObject({ kind: 'refused', stale: true });
    expect(seen.map(({ form }) => form['method'])).not.toContain('taobao.rp.refunds.agree');
  });

  test.each([[money(0, 'CNY')], [money(-1, 'CNY')], [money(100, 'USD')]])(
    'of $minor $currency is refused here',
    async (amount) => {
      const { port, seen } = await shopAnswering({}, '');
      expect(await port.agreeRefund(ref, amount)).toMatchObject({ kind: 'refused', code: 'amount_not_payable' });
      expect(seen).toEqual([]);
    },
  );
});

test('the reasons for a refusal', async () => {
  const answer = { reasons: { reason: [{ reason_id: 1001, reason_text: '影响二次销售' }] }, request_id: 'r' };
  const { port } = await shopAnswering({}, wire({ refund_refusereason_get_response: answer }));
  expect(await port.refuseReasons(ref)).toEqual({ kind: 'reasons', reasons: [{ id: '1001', text: '影响二次销售' }] });
});
