import { afterEach, describe, expect, test } from 'vitest';
import type { CannedAnswer, CannedVendor } from '../../canned-vendor.ts';
import * as canned from './canned-shop.ts';
import { answer, brief, gateway, orderId, shanghai } from './canned-shop.ts';
import type { JdConfig } from './config.ts';

let vendor: CannedVendor | undefined;
afterEach(() => vendor?.close());

async function shopAnswering(changes: Partial<JdConfig>, ...answers: CannedAnswer[]) {
  const shop = await canned.shopAnswering(changes, ...answers);
  vendor = shop.vendor;
  return shop;
}

const window = { from: shanghai('2026-01-15 10:00:00'), to: shanghai('2026-01-15 10:30:00') };
const applicationList = 'jingdong.pop.afs.soa.refundapply.queryPageList';
const noServices = answer('jingdong.asc.sync.list', { pageResult: { success: true, data: null, totalCount: 0 } });
const applicationPage = (result: object[] | null, totalCount: number): string =>
  answer(applicationList, { queryResult: { success: true, result, totalCount } });

type Row = { id: string; applyTime: string };
const application = ({ id, applyTime }: Row): object => ({ id, orderId, status: 0, applyTime, applyRefundSum: 100 });
const idsOf = (pulled: object): string[] =>
  'documents' in pulled && Array.isArray(pulled.documents)
    ? pulled.documents.map(({ externalId }) => externalId.replace('refundapply-', ''))
    : [JSON.stringify(pulled)];

/** A list of applications that changes by `step` after each of its pages, sorted either way. */
function livingList(rows: Row[], step: (rows: Row[], page: number) => Row[], ascending: boolean): CannedAnswer {
  let living = rows;
  let pages = 0;
  return gateway({
    'jingdong.asc.sync.list': noServices,
    [applicationList]: (args) => {
      if ('checkTimeStart' in args) return applicationPage(null, 0);
      const inWindow = living
        .filter(
          ({ applyTime }) => applyTime >= String(args['applyTimeStart']) && applyTime <= String(args['applyTimeEnd']),
        )
        .toSorted((a, b) => (a.applyTime < b.applyTime === ascending ? -1 : 1));
      const size = Number(args['pageSize']);
      const end = Number(args['pageIndex']) * size;
      const page = applicationPage(inWindow.slice(end - size, end).map(application), inWindow.length);
      pages += 1;
      living = step(living, pages);
      return page;
    },
  });
}

