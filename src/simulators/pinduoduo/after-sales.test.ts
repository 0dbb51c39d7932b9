import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { agree, agreeReturn, ask, detail, look, sell, start, startWithAfterSale, steer } from './test-client.ts';

const day = 86_400_000;
const refused = (sub_msg: string) => ({ error_response: { error_code: 50001, sub_msg } });

describe('an after-sale', () => {
  test('walks from the application over the returned goods to the money', async () => {
    const asked = await startWithAfterSale();
    const { simulator, id, order_sn } = asked;
    expect(await agree(asked)).toMatchObject(refused('当前售后状态不支持同意退款'));
    expect(await agreeReturn(asked)).toMatchObject({
      response: { success: true, result: { after_sales_id: Number(id), order_sn, success: true } },
    });
    expect(await detail(asked)).toMatchObject({ after_sales_status: 7, expire_time: null });
    await steer(simulator, `after-sales/${id}/ship`, { shipping_name: '中通快递', tracking_number: '73100000000001' });
    expect(await detail(asked)).toMatchObject({ after_sales_status: 3, express_no: '73100000000001' });
    expect(await agreeReturn(asked)).toMatchObject(refused('当前售后状态不支持同意退货'));
    expect(await agree(asked)).toMatchObject({ response: { result: { succ: true } } });
    expect(await detail(asked)).toMatchObject({ after_sales_status: 10 });
    expect(await look(simulator, 'ledger')).toMatchObject([
      { after_sales_id: id, order_sn, amount: '88.50', by: 'seller', calls: 2 },
    ]);
  });

  test('is paid later where money takes its time, and once', async () => {
    const asked = await startWithAfterSale({ afterSale: { after_sales_type: 1 } });
    await steer(asked.simulator, 'switches', { settleAfterMs: 60_000 });
    await agree(asked);
    expect(await detail(asked)).toMatchObject({ after_sales_status: 4 });
    expect(await agree(asked)).toMatchObject(refused('当前售后状态不支持同意退款'));
    expect(await look(asked.simulator, 'ledger')).toEqual([]);
    asked.simulator.clock.shift(60_000);
    expect(await detail(asked)).toMatchObject({ after_sales_status: 10 });
    expect(await agree(asked)).toMatchObject(refused('售后单已退款，请勿重复操作'));
    expect(await look(asked.simulator, 'ledger')).toMatchObject([{ by: 'seller' }]);
  });

  test.each<[string, string, number]>([
    ['no address', '', 21002],
    ['an address that is not in the book', '1', 21001],
  ])('is not sent back to %s', async (_, address, error_code) => {
    const asked = await startWithAfterSale();
    expect(await agreeReturn(asked, address)).toMatchObject({ error_response: { error_code } });
  });

  test.each<[string, string, number]>([
    ['no JSON', 'after_sales_id=1', 21001],
    ['a list', '[]', 21001],
    ['an object without the order', '{"after_sales_id":1}', 21002],
    ['an after-sale of another order', '{"after_sales_id":7381745730,"order_sn":"1"}', 50001],
  ])('is not written by %s', async (_, request, error_code) => {
    const { simulator } = await startWithAfterSale();
    expect(await ask(simulator, { type: 'pdd.refund.agree', request })).toMatchObject({
      error_response: { error_code },
    });
  });

  test('for an exchange is shipped by the merchant and confirmed by the buyer', async () => {
    const asked = await startWithAfterSale({ afterSale: { after_sales_type: 3 } });
    const { simulator, order_sn, id } = asked;
    expect(await detail(asked)).toMatchObject({ after_sales_status: 14, refund_amount: 0 });
    const fields = {
      after_sales_id: Number(id),
      order_sn,
      shipping_id: '44',
      shipping_name: '顺丰',
      tracking_number: 'SF1',
    };
    const request = JSON.stringify(fields);
    expect(await ask(simulator, { type: 'pdd.refund.exchange.shipping', request })).toMatchObject({
      response: { result: { succ: true } },
    });
    expect(await detail(asked)).toMatchObject({
      after_sales_status: 18,
      exchange_shipping_detail: { merchant_exchange_trunk_number: 'SF1' },
    });
    expect(await steer(simulator, `after-sales/${id}/confirm`)).toMatchObject({ after_sales_status: 16 });
  });

  test('cannot be asked for beyond the payment, nor twice at a time', async () => {
    const { simulator, order_sn, id } = await startWithAfterSale();
    expect(await steer(simulator, 'after-sales', { order_sn })).toMatchObject({ httpStatus: 409 });
    await steer(simulator, `after-sales/${id}/close`);
    const much = { order_sn, refund_amount: '114.51' };
    expect(await steer(simulator, 'after-sales', much)).toMatchObject({ httpStatus: 409 });
    expect(await steer(simulator, 'after-sales', { ...much, refund_amount: '114.50' })).toMatchObject({
      httpStatus: 200,
    });
  });
});

