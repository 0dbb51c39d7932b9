import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { formatDecimal, money, parseDecimal } from '../../../domain/money.ts';
import { plusMs } from '../../../domain/time.ts';
import { startJd } from '../../../simulators/jd/simulator.ts';
import type { steering } from '../../steering.ts';
import { describeChannel } from '../conformance.ts';
import { type ChannelBench, type ChannelCall, refundOf, yuan } from '../conformance-bench.ts';
import { simulatedPlatform } from '../conformance-platform.ts';
import { testShop } from './canned-shop.ts';
import { jd } from './jd.ts';
import { applicationId } from './refund-id.ts';

const methods: Readonly<Record<ChannelCall, string>> = {
  list_refunds: 'jingdong.asc.sync.list',
  list_orders: 'jingdong.pop.order.search',
  read: 'jingdong.asc.query.view',
  agree_return: 'jingdong.asc.audit.send',
  refuse: 'jingdong.asc.audit.refuse',
  agree_refund: 'jingdong.pop.afs.soa.refundapply.replyRefund',
};

const orders = z.tuple([z.object({ orderId: z.string(), itemInfoList: z.array(z.object({ skuId: z.string() })) })]);
const service = z.object({ serviceId: z.string() });
const application = z.object({ id: z.string() });
const ledger = z.array(z.object({ refundId: z.string(), amount: z.string() }));

type JdBench = ChannelBench & {
  steer: ReturnType<typeof steering>;
  /** A service of another kind than a return. */
  askService(orderId: string, wish: object): Promise<string>;
};

/** Where the steering interface keeps a refund, and under which number. */
function placeOf(refundId: string): string {
  const prefix = applicationId('');
  return refundId.startsWith(prefix) ? `applications/${refundId.slice(prefix.length)}` : `services/${refundId}`;
}

/** A shop of the simulator's, with the hands of its buyers and of JD. */
async function openJdShop(pageSize = 4): Promise<JdBench> {
  const simulator = await startJd();
  const platform = simulatedPlatform(simulator, {
    filter: (call, refundId) => ({ method: methods[call], serviceId: refundId }),
  });
  const { steer, hands } = platform;
  const askService = async (orderId: string, wish: object): Promise<string> =>
    service.parse(await steer('POST', 'services', { orderId, questionTypeCid2Name: '尺码不合适', ...wish })).serviceId;
  return {
    steer,
    askService,
    port: jd({
      ...testShop(simulator.url),
      get timeoutMs() {
        return platform.timeoutMs();
      },
      now: hands.now,
      get unverified() {
        return { pageSize, throttleMs: platform.throttleMs() };
      },
    }),
    ...hands,
    deliveredOrder: async () => {
      const created = await steer('POST', 'orders', {
        freightPrice: '10.00',
        consigneeInfo: { fullname: '张三丰', mobile: '13812345678' },
        itemInfoList: [{ jdPrice: '60.00' }, { jdPrice: '20.00', itemTotal: 2 }],
      });
      const [order] = orders.parse(created);
      await steer('POST', `orders/${order.orderId}/ship`, { logisticsId: '20', waybill: 'YT9876543210987' });
      await steer('POST', `orders/${order.orderId}/finish`);
      return { externalId: order.orderId, lineIds: order.itemInfoList.map(({ skuId }) => skuId) };
    },
    askRefund: async (orderId, kind, amount) => {
      if (kind === 'return_and_refund') return askService(orderId, { amount: formatDecimal(amount) });
      const wish = { orderId, applyRefundSum: amount.minor.toString() };
      return applicationId(application.parse(await steer('POST', 'applications', wish)).id);
    },
    buyerEdits: async (id) => {
      const edit = id.startsWith(applicationId('')) ? { reason: '改了说明' } : { questionDesc: '改了说明' };
      await steer('POST', `${placeOf(id)}/modify`, edit);
    },
    buyerShips: async (id, waybill) => {
      await steer('POST', `${placeOf(id)}/ship`, { expressCompany: '圆通速递', expressCode: waybill });
    },
    paidFor: async (id) => {
      const rows = ledger.parse(await steer('GET', 'ledger'));
      const number = placeOf(id).split('/')[1];
      return rows.filter((row) => row.refundId === number).flatMap(({ amount }) => parseDecimal(amount, 'CNY') ?? []);
    },
  };
}

