import { afterEach, describe, expect, test } from 'vitest';
import { fromMs } from '../../../domain/time.ts';
import { type CannedAnswer, type CannedVendor, cannedVendor, reset, silence } from '../../canned-vendor.ts';
import { sf } from './sf.ts';
import { msgDigest } from './sign.ts';
import { statusOf } from './states.ts';

let vendor: CannedVendor | undefined;
afterEach(() => vendor?.close());

async function answering(...answers: CannedAnswer[]) {
  vendor = await cannedVendor(...answers);
  let requests = 0;
  const port = sf({
    serviceUrl: `${vendor.url}/std/service`,
    partnerId: 'TESTPARTNER',
    checkword: 'TESTCHECKWORD0001',
    pushKey: 'k',
    monthlyCard: '7551234567',
    timeoutMs: answers.includes(silence) ? 200 : 10_000,
    now: () => fromMs(1790302530_000),
    newRequestId: () => `request-${++requests}`,
  });
  return { port, seen: vendor.seen };
}

const gateway = (data: object | string, code = 'A1000') =>
  JSON.stringify({
    apiErrorMsg: '',
    apiResponseID: 'x',
    apiResultCode: code,
    apiResultData: typeof data === 'string' ? data : JSON.stringify(data),
  });
const said = (msgData: unknown) => gateway({ success: true, errorCode: 'S0000', errorMsg: null, msgData });
const refused = (errorCode: string) => gateway({ success: false, errorCode, errorMsg: 'no', msgData: null });

describe('signatures', () => {
  const digest = (msgData: string) => msgDigest(msgData, '1790302530', 'TESTCHECKWORD0001');

  test('a call is signed like the published one (F1)', () => {
    const text =
      '{"language":"0","trackingType":"1","trackingNumber":["SF1234567890123"],"methodType":"1","checkPhoneNo":"1234"}';
    expect(digest(text)).toBe('L3Dnkjy8yU2BypYnaLmpBg==');
  });

  test('blanks, stars, tildes and accents are encoded as Java does it (F2)', () => {
    expect(digest('{"remark":"a b*c~d (é) 退"}')).toBe('VHYvMBB+yqlb9LNpe+cebw==');
    expect(digest('{"remark":"a b*c~d (é) 退"}')).not.toBe('w1Fd2xfSOKMVvwxhxNHEqA==');
  });

  test('the adapter sends the call that was published, and a number of its own with each', async () => {
    const { port, seen } = await answering(said({ routeResps: [] }));
    await port.query({ courier: 'shunfeng', waybill: 'SF1234567890123', phoneTail: '1234' });
    await port.query({ courier: 'shunfeng', waybill: 'SF1234567890123', phoneTail: '1234' });
    expect(seen[0]).toMatchObject({
      path: '/std/service',
      form: {
        partnerID: 'TESTPARTNER',
        serviceCode: 'EXP_RECE_SEARCH_ROUTES',
        timestamp: '1790302530',
        msgDigest: 'L3Dnkjy8yU2BypYnaLmpBg==',
      },
    });
    expect(seen.map(({ form }) => form['requestID'])).toEqual(['request-1', 'request-2']);
  });
});

describe('a route with', () => {
  test.each([
    ['50', '已收取快件', 'picked_up'],
    ['44', '正在派送', 'out_for_delivery'],
    ['70', '派送不成功，联系不上', 'problem'],
    ['70', '收件人拒收快件', 'refused'],
    ['130', '快件到达合作点', 'in_transit'],
    ['130', '快件已到合作点，待取件', 'at_pickup_point'],
    ['648', '快件已退回', 'returning'],
    // A sentence is no code: what nobody knows stays what it is.
    ['4711', '收件人拒收快件', 'unrecognised'],
    ['', '', 'unrecognised'],
  ])('the code %s and the sentence "%s" says %s', (opCode, remark, status) => {
    expect(statusOf({ opCode, remark })).toBe(status);
  });
});

