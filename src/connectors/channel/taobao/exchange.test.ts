import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { fromMs, plusMs } from '../../../domain/time.ts';
import { startTaobao } from '../../../simulators/taobao/simulator.ts';
import type { CannedAnswer } from '../../canned-vendor.ts';
import { steering } from '../../steering.ts';
import { taobaoChannel } from './account.ts';
import * as canned from './canned-shop.ts';
import { error, refundAnswer, shanghai, wire } from './canned-shop.ts';
import { taobao } from './taobao.ts';

const trades = z.tuple([z.object({ tid: z.string() })]);
const exchanged = z.object({ dispute_id: z.string() });

async function openTmall() {
  const simulator = await startTaobao();
  onTestFinished(() => simulator.close());
  const steer = steering(simulator.url);
  const now = () => fromMs(simulator.clock.now());
  const port = taobao({
    gatewayUrl: `${simulator.url}/router/rest`,
    appKey: '12345678',
    appSecret: canned.appSecret,
    session: '6100000tmall_session',
    shopKind: 'tmall',
    timeoutMs: 10_000,
    now,
    unverified: { pageSize: 4 },
  });
  const sell = async () => trades.parse(await steer('POST', 'trades', { seller_nick: '归来旗舰店' }))[0].tid;
  const askExchange = async (tid: string) =>
    exchanged.parse(await steer('POST', 'exchanges', { tid, reason: '尺码拍错' })).dispute_id;
  const read = async (id: string) => {
    const found = await port.getRefund(id);
    const reading = found.kind === 'document' ? port.decodeRefund(found.document.raw) : expect.unreachable(found.kind);
    return reading.kind === 'refund' ? reading.refund : expect.unreachable(reading.reason);
  };
  return { port, steer, now, sell, askExchange, read };
}

test('exchanges are pulled beside the refunds, the oldest change first, over several pages', async () => {
  const { port, steer, now, sell, askExchange } = await openTmall();
  const from = plusMs(now(), -1000);
  const ids: string[] = [];
  for (let n = 0; n < 3; n++) {
    ids.push(await askExchange(await sell()));
    await steer('POST', 'clock', { shiftMs: 60_000 });
    const refund = await steer('POST', 'refunds', { tid: await sell() });
    ids.push(z.object({ refund_id: z.string() }).parse(refund).refund_id);
    await steer('POST', 'clock', { shiftMs: 60_000 });
  }
  for (let n = 0; n < 3; n++) {
    ids.push(await askExchange(await sell()));
    await steer('POST', 'clock', { shiftMs: 1_000 });
  }
  await steer('POST', 'clock', { shiftMs: 2_000 });
  const idsOf = async () => {
    const pulled = await port.pullRefunds({ from, to: plusMs(now(), -1000) });
    const documents = pulled.kind === 'documents' ? pulled.documents : expect.unreachable(pulled.kind);
    return documents.map(({ externalId }) => externalId);
  };
  expect(await idsOf()).toEqual(ids);
  await steer('POST', 'faults', { kind: 'rows_shift', filter: { method: 'tmall.exchange.receive.get' } });
  expect(new Set(await idsOf())).toEqual(new Set(ids));
});

test('an exchange is read with its order, and its way is followed', async () => {
  const { steer, sell, askExchange, read } = await openTmall();
  const tid = await sell();
  const id = await askExchange(tid);
  const asked = await read(id);
  expect(asked).toMatchObject({
    externalId: id,
    orderExternalId: tid,
    resolution: 'exchange',
    status: 'awaiting_seller',
    reason: '尺码拍错',
  });
  const sentBack = { status: '3', buyer_logistic_name: '圆通速递', buyer_logistic_no: 'YT1', cs_status: 3 };
  await steer('POST', `exchanges/${id}/move`, sentBack);
  const back = await read(id);
  expect(back).toMatchObject({
    status: 'awaiting_seller_receipt',
    returnParcel: { courier: '圆通速递', waybill: 'YT1' },
    intervention: 'open',
  });
  expect(back.version).toBeGreaterThan(asked.version);
});

test('what neither list knows is absent', async () => {
  const { port } = await openTmall();
  expect(await port.getRefund('999999999999999999')).toEqual({ kind: 'absent' });
});

test('no name, phone or address of the buyer is kept of an exchange', async () => {
  const personal = { buyer_name: '张三丰', buyer_phone: '13812345678', buyer_address: '某路1号' };
  const { port } = await cannedTmall(error(15, 'isv.refund-not-exist'), exchangeAnswer(personal));
  const found = await port.getRefund('5');
  expect(found).toMatchObject({ document: { raw: { exchange: { buyer_name: '张**', buyer_phone: '*******5678' } } } });
  expect(JSON.stringify(found)).not.toMatch(/三丰|138|某路/);
});

async function cannedTmall(...answers: CannedAnswer[]) {
  const shop = await canned.shopAnswering({ unverified: { pullsExchanges: true } }, ...answers);
  onTestFinished(() => shop.vendor.close());
  return shop;
}

const exchangeRow = { dispute_id: '5', biz_order_id: '9', status: '1', modified: '2026-01-15 10:12:00' };
const exchangeAnswer = (changes: object = {}): string =>
  wire({
    tmall_exchange_get_response: {
      result: { success: true, exchange: { ...exchangeRow, created: '2026-01-15 10:00:00', ...changes } },
      request_id: 'r',
    },
  });
