import { describe, expect, test } from 'vitest';
import {
  agree,
  ask,
  detail,
  type Extra,
  look,
  sell,
  send,
  start,
  startWithAfterSale,
  steer,
  text,
} from './test-client.ts';

describe('the gateway', () => {
  const read = { type: 'pdd.order.information.get', order_sn: '1' };
  test.each<[string, Record<string, string>, Extra, number]>([
    ['no type', { type: '' }, {}, 10001],
    ['a type that does not exist', { type: 'pdd.refund.refuse' }, {}, 10017],
    ['no client', { client_id: '' }, {}, 10001],
    ['an unknown client', { client_id: 'f'.repeat(32) }, {}, 10016],
    ['no signature', {}, { unsigned: { sign: '' } }, 10001],
    ['a wrong signature', {}, { unsigned: { sign: '0'.repeat(32) } }, 20004],
    ['a parameter added after signing', {}, { unsigned: { page: '1' } }, 20004],
    ['no timestamp', { timestamp: '' }, {}, 10001],
    ['a timestamp of another day', { timestamp: '1577836800' }, {}, 10001],
    ['a timestamp in ms', { timestamp: '1768444200000' }, {}, 10001],
    ['XML', { data_type: 'XML' }, {}, 10001],
    ['no token', { access_token: '' }, {}, 10001],
    ['an unknown token', { access_token: 'gone' }, {}, 20032],
    ['no order', { order_sn: '' }, {}, 21002],
    ['an order of nobody', {}, {}, 50001],
  ])('refuses %s', async (_, changes, extra, error_code) => {
    const answer = await ask(await start(), { ...read, ...changes }, extra);
    expect(answer.error_response).toMatchObject({ error_code, request_id: expect.stringMatching(/\d+/) });
  });

  test('takes a clock that is nine minutes wrong, either way, and no more', async () => {
    const simulator = await start();
    const { order_sn } = await sell(simulator);
    const at = (minutes: number) => String(Math.floor(simulator.clock.now() / 1000) + minutes * 60);
    const codes = [];
    for (const minutes of [-11, -9, 9, 11]) {
      codes.push((await ask(simulator, { ...read, order_sn, timestamp: at(minutes) })).error_response?.error_code);
    }
    expect(codes).toEqual([10001, undefined, undefined, 10001]);
  });

  test.each(['json', 'form', 'multipart'] as const)('takes parameters as %s', async (as) => {
    const simulator = await start();
    const { order_sn } = await sell(simulator);
    const answer = await ask(simulator, { ...read, order_sn }, { as });
    expect(answer).toMatchObject({ order_info_get_response: { order_info: { order_sn } } });
  });

  test('refuses what the mall has not granted', async () => {
    const mall = { mall_id: '1', name: '店', access_token: 'test_access_token_pdd', refresh_token: 'r' };
    const simulator = await start({ malls: [{ ...mall, denied: [read.type] }] });
    expect(await ask(simulator, read)).toMatchObject({ error_response: { error_code: 20031 } });
  });

  test('does not show one mall what is of the other', async () => {
    const mall = (mall_id: string, access_token: string) => ({
      ...{ mall_id, access_token, name: '店', refresh_token: `r${mall_id}`, denied: [] },
    });
    const malls = [mall('1', 'test_access_token_pdd'), mall('2', 'second')];
    const asked = await startWithAfterSale({ malls });
    const { simulator, order_sn, id } = asked;
    const params = { type: 'pdd.refund.information.get', order_sn, after_sales_id: id };
    expect(await ask(simulator, params)).toMatchObject({ id: Number(id) });
    expect(await ask(simulator, { ...params, access_token: 'second' })).toMatchObject({
      error_response: { error_code: 50001, sub_msg: '售后单不存在' },
    });
  });
});

describe('the access of a mall', () => {
  const refresh = { type: 'pdd.pop.auth.token.refresh', access_token: '', refresh_token: 'test_refresh_token_pdd' };
  const read = { type: 'pdd.refund.address.list.get' };

  test('is refreshed, and the old tokens are dead', async () => {
    const simulator = await start();
    const { pop_auth_token_refresh_response: fresh } = await ask(simulator, refresh);
    expect(fresh).toMatchObject({ owner_id: '171504183', expires_in: 31_104_000 });
    expect(await ask(simulator, read)).toMatchObject({ error_response: { error_code: 20032 } });
    expect(await ask(simulator, refresh)).toMatchObject({ error_response: { error_code: 50001 } });
    const answer = await ask(simulator, { ...read, access_token: fresh.access_token });
    expect(answer).toHaveProperty('refund_address_list_get_response');
  });

  test('expires, and then a refresh helps', async () => {
    const simulator = await start();
    await steer(simulator, 'tokens/expire');
    expect(await ask(simulator, read)).toMatchObject({ error_response: { error_code: 10019 } });
    expect(await ask(simulator, refresh)).toHaveProperty('pop_auth_token_refresh_response');
  });
});

