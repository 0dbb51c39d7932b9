import { afterEach, describe, expect, test } from 'vitest';
import { money } from '../../../domain/money.ts';
import { type CannedAnswer, type CannedVendor, reset, silence } from '../../canned-vendor.ts';
import * as canned from './canned-shop.ts';
import { answer, bill, brief, gateway, orderId, serviceAnswers, serviceId, updatedAt, wire } from './canned-shop.ts';
import type { JdConfig } from './config.ts';
import { sign } from './sign.ts';

let vendor: CannedVendor | undefined;
afterEach(() => vendor?.close());

async function shopAnswering(changes: Partial<JdConfig>, ...answers: CannedAnswer[]) {
  const shop = await canned.shopAnswering(changes, ...answers);
  vendor = shop.vendor;
  return shop;
}

const order = (content: object): string => answer('jingdong.pop.order.get', { orderDetailInfo: content });
const anOrder = { orderId, modified: '2026-01-15 10:12:00' };
const gatewayError = (code: string): string =>
  JSON.stringify({ error_response: { code, zh_desc: '无效签名', en_desc: 'Invalid Signature' } });

describe('a call', () => {
  test('is a signed form whose arguments are one JSON text', async () => {
    const { port, seen } = await shopAnswering({}, order({ orderInfo: anOrder }));
    await port.getOrder(orderId);
    const { sign: given, '360buy_param_json': args, ...params } = seen[0]?.form ?? {};
    expect(params).toEqual({
      method: 'jingdong.pop.order.get',
      app_key: 'ABCDEF0123456789ABCDEF0123456789',
      access_token: 'test_access_token_jd',
      timestamp: '2026-01-15 10:30:00',
      v: '2.0',
    });
    expect(args).toMatch(new RegExp(`^\\{"order_id":${orderId},"optional_fields":"orderId,`));
    expect(given).toBe(sign({ ...params, '360buy_param_json': args ?? '' }, 'test_secret_0123456789abcdef'));
  });

  test('of after-sales says who asks', async () => {
    const { port, seen } = await shopAnswering({}, gateway(serviceAnswers()));
    await port.getRefund(serviceId);
    expect(JSON.parse(seen[0]?.form['360buy_param_json'] ?? '')).toMatchObject({
      buId: '10001',
      operatePin: 'erp_pin',
      operateNick: 'erp',
    });
  });

  test('nests its arguments where a method is set to want it', async () => {
    const containers = { 'jingdong.pop.order.get': { order_id: 'orderRequest' } };
    const { port, seen } = await shopAnswering({ unverified: { containers } }, order({ orderInfo: anOrder }));
    await port.getOrder('1');
    expect(JSON.parse(seen[0]?.form['360buy_param_json'] ?? '')).toMatchObject({ orderRequest: { order_id: 1 } });
  });

  test.each<[string, CannedAnswer, string]>([
    ['a gateway page', { status: 502, body: '<html>502 Bad Gateway</html>' }, 'unknown'],
    ['a gateway page with status 200', '<html>busy</html>', 'unknown'],
    ['half a body', order({ orderInfo: anOrder }).slice(0, 60), 'unknown'],
    ['silence', silence, 'unknown'],
    ['a broken connection', reset, 'unknown'],
    ['the root of another call', answer('jingdong.asc.query.view', {}), 'unknown'],
    ['a root without what was asked for', answer('jingdong.pop.order.get', {}), 'unknown'],
    ['an empty object', '{}', 'unknown'],
    ['a list', '[]', 'unknown'],
    ['an error without a code', '{"error_response":{}}', 'unknown'],
    ['an unknown code', gatewayError('67'), 'unknown'],
    ['a wrong signature', gatewayError('12'), 'unauthorised'],
    ['an unknown code in its root', wire({ jingdong_pop_order_get_responce: { code: '19' } }), 'unauthorised'],
    ['a refusal', order({ apiResult: { success: false, errorCode: '10', chineseErrCode: '不行' } }), 'refused'],
    ['a refusal as text', order({ apiResult: { success: 'false', errorCode: '10' } }), 'refused'],
    ['no order', order({ apiResult: { success: true }, orderInfo: null }), 'absent'],
    ['an order', order({ apiResult: { success: true }, orderInfo: anOrder }), 'document'],
    [
      'an order below the older root',
      wire({ jingdong_pop_order_get_response: { orderDetailInfo: { orderInfo: anOrder } } }),
      'document',
    ],
  ])('that is answered with %s is %s', async (_, given, kind) => {
    const { port } = await shopAnswering({}, given);
    expect(await port.getOrder(orderId)).toMatchObject({ kind });
  });
});

