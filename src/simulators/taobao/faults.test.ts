import { describe, expect, test } from 'vitest';
import type { Simulator } from '../simulator.ts';
import { agree, ask, get, ledger, send, start, startWithRefund, steer, text } from './test-client.ts';

const list = { method: 'taobao.refunds.receive.get', fields: 'refund_id' };
const fired = async (simulator: Simulator) => (await (await fetch(`${simulator.url}/__sim/faults`)).json()).fired;

describe('faults', () => {
  test('throttle names the seconds', async () => {
    const simulator = await start();
    await steer(simulator, 'faults', [
      { kind: 'throttle', count: 1, seconds: 3 },
      { kind: 'throttle', count: 1, seconds: 31_062 },
    ]);
    expect((await ask(simulator, list)).error_response).toMatchObject({
      code: 7,
      sub_code: 'accesscontrol.limited-by-api-access-count',
      sub_msg: 'This ban will last for 3 more seconds',
    });
    expect((await ask(simulator, list)).error_response).toMatchObject({
      sub_code: 'accesscontrol.limited-by-app-access-count',
    });
    expect(await ask(simulator, list)).not.toHaveProperty('error_response');
    expect(await fired(simulator)).toMatchObject({ throttle: 2 });
  });

  test('session_expired is 27', async () => {
    const simulator = await start();
    await steer(simulator, 'faults', { kind: 'session_expired', filter: { method: list.method } });
    expect(await ask(simulator, list)).toMatchObject({ error_response: { code: 27 } });
    expect(await ask(simulator, { method: 'taobao.time.get' })).not.toHaveProperty('error_response');
  });
});

describe('a lost answer', () => {
  test.each([
    ['bad_gateway', 0],
    ['bad_gateway_after', 1],
  ])('%s is HTML with status 502', async (kind, paid) => {
    const { simulator, refund_id } = await startWithRefund({ refund: { dispute_type: 'REFUND' } });
    const { refund_version } = await get(simulator, refund_id);
    await steer(simulator, 'faults', { kind });
    const params = { method: 'taobao.rp.refunds.agree', refund_infos: `${refund_id}|8850|${refund_version}|` };
    const response = await send(simulator, params);
    expect(response.status).toBe(502);
    expect(await response.text()).toContain('<html>');
    expect(await ledger(simulator)).toHaveLength(paid);
  });

  test.each([
    ['hang_before', 0],
    ['hang_after', 1],
    ['drop_after', 1],
  ])('%s leaves the caller without an answer', async (kind, paid) => {
    const { simulator, refund_id } = await startWithRefund({ refund: { dispute_type: 'REFUND' } });
    const { refund_version } = await get(simulator, refund_id);
    await steer(simulator, 'faults', { kind });
    const params = { method: 'taobao.rp.refunds.agree', refund_infos: `${refund_id}|8850|${refund_version}|` };
    await expect(send(simulator, params, { timeoutMs: 200 })).rejects.toThrow();
    expect(await ledger(simulator)).toHaveLength(paid);
  });
});

describe('an odd answer', () => {
  test('half_body cuts the answer, slow delays it', async () => {
    const { simulator } = await startWithRefund();
    await steer(simulator, 'faults', [
      { kind: 'half_body', count: 1 },
      { kind: 'slow', delayMs: 20, count: 1 },
    ]);
    await expect(ask(simulator, list)).rejects.toThrow();
    expect(await ask(simulator, list)).toMatchObject({ total_results: 1 });
    expect(await fired(simulator)).toMatchObject({ half_body: 1, slow: 1 });
  });
});

describe('a rival', () => {
  test('stale_version lets the buyer edit between read and write', async () => {
    const { simulator, refund_id } = await startWithRefund({ refund: { dispute_type: 'REFUND' } });
    await steer(simulator, 'faults', { kind: 'stale_version', count: 1 });
    expect(await agree(simulator, refund_id)).toMatchObject({ succ: false });
    expect(await agree(simulator, refund_id)).toMatchObject({ succ: true });
  });

  test('platform_refund_first pays before the seller does, and only once', async () => {
    const { simulator, refund_id } = await startWithRefund({ refund: { dispute_type: 'REFUND' } });
    await steer(simulator, 'faults', { kind: 'platform_refund_first' });
    expect(await agree(simulator, refund_id)).toMatchObject({ succ: false, message: '退款已完成，请勿重复操作' });
    expect(await ledger(simulator)).toMatchObject([{ by: 'platform' }]);
  });
});

describe('an odd list', () => {
  test('single_object sends a list of one without its brackets', async () => {
    const { simulator, refund_id } = await startWithRefund();
    await steer(simulator, 'faults', { kind: 'single_object' });
    expect(await text(simulator, list)).toContain(`"refunds":{"refund":{"refund_id":"${refund_id}"}}`);
  });

  test('duplicate_rows repeats a row', async () => {
    const { simulator, refund_id } = await startWithRefund();
    await steer(simulator, 'faults', { kind: 'duplicate_rows' });
    expect((await ask(simulator, list)).refunds).toEqual([{ refund_id }, { refund_id }]);
  });
});
