import { describe, expect, test } from 'vitest';
import type { PinduoduoSimulator } from './simulator.ts';
import { agreeReturn, ask, listOf, sell, start, startWithAfterSale, steer, windowOf } from './test-client.ts';

describe('the list of orders', () => {
  const params = (simulator: PinduoduoSimulator, more: Record<string, string> = {}) => ({
    type: 'pdd.order.number.list.increment.get',
    order_status: '5',
    refund_status: '5',
    is_lucky_flag: '0',
    ...windowOf(simulator),
    ...more,
  });

  /** Ten orders, a minute apart. */
  async function startWithOrders(): Promise<{ simulator: PinduoduoSimulator; sns: string[] }> {
    const simulator = await start();
    const sns: string[] = [];
    for (let n = 0; n < 10; n += 1) {
      sns.push((await sell(simulator)).order_sn);
      simulator.clock.shift(60_000);
    }
    return { simulator, sns };
  }

  async function pages(simulator: PinduoduoSimulator, numbers: number[]): Promise<string[]> {
    const window = params(simulator, { page_size: '3' });
    const seen: string[] = [];
    for (const page of numbers) {
      const { order_sn_increment_get_response: body } = await ask(simulator, { ...window, page: String(page) });
      seen.push(...body.order_sn_list.map(({ order_sn }: { order_sn: string }) => order_sn));
    }
    return seen;
  }

  test.each<[string, Record<string, string>, number]>([
    ['more than half an hour', { start_updated_at: '1768442400', end_updated_at: '1768444201' }, 21001],
    ['a window that ends before it begins', { start_updated_at: '1768444200', end_updated_at: '1768442400' }, 21001],
    ['a window in words', { start_updated_at: 'yesterday' }, 21001],
    ['no end', { end_updated_at: '' }, 21002],
    ['pages of more than a hundred', { page_size: '101' }, 21001],
    ['page nought', { page: '0' }, 21001],
    ['a status that there is not', { order_status: '4' }, 21001],
  ])('is refused for %s', async (_, changes, error_code) => {
    const simulator = await start();
    expect(await ask(simulator, params(simulator, changes))).toMatchObject({ error_response: { error_code } });
  });

  test('has the newest change first, and a total or a next page', async () => {
    const { simulator, sns } = await startWithOrders();
    expect(await pages(simulator, [1, 2, 3, 4])).toEqual(sns.toReversed());
    const counted = await ask(simulator, params(simulator, { page_size: '3' }));
    expect(counted.order_sn_increment_get_response).toMatchObject({ total_count: 10 });
    const flagged = await ask(simulator, params(simulator, { page_size: '3', use_has_next: 'true', page: '3' }));
    expect(flagged.order_sn_increment_get_response).toMatchObject({ has_next: true });
    expect(flagged.order_sn_increment_get_response).not.toHaveProperty('total_count');
  });

  test('loses rows to whoever pages forward while rows shift, and none to whoever pages backwards', async () => {
    const { simulator, sns } = await startWithOrders();
    await steer(simulator, 'faults', { kind: 'rows_shift' });
    expect(new Set(await pages(simulator, [1, 2, 3, 4])).size).toBeLessThan(10);
    const fresh = await startWithOrders();
    await steer(fresh.simulator, 'faults', { kind: 'rows_shift' });
    expect(new Set(await pages(fresh.simulator, [4, 3, 2, 1])).size).toBe(sns.length);
  });

  test('tells the state of the after-sale', async () => {
    const { simulator } = await startWithAfterSale();
    const under = await ask(simulator, params(simulator, { refund_status: '2' }));
    expect(under.order_sn_increment_get_response).toMatchObject({
      total_count: 1,
      order_sn_list: [{ refund_status: 2 }],
    });
    const done = await ask(simulator, params(simulator, { refund_status: '4' }));
    expect(done.order_sn_increment_get_response).toMatchObject({ total_count: 0, order_sn_list: [] });
  });
});

describe('the list of after-sales', () => {
  const idsIn = (answer: { refund_increment_get_response: { refund_list: { id: number }[] } }) =>
    answer.refund_increment_get_response.refund_list.map(({ id }) => String(id));

  test('has one status at a time, and 1 is none of them unless switched on', async () => {
    const asked = await startWithAfterSale();
    const { simulator, id } = asked;
    expect(idsIn(await listOf(simulator, 3))).toEqual([id]);
    expect(idsIn(await listOf(simulator, 2))).toEqual([]);
    await agreeReturn(asked);
    expect(idsIn(await listOf(simulator, 7))).toEqual([id]);
    expect(await listOf(simulator, 1)).toMatchObject({ error_response: { error_code: 21001 } });
    await steer(simulator, 'switches', { statusOneIsAll: true });
    expect(idsIn(await listOf(simulator, 1))).toEqual([id]);
  });

  test('counts its types from all, which the detail does not', async () => {
    const { simulator, id } = await startWithAfterSale({ afterSale: { after_sales_type: 2 } });
    expect(idsIn(await listOf(simulator, 3, { after_sales_type: '3' }))).toEqual([id]);
    expect(idsIn(await listOf(simulator, 3, { after_sales_type: '2' }))).toEqual([]);
  });

  test('by order sets the other filters aside', async () => {
    const { simulator, id, order_sn } = await startWithAfterSale();
    expect(idsIn(await listOf(simulator, 10, { order_sn }))).toEqual([id]);
  });

  test('may write its times as seconds', async () => {
    const { simulator } = await startWithAfterSale();
    await steer(simulator, 'faults', { kind: 'epoch_times', count: 1 });
    const [epoch, text] = [await listOf(simulator, 3), await listOf(simulator, 3)].map(
      (answer) => answer.refund_increment_get_response.refund_list[0].updated_time,
    );
    expect(epoch).toMatch(/^\d{10}$/);
    expect(text).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
  });

  test('repeats a row under that fault', async () => {
    const { simulator, id } = await startWithAfterSale();
    await steer(simulator, 'faults', { kind: 'duplicate_rows' });
    expect(idsIn(await listOf(simulator, 3))).toEqual([id, id]);
  });

  test('may be asked for a hundred times in ten seconds', async () => {
    const simulator = await start();
    for (let n = 0; n < 100; n += 1) expect(await listOf(simulator, 3)).not.toHaveProperty('error_response');
    expect(await listOf(simulator, 3)).toMatchObject({ error_response: { error_code: 70031 } });
    simulator.clock.shift(10_000);
    expect(await listOf(simulator, 3)).not.toHaveProperty('error_response');
  });
});
