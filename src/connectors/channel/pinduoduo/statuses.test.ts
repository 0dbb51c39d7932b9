import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { fromMs, plusMs } from '../../../domain/time.ts';
import { startPinduoduo } from '../../../simulators/pinduoduo/simulator.ts';
import { cannedVendor } from '../../canned-vendor.ts';
import { steering } from '../../steering.ts';
import { configOf, paramsIn, row, wire } from './canned-mall.ts';
import { pinduoduo } from './pinduoduo.ts';

const created = z.tuple([z.object({ order_sn: z.string() })]);
const afterSale = z.object({ id: z.string() });

/** A mall whose list calls are counted by the status they name. */
async function openMall(statusOneIsAll: boolean) {
  const simulator = await startPinduoduo();
  onTestFinished(() => simulator.close());
  const steer = steering(simulator.url);
  await steer('POST', 'switches', { statusOneIsAll });
  const now = () => fromMs(simulator.clock.now());
  const port = () => pinduoduo({ ...configOf(`${simulator.url}/api/router`), now });
  return {
    ask: async () => {
      const [{ order_sn }] = created.parse(await steer('POST', 'orders', {}));
      await steer('POST', `orders/${order_sn}/ship`, { tracking_number: 'YT1234567890123' });
      return afterSale.parse(await steer('POST', 'after-sales', { order_sn, after_sales_type: 2 })).id;
    },
    close: (id: string) => steer('POST', `after-sales/${id}/close`),
    pull: async () => {
      await steer('POST', 'clock', { shiftMs: 12_000 });
      const pulled = await port().pullRefunds({ from: plusMs(now(), -600_000), to: plusMs(now(), -1_000) });
      if (pulled.kind !== 'documents') return expect.unreachable(JSON.stringify(pulled));
      return pulled.documents.map(({ externalId }) => externalId.split('@')[0]).sort();
    },
  };
}

test.each([true, false])(
  'the same after-sales are found before and after one question for all is tried, where it works: %s (R-1)',
  async (statusOneIsAll) => {
    const { ask, close, pull } = await openMall(statusOneIsAll);
    const ids = [await ask(), await ask()];
    await close(ids[0] ?? '');
    for (let pulls = 0; pulls < 3; pulls++) expect(await pull()).toEqual(ids.toSorted());
    ids.push(await ask());
    expect(await pull()).toEqual(ids.toSorted());
  },
);

/** Answers each status with rows of its own, and `1` with whatever `forAll` says. */
async function mallListing(forAll: (rows: object[]) => object[]) {
  const byStatus = new Map([
    ['2', [row({ id: 1, after_sales_status: 2 })]],
    ['10', [row({ id: 2, after_sales_status: 10 })]],
  ]);
  const vendor = await cannedVendor((response, seen) => {
    const status = paramsIn(seen)['after_sales_status'] ?? '';
    const refund_list = status === '1' ? forAll([...byStatus.values()].flat()) : (byStatus.get(status) ?? []);
    response.end(wire({ refund_increment_get_response: { refund_list, total_count: refund_list.length } }));
  });
  onTestFinished(() => vendor.close());
  const port = pinduoduo(configOf(`${vendor.url}/api/router`));
  const window = { from: fromMs(1_768_442_400_000), to: fromMs(1_768_444_200_000), holds: async () => true };
  return async () => {
    const before = vendor.seen.length;
    await port.pullRefunds(window);
    return vendor.seen.length - before;
  };
}

test('one question for all is believed once it has given what a question for each gives', async () => {
  const callsOfPull = await mallListing((rows) => rows);
  expect([await callsOfPull(), await callsOfPull()]).toEqual([26, 1]);
});

test.each([
  ['nothing', () => []],
  ['a part', (rows: object[]) => rows.slice(1)],
])('where one question for all gives %s, each status is asked for, and it is not tried again', async (_, forAll) => {
  const callsOfPull = await mallListing(forAll);
  expect([await callsOfPull(), await callsOfPull()]).toEqual([26, 25]);
});
