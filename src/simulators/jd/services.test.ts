import { describe, expect, test } from 'vitest';
import { shanghaiText } from '../clock.ts';
import type { Simulator } from '../simulator.ts';
import { asc, ask, auditArguments, look, receipt, sell, start, startWithService, steer } from './test-client.ts';

const service = (simulator: Simulator, id: string) => look(simulator, `services/${id}`);

async function agreed(wish: object = {}) {
  const started = await startWithService(wish);
  const { simulator, serviceId, orderId } = started;
  const args = await auditArguments(simulator, serviceId, orderId);
  expect(await asc(simulator, 'audit.send', args)).toMatchObject({ success: true });
  return { ...started, ids: { serviceId: `#${serviceId}`, orderId: `#${orderId}` } };
}

describe('a return', () => {
  test('goes its whole way, and the money is in the ledger', async () => {
    const { simulator, serviceId, orderId, ids } = await agreed();
    expect(await service(simulator, serviceId)).toMatchObject({
      serviceStatus: 10005,
      sysVersion: 1,
      returnAddress: '退货仓，13900000001，某路1号，311100',
    });
    await steer(simulator, `services/${serviceId}/ship`, { expressCompany: '圆通速递', expressCode: 'YT2' });
    expect(await asc(simulator, 'freight.view', ids)).toMatchObject({ data: { expressCode: 'YT2' } });
    expect(await asc(simulator, 'receive.register', { ...ids, ...receipt })).toMatchObject({ success: true });
    expect(await service(simulator, serviceId)).toMatchObject({ serviceStatus: 10010, processResult: 40 });
    expect(await look(simulator, 'ledger')).toMatchObject([
      { refundId: serviceId, amount: '88.50', by: 'seller', calls: 1 },
    ]);
    const args = { orderId: `#${orderId}`, pageNumber: 1, pageSize: 50 };
    expect(await ask(simulator, 'jingdong.asc.serviceAndRefund.view', args)).toMatchObject({
      code: '00000',
      data: [{ refoundAmount: 88.5, completeTime: expect.any(Number) }],
    });
  });

  test('is booked in before it is paid, where somebody pays in the console', async () => {
    const { simulator, serviceId, ids } = await agreed();
    await steer(simulator, 'switches', { payOnRegister: false });
    await asc(simulator, 'receive.register', { ...ids, ...receipt });
    expect(await service(simulator, serviceId)).toMatchObject({ serviceStatus: 10007 });
    expect(await look(simulator, 'ledger')).toEqual([]);
    await steer(simulator, `services/${serviceId}/platform-refund`);
    expect(await look(simulator, 'ledger')).toMatchObject([{ by: 'platform' }]);
  });

  test('cannot be booked in before it is agreed to, nor twice', async () => {
    const { simulator, serviceId, orderId } = await startWithService();
    const ids = { serviceId: `#${serviceId}`, orderId: `#${orderId}` };
    expect(await asc(simulator, 'receive.register', { ...ids, ...receipt })).toMatchObject({ success: false });
    expect(await asc(simulator, 'receive.register', ids)).toMatchObject({ success: false, code: 'A0001' });
    await asc(simulator, 'audit.send', await auditArguments(simulator, serviceId, orderId));
    await asc(simulator, 'receive.register', { ...ids, ...receipt });
    expect(await asc(simulator, 'receive.register', { ...ids, ...receipt })).toMatchObject({ success: false });
    expect(await look(simulator, 'ledger')).toHaveLength(1);
  });

  test('leaves its date and its version alone when the buyer ships, and has another date for that', async () => {
    const { simulator, serviceId, ids } = await agreed();
    const { updateDate, sysVersion } = await service(simulator, serviceId);
    simulator.clock.shift(3_600_000);
    await steer(simulator, `services/${serviceId}/ship`, { expressCompany: '圆通速递', expressCode: 'YT2' });
    expect(await service(simulator, serviceId)).toMatchObject({ updateDate, sysVersion, expressCode: 'YT2' });
    const begin = shanghaiText(simulator.clock.now() - 60_000);
    const end = shanghaiText(simulator.clock.now() + 1000);
    const byUpdate = { ...ids, updateTimeBegin: begin, updateTimeEnd: end };
    expect(await asc(simulator, 'sync.list', byUpdate)).toMatchObject({ totalCount: 0 });
    const byFreight = { freightUpdateDateBegin: begin, freightUpdateDateEnd: end };
    expect(await asc(simulator, 'sync.list', byFreight)).toMatchObject({ totalCount: 1 });
  });
});