// Money back before the goods arrive is another kind of document on JD, and one whose answer names no version.
describeChannel('JD', () => openJdShop(), {
  acts: ['agree_return', 'refuse', 'agree_refund'],
  locks: false,
  longIds: true,
  deadlines: true,
});

// An audit of a service names its `sysVersion`, so that nobody can come in between.
describeChannel('JD, where it locks,', () => openJdShop(), {
  acts: ['agree_return', 'refuse'],
  locks: true,
  longIds: true,
  deadlines: true,
});

async function open(): Promise<JdBench> {
  const bench = await openJdShop();
  onTestFinished(() => bench.close());
  return bench;
}

const address = { name: '退货仓', phone: '13900000001', address: '浙江省杭州市余杭区某路1号', postcode: '311100' };

/** An hour up to now, in whole seconds as JD's windows are. */
async function lastHour(bench: JdBench) {
  await bench.pass(2000);
  return { from: plusMs(bench.now(), -3_600_000), to: bench.now() };
}

describe('an after-sales service on JD', () => {
  test.each([
    [10, 'return_and_refund', '10 退货'],
    [20, 'exchange', '20 换货'],
    [30, 'repair', '30 维修'],
    [80, 'reship', '80 补发'],
    [90, 'other', '90 优鲜赔'],
  ] as const)('of kind %i is %s', async (customerExpect, resolution, vendorKind) => {
    const bench = await open();
    const { externalId } = await bench.deliveredOrder();
    const id = await bench.askService(externalId, { customerExpect });
    expect(await refundOf(bench, id)).toMatchObject({ resolution, vendorKind, reason: '尺码不合适', quantity: 1 });
  });

  test('of several units of one article asks for their sum', async () => {
    const bench = await open();
    const { externalId, lineIds } = await bench.deliveredOrder();
    const id = await bench.askService(externalId, { skuId: lineIds[1] });
    expect(await refundOf(bench, id)).toMatchObject({ lineExternalId: lineIds[1], quantity: 2, amount: yuan(40) });
  });

  test.each([20, 30])('of kind %i is agreed to like a return, and never paid back', async (customerExpect) => {
    const bench = await open();
    const { externalId } = await bench.deliveredOrder();
    const id = await bench.askService(externalId, { customerExpect });
    expect(await bench.port.agreeReturn(await refundOf(bench, id), address)).toEqual({ kind: 'done' });
    expect(await bench.steer('GET', `services/${id}`)).toMatchObject({
      serviceStatus: 10005,
      returnAddress: '退货仓，13900000001，浙江省杭州市余杭区某路1号，311100',
    });
    const agreed = await refundOf(bench, id);
    expect(await bench.port.agreeRefund(agreed, agreed.amount)).toMatchObject({
      kind: 'refused',
      code: 'not_a_refund',
    });
  });

  test('whose parcel alone has changed is found, as a newer version', async () => {
    const bench = await open();
    const { externalId } = await bench.deliveredOrder();
    const id = await bench.askRefund(externalId, 'return_and_refund', yuan(60));
    await bench.port.agreeReturn(await refundOf(bench, id), address);
    const agreed = await refundOf(bench, id);
    await bench.pass(3_600_000);
    await bench.buyerShips(id, 'YT1');
    const pulled = await bench.port.pullRefunds(await lastHour(bench));
    expect(pulled).toMatchObject({ kind: 'documents', documents: [{ externalId: id }] });
    expect('documents' in pulled && pulled.documents[0]?.version).toBeGreaterThan(agreed.version);
    expect((await refundOf(bench, id)).returnParcel).toEqual({ courier: '圆通速递', waybill: 'YT1' });
  });

  test('that is booked in is not refunded before JD has paid', async () => {
    const bench = await open();
    await bench.steer('POST', 'switches', { payOnRegister: false });
    const { externalId } = await bench.deliveredOrder();
    const id = await bench.askRefund(externalId, 'return_and_refund', yuan(60));
    await bench.port.agreeReturn(await refundOf(bench, id), address);
    await bench.buyerShips(id, 'YT1');
    expect(await bench.port.agreeRefund(await refundOf(bench, id), yuan(60))).toEqual({ kind: 'done' });
    const bookedIn = await refundOf(bench, id);
    expect(bookedIn).toMatchObject({ status: 'other', vendorStatus: '10007 已收货待处理' });
    expect(await bench.port.agreeRefund(bookedIn, yuan(60))).toEqual({ kind: 'done' });
    expect(await bench.paidFor(id)).toEqual([]);
    await bench.steer('POST', `services/${id}/platform-refund`);
    expect(await refundOf(bench, id)).toMatchObject({ status: 'refunded', amount: yuan(60) });
    expect(await bench.paidFor(id)).toEqual([yuan(60)]);
  });

  test('that JD pays at the last moment is paid once', async () => {
    const bench = await open();
    const { externalId } = await bench.deliveredOrder();
    const id = await bench.askRefund(externalId, 'return_and_refund', yuan(60));
    await bench.port.agreeReturn(await refundOf(bench, id), address);
    await bench.buyerShips(id, 'YT1');
    const shipped = await refundOf(bench, id);
    await bench.steer('POST', 'faults', { kind: 'platform_refund_first', count: 1 });
    expect(await bench.port.agreeRefund(shipped, yuan(60))).toMatchObject({ kind: 'refused', stale: true });
    expect(await bench.paidFor(id)).toEqual([yuan(60)]);
  });

  test('into which JD has stepped says so', async () => {
    const bench = await open();
    const { externalId } = await bench.deliveredOrder();
    const id = await bench.askRefund(externalId, 'return_and_refund', yuan(60));
    await bench.port.agreeReturn(await refundOf(bench, id), address);
    expect(await refundOf(bench, id)).not.toHaveProperty('intervention');
    await bench.steer('POST', `services/${id}/intervene`);
    expect(await refundOf(bench, id)).toMatchObject({ intervention: 'open' });
    await bench.steer('POST', 'faults', { kind: 'no_permission', filter: { method: 'jingdong.asc.receive.list' } });
    expect(await refundOf(bench, id)).not.toHaveProperty('intervention');
  });

  test.each([['response_spelling'], ['empty_list'], ['text_times'], ['short_decimals']])(
    'reads the same with %s',
    async (kind) => {
      const bench = await open();
      const { externalId } = await bench.deliveredOrder();
      const id = await bench.askRefund(externalId, 'return_and_refund', money(1990, 'CNY'));
      await bench.steer('POST', `services/${id}/platform-refund`);
      const usual = await refundOf(bench, id);
      expect(usual).toMatchObject({ status: 'refunded', amount: { minor: 1990n } });
      await bench.steer('POST', 'faults', { kind });
      expect(await refundOf(bench, id)).toEqual(usual);
      expect(await bench.port.getRefund('999999999999999999')).toEqual({ kind: 'absent' });
    },
  );
});

