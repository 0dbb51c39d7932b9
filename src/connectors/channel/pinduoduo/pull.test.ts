import { afterEach, describe, expect, test } from 'vitest';
import type { CannedAnswer, CannedVendor } from '../../canned-vendor.ts';
import * as canned from './canned-mall.ts';
import { detail, error, orderSn, paramsIn, row, shanghai, wire } from './canned-mall.ts';
import type { PinduoduoConfig } from './config.ts';

let vendor: CannedVendor | undefined;
afterEach(() => vendor?.close());

async function mallAnswering(changes: Partial<PinduoduoConfig>, ...answers: CannedAnswer[]) {
  const mall = await canned.mallAnswering(changes, ...answers);
  vendor = mall.vendor;
  return mall;
}

const window = { from: shanghai('2026-01-15 10:00:00'), to: shanghai('2026-01-15 10:30:00') };
/** One list for all statuses, as older clients ask. */
const oneList = { unverified: { pageSize: 4, listStatuses: [1] } };
const list = (...rows: object[]): string =>
  wire({ refund_increment_get_response: { refund_list: rows, total_count: rows.length, request_id: 'r' } });
const idOf = (id: number): string => `${id}@${orderSn}`;

type Row = { id: number; updated_time: string };

/** A mall whose list changes by `step` after each list call; newest change first. */
function livingList(rows: Row[], step: (rows: Row[], call: number) => Row[] = (same) => same): CannedAnswer {
  let living = rows;
  let calls = 0;
  return (response, seen) => {
    const params = paramsIn(seen);
    if (params['type'] === 'pdd.refund.information.get') {
      const found = living.find(({ id }) => String(id) === params['after_sales_id']);
      return response.end(found ? wire(detail(found)) : error(50001, '系统繁忙'));
    }
    const start = Number(params['start_updated_at']) * 1000;
    const end = Number(params['end_updated_at']) * 1000;
    const at = (one: Row): number => Date.parse(`${one.updated_time.replace(' ', 'T')}+08:00`);
    const inWindow = living.filter((one) => at(one) >= start && at(one) <= end).toSorted((a, b) => at(b) - at(a));
    const size = Number(params['page_size']);
    const page = inWindow.slice((Number(params['page']) - 1) * size, Number(params['page']) * size);
    const refund_list = page.map((one) => row(one));
    response.end(wire({ refund_increment_get_response: { refund_list, total_count: inWindow.length } }));
    calls += 1;
    living = step(living, calls);
  };
}

const rows = Array.from({ length: 11 }, (_, n) => ({ id: 90 + n, updated_time: `2026-01-15 10:${10 + n}:00` }));
const all = rows.map(({ id }) => idOf(id));

async function pulledIds(answer: CannedAnswer): Promise<string[]> {
  const { port } = await mallAnswering(oneList, answer);
  const pulled = await port.pullRefunds(window);
  return 'documents' in pulled ? pulled.documents.map(({ externalId }) => externalId) : [JSON.stringify(pulled)];
}

describe('a list', () => {
  test('is read from its last page, and its documents come oldest change first', async () => {
    expect(await pulledIds(livingList(rows))).toEqual(all);
    const pages = vendor?.seen.map(paramsIn).flatMap(({ page }) => page ?? []);
    expect(pages).toEqual(['1', '3', '2', '1']);
  });

  test('loses no row although one leaves the window after each call', async () => {
    const leaves = (living: Row[], call: number): Row[] =>
      living.map((one) => (one.id === 100 - call ? { ...one, updated_time: '2026-01-15 10:31:00' } : one));
    expect(new Set(await pulledIds(livingList(rows, leaves)))).toEqual(new Set(all));
  });

  test('loses no row although late ones come to the front', async () => {
    const enters = (living: Row[], call: number): Row[] =>
      call <= 4 ? [...living, { id: 80 + call, updated_time: `2026-01-15 10:2${call}:00` }] : living;
    const late = [81, 82, 83, 84].map(idOf);
    expect(new Set(await pulledIds(livingList(rows, enters)))).toEqual(new Set([...all, ...late]));
  });

  test('loses no row although one jumps to the front, which leaves the total as it was', async () => {
    const jumps = (living: Row[], call: number): Row[] =>
      call === 2
        ? living.map((one) => (one.id === 90 ? { ...one, updated_time: '2026-01-15 10:25:00' } : one))
        : living;
    expect(new Set(await pulledIds(livingList(rows, jumps)))).toEqual(new Set(all));
  });

  test('that never holds still is given up rather than lose a row', async () => {
    const grows = (living: Row[], call: number): Row[] => [
      ...living,
      { id: 700 + call, updated_time: '2026-01-15 10:29:00' },
    ];
    expect(await pulledIds(livingList(rows, grows))).toEqual([
      '{"kind":"unknown","cause":"the list of changes did not hold still"}',
    ]);
  });

  test('is asked for once with each status, in seconds, in pages of a hundred', async () => {
    const { port, asked } = await mallAnswering({ unverified: { statusForAll: undefined } }, list());
    expect(await port.pullRefunds(window)).toEqual({ kind: 'documents', documents: [] });
    expect(asked().map((params) => Number(params['after_sales_status']))).toEqual([
      2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 21, 22, 24, 25, 27, 31, 32, 33,
    ]);
    expect(asked()[0]).toMatchObject({
      after_sales_type: '1',
      start_updated_at: '1768442400',
      end_updated_at: '1768444200',
      page: '1',
      page_size: '100',
    });
  });

  test('of a long time is asked for in windows of half an hour, the oldest first', async () => {
    const { port, asked } = await mallAnswering(oneList, list());
    await port.pullRefunds({ from: shanghai('2026-01-15 08:50:00'), to: shanghai('2026-01-15 10:30:00') });
    const spans = asked().map(({ start_updated_at: start, end_updated_at: end }) => [Number(start), Number(end)]);
    expect(spans).toEqual([
      [1768438200, 1768440000],
      [1768440000, 1768441800],
      [1768441800, 1768443600],
      [1768443600, 1768444200],
    ]);
  });

  test('of orders begins three minutes early, and asks for all states', async () => {
    const { port, asked } = await mallAnswering(
      {},
      wire({ order_sn_increment_get_response: { order_sn_list: [], total_count: 0 } }),
    );
    await port.pullOrders({ from: shanghai('2026-01-15 10:10:00'), to: shanghai('2026-01-15 10:30:00') });
    expect(asked()).toMatchObject([
      {
        type: 'pdd.order.number.list.increment.get',
        start_updated_at: '1768442820',
        end_updated_at: '1768444200',
        order_status: '5',
        refund_status: '5',
        is_lucky_flag: '0',
      },
    ]);
  });
});