describe('an audit', () => {
  test.each<[string, object, string]>([
    ['an old version', { sysVersion: 7 }, 'B0001'],
    ['another order', { orderId: 1 }, 'B0002'],
    ['no reason', { approveReasonCid1: '' }, 'A0001'],
    ['a province in words', { returnProvince: '浙江' }, 'A0002'],
    ['lines that were not applied for', { applyDetailIdList: [1] }, 'A0002'],
    ['no lines', { applyDetailIdList: [] }, 'A0001'],
  ])('is refused for %s', async (_, changes, code) => {
    const { simulator, serviceId, orderId } = await startWithService();
    const args = { ...(await auditArguments(simulator, serviceId, orderId)), ...changes };
    expect(await asc(simulator, 'audit.send', args)).toMatchObject({ success: false, code });
    expect(await service(simulator, serviceId)).toMatchObject({ serviceStatus: 10001, sysVersion: 0 });
  });

  test('may ask the buyer back, who answers with an edit, and may then refuse', async () => {
    const { simulator, serviceId, orderId } = await startWithService();
    await asc(simulator, 'audit.waitFeedback', await auditArguments(simulator, serviceId, orderId));
    expect(await service(simulator, serviceId)).toMatchObject({ serviceStatus: 10002 });
    await steer(simulator, `services/${serviceId}/modify`, { questionDesc: '补充照片' });
    expect(await service(simulator, serviceId)).toMatchObject({ serviceStatus: 10012, sysVersion: 2 });
    const refusal = await auditArguments(simulator, serviceId, orderId);
    expect(await asc(simulator, 'audit.refuse', refusal)).toMatchObject({ success: true });
    expect(await asc(simulator, 'audit.refuse', refusal)).toMatchObject({ success: false, code: 'B0001' });
    expect(await steer(simulator, `services/${serviceId}/modify`, { questionDesc: 'x' })).toMatchObject({
      httpStatus: 409,
    });
  });

  test('has a deadline, and JD agrees when it passes, where that is switched on', async () => {
    const { simulator, serviceId } = await startWithService();
    const listed = await asc(simulator, 'audit.list', {});
    expect(listed.data).toMatchObject([{ timeoutFlag: false, auditOvertime: expect.any(Number) }]);
    simulator.clock.shift(49 * 3_600_000);
    expect(await service(simulator, serviceId)).toMatchObject({ serviceStatus: 10001 });
    await steer(simulator, 'switches', { autoAgree: true });
    await asc(simulator, 'query.list', {});
    expect(await service(simulator, serviceId)).toMatchObject({ serviceStatus: 10005 });
  });

  test('offers its reasons as a tree', async () => {
    const { simulator, serviceId } = await startWithService();
    const { data } = await asc(simulator, 'audit.reason.list', { serviceId: `#${serviceId}`, bizType: 1 });
    expect(data).toContainEqual({ code: 101, parentCode: 1, name: '商品已影响二次销售' });
  });

  test('loses against a rival', async () => {
    const { simulator, serviceId, orderId } = await startWithService();
    const args = await auditArguments(simulator, serviceId, orderId);
    await steer(simulator, 'faults', { kind: 'stale_version', count: 1 });
    expect(await asc(simulator, 'audit.send', args)).toMatchObject({ success: false, code: 'B0001' });
  });
});

test.each([
  [20, 'process.offline.change', { opFlag: 1, relationBillId: 1, wareType: '10' }, 23],
  [30, 'process.back', { consigneeName: '张三', consigneeTel: '1', detailAddress: '某路', partCodes: '1' }, undefined],
])(
  'a service of kind %i ends when the seller ships with %s, and pays nothing',
  async (customerExpect, name, more, result) => {
    const { simulator, serviceId, ids } = await agreed({ customerExpect });
    await asc(simulator, 'receive.register', { ...ids, ...receipt });
    const booked = await service(simulator, serviceId);
    expect(booked).toMatchObject({ serviceStatus: 10007 });
    const args = { ...ids, sysVersion: booked.sysVersion, shipWayId: '20', shipWayName: '圆通', ...more };
    expect(await asc(simulator, name, args)).toMatchObject({ success: true });
    const ended = await service(simulator, serviceId);
    expect([ended.serviceStatus, ended.processResult]).toEqual([10010, result]);
    expect(await look(simulator, 'ledger')).toEqual([]);
  },
);

