import { describe, expect, test } from 'vitest';
import type { Simulator } from '../simulator.ts';
import {
  ask,
  ledger,
  look,
  operate,
  sell,
  send,
  start,
  startWithAfterSale,
  stateOf,
  steer,
  text,
} from './test-client.ts';

const list = '{"page":0,"size":10}';
const fired = async (simulator: Simulator) => (await look(simulator, 'faults')).fired;

describe('a failing gateway', () => {
  test.each([
    ['throttle', 60000, 'isv.traffic-limited'],
    ['token_expired', 40003, 'isv.access-token-expired'],
    ['forbidden', 30001, 'isv.app-permissions-insufficient'],
    ['service_error', 20000, 'dop.service-error'],
  ])('with %s answers %i, as often as it was told to', async (kind, code, sub_code) => {
    const simulator = await start();
    await steer(simulator, 'faults', { kind, count: 1, filter: { method: 'afterSale.List' } });
    expect(
      await ask(simulator, 'address.list', '{"order_by":"desc","order_field":"update_time","page_no":1,"page_size":9}'),
    ).toMatchObject({ code: 10000 });
    expect(await ask(simulator, 'afterSale.List', list)).toMatchObject({ code, sub_code });
    expect(await ask(simulator, 'afterSale.List', list)).toMatchObject({ code: 10000 });
    expect(await fired(simulator)).toMatchObject({ [kind]: 1 });
  });
});

describe('a lost answer', () => {
  const refundOnly = { wish: { after_sale_type: 1 } };
  const agree = (simulator: Simulator, id: string, timeoutMs = 5_000) =>
    send(simulator, 'afterSale.operate', `{"items":[{"aftersale_id":"${id}"}],"type":201}`, { timeoutMs });

  test.each([
    ['bad_gateway', 0],
    ['bad_gateway_after', 1],
  ])('%s is HTML with status 502', async (kind, paid) => {
    const { simulator, id } = await startWithAfterSale(refundOnly);
    await steer(simulator, 'faults', { kind });
    const response = await agree(simulator, id);
    expect(response.status).toBe(502);
    expect(await response.text()).toContain('<html>');
    expect(await ledger(simulator)).toHaveLength(paid);
  });

  test.each([
    ['hang_before', 0],
    ['hang_after', 1],
    ['drop_after', 1],
  ])('%s leaves the caller without an answer', async (kind, paid) => {
    const { simulator, id } = await startWithAfterSale(refundOnly);
    await steer(simulator, 'faults', { kind });
    await expect(agree(simulator, id, 200)).rejects.toThrow();
    expect(await ledger(simulator)).toHaveLength(paid);
  });

  test('half_body cuts the answer, slow delays it', async () => {
    const simulator = await start();
    await steer(simulator, 'faults', [
      { kind: 'half_body', count: 1 },
      { kind: 'slow', delayMs: 20, count: 1 },
    ]);
    const cut = await text(simulator, 'afterSale.List', list);
    expect(() => JSON.parse(cut)).toThrow();
    expect(await ask(simulator, 'afterSale.List', list)).toMatchObject({ code: 10000 });
    expect(await fired(simulator)).toMatchObject({ half_body: 1, slow: 1 });
  });
});

describe('a rival', () => {
  test('stale_version lets the buyer edit between read and write', async () => {
    const { simulator, id } = await startWithAfterSale({ wish: { after_sale_type: 1 } });
    const { update_time } = await stateOf(simulator, id);
    await steer(simulator, 'faults', { kind: 'stale_version', count: 1, filter: { aftersale_id: id } });
    const stale = await operate(simulator, 201, { aftersale_id: id, update_time });
    expect(stale).toMatchObject({ code: 50002, sub_code: 'isv.business-failed:11005' });
    expect(await ledger(simulator)).toEqual([]);
  });

  test('platform_refund_first pays before the seller does, and only once', async () => {
    const { simulator, id } = await startWithAfterSale({ wish: { after_sale_type: 1 } });
    await steer(simulator, 'faults', { kind: 'platform_refund_first' });
    expect(await operate(simulator, 201, { aftersale_id: id })).toMatchObject({ code: 50002 });
    expect(await ledger(simulator)).toMatchObject([{ by: 'platform' }]);
  });
});

describe('slow money', () => {
  test('is under way until its time has come', async () => {
    const { simulator, id } = await startWithAfterSale({ wish: { after_sale_type: 1 } });
    await steer(simulator, 'faults', { kind: 'slow_refund', settleAfterMs: 60_000, count: 1 });
    await operate(simulator, 201, { aftersale_id: id });
    expect(await stateOf(simulator, id)).toMatchObject({ after_sale_status: 12, refund_status: 2 });
    expect(await ledger(simulator)).toEqual([]);
    simulator.clock.shift(61_000);
    expect(await ledger(simulator)).toMatchObject([{ aftersale_id: id, amount: 8850 }]);
    expect(await stateOf(simulator, id)).toMatchObject({ after_sale_status: 12, refund_status: 3 });
  });
});

describe('an odd list', () => {
  test('duplicate_rows repeats a row', async () => {
    const { simulator } = await startWithAfterSale();
    await steer(simulator, 'faults', { kind: 'duplicate_rows' });
    const { data } = await ask(simulator, 'afterSale.List', list);
    expect([data.total, data.items.length]).toEqual([1, 2]);
  });

  test('rows_shift lets a row leave the window on every page, so that page numbers lose rows', async () => {
    const simulator = await start();
    for (let n = 0; n < 4; n++) await sell(simulator);
    await steer(simulator, 'faults', { kind: 'rows_shift' });
    const to = Math.floor(simulator.clock.now() / 1000);
    const page = async (number: number) =>
      (
        await ask(simulator, 'order.searchList', {
          order_asc: true,
          order_by: 'update_time',
          page: number,
          size: 2,
          update_time_end: to,
        })
      ).data.shop_order_list;
    expect([...(await page(0)), ...(await page(1))]).toHaveLength(3);
  });
});
