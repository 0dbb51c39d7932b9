import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Simulator } from '../simulator.ts';
import { agree, ask, sell, start, startWithRefund, steer, text, tmall } from './test-client.ts';

type Told = { id: string; topic: string; content: string; user_nick: string };

const permit = (simulator: Simulator, params: Record<string, string> = {}) =>
  ask(simulator, { method: 'taobao.tmc.user.permit', ...params });
const consume = async (simulator: Simulator, params: Record<string, string> = {}): Promise<Told[]> =>
  (await ask(simulator, { method: 'taobao.tmc.messages.consume', session: '', ...params })).messages ?? [];
const confirm = (simulator: Simulator, ids: string, params: Record<string, string> = {}) =>
  ask(simulator, { method: 'taobao.tmc.messages.confirm', session: '', s_message_ids: ids, ...params });
const notices = async (simulator: Simulator) => (await fetch(`${simulator.url}/__sim/notices`)).json();
const topics = (told: readonly Told[]): string[] => told.map(({ topic }) => topic);

async function startPermitted() {
  const simulator = await start();
  await permit(simulator);
  const trade = await sell(simulator, { orders: [{ price: '88.50' }] });
  return { simulator, trade };
}

describe('the message service', () => {
  test('tells nobody who has not asked', async () => {
    const { simulator } = await startWithRefund();
    expect(await consume(simulator)).toEqual([]);
    expect(await notices(simulator)).toEqual({ permitted: [], unconfirmed: [] });
  });

  test('tells each step of a trade and its refund, with every digit', async () => {
    const { simulator, trade } = await startPermitted();
    await steer(simulator, `trades/${trade.tid}/ship`, { company: '圆通速递', invoice_no: 'YT1234567890123' });
    const { refund_id } = await steer(simulator, 'refunds', { tid: trade.tid, dispute_type: 'REFUND' });
    await steer(simulator, `refunds/${refund_id}/modify`, { desc: '改了说明' });
    await steer(simulator, `refunds/${refund_id}/modify`, { cs_status: 2 });
    await steer(simulator, `refunds/${refund_id}/modify`, { cs_status: 3 });
    await agree(simulator, refund_id);
    const told = await consume(simulator);
    expect(topics(told)).toEqual([
      'taobao_trade_TradeBuyerPay',
      'taobao_trade_TradeSellerShip',
      'taobao_refund_RefundCreated',
      'taobao_refund_RefundBuyerModifyAgreement',
      'taobao_refund_TaobaoInterApplied',
      'taobao_refund_TaobaoIntervened',
      'taobao_refund_RefundSuccess',
      'taobao_trade_TradePartlyRefund',
      'taobao_trade_TradeClose',
    ]);
    expect(told[2]?.content).toContain(`"refund_id":${refund_id},"tid":${trade.tid}`);
    expect(told[2]).toMatchObject({ user_nick: '归来测试店', pub_time: expect.any(String) });
  });

  test('writes its ids as bare 64-bit numbers', async () => {
    const { simulator } = await startPermitted();
    const params = { method: 'taobao.tmc.messages.consume', session: '' };
    expect(await text(simulator, params)).toMatch(/"tmc_message":\[\{"id":4130300001234567890,/);
  });

  test('says again what is not confirmed, but not at once, and never what is', async () => {
    const { simulator } = await startPermitted();
    const trade = await sell(simulator);
    const { unconfirmed } = await notices(simulator);
    expect(await consume(simulator)).toHaveLength(2);
    expect(await consume(simulator)).toEqual([]);
    expect(await confirm(simulator, unconfirmed[0].id)).toMatchObject({ is_success: true });
    simulator.clock.shift(5 * 60_000);
    const again = await consume(simulator);
    expect(again).toHaveLength(1);
    expect(again[0]?.content).toContain(trade.tid);
  });

  test('mixes the shops of a group in one queue', async () => {
    const { simulator } = await startPermitted();
    await permit(simulator, { session: tmall });
    await sell(simulator, { seller_nick: '归来旗舰店' });
    expect((await consume(simulator)).map(({ user_nick }) => user_nick)).toEqual(['归来测试店', '归来旗舰店']);
  });

  test('keeps the queue of a group of its own apart', async () => {
    const simulator = await start({
      sellers: [
        { session: '6100000test_session', nick: '归来测试店', kind: 'taobao', group: 'guilai' },
        { session: '6100000tmall_session', nick: '归来旗舰店', kind: 'tmall' },
      ],
    });
    await permit(simulator);
    await sell(simulator, { seller_nick: '归来测试店' });
    expect(await consume(simulator)).toEqual([]);
    const { unconfirmed } = await notices(simulator);
    await confirm(simulator, unconfirmed[0].id);
    expect(await consume(simulator, { group_name: 'guilai' })).toHaveLength(1);
    await confirm(simulator, unconfirmed[0].id, { group_name: 'guilai' });
    expect((await notices(simulator)).unconfirmed).toEqual([]);
  });

  test('tells only of the topics that were asked for', async () => {
    const { simulator, trade } = await startPermitted();
    await permit(simulator, { topics: 'taobao_refund_RefundCreated' });
    await steer(simulator, `trades/${trade.tid}/ship`, { company: '圆通速递', invoice_no: 'YT1' });
    await steer(simulator, 'refunds', { tid: trade.tid });
    expect(topics(await consume(simulator))).toEqual(['taobao_trade_TradeBuyerPay', 'taobao_refund_RefundCreated']);
  });

  test.each([
    ['messages_twice', ['a', 'b', 'a', 'b']],
    ['messages_reversed', ['b', 'a']],
  ])('says things %s when told to', async (kind, said) => {
    const simulator = await start();
    const notice = { nick: '归来测试店', topic: 'taobao_refund_RefundCreated' };
    await steer(simulator, 'notices', [
      { ...notice, content: 'a' },
      { ...notice, content: 'b' },
    ]);
    await steer(simulator, 'faults', { kind, count: 1 });
    expect((await consume(simulator)).map(({ content }) => content)).toEqual(said);
  });

  test.each([
    [{ method: 'taobao.tmc.messages.consume', quantity: '9' }, 41],
    [{ method: 'taobao.tmc.messages.consume', quantity: '201' }, 41],
    [{ method: 'taobao.tmc.messages.consume', group_name: 'nobody' }, 41],
    [{ method: 'taobao.tmc.messages.confirm' }, 40],
    [{ method: 'taobao.tmc.messages.confirm', s_message_ids: Array(201).fill('1').join(',') }, 41],
    [{ method: 'taobao.tmc.messages.confirm', s_message_ids: 'x' }, 41],
    [{ method: 'taobao.tmc.user.permit', session: '' }, 26],
  ])('refuses %o with %i', async (params, code) => {
    const simulator = await start();
    expect(await ask(simulator, { session: '', ...params })).toMatchObject({ error_response: { code } });
  });
});

test('a restart forgets neither who listens nor what is not confirmed, nor fresh tokens', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'taobao-'));
  const simulator = await start({ dataDir });
  await permit(simulator);
  await sell(simulator);
  await consume(simulator);
  const { session, refresh_token } = await refresh(simulator, '6101000test_refresh');
  await simulator.close();

  const after = await start({ dataDir });
  expect(await consume(after)).toHaveLength(1);
  expect(await permit(after)).toMatchObject({ error_response: { code: 27 } });
  expect(await permit(after, { session })).toMatchObject({ is_success: true });
  expect((await refresh(after, refresh_token)).session).not.toBe(session);
});

async function refresh(simulator: Simulator, token: string) {
  const params = { method: 'taobao.top.auth.token.refresh', session: '', refresh_token: token };
  const { token_result } = await ask(simulator, params);
  const { access_token: session, refresh_token, expires_in } = JSON.parse(token_result);
  expect(expires_in).toBe(86_400);
  return { session, refresh_token };
}

test('a refresh token serves once, and a merchant’s own app has none', async () => {
  const simulator = await start();
  await refresh(simulator, '6101000test_refresh');
  const again = { method: 'taobao.top.auth.token.refresh', session: '', refresh_token: '6101000test_refresh' };
  expect(await ask(simulator, again)).toMatchObject({ error_response: { code: 15 } });
  expect(await ask(simulator, { ...again, refresh_token: 'undefined' })).toMatchObject({
    error_response: { code: 15 },
  });
});
