import { createHash } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { fromMs } from '../../../domain/time.ts';
import { type CannedAnswer, type CannedVendor, cannedVendor, reset, silence } from '../../canned-vendor.ts';
import { kuaidi100 } from './kuaidi100.ts';
import { isPushSigned, signOrder, signQuery } from './sign.ts';
import { statusOf } from './states.ts';

/** Q3 of the protocol notes. */
const published =
  '{"status":"shutdown","billstatus":"check","message":"","autoCheck":"0","comOld":"","comNew":"","lastResult":{"message":"ok","state":"3","status":"200","condition":"F00","ischeck":"1","com":"shunfeng","nu":"SF1234567890123","data":[{"context":"已签收","time":"2026-09-25 09:00:00","ftime":"2026-09-25 09:00:00","status":"签收","statusCode":"3"}]}}';

let vendor: CannedVendor | undefined;
afterEach(() => vendor?.close());

async function answering(...answers: CannedAnswer[]) {
  vendor = await cannedVendor(...answers);
  const port = kuaidi100({
    pollBaseUrl: vendor.url,
    apiBaseUrl: vendor.url,
    secret: 'TESTSECRET0001',
    now: () => fromMs(1790302530000),
    customer: 'TESTCUSTOMER0001',
    key: 'TESTKEY0001',
    salt: 's4lt',
    timeoutMs: answers.includes(silence) ? 200 : 10_000,
  });
  return { port, seen: vendor.seen };
}

const pushed = (param: string, salt = 's4lt'): string => {
  const sign = createHash('md5')
    .update(param + salt)
    .digest('hex')
    .toUpperCase();
  return new URLSearchParams({ sign, param }).toString();
};

describe('signatures', () => {
  test('a query is signed like the published one', () => {
    const param = '{"com":"shunfeng","num":"SF1234567890123","phone":"1234","resultv2":"4","show":"0","order":"desc"}';
    expect(signQuery(param, 'TESTKEY0001', 'TESTCUSTOMER0001')).toBe('14BA562F317B1AAC3F93A966594084AB');
  });

  test('an order is signed like the published one (Q2)', () => {
    const param =
      '{"kuaidicom":"jd","recManName":"退货仓","recManMobile":"13900000001","recManPrintAddr":"浙江省杭州市余杭区某路1号","sendManName":"张三","sendManMobile":"13800000001","sendManPrintAddr":"上海市浦东新区某路2号","callBackUrl":"https://erp.example.com/hooks/k100/order","cargo":"退货商品","weight":"1","salt":"s4lt","thirdOrderId":"RMA20260925000001"}';
    expect(signOrder(param, '1790302530000', 'TESTKEY0001', 'TESTSECRET0001')).toBe('EC33E2D9E06654E59EA072DD883A2DE0');
  });

  test.each([
    ['EEE461841D78CE873FAD321FEF06F048', 's4lt', true],
    ['EA470286D9B6EE251D1AF1764964807C', '', true],
    ['EEE461841D78CE873FAD321FEF06F048', 'other', false],
    ['EEE461841D78CE873FAD321FEF06F04', 's4lt', false],
    ['', 's4lt', false],
    ['退货', 's4lt', false],
  ])('the sign %s under the salt "%s" is good: %s', (sign, salt, good) => {
    expect(isPushSigned(published, sign, salt)).toBe(good);
  });

  test('the adapter sends the query that was published, sign and all', async () => {
    const { port, seen } = await answering('{"result":false,"returnCode":"500","message":"查询无结果"}');
    await port.query({ courier: 'shunfeng', waybill: 'SF1234567890123', phoneTail: '1234' });
    expect(seen[0]).toMatchObject({
      path: '/poll/query.do',
      form: {
        customer: 'TESTCUSTOMER0001',
        param: '{"com":"shunfeng","num":"SF1234567890123","phone":"1234","resultv2":"4","show":"0","order":"desc"}',
        sign: '14BA562F317B1AAC3F93A966594084AB',
      },
    });
  });
});

