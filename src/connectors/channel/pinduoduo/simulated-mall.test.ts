import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { money } from '../../../domain/money.ts';
import { fromMs, plusMs } from '../../../domain/time.ts';
import { startPinduoduo } from '../../../simulators/pinduoduo/simulator.ts';
import { steering } from '../../steering.ts';
import type { ChannelPort, ChannelRefund } from '../port.ts';
import { configOf } from './canned-mall.ts';
import type { PinduoduoConfig } from './config.ts';
import { pinduoduo } from './pinduoduo.ts';
import { externalIdOf } from './refund-key.ts';

const created = z.tuple([z.object({ order_sn: z.string() })]);
const afterSale = z.object({ id: z.string() });

async function openMall() {
  const simulator = await startPinduoduo();
  onTestFinished(() => simulator.close());
  const steer = steering(simulator.url);
  const now = () => fromMs(simulator.clock.now());
  const portWith = (changes: Partial<PinduoduoConfig>): ChannelPort =>
    pinduoduo({ ...configOf(`${simulator.url}/api/router`, simulator.messageUrl), now, ...changes });
  const port = portWith({});
  return { steer, now, portWith, port };
}
type Mall = Awaited<ReturnType<typeof openMall>>;

async function ask(
  { steer }: Mall,
  after_sales_type: number,
): Promise<{ orderSn: string; id: string; externalId: string }> {
  const [{ order_sn: orderSn }] = created.parse(await steer('POST', 'orders', {}));
  await steer('POST', `orders/${orderSn}/ship`, { tracking_number: 'YT1234567890123' });
  const { id } = afterSale.parse(await steer('POST', 'after-sales', { order_sn: orderSn, after_sales_type }));
  await steer('POST', 'clock', { shiftMs: 1000 });
  return { orderSn, id, externalId: externalIdOf({ afterSalesId: id, orderSn }) };
}

async function read(port: ChannelPort, externalId: string): Promise<ChannelRefund> {
  const found = await port.getRefund(externalId);
  const reading = found.kind === 'document' ? port.decodeRefund(found.document.raw) : expect.unreachable(found.kind);
  return reading.kind === 'refund' ? reading.refund : expect.unreachable(reading.reason);
}

test.each([
  [3, 'exchange', 'awaiting_seller'],
  [4, 'reship', 'awaiting_seller'],
  [5, 'repair', 'awaiting_seller'],
])('an after-sale of type %i is %s and %s', async (type, resolution, status) => {
  const mall = await openMall();
  const { externalId } = await ask(mall, type);
  expect(await read(mall.port, externalId)).toMatchObject({ resolution, status, deadlineAt: expect.any(String) });
});

test('a dispute is seen open, then decided, and is not our turn', async () => {
  const mall = await openMall();
  const { externalId, id } = await ask(mall, 2);
  expect(await read(mall.port, externalId)).not.toHaveProperty('intervention');
  await mall.steer('POST', `after-sales/${id}/intervene`);
  const open = await read(mall.port, externalId);
  expect(open).toMatchObject({ intervention: 'open', status: 'other', vendorStatus: '8' });
  expect(open).not.toHaveProperty('deadlineAt');
  await mall.steer('POST', `after-sales/${id}/decide`, { favour: 'merchant' });
  expect(await read(mall.port, externalId)).toMatchObject({ intervention: 'decided', status: 'closed' });
});

test('a refusal in the merchant’s console is seen', async () => {
  const mall = await openMall();
  const { externalId, id } = await ask(mall, 2);
  await mall.steer('POST', `after-sales/${id}/refuse`);
  expect(await read(mall.port, externalId)).toMatchObject({ status: 'refused' });
});

