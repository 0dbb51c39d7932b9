import { afterEach, describe, expect, test } from 'vitest';
import type { CannedAnswer, CannedVendor } from '../../canned-vendor.ts';
import * as canned from './canned-shop.ts';
import { detail, error, listRow, success, wire } from './canned-shop.ts';
import type { DouyinConfig } from './config.ts';

let vendor: CannedVendor | undefined;
afterEach(() => vendor?.close());

async function shopAnswering(changes: Partial<DouyinConfig>, ...answers: CannedAnswer[]) {
  const shop = await canned.shopAnswering(changes, ...answers);
  vendor = shop.vendor;
  return shop;
}

const base = 1_768_442_400;
const window = { from: canned.shanghai('2026-01-15 10:00:00'), to: canned.shanghai('2026-01-15 10:30:00') };
type Row = { id: string; at: number };

/** A shop whose list changes by `step` after each list call; sorted as it is asked for, the oldest change first. */
function livingList(rows: readonly Row[], step: (rows: readonly Row[], call: number) => readonly Row[]): CannedAnswer {
  let living = rows;
  let calls = 0;
  return (response, { path, body }) => {
    const asked = JSON.parse(body.toString('utf8'));
    if (path === '/afterSale/Detail') {
      const row = living.find(({ id }) => id === asked.after_sale_id);
      return response.end(
        row ? success(detail({ after_sale_id: row.id, update_time: row.at })) : error(50002, 'isv.business-failed:1'),
      );
    }
    const found = living
      .filter(({ at }) => at >= asked.update_start_time && at <= asked.update_end_time)
      .toSorted((a, b) => a.at - b.at);
    const page = found.slice(asked.page * asked.size, (asked.page + 1) * asked.size);
    const items = page.map(({ id, at }) => listRow(id, at));
    response.end(
      success({ items, total: found.length, has_more: (asked.page + 1) * asked.size < found.length, page: asked.page }),
    );
    calls += 1;
    living = step(living, calls);
  };
}

const still = (rows: readonly Row[]) => rows;
const spread: Row[] = Array.from({ length: 11 }, (_, n) => ({ id: `9${n}`, at: base + 60 * n }));
const crowd: Row[] = Array.from({ length: 11 }, (_, n) => ({ id: `8${n}`, at: base + 600 }));

async function pulledIds(answer: CannedAnswer): Promise<string[]> {
  const { port } = await shopAnswering({ unverified: { pageSize: 4 } }, answer);
  const pulled = await port.pullRefunds(window);
  return 'documents' in pulled ? pulled.documents.map(({ externalId }) => externalId) : [JSON.stringify(pulled)];
}
const ids = (rows: readonly Row[]) => rows.map(({ id }) => id);