describe('getRefund', () => {
  test('puts together what JD tells in several answers, and keeps every digit', async () => {
    const shipped = { serviceStatus: 10005, freightUpdateDate: updatedAt + 5000, expressCode: 'YT1' };
    const freight = answer('jingdong.asc.freight.view', {
      result: { success: true, data: { expressCompany: '圆通速递', expressCode: 'YT1' } },
    });
    const answers = { ...serviceAnswers(shipped), 'jingdong.asc.freight.view': freight };
    const { port, seen } = await shopAnswering({ unverified: { readIntervention: false } }, gateway(answers));
    const found = await port.getRefund(serviceId);
    expect(seen.map(({ form }) => form['method'])).toEqual([
      'jingdong.asc.query.list',
      'jingdong.asc.query.view',
      'jingdong.asc.freight.view',
    ]);
    expect(seen[1]?.form['360buy_param_json']).toContain(`"serviceId":${serviceId},"orderId":${orderId}`);
    expect(found).toMatchObject({ document: { externalId: serviceId, version: updatedAt + 5003 } });
    expect(found.kind === 'document' && port.decodeRefund(found.document.raw)).toMatchObject({
      refund: { orderExternalId: orderId, returnParcel: { courier: '圆通速递', waybill: 'YT1' } },
    });
  });

  test.each([['0'], ['-1'], ['abc'], ['refundapply-x'], ['99999999999999999999']])(
    '%s is absent without a call',
    async (id) => {
      const { port, seen } = await shopAnswering({}, '');
      expect(await port.getRefund(id)).toEqual({ kind: 'absent' });
      expect(seen).toEqual([]);
    },
  );

  test('tells a missing service from a refusal', async () => {
    const list = (code: string) =>
      answer('jingdong.asc.query.list', { pageResult: { success: false, code, msg: 'm' } });
    const { port } = await shopAnswering({ unverified: { absentCodes: ['404'] } }, list('404'), list('500'));
    expect(await port.getRefund('1')).toEqual({ kind: 'absent' });
    expect(await port.getRefund('1')).toMatchObject({ kind: 'refused', code: '500' });
  });

  test('reads an application from its own method', async () => {
    const application = { id: 7, orderId, status: 0, applyTime: '2026-01-15 10:00:00', applyRefundSum: 100 };
    const method = 'jingdong.pop.afs.soa.refundapply.queryById';
    const given = answer(method, { queryResult: { success: true, result: [{ refundApplyVo: application }] } });
    const { port, seen } = await shopAnswering({}, given);
    expect(await port.getRefund('refundapply-7')).toMatchObject({
      document: { externalId: 'refundapply-7', raw: { application } },
    });
    expect(seen[0]?.form).toMatchObject({ method, '360buy_param_json': '{"id":7}' });
  });
});

const address = { name: '退货仓', phone: '0571-88888888', address: '某路1号', postcode: '311100' };
const ref = { externalId: serviceId, version: updatedAt + 3 };
const wrote = (method: string, result: object): Record<string, string> => ({
  [`jingdong.asc.${method}`]: answer(`jingdong.asc.${method}`, { result }),
});