describe('the buyer and the merchant’s console', () => {
  test('a refused buyer edits, and that is a new application', async () => {
    const asked = await startWithAfterSale();
    const { simulator, id } = asked;
    expect(await steer(simulator, `after-sales/${id}/refuse`)).toMatchObject({ after_sales_status: 6 });
    expect(await steer(simulator, `after-sales/${id}/modify`, { refund_amount: '50.00' })).toMatchObject({
      after_sales_status: 3,
      refund_amount: '50.00',
    });
  });

  test('a buyer withdraws, and nothing can be paid any more', async () => {
    const asked = await startWithAfterSale({ afterSale: { after_sales_type: 1 } });
    await steer(asked.simulator, `after-sales/${asked.id}/close`);
    expect(await detail(asked)).toMatchObject({ after_sales_status: 11 });
    expect(await agree(asked)).toMatchObject(refused('当前售后状态不支持同意退款'));
    expect(await steer(asked.simulator, `after-sales/${asked.id}/close`)).toMatchObject({ httpStatus: 409 });
  });

  test.each([
    ['buyer', 10, [{ by: 'platform' }]],
    ['merchant', 9, []],
  ])('a dispute is decided for the %s', async (favour, status, paid) => {
    const asked = await startWithAfterSale();
    const { simulator, id } = asked;
    expect(await steer(simulator, `after-sales/${id}/intervene`)).toMatchObject({ after_sales_status: 8 });
    expect(await detail(asked)).toMatchObject({ join_or_not: '1' });
    await steer(simulator, `after-sales/${id}/decide`, { favour });
    expect(await detail(asked)).toMatchObject({ after_sales_status: status });
    expect(await look(simulator, 'ledger')).toMatchObject(paid);
  });
});

describe('the platform', () => {
  test('acts when the deadline passes, where that is switched on', async () => {
    const asked = await startWithAfterSale();
    const { simulator, id } = asked;
    expect((await detail(asked)).expire_time).toBeGreaterThan(simulator.clock.now());
    simulator.clock.shift(6 * day);
    expect(await detail(asked)).toMatchObject({ after_sales_status: 3 });
    await steer(simulator, 'switches', { autoAgree: true });
    expect(await detail(asked)).toMatchObject({ after_sales_status: 7 });
    await steer(simulator, `after-sales/${id}/ship`, { shipping_name: '中通快递', tracking_number: '73100000000001' });
    simulator.clock.shift(6 * day);
    expect(await look(simulator, 'ledger')).toMatchObject([{ after_sales_id: id, by: 'timeout', calls: 0 }]);
  });

  test('closes an after-sale whose buyer never sends the goods', async () => {
    const asked = await startWithAfterSale();
    await agreeReturn(asked);
    await steer(asked.simulator, 'switches', { autoAgree: true });
    asked.simulator.clock.shift(8 * day);
    expect(await detail(asked)).toMatchObject({ after_sales_status: 13 });
  });

  test('pays by itself', async () => {
    const { simulator, id } = await startWithAfterSale();
    await steer(simulator, `after-sales/${id}/platform-refund`);
    expect(await look(simulator, 'ledger')).toMatchObject([{ after_sales_id: id, by: 'platform' }]);
  });
});

describe('an order', () => {
  test('adds up, and counts its discounts', async () => {
    const simulator = await start();
    const item_list = [{ goods_price: '60.00' }, { goods_price: '20.00', goods_count: 2 }];
    const discounts = { platform_discount: '5.00', seller_discount: '3.00', postage: '10.00' };
    expect(await sell(simulator, { item_list, ...discounts })).toMatchObject({
      goods_amount: '100.00',
      discount_amount: '8.00',
      pay_amount: '102.00',
      order_sn: expect.stringMatching(/^\d{6}-\d{15}$/),
    });
  });

  test.each<[string, Record<string, unknown>, number]>([
    ['a field that the platform has not', { nick: 'x' }, 400],
    ['a mall that there is not', { mall_id: '5' }, 400],
    ['an amount with one decimal', { postage: '1.5' }, 400],
    ['a date in another form', { created_time: '2026-01-15' }, 400],
    ['discounts beyond the goods', { seller_discount: '100.01' }, 409],
  ])('cannot have %s', async (_, order, httpStatus) => {
    expect(await steer(await start(), 'orders', order)).toMatchObject({ httpStatus });
  });

  test('is cancelled', async () => {
    const simulator = await start();
    const { order_sn } = await sell(simulator);
    await steer(simulator, `orders/${order_sn}/cancel`);
    const read = await ask(simulator, { type: 'pdd.order.information.get', order_sn });
    expect(read.order_info_get_response.order_info).toMatchObject({ confirm_status: 2 });
  });
});

test('a restart forgets no order, no after-sale, no payment, no token and no message', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'pinduoduo-'));
  const asked = await startWithAfterSale({ dataDir, afterSale: { after_sales_type: 1 } });
  const { simulator, order_sn, id } = asked;
  await ask(simulator, { type: 'pdd.pmc.user.permit' });
  await agree(asked);
  const refresh = { type: 'pdd.pop.auth.token.refresh', refresh_token: 'test_refresh_token_pdd' };
  const { access_token } = (await ask(simulator, refresh)).pop_auth_token_refresh_response;
  const [paid, told] = [await look(simulator, 'ledger'), await look(simulator, 'messages')];
  expect(told).toMatchObject([{ type: 'pdd_refund_RefundSuccess', acknowledged: false }]);
  await simulator.close();

  const after = await start({ dataDir });
  expect(await look(after, 'ledger')).toEqual(paid);
  expect(await look(after, 'messages')).toEqual(told);
  const read = { type: 'pdd.refund.information.get', order_sn, after_sales_id: id };
  expect(await ask(after, read)).toMatchObject({ error_response: { error_code: 20032 } });
  expect(await ask(after, { ...read, access_token })).toMatchObject({ after_sales_status: 10 });
  expect((await sell(after)).order_sn).not.toBe(order_sn);
});
