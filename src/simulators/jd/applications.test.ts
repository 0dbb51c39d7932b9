import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { shanghaiText } from '../clock.ts';
import type { Simulator } from '../simulator.ts';
import { startJd } from './simulator.ts';
import { ask, look, sell, start, steer, text } from './test-client.ts';

const refundapply = (simulator: Simulator, name: string, args: object) =>
  ask(simulator, `jingdong.pop.afs.soa.refundapply.${name}`, args);

async function applied(order: object = {}) {
  const simulator = await start();
  const { orderId } = await sell(simulator, order, false);
  const { id } = await steer(simulator, 'applications', { orderId });
  return { simulator, orderId, id: String(id) };
}

const reply = (simulator: Simulator, id: string, changes: object = {}) =>
  refundapply(simulator, 'replyRefund', { id: `#${id}`, status: 1, checkUserName: 'erp', remark: '同意', ...changes });

describe('a refund application', () => {
  test('is for all that was paid, in fen', async () => {
    const { simulator, id, orderId } = await applied({ balanceUsed: '10.00' });
    const found = await refundapply(simulator, 'queryById', { id: `#${id}` });
    expect(found).toMatchObject({
      totalCount: 1,
      result: [{ refundApplyVo: { orderId, applyRefundSum: 11450, status: 0, checkTime: null } }],
    });
    const body = await text(simulator, 'jingdong.pop.afs.soa.refundapply.queryById', { id: `#${id}` });
    expect(body).toContain(`"id":${id}`);
    expect(body).toContain('"applyRefundSum":11450.0');
  });

  test('that is approved is paid at once, once, and cancels the order', async () => {
    const { simulator, id, orderId } = await applied();
    expect(await reply(simulator, id)).toMatchObject({ success: true });
    expect(await reply(simulator, id)).toMatchObject({ success: false });
    expect(await look(simulator, `applications/${id}`)).toMatchObject({ status: 3, checkUserName: 'erp' });
    expect(await look(simulator, 'ledger')).toMatchObject([{ refundId: id, amount: '114.50', calls: 2 }]);
    expect(await look(simulator, `orders/${orderId}`)).toMatchObject({ orderState: 'TRADE_CANCELED' });
  });

  test('waits for the finance department where that is switched on, which may refuse', async () => {
    const { simulator, id } = await applied();
    await steer(simulator, 'switches', { payOnApproval: false });
    expect(await steer(simulator, `applications/${id}/finance`)).toMatchObject({ httpStatus: 409 });
    await reply(simulator, id);
    expect(await look(simulator, `applications/${id}`)).toMatchObject({ status: 1 });
    await steer(simulator, `applications/${id}/finance`, { approve: false });
    expect(await look(simulator, `applications/${id}`)).toMatchObject({ status: 4 });
    expect(await look(simulator, 'ledger')).toEqual([]);
  });

  test.each<[string, object, string]>([
    ['a status that is no answer', { status: 3 }, 'A0002'],
    ['no words', { remark: '' }, 'A0001'],
    ['no clerk', { checkUserName: '' }, 'A0001'],
    ['an application of nobody', { id: 404 }, 'B0002'],
  ])('is not answered with %s', async (_, changes, code) => {
    const { simulator, id } = await applied();
    expect(await reply(simulator, id, changes)).toMatchObject({ success: false, code });
  });

  test('is listed by when it came and by when it was decided, and a withdrawal leaves no time', async () => {
    const { simulator, id } = await applied();
    const window = (name: string) => ({
      [`${name}Start`]: shanghaiText(simulator.clock.now() - 60_000),
      [`${name}End`]: shanghaiText(simulator.clock.now() + 1000),
    });
    const count = async (name: string) =>
      (await refundapply(simulator, 'queryPageList', { pageIndex: 1, pageSize: 50, ...window(name) }))['totalCount'];
    expect([await count('applyTime'), await count('checkTime')]).toEqual([1, 0]);
    simulator.clock.shift(3_600_000);
    await steer(simulator, `applications/${id}/withdraw`);
    expect([await count('applyTime'), await count('checkTime')]).toEqual([0, 0]);
    expect(await reply(simulator, id)).toMatchObject({ success: false });
  });

  test('has pages up to a hundred, of at most fifty rows', async () => {
    const { simulator } = await applied();
    const page = (pageIndex: number, pageSize: number) =>
      refundapply(simulator, 'queryPageList', { pageIndex, pageSize });
    expect(await page(101, 1)).toMatchObject({ success: false, code: 'A0002' });
    expect(await page(1, 51)).toMatchObject({ success: false, code: 'A0002' });
    expect(await page(100, 50)).toMatchObject({ success: true, result: null });
  });

  test('comes once at a time, and never for more than was paid', async () => {
    const { simulator, orderId, id } = await applied();
    expect(await steer(simulator, 'applications', { orderId })).toMatchObject({ httpStatus: 409 });
    await steer(simulator, `applications/${id}/withdraw`);
    expect(await steer(simulator, 'applications', { orderId, applyRefundSum: '11451' })).toMatchObject({
      httpStatus: 409,
    });
    expect(await steer(simulator, 'applications', { orderId, applyRefundSum: '11450' })).toMatchObject({
      httpStatus: 200,
    });
  });
});

