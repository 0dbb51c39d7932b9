import { describe, expect, test } from 'vitest';
import { shanghaiText } from '../clock.ts';
import type { Simulator } from '../simulator.ts';
import { ask, sell, start, startWithRefund, steer } from './test-client.ts';

describe('the list of trades', () => {
  const window = (simulator: Simulator, hours: number) => ({
    method: 'taobao.trades.sold.increment.get',
    fields: 'tid_str,modified',
    start_modified: shanghaiText(simulator.clock.now() - hours * 3_600_000),
    end_modified: shanghaiText(simulator.clock.now()),
  });

  /** Ten trades, a minute apart, the last one a minute ago. */
  async function startWithTrades(): Promise<{ simulator: Simulator; tids: string[] }> {
    const simulator = await start();
    const tids: string[] = [];
    for (let n = 0; n < 10; n += 1) {
      const trade = await sell(simulator);
      tids.push(trade.tid);
      simulator.clock.shift(60_000);
    }
    return { simulator, tids };
  }

  async function pages(simulator: Simulator, numbers: number[]): Promise<string[]> {
    const params = { ...window(simulator, 1), page_size: '3', use_has_next: 'true' };
    const seen: string[] = [];
    for (const page_no of numbers) {
      const { trades = [] } = await ask(simulator, { ...params, page_no: String(page_no) });
      seen.push(...trades.map((trade: { tid_str: string }) => trade.tid_str));
    }
    return seen;
  }

  test('is refused for more than a day, and for pages of more than a hundred', async () => {
    const simulator = await start();
    expect(await ask(simulator, window(simulator, 25))).toMatchObject({ error_response: { code: 41 } });
    expect(await ask(simulator, { ...window(simulator, 24), page_size: '101' })).toMatchObject({
      error_response: { code: 41 },
    });
    expect(await ask(simulator, { ...window(simulator, 24), start_modified: '' })).toMatchObject({
      error_response: { code: 40 },
    });
  });

  test('has the newest change first, and a total or a next page', async () => {
    const { simulator, tids } = await startWithTrades();
    expect(await pages(simulator, [1, 2, 3, 4])).toEqual(tids.toReversed());
    const counted = await ask(simulator, { ...window(simulator, 1), page_size: '3' });
    expect(counted).toMatchObject({ total_results: 10 });
    expect(counted).not.toHaveProperty('has_next');
    const flagged = { ...window(simulator, 1), page_size: '3', use_has_next: 'true' };
    expect(await ask(simulator, { ...flagged, page_no: '3' })).toMatchObject({ has_next: true });
    expect(await ask(simulator, { ...flagged, page_no: '4' })).toMatchObject({ has_next: false });
  });

  test('loses rows to whoever pages forward while rows shift', async () => {
    const { simulator } = await startWithTrades();
    await steer(simulator, 'faults', { kind: 'rows_shift' });
    expect(new Set(await pages(simulator, [1, 2, 3, 4])).size).toBeLessThan(10);
  });

  test('keeps every row for whoever starts at the last page', async () => {
    const { simulator, tids } = await startWithTrades();
    await steer(simulator, 'faults', { kind: 'rows_shift' });
    const seen = await pages(simulator, [4, 3, 2, 1]);
    expect(new Set(seen)).toEqual(new Set(tids));
  });
});

test('the list of refunds does not tell the version, and filters by status and window', async () => {
  const { simulator, refund_id } = await startWithRefund();
  const params = { method: 'taobao.refunds.receive.get', fields: 'refund_id,refund_version,status' };
  expect((await ask(simulator, params)).refunds).toEqual([{ refund_id, status: 'WAIT_SELLER_AGREE' }]);
  expect(await ask(simulator, { ...params, status: 'SUCCESS' })).toMatchObject({ total_results: 0 });
  const tomorrow = shanghaiText(simulator.clock.now() + 86_400_000);
  expect(await ask(simulator, { ...params, start_modified: tomorrow })).toMatchObject({ total_results: 0 });
});