describe('agreeing to a return', () => {
  test('names the version, the buyer’s reason, the application’s lines and the codes of the region', async () => {
    const { port, seen } = await shopAnswering(
      {},
      gateway({ ...serviceAnswers(), ...wrote('audit.send', { success: true }) }),
    );
    expect(await port.agreeReturn(ref, address)).toEqual({ kind: 'done' });
    expect(seen.at(-1)?.form['360buy_param_json']).toBe(
      `{"buId":"10001","operatePin":"erp_pin","operateNick":"erp","serviceId":${serviceId},"orderId":${orderId},` +
        '"sysVersion":3,"approveNotes":"同意","approveReasonCid1":600,"approveReasonCid2":601,"returnContactName":"退货仓",' +
        '"returnContactTel":"0571-88888888","returnZipcode":"311100","returnProvince":15,"returnCity":1213,"returnCounty":3038,' +
        '"returnDetailAddress":"某路1号","returnAddressType":1,"applyDetailIdList":[181234567]}',
    );
  });

  test.each<[string, object, object]>([
    ['postcode_missing', {}, { postcode: '' }],
    ['apply_details_missing', { applyDetailList: null }, {}],
    ['audit_reason_missing', { questionTypeCid1: null }, {}],
  ])('is refused here when JD could not take it: %s', async (code, changes, addressChanges) => {
    const { port, seen } = await shopAnswering({}, gateway(serviceAnswers(changes)));
    expect(await port.agreeReturn(ref, { ...address, ...addressChanges })).toMatchObject({ code, stale: false });
    expect(seen.map(({ form }) => form['method'])).not.toContain('jingdong.asc.audit.send');
  });

  test.each<[string, object, object]>([
    [
      'a refusal',
      { success: false, code: 'B1', msg: '不行' },
      { kind: 'refused', code: 'B1', message: '不行', stale: false },
    ],
    [
      'a known stale version',
      { success: false, code: 'B0', msg: '已变更' },
      { kind: 'refused', code: 'B0', stale: true },
    ],
    ['an answer that says nothing', { data: null }, { kind: 'unknown' }],
  ])('that ends with %s', async (_, result, outcome) => {
    const config = { unverified: { staleCodes: ['B0'] } };
    const { port } = await shopAnswering(config, gateway({ ...serviceAnswers(), ...wrote('audit.send', result) }));
    expect(await port.agreeReturn(ref, address)).toMatchObject(outcome);
  });

  test('is not sent for a service that has changed', async () => {
    const { port, seen } = await shopAnswering({}, gateway(serviceAnswers({ sysVersion: 4 })));
    expect(await port.agreeReturn(ref, address)).toMatchObject({ code: 'changed_since_read', stale: true });
    expect(seen.map(({ form }) => form['method'])).not.toContain('jingdong.asc.audit.send');
  });

  test.each<[string, object, object]>([
    ['done, when the service has moved there', { serviceStatus: 10005, sysVersion: 4 }, { kind: 'done' }],
    ['stale, when it went elsewhere', { serviceStatus: 10011, sysVersion: 4 }, { kind: 'refused', stale: true }],
    ['unknown, when it has not moved', {}, { kind: 'unknown' }],
  ])('whose answer is lost is %s', async (_, after, outcome) => {
    let written = false;
    const seenAfter = (changes: object) => (written ? changes : {});
    const answers = {
      'jingdong.asc.query.list': () => String(listOf(seenAfter(after))),
      'jingdong.asc.query.view': () =>
        answer('jingdong.asc.query.view', { result: { success: true, data: bill(seenAfter(after)) } }),
      'jingdong.asc.audit.list': serviceAnswers()['jingdong.asc.audit.list'] ?? '',
      'jingdong.asc.receive.list': answer('jingdong.asc.receive.list', { pageResult: { data: null, totalCount: 0 } }),
      'jingdong.asc.audit.send': () => {
        written = true;
        return '<html>';
      },
    };
    const { port } = await shopAnswering({}, gateway(answers));
    expect(await port.agreeReturn(ref, address)).toMatchObject(outcome);
  });

  const listOf = (changes: object): string =>
    answer('jingdong.asc.query.list', { pageResult: { success: true, data: [brief(changes)], totalCount: 1 } });
});

test('a refusal names a reason of JD’s two levels', async () => {
  const { port, seen } = await shopAnswering(
    {},
    gateway({ ...serviceAnswers(), ...wrote('audit.refuse', { success: true }) }),
  );
  expect(await port.refuse(ref, { reasonId: '1.101', message: '商品已影响二次销售' })).toEqual({ kind: 'done' });
  expect(JSON.parse(seen.at(-1)?.form['360buy_param_json'] ?? '')).toMatchObject({
    approveReasonCid1: 1,
    approveReasonCid2: 101,
    approveNotes: '商品已影响二次销售',
    sysVersion: 3,
  });
  for (const reasonId of ['', '1.', '1.2.3', '影响二次销售']) {
    expect(await port.refuse(ref, { reasonId, message: '不同意' })).toMatchObject({ code: 'reason_unknown' });
  }
});

