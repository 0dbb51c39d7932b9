import { describe, expect, test } from 'vitest';
import { call, ledger, pay, query, refund, start, startWithTrade, steer } from './test-client.ts';

describe('faults', () => {
  test.each([
    ['fail_before', {}, '20000', 0],
    ['call_limited', {}, '40005', 0],
    ['system_error', {}, '40004', 0],
    ['balance_not_enough', {}, '40004', 0],
    ['fail_after', {}, '20000', 1],
    ['late', { delayMs: 20 }, '10000', 1],
    ['pending', { settleAfterMs: 60_000 }, '10000', 0],
  ])('%s fires once and is counted', async (kind, settings, code, executed) => {
    const simulator = await startWithTrade();
    await steer(simulator, 'POST', 'faults', { kind, count: 1, ...settings });
    expect((await pay(simulator)).answer).toMatchObject({ code });
    expect(await ledger(simulator)).toHaveLength(executed);
    await pay(simulator, { out_request_no: 'RF2', refund_amount: '1.00' });
    expect(await (await steer(simulator, 'GET', 'faults')).json()).toMatchObject({ fired: { [kind]: 1 } });
  });

  test.each([
    ['hang_before', 0],
    ['hang_after', 1],
    ['drop_after', 1],
  ])('%s answers nothing', async (kind, executed) => {
    const simulator = await startWithTrade();
    await steer(simulator, 'POST', 'faults', { kind });
    await expect(call(simulator, 'alipay.trade.refund', refund, {}, 200)).rejects.toThrow();
    expect(await ledger(simulator)).toHaveLength(executed);
  });

  test('a forged success pays nothing and proves nothing', async () => {
    const simulator = await startWithTrade();
    await steer(simulator, 'POST', 'faults', { kind: 'forged' });
    const { answer, authentic } = await pay(simulator);
    expect(answer).toMatchObject({ code: '10000', fund_change: 'Y', refund_fee: refund.refund_amount });
    expect(authentic).toBe(false);
    expect(await ledger(simulator)).toHaveLength(0);
  });

  test.each(['unsigned', 'wrong_key'])('%s pays and proves nothing', async (kind) => {
    const simulator = await startWithTrade();
    await steer(simulator, 'POST', 'faults', { kind });
    const { answer, authentic } = await pay(simulator);
    expect(answer).toMatchObject({ code: '10000', fund_change: 'Y' });
    expect(authentic).toBe(false);
    expect(await ledger(simulator)).toHaveLength(1);
  });

  test('half_body pays and cuts its answer', async () => {
    const simulator = await startWithTrade();
    await steer(simulator, 'POST', 'faults', { kind: 'half_body' });
    const response = await call(simulator, 'alipay.trade.refund', refund);
    await expect(response.json()).rejects.toThrow();
    expect(await ledger(simulator)).toHaveLength(1);
  });
});

describe('what faults do', () => {
  test('fail_before with a status is an HTTP error', async () => {
    const simulator = await startWithTrade();
    await steer(simulator, 'POST', 'faults', { kind: 'fail_before', status: 500 });
    expect((await call(simulator, 'alipay.trade.refund', refund)).status).toBe(500);
  });

  test('a pending refund shows in the query only once it has settled', async () => {
    const simulator = await startWithTrade();
    await steer(simulator, 'POST', 'faults', { kind: 'pending', count: 1, settleAfterMs: 86_400_000 });
    expect((await pay(simulator)).answer).toMatchObject({ fund_change: 'N', refund_fee: '0.00' });
    expect((await query(simulator, 'RF1')).answer).not.toHaveProperty('refund_status');
    simulator.clock.shift(86_400_000);
    expect((await query(simulator, 'RF1')).answer).toMatchObject({ refund_status: 'REFUND_SUCCESS' });
    expect(await ledger(simulator)).toHaveLength(1);
  });

  test('a filter spares other calls, a cleared board spares all', async () => {
    const simulator = await startWithTrade();
    await steer(simulator, 'POST', 'faults', { kind: 'fail_before', filter: { out_request_no: 'RF9' } });
    expect((await pay(simulator)).answer).toMatchObject({ code: '10000' });
    await steer(simulator, 'POST', 'faults', { kind: 'fail_before' });
    await steer(simulator, 'DELETE', 'faults');
    expect((await pay(simulator)).answer).toMatchObject({ code: '10000' });
  });

  test('the same seed fails the same calls', async () => {
    const codes = async (): Promise<unknown[]> => {
      const simulator = await startWithTrade();
      await steer(simulator, 'POST', 'faults', { kind: 'fail_before', probability: 0.5, seed: 7 });
      const seen: unknown[] = [];
      for (let n = 0; n < 12; n += 1) seen.push((await query(simulator, `RF${n}`)).answer['code']);
      await simulator.close();
      return seen;
    };
    const first = await codes();
    expect(new Set(first)).toEqual(new Set(['10000', '20000']));
    expect(await codes()).toEqual(first);
  });

  test('an unknown fault is refused', async () => {
    const simulator = await start();
    expect((await steer(simulator, 'POST', 'faults', { kind: 'gremlins' })).status).toBe(400);
  });
});
