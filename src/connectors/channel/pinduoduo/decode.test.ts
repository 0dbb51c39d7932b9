import { describe, expect, test } from 'vitest';
import { money } from '../../../domain/money.ts';
import { detail, externalId, orderSn, row, version } from './canned-mall.ts';
import { decodeOrder } from './decode-order.ts';
import { decodeRefund } from './decode-refund.ts';
import { withoutPersonalData } from './personal.ts';

const decoded = (raw: object, rowTypes?: 'as_in_the_filter' | 'as_in_the_detail') => {
  const reading = decodeRefund(raw, rowTypes);
  return reading.kind === 'refund' ? reading.refund : expect.unreachable(reading.reason);
};

describe('a detail', () => {
  test('is read whole, its amount in fen', () => {
    expect(decoded(detail())).toEqual({
      externalId,
      version,
      orderExternalId: orderSn,
      lineExternalId: '987654321',
      quantity: 1,
      resolution: 'return_and_refund',
      vendorKind: '退货退款',
      status: 'awaiting_seller',
      vendorStatus: '3',
      amount: money(1990, 'CNY'),
      reason: '质量问题',
      description: '线头很多',
      createdAt: '2026-01-15T02:00:00.000Z',
      modifiedAt: '2026-01-15T02:20:00.000Z',
      deadlineAt: '2026-01-20T02:30:00.000Z',
    });
  });

  test.each([
    [0, 'other'],
    [2, 'awaiting_seller'],
    [3, 'awaiting_seller'],
    [4, 'other'],
    [5, 'other'],
    [6, 'refused'],
    [7, 'awaiting_buyer_shipment'],
    [8, 'other'],
    [9, 'closed'],
    [10, 'refunded'],
    [11, 'closed'],
    [12, 'closed'],
    [13, 'closed'],
    [14, 'awaiting_seller'],
    [15, 'other'],
    [16, 'other'],
    [17, 'closed'],
    [18, 'other'],
    [21, 'awaiting_seller'],
    [22, 'awaiting_buyer_shipment'],
    [24, 'closed'],
    [25, 'other'],
    [27, 'other'],
    [31, 'other'],
    [32, 'awaiting_seller'],
    [33, 'other'],
    [77, 'other'],
  ])('in status %i is %s', (status, expected) => {
    expect(decoded(detail({ after_sales_status: status }))).toMatchObject({
      status: expected,
      vendorStatus: String(status),
    });
  });

  test('in status 3 waits for its goods once the buyer has named a waybill', () => {
    const shipped = detail({ express_no: 'SF1234567890123', shipping_name: '顺丰快递' });
    expect(decoded(shipped)).toMatchObject({
      status: 'awaiting_seller_receipt',
      returnParcel: { courier: '顺丰快递', waybill: 'SF1234567890123' },
    });
  });

  test.each([
    [1, 'refund_only', '仅退款'],
    [2, 'return_and_refund', '退货退款'],
    [3, 'exchange', '换货'],
    [4, 'reship', '补寄'],
    [5, 'repair', '维修'],
    [6, 'other', '售后类型6'],
  ])('of type %i is %s', (type, resolution, vendorKind) => {
    expect(decoded(detail({ after_sales_type: type }))).toMatchObject({ resolution, vendorKind });
  });

  test.each([
    [8, '1', 'open'],
    [8, '0', 'open'],
    [3, '1', 'open'],
    [5, '0', 'decided'],
    [9, '1', 'decided'],
    [10, '1', 'decided'],
    [10, '0', undefined],
    [3, '0', undefined],
  ])('in status %i with the flag %s has the intervention %s', (after_sales_status, join_or_not, intervention) => {
    expect(decoded(detail({ after_sales_status, join_or_not })).intervention).toBe(intervention);
  });

  test('of some pieces of a line has their number, and of a share of the price has all', () => {
    const part = { goods_number: 3, part_after_sales_value: 2 };
    expect(decoded(detail({ ...part, part_after_sales_type: 1 })).quantity).toBe(2);
    expect(decoded(detail({ ...part, part_after_sales_type: 2 })).quantity).toBe(3);
    expect(decoded(detail({ ...part, part_after_sales_type: 1, after_sales_type: 1 })).quantity).toBe(3);
  });

  test('has a deadline only while the platform tells one', () => {
    expect(decoded(detail({ expire_time: null }))).not.toHaveProperty('deadlineAt');
  });

  test('without its time of creation is as old as its last change', () => {
    expect(decoded(detail({ recreated_at: undefined })).createdAt).toBe('2026-01-15T02:20:00.000Z');
  });

  test.each([
    [{ refund_amount: '19.90' }, 'refund_amount: Invalid input: expected number, received string'],
    [{ refund_amount: 19.9 }, 'refund_amount: Invalid input: expected int, received number'],
    [{ refund_amount: -1 }, 'refund_amount: Too small: expected number to be >=0'],
    [{ order_sn: null }, 'order_sn: Invalid input'],
    [{ updated_time: '昨天' }, 'updated_time: "昨天" is no time like 2026-01-15 10:12:00, nor epoch s or ms'],
  ])('with %o is unreadable and says why', (change, reason) => {
    expect(decodeRefund(detail(change), undefined)).toEqual({ kind: 'unreadable', reason });
  });

  test.each([[null], ['text'], [[]], [{}]])('cannot be %o', (raw) => {
    expect(decodeRefund(raw, undefined).kind).toBe('unreadable');
  });
});

