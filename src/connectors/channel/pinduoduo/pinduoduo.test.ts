import { afterEach, describe, expect, test } from 'vitest';
import { money } from '../../../domain/money.ts';
import { type CannedAnswer, type CannedVendor, reset, silence } from '../../canned-vendor.ts';
import * as canned from './canned-mall.ts';
import { clientSecret, detail, error, externalId, orderSn, version, wire } from './canned-mall.ts';
import type { PinduoduoConfig } from './config.ts';
import { sign } from './sign.ts';

let vendor: CannedVendor | undefined;
afterEach(() => vendor?.close());

async function mallAnswering(changes: Partial<PinduoduoConfig>, ...answers: CannedAnswer[]) {
  const mall = await canned.mallAnswering(changes, ...answers);
  vendor = mall.vendor;
  return mall;
}

const ref = { externalId, version };
const now = (changes: object = {}): string => wire(detail(changes));

describe('a call', () => {
  test('is a signed JSON object of texts with epoch seconds and nothing empty', async () => {
    const { port, vendor: seen, asked } = await mallAnswering({}, now());
    await port.getRefund(externalId);
    const { sign: given, ...params } = asked()[0] ?? {};
    expect(params).toEqual({
      type: 'pdd.refund.information.get',
      order_sn: orderSn,
      after_sales_id: '7381745730',
      client_id: '0123456789abcdef0123456789abcdef',
      access_token: 'test_access_token_pdd',
      timestamp: '1768444200',
      data_type: 'JSON',
      version: 'V1',
    });
    expect(given).toBe(sign(params, clientSecret));
    expect(seen.seen[0]?.headers['content-type']).toBe('application/json;charset=utf-8');
  });

  test.each<[string, CannedAnswer]>([
    ['a gateway page', { status: 502, body: '<html>502 Bad Gateway</html>' }],
    ['a gateway page with status 200', '<html>busy</html>'],
    ['half a body', now().slice(0, 60)],
    ['silence', silence],
    ['a broken connection', reset],
    ['the root of another call', wire({ order_info_get_response: { order_info: {} } })],
    ['an empty object', '{}'],
    ['a list', '[]'],
    ['an error without a code', '{"error_response":{}}'],
  ])('that is answered with %s has an unknown outcome', async (_, answer) => {
    const { port } = await mallAnswering({}, answer);
    expect(await port.getRefund(externalId)).toMatchObject({ kind: 'unknown', cause: expect.stringMatching(/./) });
  });

  test.each([70031, 52101])('that is throttled with %i says how long to wait', async (code) => {
    const { port } = await mallAnswering({ unverified: { throttleMs: 7000 } }, error(code, '调用过于频繁'));
    expect(await port.getOrder(orderSn)).toEqual({ kind: 'throttled', retryAfterMs: 7000 });
  });
});

describe('a document', () => {
  test('stands at the top of its answer, and is the same document whatever call brought it', async () => {
    const { port } = await mallAnswering({}, now({ request_id: '1' }), now({ request_id: '2' }));
    const first = await port.getRefund(externalId);
    expect(first).toMatchObject({ document: { kind: 'refund', externalId, version, raw: { refund_amount: 1990 } } });
    expect(await port.getRefund(externalId)).toEqual(first);
  });

  test('of an order is masked before it is kept', async () => {
    const order_info = {
      order_sn: orderSn,
      updated_at: '2026-01-15 10:20:00',
      receiver_phone: '13812345678',
      receiver_phone_mask: '138****5678',
    };
    const { port } = await mallAnswering({}, wire({ order_info_get_response: { order_info, request_id: 'r' } }));
    expect(await port.getOrder(orderSn)).toEqual({
      kind: 'document',
      document: {
        kind: 'order',
        externalId: orderSn,
        version,
        modifiedAt: '2026-01-15T02:20:00.000Z',
        raw: { order_sn: orderSn, updated_at: '2026-01-15 10:20:00', receiver_phone_mask: '138****5678' },
      },
    });
  });

  test('that is missing is told from a refusal by its words', async () => {
    const { port } = await mallAnswering({}, error(50001, '售后单不存在'), error(50001, '系统繁忙'));
    expect(await port.getRefund(externalId)).toEqual({ kind: 'absent' });
    expect(await port.getRefund(externalId)).toMatchObject({ kind: 'refused', message: '系统繁忙' });
  });

  test('whose id lacks the order cannot be asked for', async () => {
    const { port, asked } = await mallAnswering({}, now());
    expect(await port.getRefund('7381745730')).toEqual({ kind: 'absent' });
    expect(asked()).toEqual([]);
  });
});

