import { describe, expect, test } from 'vitest';
import { shanghaiText } from '../clock.ts';
import { ask, type Extra, sell, start, startWithRefund, steer, text, tmall } from './test-client.ts';

describe('the gateway', () => {
  const read = { method: 'taobao.refund.get', refund_id: '1', fields: 'refund_id' };
  test.each<[string, Record<string, string>, Extra, number]>([
    ['no method', { method: '' }, {}, 21],
    ['a method that does not exist', { method: 'taobao.refund.give' }, {}, 22],
    ['any format but json', { format: 'xml' }, {}, 23],
    ['no signature', {}, { unsigned: { sign: '' } }, 24],
    ['a wrong signature', {}, { unsigned: { sign: '0'.repeat(32) } }, 25],
    ['a parameter added after signing', {}, { unsigned: { buyer_nick: 'x' } }, 25],
    ['no session', { session: '' }, {}, 26],
    ['an unknown session', { session: 'gone' }, {}, 27],
    ['no app key', { app_key: '' }, {}, 28],
    ['an unknown app', { app_key: '87654321' }, {}, 29],
    ['no timestamp', { timestamp: '' }, {}, 30],
    ['a timestamp of another day', { timestamp: '2020-01-01 00:00:00' }, {}, 31],
    ['no version', { v: '' }, {}, 32],
    ['no fields', { fields: '' }, {}, 40],
    ['a refund number with letters', { refund_id: 'abc' }, {}, 41],
    ['a refund of nobody', {}, {}, 15],
  ])('refuses %s', async (_, changes, extra, code) => {
    const answer = await ask(await start(), { ...read, ...changes }, extra);
    expect(answer.error_response).toMatchObject({ code });
    expect(answer.error_response.request_id).toMatch(/\w+/);
  });

  test('takes a clock that is nine minutes wrong, either way', async () => {
    const simulator = await start();
    for (const offset of [-540_000, 540_000]) {
      const timestamp = shanghaiText(simulator.clock.now() + offset);
      const answer = await ask(simulator, { method: 'taobao.time.get', session: '', timestamp });
      expect(answer.time).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
    }
  });

  test('answers GET as well', async () => {
    const simulator = await start();
    const response = await fetch(`${simulator.url}/router/rest?method=taobao.time.get`);
    expect(await response.json()).toMatchObject({ error_response: { code: 28 } });
  });

  test("does not show one shop the other's refunds", async () => {
    const { simulator, refund_id } = await startWithRefund();
    const params = { method: 'taobao.refund.get', refund_id, fields: 'status', session: tmall };
    expect(await ask(simulator, params)).toMatchObject({ error_response: { sub_code: 'isv.refund-not-exist' } });
  });
});

describe('the wire', () => {
  test('writes 64-bit numbers bare, with all their digits', async () => {
    const { simulator, tid } = await startWithRefund();
    const list = await text(simulator, { method: 'taobao.refunds.receive.get', fields: 'tid,oid' });
    expect(list).toContain(
      `{"refunds_receive_get_response":{"refunds":{"refund":[{"tid":${tid},"oid":${tid.slice(0, -1)}`,
    );
    expect(BigInt(tid)).toBeGreaterThan(2n ** 53n);
  });

  test('gives their twins as text', async () => {
    const { simulator, tid } = await startWithRefund();
    const params = { method: 'taobao.trade.fullinfo.get', tid, fields: 'tid_str,orders.oid_str' };
    const { trade } = await ask(simulator, params);
    expect(trade).toEqual({
      tid_str: tid,
      orders: [{ oid_str: String(BigInt(tid) + 1n) }, { oid_str: String(BigInt(tid) + 2n) }],
    });
  });

  test('sends only the fields asked for', async () => {
    const { simulator, refund_id } = await startWithRefund();
    const { refund } = await ask(simulator, { method: 'taobao.refund.get', refund_id, fields: 'status,refund_fee' });
    expect(refund).toEqual({ status: 'WAIT_SELLER_AGREE', refund_fee: '88.50' });
  });

  test('wraps lists in the singular, or not when simplified', async () => {
    const { simulator, refund_id } = await startWithRefund();
    const params = { method: 'taobao.refunds.receive.get', fields: 'refund_id' };
    const wrapped = JSON.parse(await text(simulator, params));
    expect(wrapped.refunds_receive_get_response).toMatchObject({
      refunds: { refund: [{ refund_id }] },
      total_results: 1,
    });
    expect(await ask(simulator, params)).toMatchObject({ refunds: [{ refund_id }], total_results: 1 });
  });

  test('leaves an empty list out, or sends its empty wrapper under that fault', async () => {
    const simulator = await start();
    const params = { method: 'taobao.refunds.receive.get', fields: 'refund_id', use_has_next: 'true' };
    const bare = JSON.parse(await text(simulator, params)).refunds_receive_get_response;
    expect(bare).toEqual({ has_next: false, request_id: expect.any(String) });
    await steer(simulator, 'faults', { kind: 'empty_wrapper' });
    expect(await text(simulator, params)).toContain('"refunds":{}');
  });

  test('shows receivers only masked', async () => {
    const simulator = await start();
    const receiver = { receiver_name: '张三丰', receiver_mobile: '13812345678', receiver_address: '文三路100号' };
    const trade = await sell(simulator, receiver);
    const fields = 'receiver_name,receiver_mobile,receiver_address';
    const answer = await ask(simulator, { method: 'taobao.trade.fullinfo.get', tid: trade.tid, fields });
    expect(answer.trade).toEqual({
      receiver_name: '张****',
      receiver_mobile: '138****5678',
      receiver_address: '文三路1****',
    });
  });

  test('puts the postage into the payment of a lone sub order only', async () => {
    const simulator = await start();
    const one = await sell(simulator, { post_fee: '6.00', orders: [{ price: '20.00' }] });
    const several = await sell(simulator, { post_fee: '6.00', orders: [{}, {}] });
    expect(one).toMatchObject({ payment: '26.00', orders: [{ payment: '26.00', oid: one.tid }] });
    expect(several).toMatchObject({ payment: '206.00', orders: [{ payment: '100.00' }, { payment: '100.00' }] });
  });
});