describe('the wire', () => {
  test('has the same money as yuan in the list and as fen in the detail, and no root on the latter', async () => {
    const { simulator, order_sn, id } = await startWithAfterSale();
    const params = {
      ...{ type: 'pdd.refund.list.increment.get', after_sales_type: '1', after_sales_status: '3', order_sn },
      ...{ start_updated_at: '1', end_updated_at: '1' },
    };
    const list = await text(simulator, params);
    expect(list).toContain(`{"refund_increment_get_response":{"refund_list":[{"id":${id},"order_sn":"${order_sn}"`);
    expect(list).toContain('"refund_amount":"88.50"');
    const read = await text(simulator, { type: 'pdd.refund.information.get', order_sn, after_sales_id: id });
    expect(read).toContain(`{"id":${id},`);
    expect(read).toContain('"refund_amount":8850');
  });

  test('has order amounts as text, or as numbers under that fault', async () => {
    const simulator = await start();
    const { order_sn } = await sell(simulator, { postage: '6.00' });
    const read = { type: 'pdd.order.information.get', order_sn };
    expect(await text(simulator, read)).toContain('"pay_amount":"106.00"');
    await steer(simulator, 'faults', { kind: 'number_money' });
    expect(await text(simulator, read)).toContain('"pay_amount":106,');
  });

  test('shows receivers as a cipher with a masked twin', async () => {
    const simulator = await start();
    const { order_sn } = await sell(simulator, { receiver_name: '张三丰', receiver_phone: '13812345678' });
    const whole = await text(simulator, { type: 'pdd.order.information.get', order_sn });
    expect(whole).toContain('"receiver_name_mask":"张****"');
    expect(whole).toContain('"receiver_phone_mask":"138****5678"');
    expect(whole).not.toContain('张三丰');
    expect(whole).not.toContain('13812345678');
  });

  test('tells which orders have an after-sale under way', async () => {
    const { simulator, order_sn } = await startWithAfterSale();
    const other = await sell(simulator);
    const params = { type: 'pdd.refund.status.check', order_sns: `${order_sn},${other.order_sn}` };
    expect(await ask(simulator, params)).toMatchObject({
      refund_status_check_response: { order_sns_exists_refund: [{ order_sn }] },
    });
  });
});

describe('faults', () => {
  const read = { type: 'pdd.refund.address.list.get' };

  test.each([
    ['throttle', 70031],
    ['api_throttle', 52101],
    ['session_expired', 10019],
  ])('%s is %i', async (kind, error_code) => {
    const simulator = await start();
    await steer(simulator, 'faults', { kind, count: 1, filter: { type: read.type } });
    expect(await ask(simulator, read)).toMatchObject({ error_response: { error_code } });
    expect(await ask(simulator, read)).not.toHaveProperty('error_response');
    expect((await look(simulator, 'faults')).fired).toMatchObject({ [kind]: 1 });
  });

  test.each([
    ['bad_gateway', 0],
    ['bad_gateway_after', 1],
  ])('%s is HTML with status 502', async (kind, paid) => {
    const asked = await startWithAfterSale({ afterSale: { after_sales_type: 1 } });
    await steer(asked.simulator, 'faults', { kind });
    const request = JSON.stringify({ after_sales_id: Number(asked.id), order_sn: asked.order_sn });
    const response = await send(asked.simulator, { type: 'pdd.refund.agree', request });
    expect(response.status).toBe(502);
    expect(await response.text()).toContain('<html>');
    expect(await look(asked.simulator, 'ledger')).toHaveLength(paid);
  });

  test.each([
    ['hang_before', 0],
    ['hang_after', 1],
    ['drop_after', 1],
    ['half_body', 1],
  ])('%s leaves the caller without an answer', async (kind, paid) => {
    const asked = await startWithAfterSale({ afterSale: { after_sales_type: 1 } });
    await steer(asked.simulator, 'faults', { kind });
    await expect(agree(asked, { timeoutMs: 300 })).rejects.toThrow();
    expect(await look(asked.simulator, 'ledger')).toHaveLength(paid);
  });

  test('a rival edits before the write, and the platform does not mind', async () => {
    const asked = await startWithAfterSale({ afterSale: { after_sales_type: 1 } });
    await steer(asked.simulator, 'faults', { kind: 'buyer_edits_first', count: 1 });
    expect(await agree(asked)).toMatchObject({ response: { result: { succ: true } } });
    expect(await detail(asked)).toMatchObject({ remark: '买家刚刚修改', after_sales_status: 10 });
  });

  test('a rival pays first, and money is paid once', async () => {
    const asked = await startWithAfterSale({ afterSale: { after_sales_type: 1 } });
    await steer(asked.simulator, 'faults', { kind: 'platform_refund_first' });
    expect(await agree(asked)).toMatchObject({ error_response: { sub_msg: '售后单已退款，请勿重复操作' } });
    expect(await look(asked.simulator, 'ledger')).toMatchObject([{ by: 'platform', amount: '88.50' }]);
  });
});
