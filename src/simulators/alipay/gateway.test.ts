import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  call,
  ledger,
  out_trade_no,
  pay,
  query,
  read,
  refund,
  start,
  startWithTrade,
  steer,
  trade,
  trade_no,
} from './test-client.ts';
import { platformPrivateKey, platformPublicKey } from './test-keys.ts';

describe('the gateway refuses', () => {
  test.each([
    ['a missing signature', { sign: '' }, '40001', 'isv.missing-signature'],
    ['an unknown app, before it looks at the signature', { app_id: '1', sign: 'x' }, '40002', 'isv.invalid-app-id'],
    ['a wrong signature', { sign: 'AAAA' }, '40002', 'isv.invalid-signature'],
    ['a timestamp of another day', { timestamp: '2020-01-01 00:00:00' }, '40002', 'isv.invalid-timestamp'],
    ['a missing timestamp', { timestamp: '' }, '40001', 'isv.missing-timestamp'],
    ['a method that does not exist', { method: 'alipay.trade.give' }, '40002', 'isv.invalid-method'],
  ])('%s, unsigned', async (_, overrides, code, sub_code) => {
    const simulator = await startWithTrade();
    const { answer, authentic } = await read(await call(simulator, 'alipay.trade.refund', refund, overrides));
    expect(answer).toMatchObject({ code, sub_code });
    expect(authentic).toBe(false);
    expect(await ledger(simulator)).toEqual([]);
  });

  test('a wrong signature and shows the text it has built', async () => {
    const simulator = await startWithTrade();
    const { answer } = await read(await call(simulator, 'alipay.trade.refund', refund, { sign: 'AAAA' }));
    expect(answer['sub_msg']).toContain('app_id=2021000000000001&biz_content={"trade_no"');
  });
});

describe('alipay.trade.refund', () => {
  test('moves the money and signs the answer', async () => {
    const simulator = await startWithTrade();
    const { answer, authentic } = await pay(simulator);
    expect(answer).toMatchObject({
      code: '10000',
      fund_change: 'Y',
      refund_fee: '88.50',
      trade_no,
      out_trade_no,
      buyer_logon_id: '159****5620',
    });
    expect(authentic).toBe(true);
    expect(await ledger(simulator)).toMatchObject([{ trade_no, out_request_no: 'RF1', amount: '88.50', calls: 1 }]);
  });

  test('moves it once for one number: the repeat says fund_change N', async () => {
    const simulator = await startWithTrade();
    await pay(simulator);
    expect((await pay(simulator)).answer).toMatchObject({ code: '10000', fund_change: 'N', refund_fee: '88.50' });
    expect(await ledger(simulator)).toMatchObject([{ out_request_no: 'RF1', calls: 2 }]);
  });

  test.each([
    ['an unknown trade', { trade_no: '404' }, 'ACQ.TRADE_NOT_EXIST'],
    ['more than remains', { out_request_no: 'RF2', refund_amount: '100.01' }, 'ACQ.REFUND_AMT_NOT_EQUAL_TOTAL'],
    ['the same number with another amount', { refund_amount: '88.51' }, 'ACQ.DISCORDANT_REPEAT_REQUEST'],
    ['an amount of one decimal', { out_request_no: 'RF2', refund_amount: '1.5' }, 'ACQ.INVALID_PARAMETER'],
    ['nothing', { out_request_no: 'RF2', refund_amount: '0.00' }, 'ACQ.INVALID_PARAMETER'],
    ['a part without a number', { out_request_no: '', refund_amount: '1.00' }, 'ACQ.INVALID_PARAMETER'],
  ])('refuses %s', async (_, changes, sub_code) => {
    const simulator = await startWithTrade();
    await pay(simulator);
    const { answer, authentic } = await pay(simulator, changes);
    expect(answer).toMatchObject({ code: '40004', sub_code });
    expect(authentic).toBe(true);
    expect(await ledger(simulator)).toHaveLength(1);
  });

  test('closes a trade that is refunded in full, and refuses the next refund', async () => {
    const simulator = await startWithTrade();
    await pay(simulator);
    await pay(simulator, { out_request_no: 'RF2', refund_amount: '100.00' });
    const { answer } = await read(await call(simulator, 'alipay.trade.query', { out_trade_no }));
    expect(answer).toMatchObject({ trade_status: 'TRADE_CLOSED', total_amount: '188.50' });
    const third = await pay(simulator, { out_request_no: 'RF3', refund_amount: '0.01' });
    expect(third.answer).toMatchObject({ sub_code: 'ACQ.TRADE_HAS_CLOSE' });
  });

  test('knows a full refund without a number by the out_trade_no', async () => {
    const simulator = await startWithTrade();
    await pay(simulator, { out_request_no: '', refund_amount: '188.50' });
    expect((await query(simulator, out_trade_no)).answer).toMatchObject({ refund_status: 'REFUND_SUCCESS' });
  });

  test('refuses a finished trade, and one past its refund window', async () => {
    const simulator = await startWithTrade({ refundWindowDays: 30 });
    simulator.clock.shift(31 * 86_400_000);
    expect((await pay(simulator)).answer).toMatchObject({ sub_code: 'ACQ.TRADE_HAS_FINISHED' });
    await steer(simulator, 'POST', 'trades', { ...trade, trade_no: 't2', out_trade_no: 'o2' });
    await steer(simulator, 'POST', 'trades/t2/finish');
    expect((await pay(simulator, { trade_no: 't2' })).answer).toMatchObject({ sub_code: 'ACQ.TRADE_HAS_FINISHED' });
  });

  test('refuses a second refund within the gap where one is set', async () => {
    const simulator = await startWithTrade({ minRefundGapMs: 3_000 });
    await pay(simulator);
    const second = { out_request_no: 'RF2', refund_amount: '1.00' };
    expect((await pay(simulator, second)).answer).toMatchObject({ sub_code: 'ACQ.SYSTEM_ERROR' });
    simulator.clock.shift(3_000);
    expect((await pay(simulator, second)).answer).toMatchObject({ fund_change: 'Y' });
  });
});