const noExchange = wire({ tmall_exchange_get_response: { result: { success: false, msg_code: 'NO' } } });
const throttled = error(7, 'accesscontrol.limited-by-api-access-count', 'This ban will last for 3 more seconds');
const asRefund = refundAnswer({ refund_id: '5', dispute_type: 'TMALL_EXCHANGE' });

test.each<[string, CannedAnswer[], object]>([
  ['both know it', [asRefund, exchangeAnswer()], { document: { raw: { exchange: exchangeRow, refund: {} } } }],
  ['the refunds alone know it', [asRefund, noExchange], { document: { raw: { dispute_type: 'TMALL_EXCHANGE' } } }],
  ['the refunds refuse it', [error(15, 'isv.no'), exchangeAnswer()], { document: { raw: { exchange: exchangeRow } } }],
  ['nobody knows it', [error(15, 'isv.refund-not-exist'), noExchange], { kind: 'absent' }],
  ['the second look is throttled', [asRefund, throttled], { kind: 'throttled' }],
  ['the first look is throttled', [throttled], { kind: 'throttled' }],
])('a request that may be an exchange, when %s', async (_, answers, found) => {
  const { port } = await cannedTmall(...answers);
  expect(await port.getRefund('5')).toMatchObject(found);
});

test('a plain refund is not asked for among the exchanges', async () => {
  const { port, seen } = await cannedTmall(refundAnswer());
  await port.getRefund('212345678901234567');
  expect(seen).toHaveLength(1);
});

test('an exchange that both lists show is one document', async () => {
  const window = { from: shanghai('2026-01-15 10:00:00'), to: shanghai('2026-01-15 10:30:00') };
  const listedRefund = { refund_id: '5', modified: '2026-01-15 10:12:00', dispute_type: 'TMALL_EXCHANGE' };
  const { port, seen } = await cannedTmall(
    wire({ refunds_receive_get_response: { refunds: { refund: [listedRefund] }, total_results: 1 } }),
    wire({ tmall_exchange_receive_get_response: { results: { exchange: [exchangeRow] }, total_results: 1 } }),
    exchangeAnswer(),
    asRefund,
  );
  expect(await port.pullRefunds(window)).toMatchObject({
    kind: 'documents',
    documents: [{ externalId: '5', raw: { exchange: exchangeRow, refund: { dispute_type: 'TMALL_EXCHANGE' } } }],
  });
  expect(seen[1]?.form).toMatchObject({
    method: 'tmall.exchange.receive.get',
    start_gmt_modified_time: '2026-01-15 10:00:00',
    end_gmt_modifed_time: '2026-01-15 10:30:00',
  });
});

test.each(['11', 'isv.permission-api-package-limit'])(
  'an app that was not granted the exchanges (%s) reads the refunds, and its shop is not taken for revoked (R-1)',
  async (code) => {
    const notGranted = code === '11' ? error(11, '') : error(11, code);
    const { port } = await canned.shopAnswering({ unverified: { pullsExchanges: true } }, (response, seen) => {
      const method = new URLSearchParams(seen.body.toString('utf8')).get('method');
      const refunds = wire({ refunds_receive_get_response: { total_results: 0, request_id: 'r' } });
      response.end(method === 'tmall.exchange.receive.get' ? notGranted : refunds);
    });
    const window = { from: shanghai('2026-01-15 10:00:00'), to: shanghai('2026-01-15 10:25:00') };
    expect(await port.pullRefunds(window)).toEqual({ kind: 'documents', documents: [] });
  },
);

test('a session that died is said to be dead, also where only the exchanges tell', async () => {
  const { port } = await canned.shopAnswering({ unverified: { pullsExchanges: true } }, (response, seen) => {
    const method = new URLSearchParams(seen.body.toString('utf8')).get('method');
    const refunds = wire({ refunds_receive_get_response: { total_results: 0, request_id: 'r' } });
    response.end(method === 'tmall.exchange.receive.get' ? error(27, 'invalid-sessionkey') : refunds);
  });
  const window = { from: shanghai('2026-01-15 10:00:00'), to: shanghai('2026-01-15 10:25:00') };
  expect(await port.pullRefunds(window)).toMatchObject({ kind: 'unauthorised' });
});

test.each([
  ['yes', 'taobao', ['taobao.refunds.receive.get', 'tmall.exchange.receive.get']],
  ['no', 'tmall', ['taobao.refunds.receive.get']],
  [undefined, 'tmall', ['taobao.refunds.receive.get', 'tmall.exchange.receive.get']],
])('the account says whether exchanges are read: %s on %s', async (exchanges, shopKind, methods) => {
  const { vendor } = await canned.shopAnswering({}, (response, seen) => {
    const method = new URLSearchParams(seen.body.toString('utf8')).get('method') ?? '';
    response.end(
      wire({ [`${method.replace(/^(taobao|tmall)\./, '').replaceAll('.', '_')}_response`]: { total_results: 0 } }),
    );
  });
  onTestFinished(() => vendor.close());
  const port = taobaoChannel.open(
    {
      settings: {
        gatewayUrl: `${vendor.url}/router/rest`,
        appKey: '12345678',
        shopKind,
        ...(exchanges ? { exchanges } : {}),
      },
      credentials: { appSecret: canned.appSecret, session: 's' },
    },
    () => shanghai('2026-01-15 10:30:00'),
  );
  await port.pullRefunds({ from: shanghai('2026-01-15 10:00:00'), to: shanghai('2026-01-15 10:25:00') });
  expect(vendor.seen.map(({ body }) => new URLSearchParams(body.toString('utf8')).get('method'))).toEqual(methods);
});