describe('a scan with', () => {
  test.each([
    ['301', '签收', '0', 'delivered'],
    ['501', '', '3', 'at_pickup_point'],
    ['3', '', '', 'delivered'],
    ['14', '', '', 'refused'],
    ['209', '', '', 'damaged'],
    ['13', '', '', 'problem'],
    ['', '退签', '', 'return_delivered'],
    ['', '', '6', 'returning'],
    ['9999', '派件', '0', 'out_for_delivery'],
    ['9999', '?', '', 'unrecognised'],
    ['', '', '', 'unrecognised'],
  ])('code "%s", name "%s", parcel state "%s" is %s', (code, name, parcelState, status) => {
    expect(statusOf({ code, name, parcelState })).toBe(status);
  });
});

describe('a subscription', () => {
  const request = {
    courier: 'shunfeng',
    waybill: 'SF1',
    phoneTail: '1234',
    callbackUrl: 'https://erp.example.com/push',
  };

  test('carries the key and the salt inside its param', async () => {
    const { port, seen } = await answering('{"result":true,"returnCode":"200","message":"提交成功"}');
    expect(await port.subscribe(request)).toEqual({ kind: 'subscribed' });
    expect(seen[0]?.path).toBe('/poll');
    expect(seen[0]?.form['schema']).toBe('json');
    expect(JSON.parse(seen[0]?.form['param'] ?? '')).toEqual({
      company: 'shunfeng',
      number: 'SF1',
      key: 'TESTKEY0001',
      parameters: { callbackurl: 'https://erp.example.com/push', salt: 's4lt', resultv2: '4', phone: '1234' },
    });
  });

  test.each<[string, CannedAnswer]>([
    ['subscribed', '{"result":true,"returnCode":200,"message":"ok"}'],
    ['subscribed', '{"result":false,"returnCode":"501","message":"重复订阅"}'],
    ['rejected', '{"result":false,"returnCode":"600","message":"key"}'],
    ['rejected', '{"result":false,"returnCode":"701","message":"no such courier"}'],
    ['rejected', '{"result":false,"returnCode":"799","message":"new"}'],
    ['rejected', '{"result":false}'],
    ['unknown', '{"result":false,"returnCode":"500","message":"server"}'],
    ['unknown', '{}'],
    ['unknown', '[]'],
    ['unknown', '{"result":tr'],
    ['unknown', { status: 502, body: '<html>' }],
    ['unknown', silence],
    ['unknown', reset],
  ])('is %s after %s', async (kind, answer) => {
    const { port } = await answering(answer);
    expect(await port.subscribe(request)).toMatchObject({ kind });
  });
});

describe('a query', () => {
  const request = { courier: 'shunfeng', waybill: 'SF1' };
  const history = {
    message: 'ok',
    nu: 'SF1',
    com: 'shunfeng',
    status: '200',
    state: 5,
    ischeck: '0',
    data: [
      {
        ftime: '2026-09-25 09:00:00',
        time: '2026-09-25 09:00:00',
        context: '派件中',
        location: '上海',
        status: '派件',
      },
      { ftime: '2026-09-24 08:00:00', context: '到达', areaName: '上海,上海市', status: '在途', statusCode: 1001 },
      { ftime: '2026-09-24 08:00:00', context: '离开', status: '在途', statusCode: '1002' },
      { time: '2026-09-24 20:00:00', context: '已揽收', status: '揽收', statusCode: '103' },
    ],
  };

  test('gives the whole history, oldest first whatever order it came in', async () => {
    const { port } = await answering(JSON.stringify(history));
    expect(await port.query(request)).toEqual({
      kind: 'tracking',
      tracking: {
        courier: 'shunfeng',
        waybill: 'SF1',
        extent: 'whole',
        ended: false,
        scans: [
          { at: '2026-09-24T00:00:00.000Z', status: 'in_transit', code: '1002', text: '离开' },
          { at: '2026-09-24T00:00:00.000Z', status: 'in_transit', code: '1001', text: '到达', location: '上海,上海市' },
          { at: '2026-09-24T12:00:00.000Z', status: 'picked_up', code: '103', text: '已揽收' },
          {
            at: '2026-09-25T01:00:00.000Z',
            status: 'out_for_delivery',
            code: '派件',
            text: '派件中',
            location: '上海',
          },
        ],
      },
    });
  });

  test('lends the state of the parcel to the newest scan alone', async () => {
    const bare = [{ ftime: '2026-09-25 09:00:00' }, { ftime: '2026-09-24 09:00:00' }];
    const { port } = await answering(JSON.stringify({ ...history, state: '3', ischeck: '1', data: bare }));
    expect(await port.query(request)).toMatchObject({
      tracking: { ended: true, scans: [{ status: 'unrecognised' }, { status: 'delivered', code: '3' }] },
    });
  });

  test.each<[string, CannedAnswer]>([
    ['nothing_yet', '{"result":false,"returnCode":"500","message":"查询无结果"}'],
    ['rejected', '{"result":false,"returnCode":"503","message":"签名错误"}'],
    ['rejected', '{"result":false,"returnCode":"408","message":"手机号"}'],
    ['rejected', '{"result":false,"returnCode":"601","message":"key"}'],
    ['rejected', '{"result":"false","message":"no code"}'],
    ['unknown', '{"result":false,"returnCode":"502","message":"busy"}'],
    ['unknown', '{"message":"ok"}'],
    ['unknown', '{"message":"ok","status":"200","nu":"SF1"}'],
    ['unknown', JSON.stringify({ ...history, data: [{ context: 'no time' }] })],
    ['unknown', JSON.stringify({ ...history, data: [{ ftime: 'yesterday' }] })],
    ['unknown', { status: 502, body: '<html>' }],
    ['unknown', silence],
  ])('is %s after %s', async (kind, answer) => {
    const { port } = await answering(answer);
    expect(await port.query(request)).toMatchObject({ kind });
  });
});