describe('an agreement to a return', () => {
  const address = { name: '退货仓', phone: '13900000001', address: '浙江省杭州市某路1号' };
  const agreed = wire({ response: { success: true, result: { after_sales_id: 7381745730, success: true } } });
  const book = (...rows: object[]): string =>
    wire({ refund_address_list_get_response: { refund_address_list: rows, request_id: 'r' } });
  const place = (id: string, refund_phone: string) => ({ id: Number(id), refund_address_id: id, refund_phone });

  test('looks first, finds the address by its phone, and names it in a JSON text', async () => {
    const addresses = book(place('88', '13900000002'), place('77', '139****0001'));
    const { port, asked } = await mallAnswering({}, now(), addresses, agreed);
    expect(await port.agreeReturn(ref, address)).toEqual({ kind: 'done' });
    expect(asked().map(({ type }) => type)).toEqual([
      'pdd.refund.information.get',
      'pdd.refund.address.list.get',
      'pdd.refund.returngoods.agree',
    ]);
    expect(asked()[2]?.['request']).toBe(
      '{"after_sales_id":7381745730,"order_sn":"260115-339507978993455",' +
        '"operate_desc":"同意退货，请按退货地址寄回商品并填写快递单号","return_address_id":"77"}',
    );
  });

  test('names the address it is given by id', async () => {
    const { port, asked } = await mallAnswering({}, now(), agreed);
    expect(await port.agreeReturn(ref, { ...address, externalId: '99' })).toEqual({ kind: 'done' });
    expect(asked()[1]?.['request']).toContain('"return_address_id":"99"');
  });

  test('takes the only address there is', async () => {
    const { port, asked } = await mallAnswering({}, now(), book(place('88', '13900000002')), agreed);
    expect(await port.agreeReturn(ref, address)).toEqual({ kind: 'done' });
    expect(asked()[2]?.['request']).toContain('"return_address_id":"88"');
  });

  test.each<[string, string]>([
    ['none of several is ours', book(place('88', '13900000002'), place('89', '13900000003'))],
    ['two are ours', book(place('88', '13900000001'), place('89', '13900000001'))],
    ['there is none', book()],
    ['ours is not valid', book({ ...place('88', '13900000001'), is_validated: false })],
  ])('is not sent to a wrong address when %s', async (_, addresses) => {
    const { port, asked } = await mallAnswering({}, now(), addresses, now());
    expect(await port.agreeReturn(ref, address)).toMatchObject({ kind: 'refused', code: 'return_address_unknown' });
    expect(asked().map(({ type }) => type)).not.toContain('pdd.refund.returngoods.agree');
  });
});