describe('a pull', () => {
  test('does not read again what is held, and tells it by its time', async () => {
    const { port, asked } = await mallAnswering(oneList, livingList(rows.slice(0, 2)));
    const seen: string[] = [];
    const holds = async ({ externalId, modifiedAt }: { externalId: string; modifiedAt: string }) => {
      seen.push(modifiedAt);
      return externalId === idOf(90);
    };
    expect(await port.pullRefunds({ ...window, holds })).toMatchObject({ documents: [{ externalId: idOf(91) }] });
    expect(seen).toEqual(['2026-01-15T02:10:00.000Z', '2026-01-15T02:11:00.000Z']);
    expect(asked().filter(({ type }) => type === 'pdd.refund.information.get')).toHaveLength(1);
  });

  const twoRows = list(row({ id: 1 }), row({ id: 2, updated_time: '2026-01-15 10:21:00' }));

  test('keeps what it has read when it is throttled on the way', async () => {
    const { port } = await mallAnswering(oneList, twoRows, wire(detail({ id: 1 })), error(70031));
    expect(await port.pullRefunds(window)).toMatchObject({
      kind: 'partial',
      documents: [{ externalId: idOf(1) }],
      fault: { kind: 'throttled', retryAfterMs: 10_000 },
    });
  });

  test('keeps the first window when the second one fails', async () => {
    const { port } = await mallAnswering(oneList, list(row({ id: 1 })), wire(detail({ id: 1 })), error(52101));
    const twoWindows = { from: shanghai('2026-01-15 10:00:00'), to: shanghai('2026-01-15 11:00:00') };
    expect(await port.pullRefunds(twoWindows)).toMatchObject({
      kind: 'partial',
      documents: [{ externalId: idOf(1) }],
      fault: { kind: 'throttled' },
    });
  });

  test('gives a row once that stands on the seam of two windows', async () => {
    const { port } = await mallAnswering(oneList, livingList([{ id: 1, updated_time: '2026-01-15 10:30:00' }]));
    const twoWindows = { from: shanghai('2026-01-15 10:00:00'), to: shanghai('2026-01-15 11:00:00') };
    expect(await port.pullRefunds(twoWindows)).toMatchObject({ kind: 'documents', documents: [{}] });
  });

  test('lets the list row stand for a document that cannot be had, and goes on', async () => {
    const { port } = await mallAnswering(oneList, twoRows, error(50001, '系统繁忙'), wire(detail({ id: 2 })));
    expect(await port.pullRefunds(window)).toMatchObject({
      kind: 'documents',
      documents: [{ externalId: idOf(1), raw: { refund_amount: '19.90' } }, { externalId: idOf(2) }],
    });
  });

  test.each<[string, CannedAnswer]>([
    ['throttled', error(70031)],
    ['throttled', error(52101)],
    ['unauthorised', error(10019)],
    ['refused', error(21001, '时间跨度')],
    ['unknown', { status: 502, body: '<html>' }],
    ['unknown', list(row({ updated_time: 'yesterday' }))],
    ['unknown', wire({ refund_increment_get_response: { refund_list: [] } })],
    ['unknown', wire({ refund_list: [], total_count: 0 })],
  ])('is %s when the list is', async (kind, answer) => {
    const { port } = await mallAnswering(oneList, answer);
    expect(await port.pullRefunds(window)).toMatchObject({ kind });
  });
});