describe('alipay.trade.fastpay.refund.query', () => {
  test('answers an unknown number with success and no refund fields', async () => {
    const simulator = await startWithTrade();
    const { answer } = await query(simulator, 'RF404');
    expect(answer).toMatchObject({ code: '10000' });
    expect(answer).not.toHaveProperty('refund_status');
    expect(answer).not.toHaveProperty('refund_amount');
  });

  test('tells the moment of payment only when asked for it', async () => {
    const simulator = await startWithTrade();
    await pay(simulator);
    expect((await query(simulator, 'RF1')).answer).not.toHaveProperty('gmt_refund_pay');
    const asked = await query(simulator, 'RF1', { query_options: ['gmt_refund_pay'] });
    expect(asked.answer).toMatchObject({ refund_amount: '88.50', refund_status: 'REFUND_SUCCESS' });
    expect(asked.answer['gmt_refund_pay']).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
  });
});

describe('the memory', () => {
  test('survives a restart: trades, refunds paid, refunds pending, and the shifted clock', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'alipay-'));
    const before = await startWithTrade({ dataDir });
    before.clock.shift(3_600_000);
    await pay(before);
    await steer(before, 'POST', 'faults', { kind: 'pending', settleAfterMs: 60_000 });
    await pay(before, { out_request_no: 'RF2', refund_amount: '10.00' });
    const paid = await ledger(before);
    await before.close();

    const after = await start({ dataDir });
    expect(after.clock.now()).toBeGreaterThan(paid[0].executed_at - 1);
    expect(await ledger(after)).toEqual(paid);
    expect((await pay(after)).answer).toMatchObject({ fund_change: 'N' });
    after.clock.shift(60_000);
    expect(await ledger(after)).toHaveLength(2);
  });

  test('takes the same trade twice without a word, and refuses another one under its number', async () => {
    const simulator = await startWithTrade();
    expect((await steer(simulator, 'POST', 'trades', [trade])).status).toBe(200);
    expect((await steer(simulator, 'POST', 'trades', { ...trade, total_amount: '1.00' })).status).toBe(409);
  });

  test('other keys can be given', async () => {
    const simulator = await start({ apps: { '2021000000000009': platformPublicKey }, platformPrivateKey });
    const { answer } = await read(await call(simulator, 'alipay.trade.query', {}, { app_id: '2021000000000009' }));
    expect(answer).toMatchObject({ sub_code: 'isv.invalid-signature' });
  });
});
