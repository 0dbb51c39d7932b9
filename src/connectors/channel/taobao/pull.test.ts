import { afterEach, describe, expect, test } from 'vitest';
import type { CannedAnswer, CannedVendor } from '../../canned-vendor.ts';
import * as canned from './canned-shop.ts';
import { error, refundAnswer, refundRow, shanghai, wire } from './canned-shop.ts';
import type { TaobaoConfig } from './config.ts';

let vendor: CannedVendor | undefined;
afterEach(() => vendor?.close());

async function shopAnswering(changes: Partial<TaobaoConfig>, ...answers: CannedAnswer[]) {
  const shop = await canned.shopAnswering(changes, ...answers);
  vendor = shop.vendor;
  return shop;
}

describe('a pull', () => {
  const window = { from: shanghai('2026-01-15 10:00:00'), to: shanghai('2026-01-15 10:30:00') };
  type Row = { id: string; modified: string };

  /** A shop whose list changes by `step` after each list call; sorted as trades are, newest first. */
  function livingList(
    rows: Row[],
    step: (rows: Row[], call: number) => Row[],
    kind: 'refund' | 'trade' = 'refund',
  ): CannedAnswer {
    let living = rows;
    let calls = 0;
    return (response, { form }) => {
      if (form['method'] === 'taobao.refund.get') {
        const row = living.find(({ id }) => id === form['refund_id']);
        return response.end(
          row
            ? refundAnswer({ refund_id: row.id, modified: row.modified, refund_version: undefined })
            : error(15, 'isv.x'),
        );
      }
      const inWindow = living
        .filter(
          ({ modified }) => modified >= (form['start_modified'] ?? '') && modified <= (form['end_modified'] ?? ''),
        )
        .toSorted((a, b) => (a.modified > b.modified ? -1 : 1));
      const size = Number(form['page_size']);
      const page = inWindow.slice((Number(form['page_no']) - 1) * size, Number(form['page_no']) * size);
      const list = page.map(({ id, modified }) => refundRow({ refund_id: id, modified, refund_version: undefined }));
      response.end(
        wire({
          refunds_receive_get_response: {
            refunds: page.length === 0 ? {} : { [kind]: list.length === 1 ? list[0] : list },
            total_results: inWindow.length,
            request_id: 'r',
          },
        }),
      );
      calls += 1;
      living = step(living, calls);
    };
  }

  const rows = Array.from({ length: 11 }, (_, n) => ({ id: `9${n}`, modified: `2026-01-15 10:${10 + n}:00` }));
  const pulledIds = async (answer: CannedAnswer) => {
    const { port } = await shopAnswering({ unverified: { pageSize: 4 } }, answer);
    const pulled = await port.pullRefunds(window);
    return 'documents' in pulled ? pulled.documents.map(({ externalId }) => externalId) : [JSON.stringify(pulled)];
  };
  const all = rows.map(({ id }) => id);

  test('of a quiet list reads every page, the last one first, and gives the oldest change first', async () => {
    expect(await pulledIds(livingList(rows, (same) => same))).toEqual(all);
    const pages = vendor?.seen.filter(({ form }) => form['page_no']).map(({ form }) => form['page_no']);
    expect(pages).toEqual(['1', '3', '2', '1']);
    expect(vendor?.seen[0]?.form).toMatchObject({
      start_modified: '2026-01-15 10:00:00',
      end_modified: '2026-01-15 10:30:00',
      use_has_next: 'false',
    });
  });

  test('finds every row although one leaves the window after each call', async () => {
    const leaves = (living: Row[], call: number): Row[] =>
      living.map((row) => (row.id === `9${10 - call}` ? { ...row, modified: '2026-01-15 10:31:00' } : row));
    expect(new Set(await pulledIds(livingList(rows, leaves)))).toEqual(new Set(all));
  });

  test('finds every row although late ones come to the front', async () => {
    const enters = (living: Row[], call: number): Row[] =>
      call <= 4 ? [...living, { id: `8${call}`, modified: `2026-01-15 10:2${call}:00` }] : living;
    const ids = await pulledIds(livingList(rows, enters));
    expect(new Set(ids)).toEqual(new Set([...all, '81', '82', '83', '84']));
  });

  test('finds every row although rows jump to the front, which leaves the total as it was', async () => {
    const jumps = (living: Row[], call: number): Row[] =>
      call === 2 ? living.map((row) => (row.id === '90' ? { ...row, modified: '2026-01-15 10:25:00' } : row)) : living;
    expect(new Set(await pulledIds(livingList(rows, jumps)))).toEqual(new Set(all));
  });

  test('gives up on a list that never holds still rather than lose a row', async () => {
    const grows = (living: Row[], call: number): Row[] => [
      ...living,
      { id: `7${call}`, modified: '2026-01-15 10:29:00' },
    ];
    expect(await pulledIds(livingList(rows, grows))).toEqual([
      '{"kind":"unknown","cause":"the list of changes did not hold still"}',
    ]);
  });

  test.each<[string, string[], Row[]]>([
    ['an empty list without its inner element', [], []],
    ['a single object in place of a list', ['90'], rows.slice(0, 1)],
  ])('reads %s', async (_, ids, some) => {
    expect(await pulledIds(livingList(some, (same) => same))).toEqual(ids);
  });

  test('does not read again what is held', async () => {
    const { port, seen } = await shopAnswering(
      {},
      livingList(rows.slice(0, 2), (same) => same),
    );
    const pulled = await port.pullRefunds({ ...window, holds: async ({ externalId }) => externalId === '90' });
    expect(pulled).toMatchObject({ kind: 'documents', documents: [{ externalId: '91' }] });
    expect(seen.filter(({ form }) => form['method'] === 'taobao.refund.get')).toHaveLength(1);
  });

  const list = (...listed: object[]): string =>
    wire({
      refunds_receive_get_response: { refunds: { refund: listed }, total_results: listed.length, request_id: 'r' },
    });
  const twoRows = list(refundRow({ refund_id: '1' }), refundRow({ refund_id: '2', modified: '2026-01-15 10:13:00' }));
  const throttled = error(7, 'accesscontrol.limited-by-api-access-count', 'This ban will last for 3 more seconds');

  test('keeps what it has read when it is throttled on the way', async () => {
    const { port } = await shopAnswering({}, twoRows, refundAnswer({ refund_id: '1' }), throttled);
    expect(await port.pullRefunds(window)).toMatchObject({
      kind: 'partial',
      documents: [{ externalId: '1' }],
      fault: { kind: 'throttled', retryAfterMs: 3000 },
    });
  });

  test('lets the list row stand for a document that cannot be had, and goes on', async () => {
    const { port } = await shopAnswering({}, twoRows, error(15, 'isv.strange'), refundAnswer({ refund_id: '2' }));
    expect(await port.pullRefunds(window)).toMatchObject({
      kind: 'documents',
      documents: [{ externalId: '1', raw: refundRow({ refund_id: '1' }) }, { externalId: '2' }],
    });
  });

  test.each<[string, CannedAnswer]>([
    ['throttled', throttled],
    ['unauthorised', error(27, 'isv.session-expired')],
    ['unknown', { status: 502, body: '<html>' }],
    ['unknown', list(refundRow({ modified: 'yesterday' }))],
    ['unknown', wire({ refunds_receive_get_response: { refunds: {}, request_id: 'r' } })],
  ])('is %s when the list is', async (kind, answer) => {
    const { port } = await shopAnswering({}, answer);
    expect(await port.pullRefunds(window)).toMatchObject({ kind });
  });

  test('of orders reads each listed trade whole', async () => {
    const row = { tid: '#2212345678901234567', status: 'TRADE_FINISHED', modified: '2026-01-15 10:12:00' };
    const { port, seen } = await shopAnswering(
      {},
      wire({ trades_sold_increment_get_response: { trades: { trade: [row] }, total_results: 1, request_id: 'r' } }),
      wire({ trade_fullinfo_get_response: { trade: { ...row, receiver_name: '张三丰' }, request_id: 'r' } }),
    );
    expect(await port.pullOrders(window)).toEqual({
      kind: 'documents',
      documents: [
        {
          kind: 'order',
          externalId: '2212345678901234567',
          version: Date.parse('2026-01-15T02:12:00Z'),
          modifiedAt: '2026-01-15T02:12:00.000Z',
          raw: { ...row, tid: '2212345678901234567', receiver_name: '张**' },
        },
      ],
    });
    expect(seen[1]?.form).toMatchObject({ method: 'taobao.trade.fullinfo.get', tid: '2212345678901234567' });
  });
});