describe('a query', () => {
  const request = { courier: 'shunfeng', waybill: 'SF1' };
  const oneRoute = [{ mailNo: 'SF1', routes: [{ acceptTime: '2026-09-25 09:00:00', remark: 'x', opCode: '80' }] }];

  test.each<[string, CannedAnswer]>([
    ['tracking', said({ routeResps: oneRoute })],
    ['nothing_yet', said({ routeResps: [{ mailNo: 'SF1', routes: [] }] })],
    ['rejected', gateway('', 'A1006')],
    ['rejected', gateway('', 'A1004')],
    ['rejected', gateway('', 'A7777')],
    ['rejected', refused('8003')],
    ['unknown', gateway('', 'A1005')],
    ['unknown', gateway('', 'A1009')],
    ['unknown', refused('S0003')],
    ['unknown', gateway('{"success":tr')],
    ['unknown', gateway('')],
    ['unknown', said({ routeResps: [{ mailNo: 'SF1', routes: [{ acceptTime: 'soon', opCode: '80' }] }] })],
    ['unknown', '{}'],
    ['unknown', { status: 500, body: '<html>' }],
    ['unknown', silence],
    ['unknown', reset],
  ])('is %s after %s', async (kind, answer) => {
    const { port } = await answering(answer);
    expect(await port.query(request)).toMatchObject({ kind });
  });
});

describe('a visit', () => {
  const door = {
    name: '王',
    phone: '13800001234',
    province: '上海市',
    city: '上海市',
    district: '浦东新区',
    street: '1 号',
  };
  const order = {
    bookingId: 'PKP1',
    courier: 'shunfeng',
    sender: door,
    receiver: door,
    goods: '退货',
    weightGrams: 1500,
    callbackUrl: 'https://erp.example.com/hooks/sf',
  };

  test('that SF cannot reach is refused with its reason', async () => {
    const { port } = await answering(said({ filterResult: 3, remark: '收方超范围' }));
    expect(await port.bookPickup(order)).toEqual({
      kind: 'rejected',
      code: 'filterResult 3',
      message: '收方超范围',
    });
  });

  test('that was ordered before is looked up and not ordered again', async () => {
    const found = { filterResult: 2, waybillNoInfoList: [{ waybillType: 1, waybillNo: 'SF7' }] };
    const { port, seen } = await answering(refused('8016'), said(found));
    expect(await port.bookPickup(order)).toEqual({ kind: 'booked', reference: 'PKP1', waybill: 'SF7' });
    expect(seen.map(({ form }) => form['serviceCode'])).toEqual([
      'EXP_RECE_CREATE_ORDER',
      'EXP_RECE_SEARCH_ORDER_RESP',
    ]);
  });
});

describe('a push', () => {
  const route = (id: string, mailno: string, opCode: string) => ({
    id,
    mailno,
    acceptTime: '2026-09-25 09:00:00',
    remark: 'x',
    opCode,
  });

  test('of several waybills is news of each, in SF’s own form of answer', async () => {
    const { port } = await answering('');
    const routes = [route('1', 'SF1', '50'), route('2', 'SF2', '80'), route('3', 'SF1', '30')];
    const text = JSON.stringify({ Body: { WaybillRoute: routes } });
    const read = port.readPush({ text, query: { key: 'k' } });
    expect(read).toMatchObject({
      kind: 'news',
      acknowledgement: '{"return_code":"0000","return_msg":"成功"}',
      news: [
        { tracking: { waybill: 'SF1', extent: 'news', scans: [{ code: '50' }, { code: '30' }], ended: false } },
        { tracking: { waybill: 'SF2', extent: 'news', scans: [{ code: '80' }], ended: true } },
      ],
    });
  });

  test.each([[{}], [{ key: '' }], [{ key: 'kk' }]])('to an address with %j is forged', async (query) => {
    const { port } = await answering('');
    expect(port.readPush({ text: '{"Body":{"WaybillRoute":[]}}', query })).toEqual({ kind: 'forged' });
  });

  test('that cannot be read says which field is wrong', async () => {
    const { port } = await answering('');
    const text = JSON.stringify({ Body: { WaybillRoute: [{ ...route('1', 'SF1', '50'), acceptTime: 'soon' }] } });
    expect(port.readPush({ text, query: { key: 'k' } })).toMatchObject({
      kind: 'unreadable',
      reason: expect.stringContaining('Body.WaybillRoute.0.acceptTime: "soon" is no time'),
    });
  });
});