describe('money', () => {
  test('that is agreed to is under way before it is refunded', async () => {
    const mall = await openMall();
    await mall.steer('POST', 'switches', { settleAfterMs: 60_000 });
    const { externalId } = await ask(mall, 1);
    const refund = await read(mall.port, externalId);
    expect(await mall.port.agreeRefund(refund, refund.amount)).toEqual({ kind: 'done' });
    expect(await read(mall.port, externalId)).toMatchObject({ status: 'other', vendorStatus: '4' });
    await mall.steer('POST', 'clock', { shiftMs: 60_000 });
    expect(await read(mall.port, externalId)).toMatchObject({ status: 'refunded' });
  });

  test('that the platform paid at the last moment is not paid again', async () => {
    const mall = await openMall();
    const { externalId, id } = await ask(mall, 1);
    const refund = await read(mall.port, externalId);
    await mall.steer('POST', 'faults', { kind: 'platform_refund_first', count: 1 });
    expect(await mall.port.agreeRefund(refund, refund.amount)).toMatchObject({ kind: 'refused', stale: true });
    expect(await mall.steer('GET', 'ledger')).toMatchObject([{ after_sales_id: id, by: 'platform' }]);
  });

  test('goes out although the buyer edited at the last moment: the platform takes no version', async () => {
    const mall = await openMall();
    const { externalId } = await ask(mall, 1);
    const refund = await read(mall.port, externalId);
    await mall.steer('POST', 'faults', { kind: 'buyer_edits_first', count: 1 });
    expect(await mall.port.agreeRefund(refund, refund.amount)).toEqual({ kind: 'done' });
  });

  test('of an order is the same as text and as numbers', async () => {
    const mall = await openMall();
    const { orderSn } = await ask(mall, 1);
    await mall.steer('POST', 'faults', { kind: 'number_money', count: 1 });
    const [numbers, texts] = [await mall.port.getOrder(orderSn), await mall.port.getOrder(orderSn)].map((found) =>
      found.kind === 'document' ? mall.port.decodeOrder(found.document.raw) : expect.unreachable(found.kind),
    );
    expect(numbers).toEqual(texts);
    expect(texts).toMatchObject({ order: { lines: [{ paid: money(10_000, 'CNY') }] } });
  });
});

test('fresh tokens take the place of dead ones', async () => {
  const mall = await openMall();
  const { externalId } = await ask(mall, 1);
  await mall.steer('POST', 'tokens/expire');
  expect(await mall.port.getRefund(externalId)).toMatchObject({ kind: 'unauthorised', code: '10019' });
  const refreshed = await mall.port.refreshAccess?.();
  const { accessToken = '' } = refreshed?.kind === 'refreshed' ? refreshed.credentials : {};
  expect(await mall.portWith({ accessToken }).getRefund(externalId)).toMatchObject({ kind: 'document' });
});

describe('the list', () => {
  test('is the same list when its times are seconds', async () => {
    const mall = await openMall();
    const { externalId } = await ask(mall, 2);
    await mall.steer('POST', 'faults', { kind: 'epoch_times' });
    const window = { from: plusMs(mall.now(), -60_000), to: mall.now() };
    expect(await mall.port.pullRefunds(window)).toMatchObject({ documents: [{ externalId }] });
  });

  test('of a day is more than the platform lets through at once, and is caught up in its windows', async () => {
    const mall = await openMall();
    const begin = mall.now();
    const ids: string[] = [];
    for (let n = 0; n < 6; n += 1) {
      ids.push((await ask(mall, 2)).externalId);
      await mall.steer('POST', 'clock', { shiftMs: 25 * 60_000 });
    }
    const end = mall.now();
    const atOnce = await mall.port.pullRefunds({ from: begin, to: end });
    expect(atOnce).toMatchObject({ kind: 'partial', fault: { kind: 'throttled', retryAfterMs: 10_000 } });

    const seen: string[] = [];
    for (let from = begin; from < end; from = plusMs(from, mall.port.maxWindowMs)) {
      await mall.steer('POST', 'clock', { shiftMs: 10_000 });
      const pulled = await mall.port.pullRefunds({ from, to: plusMs(from, mall.port.maxWindowMs) });
      seen.push(...('documents' in pulled ? pulled.documents : []).map(({ externalId }) => externalId));
    }
    expect(seen).toEqual(ids);
  });
});
