import { expect, test } from 'vitest';
import { ask, sell, start, steer, text, tmall } from './test-client.ts';

const fields = 'dispute_id,bizorder_id,status,modified,refund_version,buyer_phone,cs_status';

async function startWithExchange() {
  const simulator = await start();
  const trade = await sell(simulator, { seller_nick: '归来旗舰店' });
  const { dispute_id } = await steer(simulator, 'exchanges', { tid: trade.tid });
  const get = async (session = tmall) =>
    (await ask(simulator, { method: 'tmall.exchange.get', session, fields, dispute_id })).result;
  return { simulator, tid: trade.tid, dispute_id, get };
}

test('an exchange is asked for as bizorder_id and answers as biz_order_id, a text', async () => {
  const { simulator, tid, dispute_id, get } = await startWithExchange();
  expect(await get()).toMatchObject({
    success: true,
    exchange: { dispute_id, biz_order_id: tid, status: '1', buyer_phone: '138****5678', cs_status: 1 },
  });
  const wrapped = await text(simulator, { method: 'tmall.exchange.get', session: tmall, fields, dispute_id });
  expect(wrapped).toMatch(/^\{"tmall_exchange_get_response":\{"result":\{"success":true,"exchange":\{/);
});

test('each step changes its version, and tells the shop', async () => {
  const { simulator, dispute_id, get } = await startWithExchange();
  await ask(simulator, { method: 'taobao.tmc.user.permit', session: tmall });
  const before = (await get()).exchange.refund_version;
  await steer(simulator, `exchanges/${dispute_id}/move`, { status: '2' });
  await steer(simulator, `exchanges/${dispute_id}/move`, { status: '3', buyer_logistic_no: 'YT1' });
  await steer(simulator, `exchanges/${dispute_id}/move`, { reason: '改了主意' });
  expect((await get()).exchange).toMatchObject({ status: '3' });
  expect((await get()).exchange.refund_version).toBeGreaterThan(before);
  const { messages } = await ask(simulator, { method: 'taobao.tmc.messages.consume', session: '' });
  expect(messages.map(({ topic }: { topic: string }) => topic)).toEqual([
    'taobao_dispute_ExchangeAgree',
    'taobao_dispute_ExchangeModified',
    'taobao_dispute_ExchangeModified',
  ]);
});

test('the list shows what changed in the window, to its shop only, and not the version', async () => {
  const { simulator, dispute_id } = await startWithExchange();
  const list = { method: 'tmall.exchange.receive.get', fields, session: tmall };
  const { results, total_results } = await ask(simulator, list);
  expect(total_results).toBe(1);
  expect(results[0]).toMatchObject({ dispute_id });
  expect(results[0]).not.toHaveProperty('refund_version');
  expect(await ask(simulator, { ...list, end_gmt_modifed_time: '2020-01-01 00:00:00' })).not.toHaveProperty('results');
  expect(await ask(simulator, { ...list, session: '6100000test_session' })).not.toHaveProperty('results');
  const wrong = await ask(simulator, { ...list, end_gmt_modifed_time: 'gestern' });
  expect(wrong).toMatchObject({ error_response: { code: 41 } });
});

test('an exchange of another shop is not to be had, in the words of the inner envelope', async () => {
  const { get } = await startWithExchange();
  expect(await get('6100000test_session')).toMatchObject({ success: false, msg_code: expect.any(String) });
});

test.each([
  ['409', async ({ simulator }: Started) => steer(simulator, 'exchanges', { tid: (await sell(simulator)).tid })],
  ['404', ({ simulator }: Started) => steer(simulator, 'exchanges', { tid: '1' })],
  ['404', ({ simulator }: Started) => steer(simulator, 'exchanges/1/move', { status: '2' })],
  ['400', ({ simulator, dispute_id }: Started) => steer(simulator, `exchanges/${dispute_id}/move`, { status: '7' })],
  ['400', ({ simulator, tid }: Started) => steer(simulator, 'exchanges', { tid, colour: 'red' })],
])('what cannot happen to an exchange is refused with %s (%#)', async (status, attempt) => {
  expect(await attempt(await startWithExchange())).toMatchObject({ httpStatus: Number(status) });
});

type Started = Awaited<ReturnType<typeof startWithExchange>>;