describe('orders', () => {
  const search = (simulator: Simulator, args: object) =>
    ask(simulator, 'jingdong.pop.order.search', { optional_fields: 'modified', page: '1', page_size: '2', ...args });
  const window = (simulator: Simulator, days: number) => ({
    start_date: shanghaiText(simulator.clock.now() - days * 86_400_000),
    end_date: shanghaiText(simulator.clock.now() + 1000),
  });

  test('are found by their last change, either way round, by state, in windows of a month', async () => {
    const simulator = await start();
    const { orderId: first } = await sell(simulator);
    simulator.clock.shift(60_000);
    const { orderId: second } = await sell(simulator, {}, false);
    const ids = async (args: object) => {
      const { orderInfoList } = await search(simulator, { ...window(simulator, 1), ...args });
      return Array.isArray(orderInfoList) ? orderInfoList.map(({ orderId }) => orderId) : orderInfoList;
    };
    expect(await ids({})).toEqual([first, second]);
    expect(await ids({ sortType: 1 })).toEqual([second, first]);
    expect(await ids({ order_state: 'WAIT_SELLER_STOCK_OUT,LOCKED' })).toEqual([second]);
    expect(await ids({ page: '2' })).toBeNull();
    expect(await search(simulator, window(simulator, 1))).toMatchObject({
      orderTotal: 2,
      apiResult: { success: true },
    });
    expect(await search(simulator, window(simulator, 32))).toMatchObject({ apiResult: { success: false } });
    expect(await search(simulator, { page_size: '101' })).toMatchObject({ apiResult: { success: false } });
    expect(await search(simulator, { optional_fields: '' })).toMatchObject({ apiResult: { success: false } });
  });

  test('are shown with the fields asked for; one of another shop is not there', async () => {
    const simulator = await start();
    const { orderId } = await sell(simulator, { venderId: '10002' });
    const args = { order_id: `#${orderId}`, optional_fields: 'orderState' };
    expect(await ask(simulator, 'jingdong.pop.order.get', args)).toMatchObject({ orderInfo: null });
    const other = { system: { access_token: 'test_access_token_jd2' } };
    expect((await ask(simulator, 'jingdong.pop.order.get', args, other))['orderInfo']).toEqual({
      orderId,
      orderState: 'WAIT_GOODS_RECEIVE_CONFIRM',
    });
  });

  test.each<[object, string]>([
    [{ venderId: '9' }, 'no shop'],
    [{ orderState: 'SHIPPED' }, 'orderState'],
    [{ itemInfoList: [{ jdPrice: 10 }] }, 'jdPrice'],
    [{ itemInfoList: [{ itemTotal: 0 }] }, 'itemTotal'],
    [{ couponDetailList: [{ couponType: '100', couponPrice: '500.00' }] }, 'discounts'],
    [{ colour: 'red' }, 'colour'],
  ])('are not sold as %o', async (order, problem) => {
    expect(await steer(await start(), 'orders', order)).toMatchObject({
      httpStatus: 400,
      error: expect.stringContaining(problem),
    });
  });
});

test('a restart forgets no order, no request, no payment and no token', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'jd-'));
  const before = await startJd({ dataDir });
  const { orderId } = await sell(before);
  await steer(before, 'services', { orderId });
  const other = await sell(before, {}, false);
  const { id } = await steer(before, 'applications', { orderId: other.orderId });
  await reply(before, String(id));
  await steer(before, 'tokens', { venderId: '10002', expiresAt: before.clock.now() });
  const kept = ['orders', 'services', 'applications', 'ledger'];
  const remembered = await Promise.all(kept.map((path) => look(before, path)));
  await before.close();
  const after = await start({ dataDir });
  expect(await Promise.all(kept.map((path) => look(after, path)))).toEqual(remembered);
  const system = { access_token: 'test_access_token_jd2' };
  expect(await ask(after, 'jingdong.pop.order.get', {}, { system })).toMatchObject({ error_response: { code: '19' } });
});
