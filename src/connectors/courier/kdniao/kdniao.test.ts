import { afterEach, describe, expect, test } from 'vitest';
import { fromMs } from '../../../domain/time.ts';
import { type CannedAnswer, type CannedVendor, cannedVendor, reset, silence } from '../../canned-vendor.ts';
import { kdniao } from './kdniao.ts';
import { dataSign, isPushSigned } from './sign.ts';
import { pickupCodes, stateCodes } from './states.ts';

let vendor: CannedVendor | undefined;
afterEach(() => vendor?.close());

async function answering(...answers: CannedAnswer[]) {
  vendor = await cannedVendor(...answers);
  const port = kdniao({
    baseUrl: vendor.url,
    businessId: 'test1000001',
    appKey: 'TESTAPPKEY0001',
    payType: '3',
    timeoutMs: answers.includes(silence) ? 200 : 10_000,
    now: () => fromMs(1790302530000),
  });
  return { port, seen: vendor.seen };
}

const published = '{"OrderCode":"","CustomerName":"1234","ShipperCode":"SF","LogisticCode":"SF1234567890123"}';

describe('signatures', () => {
  test('a query is signed like the published one (D1)', () => {
    expect(dataSign(published, 'TESTAPPKEY0001')).toBe('YmJmNDEwNmNkNTMzYWFlYWE0M2IzZTZlZjVmZjAwMGM=');
    expect(isPushSigned(published, 'YmJmNDEwNmNkNTMzYWFlYWE0M2IzZTZlZjVmZjAwMGM=', 'TESTAPPKEY0001')).toBe(true);
    expect(isPushSigned(published, 'bbf4106cd533aaeaa43b3e6ef5ff000c', 'TESTAPPKEY0001')).toBe(false);
    expect(isPushSigned(published, '', 'TESTAPPKEY0001')).toBe(false);
  });

  test('the adapter sends the query that was published, sign and all, encoded once', async () => {
    const { port, seen } = await answering('{"Success":true,"ShipperCode":"SF","LogisticCode":"x","Traces":[]}');
    await port.query({ courier: 'shunfeng', waybill: 'SF1234567890123', phoneTail: '1234' });
    expect(seen[0]).toMatchObject({
      path: '/Ebusiness/EbusinessOrderHandle.aspx',
      form: {
        RequestData: published,
        EBusinessID: 'test1000001',
        RequestType: '8001',
        DataSign: 'YmJmNDEwNmNkNTMzYWFlYWE0M2IzZTZlZjVmZjAwMGM=',
        DataType: '2',
      },
    });
    expect(seen[0]?.body.toString()).toContain('DataSign=YmJmNDEwNmNkNTMzYWFlYWE0M2IzZTZlZjVmZjAwMGM%3D&');
  });
});