describe('a list row', () => {
  test('is the same after-sale, its amount in yuan', () => {
    const { status, amount, externalId: id, version: listed, createdAt } = decoded(row());
    expect({ status, amount, id, listed, createdAt }).toEqual({
      status: 'awaiting_seller',
      amount: money(1990, 'CNY'),
      id: externalId,
      listed: version,
      createdAt: '2026-01-15T02:00:00.000Z',
    });
  });

  test.each([
    ['20', 2000],
    ['0.5', 50],
    ['19.90', 1990],
  ])('of %s yuan is %i fen', (refund_amount, minor) => {
    expect(decoded(row({ refund_amount })).amount).toEqual(money(minor, 'CNY'));
  });

  test('whose amount is a number is refused: the number could be fen', () => {
    expect(decodeRefund(row({ refund_amount: 1990 }), undefined)).toEqual({
      kind: 'unreadable',
      reason: 'refund_amount: Invalid input: expected string, received number',
    });
  });

  test.each([
    ['2026-01-15 10:20:00', '2026-01-15T02:20:00.000Z'],
    ['1768443600', '2026-01-15T02:20:00.000Z'],
    ['1768443600123', '2026-01-15T02:20:00.123Z'],
    [1768443600, '2026-01-15T02:20:00.000Z'],
  ])('changed at %s changed at %s', (updated_time, instant) => {
    expect(decoded(row({ updated_time })).modifiedAt).toBe(instant);
  });

  test.each([
    [undefined, 'other', '列表售后类型3'],
    ['as_in_the_filter', 'return_and_refund', '退货退款'],
    ['as_in_the_detail', 'exchange', '换货'],
  ] as const)('numbered %s wants %s', (rowTypes, resolution, vendorKind) => {
    expect(decoded(row({ after_sales_type: 3 }), rowTypes)).toMatchObject({ resolution, vendorKind });
  });

  test('with a waybill waits for the goods, and tells a dispute', () => {
    const told = row({ tracking_number: 'YT1', shipping_name: '圆通', dispute_refund_status: 1 });
    expect(decoded(told)).toMatchObject({
      status: 'awaiting_seller_receipt',
      returnParcel: { courier: '圆通', waybill: 'YT1' },
      intervention: 'open',
    });
  });
});

const item = (changes: object = {}) => ({
  goods_id: 123456789,
  sku_id: 987654321,
  goods_name: 'T恤',
  goods_spec: '白色,M',
  goods_price: '30.00',
  goods_count: 1,
  outer_id: 'TS-M',
  ...changes,
});
const order = (changes: object = {}, ...items: object[]) => ({
  order_sn: orderSn,
  order_status: 3,
  confirm_status: 1,
  created_time: '2026-01-01 12:00:00',
  pay_time: '2026-01-01 12:00:05',
  confirm_time: '2026-01-01 12:00:06',
  shipping_time: '2026-01-02 09:00:00',
  receive_time: '2026-01-06 20:00:00',
  updated_at: '2026-01-06 20:00:00',
  pay_amount: '36.00',
  postage: '6.00',
  platform_discount: '0.00',
  logistics_id: 85,
  tracking_number: 'YT1',
  receiver_name_mask: '张**',
  receiver_phone_mask: '138****5678',
  item_list: items.length > 0 ? items : [item()],
  ...changes,
});
const orderOf = (raw: object) => {
  const reading = decodeOrder(raw, { '85': '圆通速递' });
  return reading.kind === 'order' ? reading.order : expect.unreachable(reading.reason);
};