describe('an agreement to a refund', () => {
  const open = { after_sales_type: 1, after_sales_status: 2 };
  const paid = wire({ response: { result: { after_sales_id: 7381745730, succ: true, message: '退款操作成功' } } });
  const amount = money(1990, 'CNY');

  test('looks first and then names the after-sale only', async () => {
    const { port, asked } = await mallAnswering({}, now(open), paid);
    expect(await port.agreeRefund(ref, amount)).toEqual({ kind: 'done' });
    expect(asked()[1]).toMatchObject({
      type: 'pdd.refund.agree',
      request: '{"after_sales_id":7381745730,"order_sn":"260115-339507978993455","operate_desc":"同意退款"}',
    });
  });

  const later = '2026-01-15 10:25:00';
  test.each<[string, object, object]>([
    ['it has changed since it was read', { ...open, updated_time: later }, { code: 'changed_since_read', stale: true }],
    ['the buyer asks for another amount', { ...open, refund_amount: 1991 }, { code: 'amount_differs', stale: false }],
    ['the goods are not back', {}, { code: 'goods_not_back', stale: false }],
  ])('is not sent when %s', async (_, changes, refusal) => {
    const { port, asked } = await mallAnswering({}, now(changes));
    expect(await port.agreeRefund(ref, amount)).toMatchObject({ kind: 'refused', ...refusal });
    expect(asked().map(({ type }) => type)).not.toContain('pdd.refund.agree');
  });

  test.each<[string, CannedAnswer, CannedAnswer, object]>([
    ['done, when money is under way', silence, now({ ...open, after_sales_status: 4 }), { kind: 'done' }],
    ['done, when the platform has agreed', reset, now({ ...open, after_sales_status: 5 }), { kind: 'done' }],
    ['unknown, when nothing has moved', silence, now(open), { kind: 'unknown' }],
    [
      'stale, when the buyer has withdrawn',
      silence,
      now({ ...open, after_sales_status: 11, updated_time: later }),
      { kind: 'refused', stale: true },
    ],
    ['unknown, when it cannot be read either', silence, silence, { kind: 'unknown' }],
    ['unknown, when the platform fails', error(50000), silence, { kind: 'unknown' }],
    ['a refusal', error(50001, '余额不足'), now(open), { kind: 'refused', message: '余额不足', stale: false }],
    [
      'a stale refusal',
      error(50001, '状态不对'),
      now({ ...open, updated_time: later }),
      { kind: 'refused', stale: true },
    ],
    [
      'a refusal that only the flag tells',
      wire({ response: { result: { succ: false, message: '账户余额不足' } } }),
      now(open),
      { kind: 'refused', message: '账户余额不足' },
    ],
    ['unknown, when there is no flag at all', wire({ response: {} }), now(open), { kind: 'unknown' }],
    ['without a grant, when that is missing', error(20031), silence, { kind: 'unauthorised', code: '20031' }],
  ])('ends as %s', async (_, write, read, outcome) => {
    const { port } = await mallAnswering({}, now(open), write, read);
    expect(await port.agreeRefund(ref, amount)).toMatchObject(outcome);
  });

  test.each([[money(0, 'CNY')], [money(-1, 'CNY')], [money(100, 'USD')]])(
    'of $minor $currency is refused here',
    async (odd) => {
      const { port, asked } = await mallAnswering({}, '');
      expect(await port.agreeRefund(ref, odd)).toMatchObject({ kind: 'refused', code: 'amount_not_payable' });
      expect(asked()).toEqual([]);
    },
  );
});

test('a refusal is a matter of the merchant’s console, and says so without a call', async () => {
  const { port, asked } = await mallAnswering({}, '');
  expect(port.capabilities.refuse).toBe(false);
  const unsupported = { kind: 'refused', code: 'not_supported', stale: false };
  expect(await port.refuse(ref, { reasonId: '1', message: '不同意' })).toMatchObject(unsupported);
  expect(await port.refuseReasons(ref)).toMatchObject(unsupported);
  expect(asked()).toEqual([]);
});

describe('a refresh of the access', () => {
  const fresh = { access_token: 'new', refresh_token: 'newer', expires_in: 100, expires_at: 1799548200 };

  test('brings both tokens and their end, and needs no living token', async () => {
    const { port, asked } = await mallAnswering({}, wire({ pop_auth_token_refresh_response: fresh }));
    expect(await port.refreshAccess?.()).toEqual({
      kind: 'refreshed',
      credentials: { accessToken: 'new', refreshToken: 'newer' },
      expiresAt: '2027-01-10T02:30:00.000Z',
    });
    expect(asked()[0]).toMatchObject({
      type: 'pdd.pop.auth.token.refresh',
      refresh_token: 'test_refresh_token_pdd',
    });
    expect(asked()[0]).not.toHaveProperty('access_token');
  });

  test.each<[string, CannedAnswer, object]>([
    ['refused', error(50001, 'refresh_token已过期'), { kind: 'refused' }],
    ['unknown', wire({ pop_auth_token_refresh_response: {} }), { kind: 'unknown' }],
  ])('is %s when the answer says so', async (_, answer, outcome) => {
    const { port } = await mallAnswering({}, answer);
    expect(await port.refreshAccess?.()).toMatchObject(outcome);
  });

  test('without a refresh token needs a person', async () => {
    const { port, asked } = await mallAnswering({ refreshToken: '' }, '');
    expect(await port.refreshAccess?.()).toMatchObject({ kind: 'unauthorised', code: 'no_refresh_token' });
    expect(asked()).toEqual([]);
  });
});
