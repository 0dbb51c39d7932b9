import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { address, ask, ledger, look, operate, sell, start, startWithAfterSale, stateOf, steer } from './test-client.ts';

const day = 86_400_000;

describe('the platform', () => {
  test('pays by itself', async () => {
    const { simulator, id } = await startWithAfterSale();
    await steer(simulator, `aftersales/${id}/platform-refund`);
    expect(await ledger(simulator)).toMatchObject([{ aftersale_id: id, by: 'platform', calls: 0 }]);
  });

  test('acts when the deadline passes, where that is switched on', async () => {
    const { simulator, id } = await startWithAfterSale();
    simulator.clock.shift(3 * day);
    expect(await stateOf(simulator, id)).toMatchObject({ after_sale_status: 6 });
    await steer(simulator, 'switches', { autoAgree: true });
    expect(await stateOf(simulator, id)).toMatchObject({ after_sale_status: 7 });
    await steer(simulator, `aftersales/${id}/ship`, { company_name: '中通快递', tracking_no: '73100000000001' });
    simulator.clock.shift(8 * day);
    expect(await ledger(simulator)).toMatchObject([{ aftersale_id: id, by: 'timeout' }]);
  });

  test('closes what the buyer never sends', async () => {
    const { simulator, id } = await startWithAfterSale();
    await operate(simulator, 101, { aftersale_id: id, ...address });
    await steer(simulator, 'switches', { autoAgree: true });
    simulator.clock.shift(8 * day);
    expect(await stateOf(simulator, id)).toMatchObject({ after_sale_status: 28 });
  });

  test('steps in', async () => {
    const { simulator, id } = await startWithAfterSale();
    await steer(simulator, `aftersales/${id}/arbitrate`, { arbitrate_status: 4 });
    const { data } = await ask(simulator, 'afterSale.Detail', { after_sale_id: id });
    expect(data.process_info.arbitrate_info).toMatchObject({ arbitrate_status: 4 });
    expect(await steer(simulator, `aftersales/${id}/arbitrate`, { arbitrate_status: 9 })).toMatchObject({
      httpStatus: 400,
    });
  });
});

test('a buyer withdraws, and nothing can be paid any more', async () => {
  const { simulator, id } = await startWithAfterSale({ wish: { after_sale_type: 1 } });
  await steer(simulator, `aftersales/${id}/close`);
  expect(await operate(simulator, 201, { aftersale_id: id })).toMatchObject({ code: 50002 });
  expect(await steer(simulator, `aftersales/${id}/close`)).toMatchObject({ httpStatus: 409 });
  expect(await steer(simulator, `aftersales/${id}/modify`)).toMatchObject({ httpStatus: 409 });
});

test('an order is cancelled before it is shipped only', async () => {
  const { simulator, orderId } = await startWithAfterSale();
  expect(await steer(simulator, `orders/${orderId}/cancel`)).toMatchObject({ httpStatus: 409 });
  const { order_id } = await sell(simulator);
  expect(await steer(simulator, `orders/${order_id}/cancel`)).toMatchObject({ httpStatus: 200, order_status: 4 });
});

test('a restart forgets no order, no after-sale, no payment and no token', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'douyin-'));
  const { simulator, id, orderId } = await startWithAfterSale({ dataDir, wish: { after_sale_type: 1 } });
  await steer(simulator, 'push-address', { url: 'http://127.0.0.1:9/' });
  await operate(simulator, 201, { aftersale_id: id });
  await steer(simulator, 'tokens/test-access-token-4463798/expire', { in_seconds: 1800 });
  const refresh = { grant_type: 'refresh_token', refresh_token: 'test-refresh-token-4463798' };
  const { data } = await ask(simulator, 'token.refresh', refresh);
  const paid = await ledger(simulator);
  await simulator.close();

  const after = await start({ dataDir });
  expect(await ledger(after)).toEqual(paid);
  expect(await stateOf(after, id)).toMatchObject({ after_sale_status: 12, refund_status: 3 });
  expect((await look(after, 'pushes')).map(({ tag }: { tag: string }) => tag)).toEqual(['201', '206']);
  const again = await steer(after, 'aftersales', { after_sale_id: id, order_id: orderId });
  expect(again).toMatchObject({ after_sale_status: 12 });
  expect((await sell(after)).order_id).not.toBe(orderId);
  const list = { page: 0, size: 10 };
  expect(await ask(after, 'afterSale.List', list, { query: { access_token: data.access_token } })).toMatchObject({
    code: 10000,
  });
});