describe('a query', () => {
  const parcel = { EBusinessID: 'test1000001', ShipperCode: 'YTO', LogisticCode: 'YT1', Success: true, State: '2' };
  const traces = [
    { AcceptTime: '2026-09-24 20:00:00', AcceptStation: '已揽收', Action: 1 },
    { AcceptTime: '2026-09-25 09:00:00', AcceptStation: '运输中', Location: '上海' },
  ];

  test('lends the state of the parcel to the newest trace alone, and translates the courier', async () => {
    const { port } = await answering(JSON.stringify({ ...parcel, StateEx: '201', Traces: traces }));
    expect(await port.query({ courier: 'yuantong', waybill: 'YT1' })).toEqual({
      kind: 'tracking',
      tracking: {
        courier: 'yuantong',
        waybill: 'YT1',
        extent: 'whole',
        ended: false,
        scans: [
          { at: '2026-09-24T12:00:00.000Z', status: 'picked_up', code: '1', text: '已揽收' },
          { at: '2026-09-25T01:00:00.000Z', status: 'in_transit', code: '201', text: '运输中', location: '上海' },
        ],
      },
    });
  });

  test('of a printed label that was never seen is an intention, not a movement', async () => {
    const label = [{ AcceptTime: '2026-09-24 20:00:00', AcceptStation: '商家已发货', Action: '401' }];
    const { port } = await answering(JSON.stringify({ ...parcel, State: '4', StateEx: '401', Traces: label }));
    expect(await port.query({ courier: 'yuantong', waybill: 'YT1' })).toMatchObject({
      tracking: { scans: [{ status: 'ordered', code: '401' }] },
    });
  });

  test.each<[string, CannedAnswer]>([
    ['nothing_yet', JSON.stringify({ ...parcel, State: '0', Traces: [] })],
    ['nothing_yet', JSON.stringify({ ...parcel, Traces: null })],
    ['rejected', '{"Success":false,"ResultCode":"104","Reason":"用户"}'],
    ['rejected', '{"Success":false,"Reason":"没有可用套餐"}'],
    ['unknown', '{"Success":false,"Reason":"今日调用已达上限(405)"}'],
    ['unknown', JSON.stringify({ ...parcel, Traces: [{ AcceptTime: 'yesterday' }] })],
    ['unknown', '{}'],
    ['unknown', '[]'],
    ['unknown', '{"Success":tr'],
    ['unknown', { status: 502, body: '<html>' }],
    ['unknown', silence],
    ['unknown', reset],
  ])('is %s after %s', async (kind, answer) => {
    const { port } = await answering(answer);
    expect(await port.query({ courier: 'yuantong', waybill: 'YT1' })).toMatchObject({ kind });
  });
});

describe('a push', () => {
  const push = (content: object, requestType = '102') => {
    const data = JSON.stringify(content);
    const form = { RequestData: data, RequestType: requestType, DataSign: dataSign(data, 'TESTAPPKEY0001') };
    return { text: new URLSearchParams(form).toString(), query: {} };
  };
  const parcel = (waybill: string, time = '2026-09-25 09:00:00') => ({
    ShipperCode: 'ZTO',
    LogisticCode: waybill,
    StateEx: '301',
    Traces: [{ AcceptTime: time, AcceptStation: '已签收', Action: '301' }],
  });

  test('tells of many parcels at once, and is answered in the vendor’s own form', async () => {
    const { port } = await answering('');
    const read = port.readPush(push({ PushTime: 'x', Count: '2', Data: [parcel('7310001'), parcel('7310002')] }));
    expect(read).toMatchObject({
      kind: 'news',
      news: [
        { tracking: { courier: 'zhongtong', waybill: '7310001', ended: true } },
        { tracking: { courier: 'zhongtong', waybill: '7310002', ended: true } },
      ],
      acknowledgement: '{"EBusinessID":"test1000001","UpdateTime":"2026-09-25 10:15:30","Success":true,"Reason":""}',
    });
  });

  test('that is repeated at another time is the same document', async () => {
    const { port } = await answering('');
    const ids = ['a', 'b'].map((PushTime) => {
      const read = port.readPush(push({ PushTime, Count: '1', Data: [parcel('7310001')] }));
      return read.kind === 'news' ? read.documentId : read.kind;
    });
    expect(new Set(ids).size).toBe(1);
  });

  test('of a kind that we do not read is acknowledged and tells nothing', async () => {
    const { port } = await answering('');
    expect(port.readPush(push({ Data: [{ anything: 1 }] }, '107'))).toMatchObject({ kind: 'news', news: [] });
  });

  test('signed but unreadable says which field of which parcel is wrong', async () => {
    const { port } = await answering('');
    const read = port.readPush(push({ Data: [parcel('7310001'), parcel('7310002', '25/09/2026')] }));
    expect(read).toMatchObject({
      kind: 'unreadable',
      reason: expect.stringContaining('Data.1.Traces.0.AcceptTime: "25/09/2026" is no time'),
    });
  });
});

test('every code says where it was read, and what is only recalled is not called verified', () => {
  for (const table of [stateCodes, pickupCodes])
    for (const { source, text } of Object.values(table)) expect([source, text]).not.toContain('');
  expect(Object.values(pickupCodes).some(({ verified }) => verified)).toBe(false);
});