test('the reasons for a refusal are the leaves of JD’s tree', async () => {
  const data = [
    { code: 1, parentCode: 0, name: '不符合售后政策' },
    { code: 101, parentCode: 1, name: '商品已影响二次销售' },
    { code: '2', parentCode: null, name: '与客户协商一致' },
  ];
  const given = answer('jingdong.asc.audit.reason.list', { result: { success: true, data } });
  const { port } = await shopAnswering({}, given);
  expect(await port.refuseReasons(ref)).toEqual({
    kind: 'reasons',
    reasons: [
      { id: '1.101', text: '不符合售后政策 / 商品已影响二次销售' },
      { id: '2', text: '与客户协商一致' },
    ],
  });
});

describe('agreeing to a refund', () => {
  test('books the goods in with the codes that are set', async () => {
    const receiptStates = {
      packingState: 1,
      qualityState: 2,
      appearanceState: 3,
      accessoryOrGift: 4,
      invoiceRecord: 5,
      judgmentReason: 6,
    };
    const shipped = serviceAnswers({ serviceStatus: 13000 });
    const { port, seen } = await shopAnswering(
      { unverified: { receiptStates, readIntervention: false } },
      gateway({ ...shipped, ...wrote('receive.register', { success: true }) }),
    );
    expect(await port.agreeRefund(ref, money(9900, 'CNY'))).toEqual({ kind: 'done' });
    expect(JSON.parse(seen.at(-1)?.form['360buy_param_json'] ?? '')).toMatchObject({
      ...receiptStates,
      receivePin: 'erp_pin',
      receiveName: 'erp',
      receiveRemark: '已收到退货，同意退款',
      wareNum: 1,
    });
  });

  test('of another amount than JD would pay is refused here', async () => {
    const { port, seen } = await shopAnswering({}, gateway(serviceAnswers()));
    expect(await port.agreeRefund(ref, money(9899, 'CNY'))).toMatchObject({ code: 'amount_not_asked', stale: false });
    expect(seen.map(({ form }) => form['method'])).not.toContain('jingdong.asc.receive.register');
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

describe('fresh tokens', () => {
  test('are asked for with the refresh token, and last as long as JD says', async () => {
    const given = { access_token: 'a2', refresh_token: 'r2', expires_in: 3600, scope: 'snsapi_base', xid: 'x' };
    const { port, seen } = await shopAnswering({}, JSON.stringify(given));
    expect(await port.refreshAccess?.()).toEqual({
      kind: 'refreshed',
      credentials: { accessToken: 'a2', refreshToken: 'r2' },
      expiresAt: '2026-01-15T03:30:00.000Z',
    });
    expect(seen[0]).toMatchObject({
      path: '/oauth2/refresh_token',
      form: { grant_type: 'refresh_token', refresh_token: 'test_refresh_token_jd' },
    });
  });

  test.each<[string, Partial<JdConfig>, CannedAnswer, object]>([
    ['there is no refresh token', { refreshToken: '' }, '', { kind: 'refused', code: 'no_refresh_token' }],
    ['JD refuses', {}, '{"code":402,"msg":"无效的refresh_token"}', { kind: 'unauthorised', code: '402' }],
    ['JD refuses in the usual form', {}, '{"error":"invalid_grant"}', { kind: 'unauthorised', code: 'invalid_grant' }],
    ['JD is in trouble', {}, { status: 503, body: '{"code":503,"msg":"busy"}' }, { kind: 'unknown' }],
    ['JD is in trouble in the usual form', {}, '{"error":"server_error"}', { kind: 'unknown' }],
    ['too many ask', {}, { status: 429, body: '{"code":429}' }, { kind: 'unknown' }],
    ['the answer is a page', {}, '<html>', { kind: 'unknown' }],
    ['the answer says nothing', {}, '{}', { kind: 'unknown' }],
    ['there is no answer', {}, silence, { kind: 'unknown' }],
  ])('are not to be had when %s', async (_, changes, given, outcome) => {
    const { port } = await shopAnswering(changes, given);
    expect(await port.refreshAccess?.()).toMatchObject(outcome);
  });
});