describe('a pull', () => {
  test('walks by time: it never asks for a second page while the seconds move on', async () => {
    expect(await pulledIds(livingList(spread, still))).toEqual(ids(spread));
    const asked = (vendor?.seen ?? []).filter(({ path }) => path === '/afterSale/List');
    expect(asked.map(({ body }) => JSON.parse(body.toString('utf8'))).map(({ page }) => page)).toEqual([0, 0, 0, 0]);
    expect(JSON.parse(asked[0]?.body.toString('utf8') ?? '')).toEqual({
      order_by: ['update_time asc'],
      page: 0,
      size: 4,
      update_end_time: base + 1800,
      update_start_time: base,
    });
  });

  test('finds every row although one leaves the window after each call', async () => {
    const leaves = (rows: readonly Row[], call: number): Row[] =>
      rows.map((row) => (row.id === `9${call}` ? { ...row, at: base + 2000 } : row));
    const found = await pulledIds(livingList(spread, leaves));
    expect(new Set(found)).toEqual(new Set(ids(spread)));
  });

  test('reads more rows of one second than a page holds', async () => {
    const rows = [...spread.slice(0, 3), ...crowd, { id: '79', at: base + 700 }];
    expect(new Set(await pulledIds(livingList(rows, still)))).toEqual(new Set(ids(rows)));
  });

  test('finds every row of a crowded second although one leaves on the way', async () => {
    const leaves = (rows: readonly Row[], call: number): Row[] =>
      call === 2 ? rows.map((row) => (row.id === '80' ? { ...row, at: base + 2000 } : row)) : [...rows];
    expect(new Set(await pulledIds(livingList(crowd, leaves)))).toEqual(new Set(ids(crowd)));
  });

  test('gives up on a second that never holds still rather than lose a row', async () => {
    const many = Array.from({ length: 40 }, (_, n) => ({ id: `6${n}`, at: base + 600 }));
    const leaves = (rows: readonly Row[], call: number): Row[] =>
      rows.map((row) => (row.id === `6${call}` ? { ...row, at: base + 2000 } : row));
    expect(await pulledIds(livingList(many, leaves))).toEqual([
      '{"kind":"unknown","cause":"the list of changes did not hold still"}',
    ]);
  });

  test('does not read again what is held', async () => {
    const { port, seen } = await shopAnswering({}, livingList(spread.slice(0, 2), still));
    const pulled = await port.pullRefunds({ ...window, holds: async ({ externalId }) => externalId === '90' });
    expect(pulled).toMatchObject({ kind: 'documents', documents: [{ externalId: '91' }] });
    expect(seen.filter(({ path }) => path === '/afterSale/Detail')).toHaveLength(1);
  });

  const twoRows = success({ items: [listRow('1', base), listRow('2', base + 60)], total: 2, has_more: false });
  const rowDetail = (id: string) => success(detail({ after_sale_id: id }));

  test('keeps what it has read when it is throttled on the way', async () => {
    const { port } = await shopAnswering({}, twoRows, rowDetail('1'), error(60000, 'isv.traffic-limited'));
    expect(await port.pullRefunds(window)).toMatchObject({
      kind: 'partial',
      documents: [{ externalId: '1' }],
      fault: { kind: 'throttled', retryAfterMs: 1000 },
    });
  });

  test('lets the list row stand for a document that cannot be had, and goes on', async () => {
    const { port } = await shopAnswering({}, twoRows, error(50002, 'isv.business-failed:1'), rowDetail('2'));
    expect(await port.pullRefunds(window)).toMatchObject({
      kind: 'documents',
      documents: [{ externalId: '1', raw: listRow('1', base) }, { externalId: '2' }],
    });
  });

  test.each<[string, CannedAnswer]>([
    ['throttled', error(60000, 'isv.traffic-limited')],
    ['unauthorised', error(40003, 'isv.access-token-expired')],
    ['unknown', { status: 502, body: '<html>' }],
    ['unknown', success({ items: [listRow('1', 5)], total: 1 })],
    ['unknown', success({ items: [] })],
    ['unknown', success({ items: [], total: 9, has_more: true })],
  ])('is %s when the list is', async (kind, answer) => {
    const { port } = await shopAnswering({}, answer);
    expect(await port.pullRefunds(window)).toMatchObject({ kind });
  });

  test('of orders reads each listed order whole', async () => {
    const row = { order_id: '6912345678901234567', update_time: base + 720 };
    const { port, seen } = await shopAnswering(
      {},
      success({ shop_order_list: [row], total: 1, page: 0, size: 50 }),
      success({ shop_order_detail: { ...row, product_id: '#3512345678901234567', post_tel: '#cipher#' } }),
    );
    expect(await port.pullOrders(window)).toEqual({
      kind: 'documents',
      documents: [
        {
          kind: 'order',
          externalId: '6912345678901234567',
          version: (base + 720) * 1000,
          modifiedAt: '2026-01-15T02:12:00.000Z',
          raw: { ...row, product_id: '3512345678901234567' },
        },
      ],
    });
    expect(seen.map(({ path, body }) => [path, body.toString('utf8')])).toEqual([
      [
        '/order/searchList',
        wire({
          order_asc: true,
          order_by: 'update_time',
          page: 0,
          size: 50,
          update_time_end: base + 1800,
          update_time_start: base,
        }),
      ],
      ['/order/orderDetail', '{"shop_order_id":"6912345678901234567"}'],
    ]);
  });
});