describe('an order', () => {
  test('is read whole', () => {
    expect(orderOf(order())).toEqual({
      externalId: orderSn,
      version: Date.parse('2026-01-06T12:00:00Z'),
      currency: 'CNY',
      placedAt: '2026-01-01T04:00:00.000Z',
      paidAt: '2026-01-01T04:00:05.000Z',
      shippedAt: '2026-01-02T01:00:00.000Z',
      deliveredAt: '2026-01-06T12:00:00.000Z',
      closed: false,
      buyer: { token: orderSn, nick: '张**', maskedName: '张**', maskedPhone: '138****5678' },
      freightPaid: money(600, 'CNY'),
      lines: [
        {
          externalId: '987654321',
          sku: 'TS-M',
          title: 'T恤 白色,M',
          quantity: 1,
          unitPrice: money(3000, 'CNY'),
          paid: money(3000, 'CNY'),
          discounts: [],
        },
      ],
      outboundWaybills: [{ courier: '圆通速递', waybill: 'YT1' }],
    });
  });

  test.each([
    [{ pay_amount: '36.00', postage: '6.00' }],
    [{ pay_amount: 36, postage: 6 }],
    [{ pay_amount: 36.0, postage: '6.0' }],
  ])('reads amounts as text and as numbers: %o', (amounts) => {
    expect(orderOf(order(amounts)).lines[0]?.paid).toEqual(money(3000, 'CNY'));
  });

  test('shares what was paid by the prices, to the last fen', () => {
    const raw = order(
      { pay_amount: '86.01', postage: '6.00' },
      item(),
      item({ sku_id: 2, goods_count: 2 }),
      item({ sku_id: 3 }),
    );
    expect(orderOf(raw).lines.map(({ paid }) => paid.minor)).toEqual([2000n, 4001n, 2000n]);
  });

  test('splits what was not paid between platform and shop', () => {
    const raw = order({ pay_amount: '50.00', postage: '0.00', platform_discount: '4.00' }, item(), item({ sku_id: 2 }));
    expect(orderOf(raw).lines.map(({ discounts }) => discounts)).toEqual([
      [
        { funder: 'shop', amount: money(300, 'CNY') },
        { funder: 'platform', amount: money(200, 'CNY') },
      ],
      [
        { funder: 'shop', amount: money(300, 'CNY') },
        { funder: 'platform', amount: money(200, 'CNY') },
      ],
    ]);
  });

  test('never shows a platform discount beyond the reduction, nor a negative one', () => {
    const raw = order({ pay_amount: '25.00', postage: '0.00', platform_discount: '50.00' });
    expect(orderOf(raw).lines[0]?.discounts).toEqual([{ funder: 'platform', amount: money(500, 'CNY') }]);
    expect(orderOf(order({ pay_amount: '40.00', postage: '0.00' })).lines[0]).toMatchObject({
      paid: money(4000, 'CNY'),
      discounts: [],
    });
  });

  test('that is free is free', () => {
    const raw = order({ pay_amount: '0.00', postage: '0.00' }, item({ goods_price: '0.00' }));
    expect(orderOf(raw).lines[0]?.paid).toEqual(money(0, 'CNY'));
  });

  test('tells two items of one SKU apart', () => {
    const raw = order({ pay_amount: '66.00' }, item(), item());
    expect(orderOf(raw).lines.map(({ externalId: id }) => id)).toEqual(['987654321', '987654321#2']);
  });

  test('is closed by being cancelled, and by nothing else', () => {
    expect([0, 1, 2].map((confirm_status) => orderOf(order({ confirm_status })).closed)).toEqual([false, false, true]);
  });

  test('on its way has not been delivered, and an unknown courier keeps its number', () => {
    const { outboundWaybills, ...rest } = orderOf(order({ receive_time: '', logistics_id: 384 }));
    expect(rest).not.toHaveProperty('deliveredAt');
    expect(outboundWaybills).toEqual([{ courier: 'logistics_id 384', waybill: 'YT1' }]);
  });

  test.each<[object, string]>([
    [order({ item_list: [] }), 'item_list: an order without items'],
    [order({ postage: '37.00' }), 'postage: more than the payment'],
    [order({ pay_amount: '1.234' }), 'pay_amount: "1.234" is no amount in yuan with at most two decimals'],
    [order({ pay_amount: 0.1 + 0.2 }), `pay_amount: "${0.1 + 0.2}" is no amount in yuan with at most two decimals`],
    [order({}, item({ goods_price: '0.00' })), 'item_list: something was paid, but no item has a price'],
    [order({}, item({ sku_id: '', goods_id: null })), 'item_list.0.sku_id: missing, and goods_id as well'],
    [order({}, item({ goods_count: 0 })), 'item_list.0.goods_count: Too small: expected number to be >0'],
  ])('is unreadable, and says why (%#)', (raw, reason) => {
    expect(decodeOrder(raw, {})).toEqual({ kind: 'unreadable', reason });
  });
});

test('of a receiver only the masked twins are kept, wherever they stand', () => {
  const raw = {
    order_sn: orderSn,
    receiver_name: '~AgAAAA==~1~',
    receiver_name_mask: '张**',
    receiver_phone: '13812345678',
    receiver_phone_mask: '13812345678',
    receiver_address: '浙江省杭州市某路1号',
    address: '某路1号',
    buyer_memo: '放门口，电话13812345678',
    item_list: [{ goods_name: 'T恤' }],
    exchange_shipping_detail: {
      merchant_exchange_detail_receiver: '张三丰',
      merchant_exchange_detail_phone_mask: '138****5678',
      merchant_exchange_trunk_number: 'SF1',
    },
  };
  expect(withoutPersonalData(raw)).toEqual({
    order_sn: orderSn,
    receiver_name_mask: '张**',
    item_list: [{ goods_name: 'T恤' }],
    exchange_shipping_detail: { merchant_exchange_trunk_number: 'SF1' },
  });
});