test('JD’s intervention shows in the lists by stage only, as a filter', async () => {
  const { simulator, serviceId } = await agreed();
  const intervened = { jdInterveneFlag: true };
  expect(await asc(simulator, 'receive.list', intervened)).toMatchObject({ totalCount: 0 });
  await steer(simulator, `services/${serviceId}/intervene`);
  expect(await asc(simulator, 'receive.list', intervened)).toMatchObject({ totalCount: 1 });
  expect(await asc(simulator, 'process.list', intervened)).toMatchObject({ totalCount: 0 });
});

describe('the lists', () => {
  test('have pages of at most fifty, and rows that shift while they are read', async () => {
    const simulator = await start();
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) {
      const { orderId } = await sell(simulator);
      ids.push((await steer(simulator, 'services', { orderId })).serviceId);
      simulator.clock.shift(60_000);
    }
    expect(await asc(simulator, 'query.list', { pageSize: 51 })).toMatchObject({ code: 'A0002' });
    expect(await asc(simulator, 'query.list', { pageNumber: 0 })).toMatchObject({ code: 'A0002' });
    await steer(simulator, 'faults', { kind: 'rows_shift' });
    const window = {
      updateTimeBegin: shanghaiText(simulator.clock.now() - 3_600_000),
      updateTimeEnd: shanghaiText(simulator.clock.now()),
    };
    const seen = async (pages: number[]) => {
      let rows = 0;
      for (const pageNumber of pages) {
        const { data } = await asc(simulator, 'sync.list', { ...window, pageNumber, pageSize: 2 });
        rows += Array.isArray(data) ? data.length : 0;
      }
      return rows;
    };
    expect(await seen([1, 2, 3])).toBeLessThan(5);
  });

  test.each<[object, string]>([
    [{ updateTimeBegin: '2026-01-15 10:00:00' }, 'updateTimeEnd'],
    [{ updateTimeBegin: 'yesterday', updateTimeEnd: '2026-01-15 10:00:00' }, 'updateTimeBegin'],
    [{ updateTimeBegin: '2026-01-16 10:00:00', updateTimeEnd: '2026-01-15 10:00:00' }, 'updateTimeEnd'],
  ])('want both ends of a window: %o', async (args, name) => {
    const answer = await asc(await start(), 'sync.list', args);
    expect(answer).toMatchObject({ success: false, msg: expect.stringContaining(name) });
  });
});

describe('a buyer', () => {
  test.each<[string, object, boolean, number]>([
    ['an article that was not bought', { skuId: '1' }, true, 404],
    ['more units than were bought', { serviceCount: 2 }, true, 409],
    ['more money than was paid', { amount: '200.00' }, true, 409],
    ['a kind that JD does not have', { customerExpect: 50 }, true, 400],
    ['a field that JD does not have', { colour: 'red' }, true, 400],
    ['goods that are not shipped', {}, false, 409],
  ])('cannot ask for %s', async (_, wish, shipped, httpStatus) => {
    const simulator = await start();
    const { orderId } = await sell(simulator, {}, shipped);
    expect(await steer(simulator, 'services', { orderId, ...wish })).toMatchObject({ httpStatus });
  });

  test('cannot ask for the same units twice, but again after a refusal', async () => {
    const { simulator, serviceId, orderId } = await startWithService();
    expect(await steer(simulator, 'services', { orderId })).toMatchObject({ httpStatus: 409 });
    await asc(simulator, 'audit.refuse', await auditArguments(simulator, serviceId, orderId));
    expect(await steer(simulator, 'services', { orderId })).toMatchObject({ httpStatus: 200 });
  });

  test('who withdraws ends the service', async () => {
    const { simulator, serviceId, orderId } = await startWithService();
    const args = await auditArguments(simulator, serviceId, orderId);
    await steer(simulator, `services/${serviceId}/cancel`);
    expect(await asc(simulator, 'audit.send', { ...args, sysVersion: 1 })).toMatchObject({ code: 'B0003' });
    expect(await look(simulator, `services/${serviceId}`)).toMatchObject({ serviceStatus: 10011 });
  });
});
