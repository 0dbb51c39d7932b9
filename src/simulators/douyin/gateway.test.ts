import { describe, expect, test } from 'vitest';
import { shanghaiText } from '../clock.ts';
import { ask, type Extra, look, sell, send, start, startWithAfterSale, steer, text } from './test-client.ts';

const list = { page: 0, size: 10 };

describe('the gateway', () => {
  test.each<[string, Extra, number, string]>([
    ['no app key', { query: { app_key: '' } }, 40001, 'isv.app-id-missing'],
    ['an unknown app', { query: { app_key: '1' } }, 40003, 'isv.app-id-invalid'],
    ['no signature', { query: { sign: '' } }, 40001, 'isv.signature-missing'],
    ['a wrong signature', { query: { sign: '0'.repeat(32) } }, 40003, 'isv.signature-invalid'],
    ['a way of signing it does not know', { query: { sign_method: 'sha1' } }, 40003, 'isv.signature-invalid'],
    ['another method in the query', { query: { method: 'afterSale.list' } }, 40003, 'isv.parameter-invalid'],
    ['no timestamp', { query: { timestamp: '' } }, 40001, 'isv.parameter-missing'],
    ['a timestamp of another form', { timestamp: '2026/01/15' }, 40003, 'isv.timestamp-format-error'],
    ['a stale timestamp', { timestamp: '1768444200' }, 40003, 'isv.timestamp-invalid'],
    ['another version', { query: { v: '1' } }, 40003, 'isv.parameter-invalid'],
    ['no token', { query: { access_token: '' } }, 40001, 'isv.access-token-missing'],
    ['an unknown token', { query: { access_token: 'gone' } }, 40003, 'isv.access-token-no-existed'],
  ])('refuses a call with %s', async (_, extra, code, sub_code) => {
    const simulator = await start();
    const answer = await ask(simulator, 'afterSale.List', list, extra);
    expect(answer).toMatchObject({ code, sub_code, data: null, log_id: expect.stringMatching(/./) });
  });

  test('answers business failures with HTTP 200', async () => {
    const simulator = await start();
    expect((await send(simulator, 'afterSale.List', '{}')).status).toBe(200);
  });

  test('takes the wall clock of Shanghai, and a token in or out of the signature makes no difference', async () => {
    const simulator = await start();
    const timestamp = shanghaiText(simulator.clock.now());
    expect(await ask(simulator, 'afterSale.List', list, { timestamp })).toMatchObject({ code: 10000, msg: 'success' });
  });

  test.each([
    ['names that are not in order', '{"size":10,"page":0}'],
    ['white space', '{"page": 0,"size":10}'],
  ])('does not find the signature right over %s', async (_, body) => {
    expect(await ask(await start(), 'afterSale.List', body)).toMatchObject({ sub_code: 'isv.signature-invalid' });
  });

  test.each([
    ['is no JSON', 'afterSale.List', '{"page":', 40003, 'isv.parameter-format-invalid'],
    ['lacks a parameter', 'afterSale.List', '{"page":0}', 40001, 'isv.parameter-missing'],
    ['has a text for a number', 'afterSale.List', '{"page":"0","size":10}', 40003, 'isv.parameter-invalid'],
    [
      'has a number for a text',
      'afterSale.Detail',
      '{"after_sale_id":7130712345678901234}',
      40003,
      'isv.parameter-invalid',
    ],
    ['asks for too large a page', 'afterSale.List', '{"page":0,"size":101}', 40003, 'isv.parameter-invalid'],
    ['asks for a method that does not exist', 'afterSale.Give', '{}', 70000, 'isp.api-service-off'],
  ])('refuses content that %s', async (_, method, body, code, sub_code) => {
    expect(await ask(await start(), method, body)).toMatchObject({ code, sub_code });
  });

  test('throttles whoever calls too often within a second', async () => {
    const simulator = await start();
    await steer(simulator, 'switches', { callsPerSecond: 1 });
    const answers = await Promise.all(Array.from({ length: 6 }, () => ask(simulator, 'afterSale.List', list)));
    expect(answers.filter(({ code }) => code === 60000).length).toBeGreaterThan(0);
    expect(answers.find(({ code }) => code === 60000)).toMatchObject({ sub_code: 'isv.traffic-limited' });
    simulator.clock.shift(2000);
    expect(await ask(simulator, 'afterSale.List', list)).toMatchObject({ code: 10000 });
  });

  test('lets an expired token in no more', async () => {
    const simulator = await start();
    await steer(simulator, 'tokens/test-access-token-4463798/expire', { in_seconds: 60 });
    expect(await ask(simulator, 'afterSale.List', list)).toMatchObject({ code: 10000 });
    simulator.clock.shift(61_000);
    expect(await ask(simulator, 'afterSale.List', list)).toMatchObject({ sub_code: 'isv.access-token-expired' });
  });

  test("does not show one shop the other's after-sales", async () => {
    const shop = (shop_id: string) => ({
      shop_id,
      shop_name: shop_id,
      access_token: `token-${shop_id}`,
      refresh_token: `refresh-${shop_id}`,
    });
    const simulator = await start({ shops: [shop('1'), shop('2')] });
    const order = await sell(simulator, { shop_id: '1' });
    const { after_sale_id } = await steer(simulator, 'aftersales', { order_id: order.order_id });
    const read = (token: string) =>
      ask(simulator, 'afterSale.Detail', { after_sale_id }, { query: { access_token: token } });
    expect(await read('token-1')).toMatchObject({ code: 10000 });
    expect(await read('token-2')).toMatchObject({ code: 20000, sub_msg: '存在无效的售后单' });
  });
});

describe('the wire', () => {
  test('has the same id as text in the list and as a bare number in the detail', async () => {
    const { simulator, id } = await startWithAfterSale();
    expect(await text(simulator, 'afterSale.List', '{"page":0,"size":10}')).toContain(`"aftersale_id":"${id}"`);
    expect(await text(simulator, 'afterSale.Detail', `{"after_sale_id":"${id}"}`)).toContain(`"after_sale_id":${id},`);
    expect(BigInt(id)).toBeGreaterThan(2n ** 53n);
  });

  test('has fen and seconds, and of the receiver what is masked or a cipher', async () => {
    const simulator = await start();
    const { order_id } = await sell(simulator, { post_receiver: '张三丰', post_tel: '13812345678', post_amount: 600 });
    const { data } = await ask(simulator, 'order.orderDetail', { shop_order_id: order_id });
    expect(data.shop_order_detail).toMatchObject({
      pay_amount: 10_600,
      post_amount: 600,
      mask_post_receiver: '张**',
      mask_post_tel: '138****5678',
      create_time: expect.any(Number),
      sku_order_list: [{ order_id, pay_amount: 10_600, origin_amount: 10_000 }],
    });
    expect(JSON.stringify([data, await look(simulator, 'orders')])).not.toMatch(/张三丰|13812345678/);
  });

  test('counts pages from 0', async () => {
    const simulator = await start();
    for (let n = 0; n < 3; n++) await sell(simulator);
    const page = async (number: number) =>
      (await ask(simulator, 'order.searchList', { page: number, size: 2 })).data.shop_order_list.length;
    expect([await page(0), await page(1), await page(2)]).toEqual([2, 1, 0]);
  });
});
