import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { agree, ask, get, ledger, sell, start, startWithRefund, steer } from './test-client.ts';

describe('the platform', () => {
  test('pays by itself', async () => {
    const { simulator, refund_id } = await startWithRefund();
    await steer(simulator, `refunds/${refund_id}/platform-refund`);
    expect(await ledger(simulator)).toMatchObject([{ refund_id, by: 'platform', calls: 0 }]);
  });

  test('acts when the deadline passes, where that is switched on', async () => {
    const { simulator, refund_id } = await startWithRefund();
    const { refund_remind_timeout } = await get(simulator, refund_id);
    expect(refund_remind_timeout).toMatchObject({ exist_timeout: true });
    simulator.clock.shift(6 * 86_400_000);
    expect(await get(simulator, refund_id)).toMatchObject({ status: 'WAIT_SELLER_AGREE' });
    await steer(simulator, 'switches', { autoAgree: true });
    expect(await get(simulator, refund_id)).toMatchObject({ status: 'WAIT_BUYER_RETURN_GOODS' });
    await steer(simulator, `refunds/${refund_id}/ship`, { company_name: '中通快递', sid: '73100000000001' });
    simulator.clock.shift(11 * 86_400_000);
    expect(await ledger(simulator)).toMatchObject([{ refund_id, by: 'timeout' }]);
  });

  test('closes a refund whose buyer never sends the goods', async () => {
    const { simulator, refund_id } = await startWithRefund();
    await ask(simulator, { method: 'taobao.rp.returngoods.agree', refund_id });
    await steer(simulator, 'switches', { autoAgree: true });
    simulator.clock.shift(8 * 86_400_000);
    expect(await get(simulator, refund_id)).toMatchObject({ status: 'CLOSED' });
  });

  test('takes the deadline it is given', async () => {
    const { simulator, refund_id } = await startWithRefund({ refund: { timeout: '2030-01-01 00:00:00' } });
    const refund = await get(simulator, refund_id);
    expect(refund.refund_remind_timeout.timeout).toBe('2030-01-01 00:00:00');
  });
});

describe('a buyer', () => {
  test('withdraws, and nothing can be paid any more', async () => {
    const { simulator, refund_id } = await startWithRefund({ refund: { dispute_type: 'REFUND' } });
    await steer(simulator, `refunds/${refund_id}/close`);
    expect(await agree(simulator, refund_id)).toMatchObject({ succ: false });
    expect(await steer(simulator, `refunds/${refund_id}/close`)).toMatchObject({ httpStatus: 409 });
  });

  test('who edits after the seller has read makes the seller read again', async () => {
    const { simulator, refund_id } = await startWithRefund({ refund: { dispute_type: 'REFUND' } });
    const { refund_version } = await get(simulator, refund_id);
    await steer(simulator, `refunds/${refund_id}/modify`, { reason: '不喜欢' });
    const answer = await agree(simulator, refund_id, { refund_infos: `${refund_id}|8850|${refund_version}|` });
    expect(answer).toMatchObject({ succ: false, message: '退款版本号已过期，请重新读取退款单' });
  });
});

test('a restart forgets no trade, no refund and no payment', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'taobao-'));
  const { simulator, refund_id, tid } = await startWithRefund({ dataDir, refund: { dispute_type: 'REFUND' } });
  const version = (await get(simulator, refund_id)).refund_version;
  await agree(simulator, refund_id);
  const paid = await ledger(simulator);
  await simulator.close();

  const after = await start({ dataDir });
  expect(await ledger(after)).toEqual(paid);
  expect(await agree(after, refund_id)).toMatchObject({ succ: false });
  expect(await get(after, refund_id)).toMatchObject({ status: 'SUCCESS' });
  expect((await get(after, refund_id)).refund_version).toBeGreaterThan(version);
  const again = await steer(after, 'refunds', { refund_id, tid });
  expect(again).toMatchObject({ status: 'SUCCESS' });
  const next = await sell(after);
  expect(next.tid).not.toBe(tid);
});