describe('a pull', () => {
  const rows = Array.from({ length: 11 }, (_, n) => ({ id: `9${n}`, applyTime: `2026-01-15 10:${10 + n}:00` }));
  const all = rows.map(({ id }) => id);
  const pulledIds = async (given: CannedAnswer) => {
    const { port } = await shopAnswering({ unverified: { pageSize: 4 } }, given);
    return idsOf(await port.pullRefunds(window));
  };

  test('lists services by both of their dates and applications by both of theirs, in Shanghai time', async () => {
    const { port, seen } = await shopAnswering(
      {},
      livingList([], (same) => same, true),
    );
    expect(await port.pullRefunds(window)).toEqual({ kind: 'documents', documents: [] });
    const from = '2026-01-15 10:00:00';
    const to = '2026-01-15 10:30:00';
    const asked = seen.map(({ form }) => JSON.parse(form['360buy_param_json'] ?? ''));
    expect(asked).toMatchObject([
      { updateTimeBegin: from, updateTimeEnd: to, pageNumber: 1, pageSize: 50 },
      { freightUpdateDateBegin: from, freightUpdateDateEnd: to },
      { applyTimeStart: from, applyTimeEnd: to, pageIndex: 1, pageSize: 50 },
      { checkTimeStart: from, checkTimeEnd: to },
    ]);
  });

  test.each([[true], [false]])(
    'reads every page, the last one first, of a list sorted ascending: %s',
    async (ascending) => {
      expect(await pulledIds(livingList(rows, (same) => same, ascending))).toEqual(all);
      const pages = vendor?.seen
        .map(({ form }) => JSON.parse(form['360buy_param_json'] ?? ''))
        .flatMap(({ applyTimeStart, pageIndex }) => (applyTimeStart ? [pageIndex] : []));
      expect(pages).toEqual([1, 3, 2, 1, 3]);
    },
  );

  test.each([[true], [false]])(
    'finds every row although one leaves after each page, ascending: %s',
    async (ascending) => {
      const leaves = (living: Row[], page: number): Row[] =>
        living.map((row) =>
          row.id === `9${ascending ? page - 1 : 11 - page}` ? { ...row, applyTime: '2026-01-15 10:31:00' } : row,
        );
      expect(new Set(await pulledIds(livingList(rows, leaves, ascending)))).toEqual(new Set(all));
    },
  );

  test.each([[true], [false]])('finds every row although late ones come in, ascending: %s', async (ascending) => {
    const enters = (living: Row[], page: number): Row[] =>
      page <= 4 ? [...living, { id: `8${page}`, applyTime: `2026-01-15 10:2${page}:30` }] : living;
    const ids = await pulledIds(livingList(rows, enters, ascending));
    expect(new Set(ids)).toEqual(new Set([...all, '81', '82', '83', '84']));
  });

  test('gives up on a list that never holds still rather than lose a row', async () => {
    const grows = (living: Row[], page: number): Row[] => [
      ...living,
      { id: `7${page}`, applyTime: '2026-01-15 10:29:00' },
    ];
    expect(await pulledIds(livingList(rows, grows, true))).toEqual([
      '{"kind":"unknown","cause":"the list of changes did not hold still"}',
    ]);
  });

  test('splits a window in which JD would not list all applications', async () => {
    const many = Array.from({ length: 250 }, (_, n) => ({
      id: String(1000 + n),
      applyTime: `2026-01-15 10:${String(Math.floor(n / 10)).padStart(2, '0')}:30`,
    }));
    const { port, seen } = await shopAnswering(
      { unverified: { pageSize: 1 } },
      livingList(many, (same) => same, true),
    );
    expect(new Set(idsOf(await port.pullRefunds(window)))).toEqual(new Set(many.map(({ id }) => id)));
    const pages = seen.map(({ form }) => JSON.parse(form['360buy_param_json'] ?? '').pageIndex ?? 0);
    expect(Math.max(...pages)).toBeLessThanOrEqual(100);
  });

  test('looks back for applications only where it can tell what is held', async () => {
    const early = { id: '1', applyTime: '2026-01-14 12:00:00' };
    const { port } = await shopAnswering(
      {},
      livingList([early], (same) => same, true),
    );
    expect(idsOf(await port.pullRefunds(window))).toEqual([]);
    expect(idsOf(await port.pullRefunds({ ...window, holds: async () => false }))).toEqual(['1']);
    expect(idsOf(await port.pullRefunds({ ...window, holds: async () => true }))).toEqual([]);
  });

  test('lets the list row stand for a service that cannot be had, and goes on', async () => {
    const rowsOf = [brief({ serviceId: 1 }), brief({ serviceId: 2, updateDate: canned.updatedAt + 1000 })];
    const { port } = await shopAnswering(
      {},
      gateway({
        'jingdong.asc.sync.list': (args) =>
          'updateTimeBegin' in args
            ? answer('jingdong.asc.sync.list', { pageResult: { success: true, data: rowsOf, totalCount: 2 } })
            : noServices,
        [applicationList]: applicationPage(null, 0),
        'jingdong.asc.query.view': ({ serviceId }) =>
          serviceId === 1
            ? answer('jingdong.asc.query.view', { result: { success: false, code: 'X', msg: '' } })
            : answer('jingdong.asc.query.view', { result: { success: true, data: canned.bill({ serviceId: 2 }) } }),
        'jingdong.asc.audit.list': answer('jingdong.asc.audit.list', { pageResult: { data: [], totalCount: 0 } }),
      }),
    );
    const pulled = await port.pullRefunds(window);
    expect(idsOf(pulled)).toEqual(['1', '2']);
    expect(pulled).toMatchObject({ documents: [{ raw: { service: { brief: { serviceId: 1 } } } }, {}] });
  });

  test.each<[string, string]>([
    ['unknown', applicationPage([application({ id: '1', applyTime: 'yesterday' })], 1)],
    ['unknown', answer(applicationList, { queryResult: { success: true, result: null } })],
    ['refused', answer(applicationList, { queryResult: { success: false, code: '1', msg: 'm' } })],
    ['throttled', '{"error_response":{"code":"2","zh_desc":"应用调用次数超限"}}'],
  ])('is %s when a list is', async (kind, page) => {
    const { port } = await shopAnswering(
      {},
      gateway({ 'jingdong.asc.sync.list': noServices, [applicationList]: page }),
    );
    expect(await port.pullRefunds(window)).toMatchObject({ kind });
  });
});

describe('a pull of orders', () => {
  const row = { orderId, orderState: 'FINISHED_L', modified: '2026-01-15 10:12:00' };
  const get = answer('jingdong.pop.order.get', { orderDetailInfo: { orderInfo: { ...row, pin: 'p' } } });

  test.each<[string, object]>([
    [
      'searchorderinfo_result',
      { searchorderinfo_result: { apiResult: { success: true }, orderInfoList: [row], orderTotal: 1 } },
    ],
    ['orderInfoResult', { orderInfoResult: { orderInfoList: [row], orderTotal: 1 } }],
    ['the root itself', { orderInfoList: [row], orderTotal: '1' }],
  ])('finds the rows in %s, and reads each order whole', async (_, content) => {
    const { port, seen } = await shopAnswering(
      {},
      gateway({
        'jingdong.pop.order.search': answer('jingdong.pop.order.search', content),
        'jingdong.pop.order.get': get,
      }),
    );
    expect(await port.pullOrders(window)).toEqual({
      kind: 'documents',
      documents: [
        {
          kind: 'order',
          externalId: orderId,
          version: Date.parse('2026-01-15T02:12:00Z'),
          modifiedAt: '2026-01-15T02:12:00.000Z',
          raw: { ...row, pin: 'p' },
        },
      ],
    });
    expect(JSON.parse(seen[0]?.form['360buy_param_json'] ?? '')).toMatchObject({
      start_date: '2026-01-15 10:00:00',
      end_date: '2026-01-15 10:30:00',
      dateType: 0,
      page: '1',
    });
  });

  test.each<[object, object]>([
    [
      { orderInfoList: null, orderTotal: 0 },
      { kind: 'documents', documents: [] },
    ],
    [{ orderTotal: 0 }, { kind: 'documents', documents: [] }],
    [{ apiResult: { success: false, errorCode: '9', chineseErrCode: '不行' } }, { kind: 'refused', code: '9' }],
    [{}, { kind: 'unknown' }],
  ])('answered with %o is %o', async (result, outcome) => {
    const given = answer('jingdong.pop.order.search', { searchorderinfo_result: result });
    const { port } = await shopAnswering({}, given);
    expect(await port.pullOrders(window)).toMatchObject(outcome);
  });
});