describe('a push', () => {
  const read = async (body: string) => (await answering('')).port.readPush({ text: body, query: {} });

  test('is read from the published body', async () => {
    expect(await read(pushed(published))).toEqual({
      kind: 'news',
      news: [
        {
          kind: 'tracking',
          tracking: {
            courier: 'shunfeng',
            waybill: 'SF1234567890123',
            extent: 'whole',
            ended: true,
            scans: [{ at: '2026-09-25T01:00:00.000Z', status: 'delivered', code: '3', text: '已签收' }],
          },
        },
      ],
      documentId: createHash('sha256').update(published).digest('hex'),
      acknowledgement: '{"result":true,"returnCode":"200","message":"成功"}',
    });
  });

  test.each([
    ['another salt', pushed(published, 'other')],
    ['changed content', pushed(published).replace('SF1234567890123', 'SF1234567890124')],
    ['no sign', new URLSearchParams({ param: published }).toString()],
    ['no param', 'sign=EEE461841D78CE873FAD321FEF06F048'],
    ['a body that a proxy wrote anew', pushed(published).replace('%22%3A', '%22%3A+')],
    ['a body that is no form', published],
    ['an empty body', ''],
  ])('with %s is forged', async (_, body) => {
    expect(await read(body)).toEqual({ kind: 'forged' });
  });

  test('signed but unreadable says which field is wrong', async () => {
    const param = published.replaceAll('2026-09-25 09:00:00', '25/09/2026');
    expect(await read(pushed(param))).toMatchObject({
      kind: 'unreadable',
      reason: expect.stringContaining('lastResult.data.0.time: "25/09/2026" is no time'),
    });
    expect(await read(pushed('{"status":'))).toMatchObject({
      kind: 'unreadable',
      reason: expect.stringContaining('JSON'),
    });
  });

  test('that gives up says so, and names the courier that was found', async () => {
    const lastResult = { nu: 'SF1', com: 'shunfeng', message: '', data: [] };
    const abort = { status: 'abort', message: '3天查询无记录', autoCheck: '1', comNew: 'zhongtong', lastResult };
    expect(await read(pushed(JSON.stringify(abort)))).toMatchObject({
      news: [{ tracking: { scans: [], ended: false }, stopped: { reason: '3天查询无记录', courier: 'zhongtong' } }],
    });
    expect(await read(pushed(JSON.stringify({ ...abort, autoCheck: '0' })))).toMatchObject({
      news: [{ stopped: { reason: '3天查询无记录' } }],
    });
  });
});