describe('a refund application on JD', () => {
  async function applied() {
    const bench = await open();
    const { externalId } = await bench.deliveredOrder();
    const id = await bench.askRefund(externalId, 'refund_only', yuan(110));
    return { bench, id, orderId: externalId, refund: await refundOf(bench, id) };
  }

  test('is for the whole order, and counts in fen', async () => {
    const { refund, orderId } = await applied();
    expect(refund).toMatchObject({ orderExternalId: orderId, amount: yuan(110), status: 'awaiting_seller' });
    expect(refund).not.toHaveProperty('lineExternalId');
  });

  test('is refused for one of JD’s reasons, with what it says of the goods', async () => {
    const { bench, id, refund } = await applied();
    expect(await bench.port.refuseReasons(refund)).toMatchObject({
      reasons: expect.arrayContaining([{ id: '1', text: '商品已在配送途中' }]),
    });
    expect(await bench.port.refuse(refund, { reasonId: '9', message: '已发货' })).toMatchObject({
      code: 'reason_unknown',
    });
    expect(await bench.port.refuse(refund, { reasonId: '1', message: '已发货' })).toEqual({ kind: 'done' });
    expect(await refundOf(bench, id)).toMatchObject({ status: 'refused', vendorStatus: '2 审核不通过' });
  });

  test('has nothing to send back', async () => {
    const { bench, refund } = await applied();
    expect(await bench.port.agreeReturn(refund, address)).toMatchObject({ code: 'nothing_to_send_back', stale: false });
  });

  test('that is approved waits for JD’s finance department, and is agreed to once', async () => {
    const { bench, id, refund } = await applied();
    await bench.steer('POST', 'switches', { payOnApproval: false });
    expect(await bench.port.agreeRefund(refund, yuan(110))).toEqual({ kind: 'done' });
    const approved = await refundOf(bench, id);
    expect(approved).toMatchObject({ status: 'other', vendorStatus: '1 审核通过' });
    expect(await bench.port.agreeRefund(approved, yuan(110))).toEqual({ kind: 'done' });
    await bench.steer('POST', `applications/${id.replace('refundapply-', '')}/finance`);
    const paid = await refundOf(bench, id);
    expect(paid.status).toBe('refunded');
    expect(paid.version).toBeGreaterThan(approved.version);
    expect(await bench.paidFor(id)).toEqual([yuan(110)]);
  });

  test('that is withdrawn, which leaves no time behind, is found by looking back', async () => {
    const { bench, id, refund } = await applied();
    const held = new Map([[id, refund.modifiedAt]]);
    const holds = async (listed: { externalId: string; modifiedAt: string }) =>
      (held.get(listed.externalId) ?? '') >= listed.modifiedAt;
    await bench.pass(7_200_000);
    expect(await bench.port.pullRefunds({ ...(await lastHour(bench)), holds })).toMatchObject({ documents: [] });
    await bench.steer('POST', `applications/${id.replace('refundapply-', '')}/withdraw`);
    const pulled = await bench.port.pullRefunds({ ...(await lastHour(bench)), holds });
    expect(pulled).toMatchObject({ documents: [{ externalId: id }] });
    expect((await refundOf(bench, id)).status).toBe('closed');
    expect(await bench.port.pullRefunds(await lastHour(bench))).toMatchObject({ documents: [] });
  });

  test('reads the same from nested rows, and from a list that shifts', async () => {
    const { bench, id } = await applied();
    const window = { from: plusMs(bench.now(), -3_600_000), to: plusMs(bench.now(), 1000) };
    const flat = await bench.port.pullRefunds(window);
    expect(flat).toMatchObject({ documents: [{ externalId: id }] });
    await bench.steer('POST', 'faults', { kind: 'nested_rows' });
    expect(await bench.port.pullRefunds(window)).toEqual(flat);
  });

  test('none of many is lost while the pages shift', async () => {
    const bench = await open();
    const ids: string[] = [];
    for (let n = 0; n < 11; n++) {
      const { externalId } = await bench.deliveredOrder();
      ids.push(await bench.askRefund(externalId, 'refund_only', yuan(1)));
      await bench.pass(60_000);
    }
    const method = 'jingdong.pop.afs.soa.refundapply.queryPageList';
    await bench.steer('POST', 'faults', { kind: 'rows_shift', filter: { method } });
    const pulled = await bench.port.pullRefunds({
      from: plusMs(bench.now(), -3_600_000),
      to: plusMs(bench.now(), -1000),
    });
    expect(new Set('documents' in pulled ? pulled.documents.map(({ externalId }) => externalId) : [])).toEqual(
      new Set(ids),
    );
  });
});
